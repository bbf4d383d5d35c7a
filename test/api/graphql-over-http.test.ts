import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { limits } from '../../src/domain/limits.js';
import { type Json, Person } from '../support/client.js';
import { startServer } from '../support/own-server.js';

type Server = Awaited<ReturnType<typeof startServer>>;
const origin = 'https://console.example.com';
const configurations: Record<string, Record<string, string>> = {
  development: { NODE_ENV: 'development', CORS_ORIGINS: origin },
  production: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on' },
};
const running: Record<string, { server: Server; token: string }> = {};
beforeAll(async () => {
  const start = async ([name, env]: [string, Record<string, string>]) => {
    const server = await startServer({ env });
    running[name] = { server, token: (await Person.as(server, 'admin')).token! };
  };
  await Promise.all(Object.entries(configurations).map(start));
}, 60_000);
afterAll(() => Promise.all(Object.values(running).map(({ server }) => server.stop())));

describe.each(Object.keys(configurations))("graphql-http's audits in %s", (name) => {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url.replace('http://it', running[name]!.server.url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${running[name]!.token}` },
    });
  it.each(serverAudits({ url: 'http://it/graphql', fetchFn }).map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_, __, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
    },
  );
});

const document = JSON.stringify({ query: '{ viewer { subject } }' });
const send = async (init: RequestInit & { headers?: Record<string, string> }, path = '/graphql') => {
  const { server, token } = running.development!;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(server.url + path, { method: 'POST', ...init, headers });
  const text = await response.text();
  const body: Json = text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body, code: body?.errors?.[0]?.extensions?.code };
};

/** Writes bytes onto a connection of its own, and answers all that comes until it is closed. */
const raw = (pieces: readonly (string | Buffer)[], everyMs = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(running.development!.server.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => (text += data)).on('error', reject);
    const timer = setInterval(() => {
      const piece = pieces[next++];
      if (piece === undefined) clearInterval(timer);
      else if (socket.writable) socket.write(piece);
    }, everyMs);
    let next = 0;
    socket.once('close', () => {
      clearInterval(timer);
      resolve(text);
    });
  });
const head = (headers: Record<string, string | number>, method = 'POST') =>
  [
    `${method} /graphql HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${running.development!.token}`,
    ...Object.entries({ 'content-type': 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

describe('bodies', () => {
  it('that are not UTF-8 are refused, and not mended', async () => {
    const start = Buffer.from('{"query":"{ viewer { subject } } # ');
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8]]) {
      const told = await send({ body: Buffer.concat([start, Buffer.from(bytes), Buffer.from('"}')]) });
      expect([told.status, told.code]).toEqual([400, 'BAD_REQUEST']);
    }
    expect((await send({ body: JSON.stringify({ query: '{ viewer { subject } } # 🏊' }) })).status).toBe(200);
    expect((await send({ body: `\ufeff${document}` })).status).toBe(200);
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf-16', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/graphql', 415],
    ['application/jsonp', 415],
    ['', 415],
  ])('of type %s: %i', async (type, status) => {
    const told = await send({ body: Buffer.from(document), headers: { 'content-type': type } });
    expect([told.status, told.code]).toEqual([status, status === 200 ? undefined : 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each(['gzip', 'br', 'deflate', 'zstd'])('compressed by %s are refused with what is taken', async (encoding) => {
    const told = await send({ body: gzipSync(document), headers: { 'content-encoding': encoding } });
    expect([told.status, told.code, told.headers.get('accept-encoding')]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', 'identity']);
  });

  it.each([
    ['a key twice: the last counts', '{"query":"{ no }","query":"{ viewer { subject } }"}', 200],
    ['__proto__', '{"query":"{ viewer { subject } }","__proto__":{"query":"x"}}', 400],
    ['__proto__ in variables', '{"query":"{ viewer { subject } }","variables":{"__proto__":{"a":1}}}', 400],
    ['a constructor', '{"query":"{ viewer { subject } }","variables":{"constructor":{"prototype":{"a":1}}}}', 400],
    ['a number too big', '{"query":"query ($n: Int) { certificationRequests(first: $n) { totalCount } }","variables":{"n":1e400}}', 400],
    [
      'a number beyond 32 bits',
      '{"query":"query ($n: Int) { certificationRequests(first: $n) { totalCount } }","variables":{"n":4294967296}}',
      400,
    ],
    ['objects 100,000 deep', `{"query":"{ viewer { subject } }","variables":{"x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`, 200],
    ['a query that is a list', '{"query":["{ viewer { subject } }"]}', 400],
    ['a batch', `[${document},${document}]`, 400],
    ['an empty batch', '[]', 400],
    ['null', 'null', 400],
    ['what follows the JSON', `${document} x`, 400],
  ])('with %s', async (_, body, status) => {
    const told = await send({ body });
    expect(told.status).toBe(status);
    expect(told.code).not.toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('methods', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('%s is 405, and told which are taken', async (method) => {
    for (const path of ['/graphql', '/graphql/stream']) {
      const told = await send({ method, body: document }, path);
      expect([told.status, told.code, told.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, POST']);
    }
  });
  it('OPTIONS tells which are taken, HEAD has no body', async () => {
    const told = await send({ method: 'OPTIONS' });
    expect([told.status, told.headers.get('allow')]).toEqual([204, 'GET, POST']);
    expect((await send({ method: 'HEAD' })).body).toBe('');
  });
  it('what no form of another page could send is asked for: a GET without a token, or a simple POST, runs nothing', async () => {
    const { url } = running.development!.server;
    expect((await fetch(`${url}/graphql?query=${encodeURIComponent('{ viewer { subject } }')}`)).status).toBe(401);
    expect((await fetch(`${url}/graphql`, { method: 'POST', body: document, headers: { 'content-type': 'text/plain' } })).status).toBe(401);
  });
  it('what is accepted that is neither of the types is 406', async () => {
    expect((await send({ body: document, headers: { accept: 'text/html' } })).status).toBe(406);
  });
});

describe('other origins', () => {
  const preflight = (name: string, from: string) =>
    fetch(`${running[name]!.server.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
    });
  it('that are listed may call, and read what they need', async () => {
    const allowed = await preflight('development', origin);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    const answered = await send({ body: document, headers: { origin } });
    expect(answered.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answered.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
    expect(answered.headers.get('access-control-allow-credentials')).toBeNull();
  });
  it('may upload in pieces where they are listed', async () => {
    const origins = async (name: string, from: string) => {
      const response = await fetch(`${running[name]!.server.url}/uploads`, {
        method: 'OPTIONS',
        headers: { origin: from, 'tus-resumable': '1.0.0' },
      });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await origins('development', origin)).toBe(origin);
    expect(await origins('development', 'https://evil.example')).not.toMatch(/evil|\*/);
    expect(await origins('production', origin)).toBe('https://none.invalid');
  });
  it('others may not; by default none may', async () => {
    expect((await preflight('development', 'https://evil.example')).headers.get('access-control-allow-origin')).not.toBe(
      'https://evil.example',
    );
    expect((await preflight('production', origin)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('connections', () => {
  const length = Buffer.byteLength(document);
  it('requests that are sent without waiting are answered in their order', async () => {
    const one = head({ 'content-length': length }) + document;
    const text = await raw([one + one + head({ 'content-length': length, connection: 'close' }) + document]);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  });
  it('a length that lies ends the connection, and nothing else', async () => {
    const short = await raw([`${head({ 'content-length': length - 5, connection: 'close' })}${document}`]);
    expect(short).toMatch(/^HTTP\/1\.1 400/);
    const both = await raw([`${head({ 'content-length': length, 'transfer-encoding': 'chunked' })}${document}`]);
    expect(both).toMatch(/^HTTP\/1\.1 400/);
    expect((await send({ body: document })).status).toBe(200);
  });
  it.each(['h2c', 'HTTP/2.0', 'TLS/1.0'])('an upgrade to %s is not taken up: the request is answered as it is', async (protocol) => {
    const asking = head({
      'content-length': length,
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: protocol,
      'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
    });
    const next = head({ 'content-length': length, connection: 'close' }) + document;
    const text = await raw([asking + document.slice(0, 9), document.slice(9), next], 100);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(text.match(/"subject":"admin"/g)).toHaveLength(2);
  });
  it('headers that trickle in are given up after 10 seconds, a body after 30', async () => {
    const begun = Date.now();
    const [headers, body] = await Promise.all([
      raw(['POST /graphql HTTP/1.1\r\nhost: x\r\n', ...Array.from({ length: 30 }, () => 'x: y\r\n')], 500).then((text) => ({
        text,
        ms: Date.now() - begun,
      })),
      raw([head({ 'content-length': 1000 }), ...Array.from({ length: 70 }, () => ' ')], 500).then((text) => ({
        text,
        ms: Date.now() - begun,
      })),
    ]);
    expect(headers.text).toMatch(/^HTTP\/1\.1 408/);
    expect(headers.ms).toBeLessThan(limits.headersMs + 5000);
    expect(body.text).toMatch(/^HTTP\/1\.1 408[\s\S]*"REQUEST_TIMEOUT"/);
    expect(body.ms).toBeGreaterThanOrEqual(limits.bodyMs - 1000);
    expect(body.ms).toBeLessThan(limits.bodyMs + 5000);
  }, 60_000);
});
