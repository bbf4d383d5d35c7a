import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { filledQuotation } from '../../src/cli/quotation-form.js';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let letter: string;
let quotation: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  letter = await world.templateId('BUSINESS_LETTER');
  quotation = await world.templateId('QUOTATION');
});
const pdf = (text = 'letter') => Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj\nendobj\n%%EOF\n`);
const file = { name: 'letter.pdf', bytes: pdf() };
const selection = `material { id revision status uploadedAt uploadedBy { name role } template { code version } file { name contentType bytes sha256 downloadUrl } } certificationRequest { version }`;
const upload = (id: string, given: { name: string; bytes: Uint8Array }, templateId = letter) =>
  seller.upload('uploadMaterial', { certificationRequestId: id, templateId }, { file: given }, selection);

describe('uploadMaterial', () => {
  refusesStrangers('uploadMaterial', async () => {
    const requestId = await world.draft(seller, { product: completeProduct });
    return { world, owner: seller, requestId, input: { certificationRequestId: requestId, templateId: letter }, files: { file } };
  });

  it('R16: stores a file by its content and lets it be downloaded again', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    const { material, certificationRequest } = await upload(id, { name: '商务函 letter.pdf', bytes: pdf() });
    expect(material).toMatchObject({
      revision: 1,
      status: 'CLEAN',
      uploadedBy: { role: 'SELLER' },
      template: { code: 'BUSINESS_LETTER' },
      file: {
        name: '商务函 letter.pdf',
        contentType: 'application/pdf',
        bytes: pdf().length,
        sha256: createHash('sha256').update(pdf()).digest('hex'),
      },
    });
    expect(certificationRequest.version).toBe(2);
    const response = await fetch(material.file.downloadUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=".*"; filename\*=UTF-8''%E5%95%86/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf());
  });

  it('R1: a link that was tampered with, or is none, opens nothing', async () => {
    const id = await world.draft(seller);
    const { downloadUrl } = (await upload(id, file)).material.file;
    const [start, ticket] = downloadUrl.split('/files/');
    const [payload, signature] = ticket.split('.');
    const other = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('letter.pdf', 'other.pdf')).toString('base64url');
    for (const bad of ['x', `${payload}.`, `${other}.${signature}`, `${payload}.${signature.slice(0, -2)}AA`]) {
      const response = await fetch(`${start}/files/${bad}`);
      expect(response.status).toBe(401);
      expect((await response.json()) as object).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('R16: uploading again for the same template is the next revision; the current one is shown', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    const first = (await upload(id, file)).material;
    const second = (await upload(id, { name: 'again.pdf', bytes: pdf('again') })).material;
    expect([first.revision, second.revision]).toEqual([1, 2]);
    expect((await world.look(seller, id)).materials).toMatchObject([{ id: second.id, revision: 2 }]);
    const { node } = await seller.query('query ($id: ID!) { node(id: $id) { ... on Material { revision file { name } } } }', {
      id: first.id,
    });
    expect(node).toEqual({ revision: 1, file: { name: 'letter.pdf' } });
  });

  it('R36: of five uploads at once each is a revision of its own', async () => {
    const id = await world.draft(seller);
    const all = await Promise.all(Array.from({ length: 5 }, (_, n) => upload(id, { name: `${n}.pdf`, bytes: pdf(String(n)) })));
    expect(all.map((p) => p.material.revision).sort()).toEqual([1, 2, 3, 4, 5]);
    expect((await world.look(seller, id)).materials).toHaveLength(1);
  });

  it('R16: a file larger than its template takes is FILE_TOO_LARGE', async () => {
    const id = await world.draft(seller);
    const bytes = Buffer.concat([pdf(), Buffer.alloc(20 * 1024 * 1024)]);
    expect((await upload(id, { name: 'a.pdf', bytes })).userErrors).toMatchObject([{ code: 'FILE_TOO_LARGE', path: ['file'] }]);
    expect((await world.look(seller, id)).materials).toEqual([]);
  });

  it('R38: a path in a file name is cut off', async () => {
    const id = await world.draft(seller);
    expect((await upload(id, { name: '../../etc/passwd.pdf', bytes: pdf() })).material.file.name).toBe('passwd.pdf');
  });

  it('R14: a quotation is read back; one that cannot be read says exactly what is wrong', async () => {
    const id = await world.draft(seller);
    const bytes = filledQuotation({ PRODUCT_NAME: 'Cloud Move', DELIVERY_METHOD: 'CONSULTING_SERVICE', LIST_PRICE: '1234567890.123456' });
    expect((await upload(id, { name: 'q.xlsx', bytes }, quotation)).userErrors).toEqual([]);
    const { r } = await seller.query(
      'query ($id: ID!) { r: certificationRequest(id: $id) { quotation { number productName deliveryMethod listPrice salesBasePrice revenueSharingBasePrice currency } } }',
      { id },
    );
    expect(r.quotation).toEqual({
      number: 'Q-2026-0042',
      productName: 'Cloud Move',
      deliveryMethod: 'CONSULTING_SERVICE',
      listPrice: '1234567890.123456',
      salesBasePrice: '960.00',
      revenueSharingBasePrice: '880.50',
      currency: 'CNY',
    });
    const bad = await upload(id, { name: 'q.xlsx', bytes: filledQuotation({ LIST_PRICE: 'cheap', CURRENCY: '' }) }, quotation);
    expect(bad.userErrors).toMatchObject([
      { code: 'FILE_CONTENT_MISMATCH', message: expect.stringMatching(/LIST_PRICE.*cheap/) },
      { code: 'FILE_CONTENT_MISMATCH', message: expect.stringMatching(/CURRENCY/) },
    ]);
    expect((await world.look(seller, id)).materials).toMatchObject([{ revision: 1 }]);
  });

  it('exactly one of file and uploadId', async () => {
    const id = await world.draft(seller);
    expect(await seller.codes('uploadMaterial', { certificationRequestId: id, templateId: letter })).toEqual(['INVALID']);
    expect(await seller.codes('uploadMaterial', { certificationRequestId: id, templateId: letter, uploadId: 'x' })).toEqual(['NOT_FOUND']);
    expect((await upload(id, file, 'template_x')).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['templateId'] }]);
  });

  it('R37: the same upload under one Idempotency-Key is one revision; another file under it is refused', async () => {
    const id = await world.draft(seller);
    const input = { certificationRequestId: id, templateId: letter };
    const options = { idempotencyKey: `upload-${id}` };
    const first = await seller.upload('uploadMaterial', input, { file }, 'material { id }', options);
    const again = await seller.upload('uploadMaterial', input, { file }, 'material { id }', options);
    expect(again).toEqual(first);
    const { body } = await seller.sendForm('uploadMaterial', input, { file: { name: 'b.pdf', bytes: pdf('b') } }, '', options);
    expect(body.errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await world.look(seller, id)).materials).toMatchObject([{ revision: 1 }]);
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['no operations', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n{}\r\n--b--\r\n'],
    [
      'operations that are no JSON',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{\r\n--b--\r\n',
    ],
    ['a form that ends too soon', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{'],
  ])('a multipart form with %s is BAD_REQUEST', async (_, type, body) => {
    const response = await fetch(`${world.place.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${seller.token}`, 'content-type': type },
      body,
    });
    expect(response.status).toBe(400);
    expect((await response.json()) as object).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});
