import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, mutationDocument, type Person, type Sent, testEngine } from '../support/client.js';
import { createDatabase, run, startProcess } from '../support/server-process.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

/** Milliseconds within which a request is answered, and within which it works again. */
const patienceMs = 5000;
/** What a request is for the machine that runs tests, server and database, too. */
const machineMs = 500;

interface Answered extends Sent {
  readonly ms: number;
}
async function timed(send: () => Promise<Sent>): Promise<Answered> {
  const begun = performance.now();
  const sent = await send();
  return { ...sent, ms: performance.now() - begun };
}
const extensionsOf = ({ body }: Sent): Json => body.errors?.[0].extensions;

(testEngine() === 'sqlite' ? describe.skip : describe)('a database over a bad network', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let proxy: TcpProxy;
  let server: Awaited<ReturnType<typeof startProcess>>;
  let world: World;
  let seller: SellerPerson;
  let draft: string;
  beforeAll(async () => {
    database = await createDatabase(testEngine());
    const address = new URL(database.url);
    const direct = { DATABASE_URL: database.url, DATA_DIR: database.dataDir };
    await run(['migrate'], direct);
    await run(['seed'], direct);
    proxy = await TcpProxy.start(Number(address.port), address.hostname);
    address.port = String(proxy.port);
    address.hostname = '127.0.0.1';
    server = await startProcess({ database: { ...database, url: address.href }, env: { DATABASE_POOL_SIZE: '4', LOG_LEVEL: 'fatal' } });
    world = await World.open(server);
    seller = await world.newSeller();
    draft = await world.draft(seller, { product: completeProduct });
  }, 60_000);
  afterAll(async () => {
    proxy.heal();
    await server.end();
    await proxy.stop();
    await database.drop();
  });

  const read = () => seller.send('query ($id: ID!) { certificationRequest(id: $id) { version product { name } } }', { id: draft });
  const write = () =>
    seller.send(mutationDocument('updateCertificationRequest', ''), { input: { id: draft, product: { version: 'V2.0' } } });
  const works = async () => (await Promise.all([read(), write()])).every(({ status, body }) => status === 200 && !body.errors);
  const heals = async () => {
    const begun = performance.now();
    proxy.heal();
    await until(works, 'the server to heal', 20_000);
    return performance.now() - begun;
  };
  /** Far more at once than there are connections. */
  const crowd = () => Promise.all(Array.from({ length: 40 }, (_, n) => timed(n % 2 ? read : write)));

  describe.each([
    ['cut', () => proxy.cut()],
    ['black-holed', () => proxy.blackHole()],
  ] as const)('%s', (_name, fail) => {
    it('every request is SERVICE_UNAVAILABLE with 503 and Retry-After within 5 s, none waits once it is known, /readyz fails within 2 s', async () => {
      expect(await works()).toBe(true);
      fail();
      const answers = await crowd();
      for (const { status, headers, ms, ...sent } of answers) {
        expect([status, extensionsOf({ status, headers, ...sent })]).toEqual([
          503,
          expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryable: true }),
        ]);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(ms).toBeLessThan(patienceMs + machineMs);
      }
      const later = await crowd();
      expect(later.map(({ status }) => status)).toEqual(later.map(() => 503));
      expect(Math.max(...later.map(({ ms }) => ms))).toBeLessThan(1000 + machineMs);
      const ready = await timed(async () => ({ ...(await fetch(`${server.url}/readyz`)), body: null }) as unknown as Sent);
      expect(ready.ms).toBeLessThan(2000);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    }, 30_000);

    it('is healed within 5 s, without a restart', async () => {
      expect(await heals()).toBeLessThan(patienceMs);
      await until(async () => (await fetch(`${server.url}/readyz`)).ok, 'readiness', 2000);
    }, 30_000);
  });

  it('delayed by 2 s, every request is answered within 5 s: with its data, or as SERVICE_UNAVAILABLE', async () => {
    proxy.delay(2000);
    const answers = await crowd();
    for (const answer of answers) {
      expect(answer.ms).toBeLessThan(patienceMs + machineMs);
      if (answer.status !== 200) expect([answer.status, extensionsOf(answer).code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    }
    expect(await heals()).toBeLessThan(patienceMs);
  }, 40_000);

  it('what many wait for together counts as the patience of each: a step behind a slow reading of the calendars', async () => {
    const copy = () => seller.send(mutationDocument('copyCertificationRequest', ''), { input: { id: draft } });
    await copy();
    // Until the calendars are read anew.
    const known = Date.now();
    await until(async () => Date.now() - known > 1100, 'the calendars to be old');
    proxy.delay(3500);
    for (const answer of await Promise.all(Array.from({ length: 8 }, () => timed(copy)))) {
      expect([answer.status, extensionsOf(answer).code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(answer.ms).toBeLessThan(patienceMs + machineMs);
    }
    expect(await heals()).toBeLessThan(patienceMs);
  }, 40_000);

  it.each(['cut', 'black-hole'] as const)(
    'R37: a COMMIT whose answer is lost (%s): repeated with its key, the change is made once',
    async (then) => {
      const count = async () => (await seller.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount;
      const before = await count();
      const idempotencyKey = randomUUID();
      const create = (person: Person = seller) =>
        timed(() =>
          person.send(mutationDocument('createCertificationRequest', 'certificationRequest { id }'), { input: {} }, { idempotencyKey }),
        );
      const lost = proxy.loseCommit(then);
      const first = await create();
      await lost;
      expect([first.status, extensionsOf(first)]).toEqual([503, expect.objectContaining({ retryable: true })]);
      expect(first.ms).toBeLessThan(patienceMs + machineMs);
      expect(first.body.errors[0].message).toContain('Idempotency-Key');
      const [second, third] = [await create(), await create()];
      expect(second.body.data.createCertificationRequest.userErrors).toEqual([]);
      expect(third.body.data).toEqual(second.body.data);
      expect(await count()).toBe(before + 1);
    },
    30_000,
  );

  it.each([
    ['is lost, which nothing has found', false],
    ['is known to be lost', true],
  ])('SIGTERM when the database %s: ends with 0 within 10 s, though the server says no goodbye', async (_name, known) => {
    const address = new URL(database.url);
    address.port = String(proxy.port);
    const ending = await startProcess({ database: { ...database, url: address.href }, env: { LOG_LEVEL: 'fatal' } });
    proxy.blackHole();
    try {
      if (known) await until(async () => (await fetch(`${ending.url}/readyz`)).status === 503, 'the loss to be known');
      const begun = performance.now();
      expect(await ending.end()).toEqual({ code: 0, signal: null });
      expect(performance.now() - begun).toBeLessThan(10_000);
    } finally {
      await ending.end('SIGKILL');
      proxy.heal();
    }
  });
});
