import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mutationDocument, type TestFile } from '../support/client.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let requestId: string;
let templateId: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  requestId = await world.draft(seller);
  templateId = await world.templateId('BUSINESS_LETTER');
});

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n');
type Part = { name: string; value: string | Buffer; filename?: string };
const file = (name: string, bytes: Buffer = pdf): Part => ({ name, value: bytes, filename: 'letter.pdf' });
const operations = (input: object = { file: null }): Part => ({
  name: 'operations',
  value: JSON.stringify({
    query: mutationDocument('uploadMaterial', 'material { id }'),
    variables: { input: { certificationRequestId: requestId, templateId, ...input } },
  }),
});
const map = (value: unknown = { 0: ['variables.input.file'] }): Part => ({ name: 'map', value: JSON.stringify(value) });

function body(parts: readonly Part[], boundary = 'X', end = `--${boundary}--\r\n`): Buffer {
  const bytes = parts.flatMap(({ name, value, filename }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`}\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...bytes, Buffer.from(end)]);
}

function send(
  bytes: Buffer,
  contentType = 'multipart/form-data; boundary=X',
): Promise<{ status: number; code: string | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, authorization: `Bearer ${seller.token}`, 'content-length': bytes.length };
    const sent = request(`${world.place.url}/graphql`, { method: 'POST', headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      const answer = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
      resolve({ status: response.statusCode!, code: answer.errors?.[0]?.extensions.code, body: answer });
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}
const incoming = () => readdir(join(world.place.dataDir, 'incoming')).catch(() => []);

describe('GraphQL multipart requests', () => {
  it('R16: a whole form runs', async () => {
    const { status, body: answer } = await send(body([operations(), map(), file('0')]));
    expect({ status, answer }).toMatchObject({ status: 200, answer: { data: { uploadMaterial: { userErrors: [] } } } });
  });

  it('R16: a form without files is a request as any other', async () => {
    const query: Part = { name: 'operations', value: JSON.stringify({ query: '{ viewer { subject } }' }) };
    expect((await send(body([query, map({})]))).body).toMatchObject({ data: { viewer: {} } });
  });

  it('R16: one file may be used in two places', async () => {
    const [first, second] = [await world.draft(seller), await world.draft(seller)];
    const query =
      'mutation ($a: UploadMaterialInput!, $b: UploadMaterialInput!) { a: uploadMaterial(input: $a) { material { id } userErrors { code } } b: uploadMaterial(input: $b) { material { id } userErrors { code } } }';
    const input = (id: string) => ({ certificationRequestId: id, templateId, file: null });
    const both: Part = { name: 'operations', value: JSON.stringify({ query, variables: { a: input(first), b: input(second) } }) };
    const { body: answer } = await send(body([both, map({ f: ['variables.a.file', 'variables.b.file'] }), file('f')]));
    expect(answer).toMatchObject({ data: { a: { userErrors: [], material: {} }, b: { userErrors: [], material: {} } } });
  });

  const good = () => [operations(), map(), file('0')];
  const cases: [string, () => Buffer, string?][] = [
    ['no boundary', () => body(good()), 'multipart/form-data'],
    ['an empty boundary', () => body(good()), 'multipart/form-data; boundary='],
    ['another boundary', () => body(good()), 'multipart/form-data; boundary=Y'],
    ['no body', () => Buffer.alloc(0)],
    ['an end that is missing', () => body(good(), 'X', '')],
    ['a file that is cut off', () => body(good()).subarray(0, -30)],
    ['no parts', () => body([])],
    ['no operations', () => body([map(), file('0')])],
    ['no map', () => body([operations()])],
    ['a file before the map', () => body([operations(), file('0'), map()])],
    ['the map before operations', () => body([map(), operations(), file('0')])],
    ['operations twice', () => body([operations(), operations(), map(), file('0')])],
    ['another field', () => body([operations(), { name: 'x', value: 'y' }, map(), file('0')])],
    ['operations that are no JSON', () => body([{ name: 'operations', value: '{' }, map(), file('0')])],
    ['a list of operations', () => body([{ name: 'operations', value: '[]' }, map(), file('0')])],
    ['operations that are null', () => body([{ name: 'operations', value: 'null' }, map(), file('0')])],
    ['a map that is no JSON', () => body([operations(), { name: 'map', value: '{' }, file('0')])],
    ['a map that is a list', () => body([operations(), map([]), file('0')])],
    ['a map whose paths are no list', () => body([operations(), map({ 0: 'variables.input.file' }), file('0')])],
    ['a map whose paths are numbers', () => body([operations(), map({ 0: [1] }), file('0')])],
    ['a map without paths', () => body([operations(), map({ 0: [] }), file('0')])],
    ['a path to nothing', () => body([operations(), map({ 0: ['variables.input.other'] }), file('0')])],
    ['a path to what is not null', () => body([operations(), map({ 0: ['variables.input.templateId'] }), file('0')])],
    ['a path beyond a text', () => body([operations(), map({ 0: ['variables.input.templateId.x'] }), file('0')])],
    ['a path to the query', () => body([operations(), map({ 0: ['query'] }), file('0')])],
    ['a path to the prototype', () => body([operations(), map({ 0: ['__proto__.polluted'] }), file('0')])],
    ['a path to the prototype of the variables', () => body([operations(), map({ 0: ['variables.__proto__.polluted'] }), file('0')])],
    ['a path to a constructor', () => body([operations(), map({ 0: ['variables.constructor.prototype'] }), file('0')])],
    ['the same path twice', () => body([operations(), map({ 0: ['variables.input.file', 'variables.input.file'] }), file('0')])],
    ['a file that map does not name', () => body([operations(), map(), file('0'), file('1')])],
    ['the same file twice', () => body([operations(), map(), file('0'), file('0')])],
    ['a file that does not come', () => body([operations(), map()])],
    ['a text in place of the file', () => body([operations(), map(), { name: '0', value: 'text' }])],
    [
      'six files',
      () =>
        body([
          operations(),
          map(Object.fromEntries([0, 1, 2, 3, 4, 5].map((n) => [n, ['variables.input.file']]))),
          ...[0, 1, 2, 3, 4, 5].map((n) => file(String(n))),
        ]),
    ],
    ['a part without a name', () => Buffer.concat([Buffer.from('--X\r\nContent-Disposition: form-data\r\n\r\nx\r\n'), body(good())])],
    ['a broken header of a part', () => Buffer.from('--X\r\nContent-Disposition form-data\0\r\n\r\nx\r\n--X--\r\n')],
  ];
  it.each(cases.map(([what, bytes, contentType = 'multipart/form-data; boundary=X']) => ({ what, bytes, contentType })))(
    'R16: $what is a BAD_REQUEST, and leaves nothing',
    async ({ bytes, contentType }) => {
      const before = await world.look(seller, requestId);
      const { status, code } = await send(bytes(), contentType);
      expect({ status, code }).toEqual({ status: 400, code: 'BAD_REQUEST' });
      expect(await world.look(seller, requestId)).toEqual(before);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  it('R16: operations of more than 1 MiB are PAYLOAD_TOO_LARGE', async () => {
    const { status, code } = await send(body([{ name: 'operations', value: `{"query": "${'x'.repeat(1024 * 1024)}"}` }, map(), file('0')]));
    expect({ status, code }).toEqual({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  it('R37: a repeated form is the same only with the same bytes', async () => {
    const input = { certificationRequestId: await world.draft(seller), templateId };
    const given = (bytes: Buffer): { file: TestFile } => ({ file: { name: 'letter.pdf', bytes } });
    const options = { idempotencyKey: `form-${requestId}` };
    const [first, second] = [
      await seller.upload('uploadMaterial', input, given(pdf), 'material { id }', options),
      await seller.upload('uploadMaterial', input, given(pdf), 'material { id }', options),
    ];
    expect(first.material.id).toBe(second.material.id);
    const other = await seller.sendForm('uploadMaterial', input, given(Buffer.concat([pdf, Buffer.from('%')])), '', options);
    expect(other.body.errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('R16: nothing is left on the way in', async () => {
    for (let tries = 0; (await incoming()).length > 0; tries++) {
      if (tries > 100) throw new Error(`left: ${await incoming()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
