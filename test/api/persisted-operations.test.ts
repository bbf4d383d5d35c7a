import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { type Json, Person } from '../support/client.js';
import { transports, watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { run } from '../support/server-process.mjs';
import { until } from '../support/until.js';

type Server = Awaited<ReturnType<typeof startServer>>;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const shipped = JSON.parse(readFileSync('schema/persisted-operations.json', 'utf8')) as Record<string, string>;
const [viewerHash, viewerDocument] = Object.entries(shipped).find(([, text]) => text.startsWith('query Viewer'))!;
const [progressHash, progressDocument] = Object.entries(shipped).find(([, text]) => text.startsWith('subscription Progress'))!;
const own = '{ viewer { subject roles } }';
const strange = '{ viewer { subject email } }';

let folder: string;
let allowed: Server;
let required: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joint-ops-manifest-'));
  const file = join(folder, 'manifest.json');
  const operations = [{ id: sha256(own), name: 'Own', type: 'query', body: own }];
  writeFileSync(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  [allowed, required] = await Promise.all([
    startServer(),
    startServer({ env: { PERSISTED_OPERATIONS: 'required', PERSISTED_OPERATIONS_FILE: file } }),
  ]);
});
afterAll(async () => {
  await Promise.all([allowed.stop(), required.stop()]);
  rmSync(folder, { recursive: true });
});

const admin = (server: Server) => Person.as(server, 'admin');
async function ask(server: Server, request: Json, method: 'GET' | 'POST' = 'POST'): Promise<{ status: number; body: Json; code?: string }> {
  const headers = {
    authorization: `Bearer ${(await admin(server)).token}`,
    ...(method === 'POST' && { 'content-type': 'application/json' }),
  };
  const search = new URLSearchParams(
    Object.entries(request).map(([k, v]): [string, string] => [k, typeof v === 'string' ? v : JSON.stringify(v)]),
  ).toString();
  const response =
    method === 'POST'
      ? await fetch(`${server.url}/graphql`, { method, headers, body: JSON.stringify(request) })
      : await fetch(`${server.url}/graphql?${search}`, { headers });
  const body: Json = await response.json();
  return { status: response.status, body, code: body.errors?.[0].extensions.code };
}
const apollo = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

describe('documents by their hash', () => {
  it.each([
    ['as documentId', { documentId: `sha256:${viewerHash}` }],
    ["in the way of Apollo's clients", apollo(viewerHash)],
    ['beside the document', { query: viewerDocument, ...apollo(viewerHash) }],
  ])('run, %s, by POST and by GET', async (_, request) => {
    for (const method of ['POST', 'GET'] as const) {
      const { status, body } = await ask(allowed, request, method);
      expect([status, body.data?.viewer.subject]).toEqual([200, 'admin']);
    }
  });

  it('take variables and an operation name', async () => {
    const [hash] = Object.entries(shipped).find(([, text]) => text.startsWith('query Agreements'))!;
    const request = { documentId: `sha256:${hash}`, variables: { kind: 'PRICING_RIGHTS' }, operationName: 'Agreements' };
    for (const method of ['POST', 'GET'] as const) expect((await ask(allowed, request, method)).body.data.agreements).toHaveLength(1);
  });

  it.each([
    ['a hash that is not known', apollo('a'.repeat(64)), 200, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a documentId that is not known', { documentId: `sha256:${'a'.repeat(64)}` }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a documentId that is none', { documentId: '../../etc/passwd' }, 400, 'BAD_REQUEST'],
    ['a hash of something else', { query: own, ...apollo(viewerHash) }, 400, 'BAD_REQUEST'],
    ['another version', { extensions: { persistedQuery: { version: 2, sha256Hash: viewerHash } } }, 400, 'BAD_REQUEST'],
    ['a mutation by GET', { documentId: `sha256:${mutationHash()}`, variables: {} }, 405, 'BAD_REQUEST'],
  ])('%s is refused', async (what, request, status, code) => {
    const told = await ask(allowed, request, what.endsWith('GET') ? 'GET' : 'POST');
    expect([told.status, told.code]).toEqual([status, code]);
    expect(told.body.data).toBeUndefined();
  });

  it('an unknown hash with its document runs, and is not learnt', async () => {
    expect((await ask(allowed, { query: strange, ...apollo(sha256(strange)) })).body.data.viewer.subject).toBe('admin');
    expect((await ask(allowed, apollo(sha256(strange)))).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('are not taken where they are off', async () => {
    const off = await startServer({ env: { PERSISTED_OPERATIONS: 'off' } });
    try {
      expect((await ask(off, apollo(viewerHash))).code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
      expect((await ask(off, { documentId: `sha256:${viewerHash}` })).code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
      expect((await ask(off, { query: own })).status).toBe(200);
    } finally {
      await off.stop();
    }
  });

  it('begin subscriptions, over a websocket with an empty query', async () => {
    const person = await admin(allowed);
    const stream = await fetch(`${allowed.url}/graphql/stream?documentId=sha256:${progressHash}`, {
      headers: { authorization: `Bearer ${person.token}` },
    });
    expect(new TextDecoder().decode((await stream.body!.getReader().read()).value)).toMatch(/^id: /);
    const socket = new WebSocket(`${allowed.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const received: Json[] = [];
    socket.on('message', (data) => received.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } }));
    await until(() => received.some(({ type }) => type === 'connection_ack'));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '', ...apollo(progressHash) } }));
    // The ping that tells the place from which it runs.
    await until(() => received.some(({ type, payload }) => type === 'ping' && payload.id === '1'));
    socket.terminate();
  });
});

function mutationHash(): string {
  return Object.entries(shipped).find(([, text]) => text.startsWith('mutation CreateCertificationRequest'))![0];
}

describe('where persisted operations are required', () => {
  it('those of the SDK and of the own manifest run, by hash or whole', async () => {
    for (const request of [{ query: viewerDocument }, apollo(viewerHash), { query: own }, { documentId: `sha256:${sha256(own)}` }])
      expect((await ask(required, request)).body.data.viewer.subject).toBe('admin');
  });

  it('no other runs, and nothing changes', async () => {
    const mutation = 'mutation { createCertificationRequest(input: {}) { certificationRequest { id } userErrors { code } } }';
    for (const query of [strange, `${viewerDocument} `, mutation, '{ __typename }', '{']) {
      const told = await ask(required, { query });
      expect([told.status, told.code, told.body.data]).toEqual([400, 'PERSISTED_QUERY_ID_REQUIRED', undefined]);
    }
    const chinese = await (await admin(required)).send(strange, {}, { language: 'zh' });
    expect(chinese.body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it.each(transports)('the same over a %s', async (transport) => {
    const person = await admin(required);
    const other = watch(person, transport, 'subscription { progress { id } }');
    await other.until(({ received, ended }) => received.length > 0 || ended !== null);
    const errors = other.received[0]?.errors ?? other.ended?.error;
    expect(errors[0].extensions.code).toBe('PERSISTED_QUERY_ID_REQUIRED');
    other.dispose();
    if (transport === 'websocket') return;
    const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' };
    const stream = await fetch(`${required.url}/graphql/stream`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: progressDocument }),
    });
    expect(new TextDecoder().decode((await stream.body!.getReader().read()).value)).toMatch(/^id: /);
  });

  it('a manifest that says another hash than its document has stops the start', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ ['a'.repeat(64)]: own }));
    const { code, stderr } = await run(['serve'], { PORT: '0', DATA_DIR: join(folder, 'data'), PERSISTED_OPERATIONS_FILE: file });
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${file}: ${'a'.repeat(64)} is not the sha256 of its document`);
  });
});
