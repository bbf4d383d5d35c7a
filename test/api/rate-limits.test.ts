import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { limits } from '../../src/domain/limits.js';
import { type Json, Person } from '../support/client.js';
import { transports, watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';

type Server = Awaited<ReturnType<typeof startServer>>;
const budget = 300;
let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { RATE_LIMIT: String(budget), FAILED_TOKENS: '20', TRUST_PROXY: '127.0.0.1' } });
});
afterAll(() => server.stop());

/** Somebody new, with all points. */
const somebody = (place: Server = server) => Person.as(place, 'admin', { subject: `spender-${randomUUID()}` });
/** Spends all that somebody has; each costs 6 for totalCount, and a little more. */
async function spend(person: Person): Promise<Json> {
  for (let n = 0; n <= budget; n++) {
    const sent = await person.send('{ certificationRequests { totalCount } }');
    if (sent.status === 429) return sent;
  }
  throw new Error('never limited');
}
const headersOf = (person: Person, more = {}) => ({ authorization: `Bearer ${person.token}`, ...more });

/** A query from an address. */
const from = (address: string, token: string | null, { url } = server) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    body: '{"query":"{ viewer { subject } }"}',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...(token && { authorization: `Bearer ${token}` }) },
  });

describe('the points of a person', () => {
  it('are told with each answer, in headers', async () => {
    const person = await somebody();
    const { headers, body } = await person.send('{ certificationRequests { totalCount } }');
    expect(headers.get('ratelimit-policy')).toBe(`"points";q=${budget};w=60`);
    expect(headers.get('ratelimit')).toMatch(new RegExp(`^"points";r=${budget - body.extensions.cost.requested};t=\\d+$`));
  });

  it('once spent, are RATE_LIMITED with 429 and the time to wait, in English and Chinese; nothing runs', async () => {
    const person = await somebody();
    const { status, headers, body } = await spend(person);
    expect(status).toBe(429);
    const wait = Number(headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit')).toBe(`"points";r=0;t=${wait}`);
    expect(body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true, retryAfterMs: wait * 1000 });
    expect(body.data).toBeUndefined();
    const told = await person.send('{ viewer { subject } }', {}, { language: 'zh' });
    expect(told.body.errors[0].message).toMatch(/\p{Script=Han}/u);
    expect((await (await somebody()).send('{ viewer { subject } }')).status).toBe(200);
  });

  it('bound what one operation may cost too', async () => {
    const { body } = await (await somebody()).send(
      '{ certificationRequests(first: 100) { nodes { id seller { id } contacts: businessContact { name } } } }',
    );
    expect(body.errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', maximum: budget });
  });

  it('are spent on documents that are refused', async () => {
    const person = await somebody();
    for (let n = 0; n < budget / limits.refusalCost; n++) expect((await person.send(`{ no${n} }`)).status).toBe(400);
    expect((await person.send('{ viewer { subject } }')).status).toBe(429);
  });

  it.each(transports)('hold over a %s', async (transport) => {
    const person = await somebody();
    await spend(person);
    const made = watch(person, transport, 'subscription { progress { id } }');
    await made.until(({ received, ended }) => received.length > 0 || ended !== null);
    const errors = made.received[0]?.errors ?? made.ended?.error;
    expect(errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    made.dispose();
  });

  it('hold for uploads, as a form and in pieces, and for downloads', async () => {
    const person = await somebody();
    const { downloadUrl } = (await person.query('{ materialTemplates(deliveryMethod: SAAS) { file { downloadUrl } } }'))
      .materialTemplates[0].file;
    const download = await fetch(downloadUrl);
    expect([download.status, download.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"points";r=\d+;t=\d+$/)]);
    await download.arrayBuffer();
    await spend(person);
    expect((await fetch(downloadUrl)).status).toBe(429);
    const form = await person.sendForm(
      'uploadMaterial',
      { certificationRequestId: 'x', templateId: 'y' },
      { file: { name: 'a.pdf', bytes: Buffer.from('x') } },
    );
    expect([form.status, form.body.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    const tus = await fetch(`${server.url}/uploads`, {
      method: 'POST',
      headers: headersOf(person, { 'tus-resumable': '1.0.0', 'upload-length': '10' }),
    });
    expect([tus.status, tus.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
  });

  it('are without bound where RATE_LIMIT is 0', async () => {
    const free = await startServer({ env: { RATE_LIMIT: '0', FAILED_TOKENS: '0' } });
    try {
      const { status, headers } = await (await somebody(free)).send('{ viewer { subject } }');
      expect([status, headers.get('ratelimit')]).toEqual([200, null]);
      for (let n = 0; n < 50; n++) expect((await Person.anonymous(free).send('{ viewer { subject } }')).status).toBe(401);
    } finally {
      await free.stop();
    }
  });
});

describe('tokens that are not valid', () => {
  it('are RATE_LIMITED by address after a while; who was let in before comes in', async () => {
    const { token } = await somebody();
    expect((await from('192.0.2.1', token)).status).toBe(200);
    for (let n = 0; n < 20; n++) expect((await from('192.0.2.1', n % 2 ? null : `a.b.${n}`)).status).toBe(401);
    const refused = await from('192.0.2.1', 'a.b.c');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect((await from('192.0.2.1', token)).status).toBe(200);
    expect((await from('192.0.2.2', 'a.b.c')).status).toBe(401);
  });

  it('count over websockets and event streams', async () => {
    for (let n = 0; n < 20; n++) await fetch(`${server.url}/graphql/stream?query=x`, { headers: { 'x-forwarded-for': '192.0.2.3' } });
    expect((await from('192.0.2.3', null)).status).toBe(429);
    expect((await fetch(`${server.url}/graphql/stream?query=x`, { headers: { 'x-forwarded-for': '192.0.2.3' } })).status).toBe(429);
  });
});

const redisUrl = process.env.TEST_REDIS_URL;
(redisUrl ? describe : describe.skip)('two processes on one Redis', () => {
  it('count together, each for itself while Redis is away, and together again', async () => {
    const proxy = await TcpProxy.start(Number(new URL(redisUrl!).port || 6379));
    const env = { RATE_LIMIT: String(budget), FAILED_TOKENS: '20', TRUST_PROXY: '127.0.0.1', REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    const servers = [await startServer({ env }), await startServer({ env })];
    try {
      // Their development keys differ: each has a token of the same person for itself.
      const subject = `spender-${randomUUID()}`;
      const [here, there] = await Promise.all(servers.map((each) => Person.as(each, 'admin', { subject })));
      await spend(here!);
      expect((await there!.send('{ viewer { subject } }')).status).toBe(429);

      // An address of nobody else's, since Redis remembers for a minute (RFC 2544).
      const address = `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
      for (let n = 0; n < 20; n++) expect((await from(address, 'a.b.c', servers[0])).status).toBe(401);
      for (const each of servers) expect((await from(address, 'a.b.c', each)).status).toBe(429);

      proxy.blackHole();
      // What was counted here was counted in Redis: for a while this address has another twenty.
      expect((await from(address, 'a.b.c', servers[1])).status).toBe(401);
      const other = `spender-${randomUUID()}`;
      const [first, second] = await Promise.all(servers.map((each) => Person.as(each, 'admin', { subject: other })));
      const begun = Date.now();
      expect((await first!.send('{ viewer { subject } }')).status).toBe(200);
      expect(Date.now() - begun).toBeLessThan(2000);
      await spend(first!);
      expect((await second!.send('{ viewer { subject } }')).status).toBe(200);

      proxy.heal();
      await until(async () => {
        const third = `spender-${randomUUID()}`;
        const [one, two] = await Promise.all(servers.map((each) => Person.as(each, 'admin', { subject: third })));
        await spend(one!);
        return (await two!.send('{ viewer { subject } }')).status === 429;
      }, 'Redis to be counted in again');
    } finally {
      await Promise.all(servers.map((each) => each.stop()));
      await proxy.stop();
      const redis = new Redis(redisUrl!);
      const keys = [...(await redis.keys('joint-ops:points:spender-*')), ...(await redis.keys('joint-ops:failed-tokens:198.18.*'))];
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    }
  }, 60_000);
});
