import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clamd, hasClamd } from '../support/clamd.js';
import { type Json, Person, testEngine } from '../support/client.js';
import { Follower } from '../support/follower.js';
import { MailServer } from '../support/mail-server.js';
import { startServer } from '../support/own-server.js';
import { startS3, type TestStore } from '../support/s3.js';
import { startProcess } from '../support/server-process.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n');
const redisUrl = process.env.TEST_REDIS_URL;
/** Milliseconds within which a request is answered, within which things work again, and which this machine takes for itself. */
const [patienceMs, healMs, machineMs] = [5000, 5000, 500];

/** What a bad network does, and whether anything comes through. */
const faults = [
  ['cut', (proxy: TcpProxy) => proxy.cut()],
  ['black-holed', (proxy: TcpProxy) => proxy.blackHole()],
  ['delayed by 2 s', (proxy: TcpProxy) => proxy.delay(2000)],
] as const;

describe('what the server depends on beside the database, over a bad network', () => {
  let store: TestStore;
  let clamd: Clamd | null = null;
  let mail: MailServer;
  let server: Awaited<ReturnType<typeof startServer>>;
  let other: Awaited<ReturnType<typeof startProcess>>;
  let world: World;
  let seller: SellerPerson;
  let templateId: string;
  const proxies = {} as Record<'storage' | 'scanner' | 'mail' | 'redis', TcpProxy>;
  beforeAll(async () => {
    [store, mail] = await Promise.all([startS3(), MailServer.start()]);
    proxies.storage = await TcpProxy.start(store.port);
    proxies.mail = await TcpProxy.start(Number(new URL(mail.url).port));
    if (hasClamd) {
      clamd = await Clamd.create();
      await clamd.start();
      proxies.scanner = await TcpProxy.start(clamd.port);
    }
    if (redisUrl) proxies.redis = await TcpProxy.start(Number(new URL(redisUrl).port || 6379), new URL(redisUrl).hostname);
    const at = (url: string, proxy: TcpProxy) => url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${proxy.port}`);
    const env = {
      LOG_LEVEL: 'fatal',
      STORAGE_URL: at(store.url, proxies.storage),
      SMTP_URL: at(mail.url, proxies.mail),
      ...(clamd && { SCANNER_URL: at(clamd.url, proxies.scanner) }),
      ...(redisUrl && { REDIS_URL: `redis://127.0.0.1:${proxies.redis.port}` }),
    };
    server = await startServer({ env });
    // The embedded database takes one process.
    const database = { url: server.databaseUrl, dataDir: server.dataDir, drop: async () => {} };
    other = testEngine() === 'sqlite' ? server : await startProcess({ database, env });
    world = await World.open(server);
    seller = await world.newSeller();
    templateId = await world.templateId('BUSINESS_LETTER');
  }, 60_000);
  afterAll(async () => {
    for (const proxy of Object.values(proxies)) proxy.heal();
    if (other !== server) await other.end();
    await server.stop();
    await Promise.all([store.stop(), mail.stop(), clamd?.remove(), ...Object.values(proxies).map((proxy) => proxy.stop())]);
  });

  const upload = async (id: string, note: string): Promise<{ ms: number; status: number; body: Json; headers: Headers }> => {
    const begun = performance.now();
    const bytes = Buffer.concat([pdf, Buffer.from(`% ${note} ${Math.random()}\n`)]);
    const input = { certificationRequestId: id, templateId };
    const sent = await seller.sendForm('uploadMaterial', input, { file: { name: 'a.pdf', bytes } }, 'material { status }');
    return { ...sent, ms: performance.now() - begun };
  };
  const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };

  describe.each(faults)('%s', (name, fail) => {
    it('the file store: an upload is answered within 5 s, SERVICE_UNAVAILABLE with 503 and Retry-After changes nothing; healed within 5 s', async () => {
      const id = await world.draft(seller);
      const before = await world.look(seller, id);
      fail(proxies.storage);
      const answers = await Promise.all(Array.from({ length: 5 }, () => upload(id, 'storage')));
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(patienceMs + machineMs);
      for (const { status, body, headers } of answers) {
        if (name === 'delayed by 2 s' && status === 200) continue;
        expect([status, body.errors[0].extensions]).toEqual([
          503,
          expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryable: true }),
        ]);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      if (name !== 'delayed by 2 s') {
        expect(await world.look(seller, id)).toEqual(before);
        const ready = timeOf(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(503));
        expect(await ready).toBeLessThan(2000);
        expect((await fetch(`${server.url}/livez`)).status).toBe(200);
      }
      proxies.storage.heal();
      expect(await timeOf(() => until(async () => (await upload(id, 'healed')).status === 200, 'the store', 20_000))).toBeLessThan(healMs);
    }, 60_000);

    (hasClamd ? it : it.skip)(
      'the scanner: an upload is answered within 5 s and waits to be scanned; healed within 5 s',
      async () => {
        const id = await world.draft(seller);
        fail(proxies.scanner);
        const answers = await Promise.all(Array.from({ length: 4 }, () => upload(id, 'scanner')));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(patienceMs + machineMs);
        const expected = name === 'delayed by 2 s' ? 'CLEAN' : 'SCANNING';
        expect(new Set(answers.map(({ body }) => body.data.uploadMaterial.material.status))).toEqual(new Set([expected]));
        if (name !== 'delayed by 2 s') expect(await timeOf(() => upload(id, 'known'))).toBeLessThan(patienceMs + machineMs);
        proxies.scanner.heal();
        const clean = async () => (await upload(id, 'healed')).body.data.uploadMaterial.material.status === 'CLEAN';
        expect(await timeOf(() => until(clean, 'the scanner', 20_000))).toBeLessThan(healMs);
      },
      60_000,
    );

    it('R26: the mail server: no request notices, and the next mail arrives within 5 s of its coming back', async () => {
      const submit = async (): Promise<number> => {
        const id = await world.completeDraft(seller, { ...completeProduct, name: `Mail ${'abc'[Math.floor(Math.random() * 3)]}` });
        return timeOf(() => world.submit(seller, id));
      };
      fail(proxies.mail);
      for (let n = 0; n < 3; n++) expect(await submit()).toBeLessThan(patienceMs);
      proxies.mail.heal();
      const before = mail.received.length;
      const begun = performance.now();
      await submit();
      await until(() => mail.received.length > before, 'a mail', 30_000);
      expect(performance.now() - begun).toBeLessThan(healMs + machineMs);
    }, 90_000);

    (redisUrl ? it : it.skip)(
      'R27: Redis: everything works, events arrive at every process within 2 s, and it is ready',
      async () => {
        const cursorOf = 'query ($id: ID!) { r: certificationRequest(id: $id) { timeline(first: 1) { nodes { cursor } } } }';
        const earlier = await seller.query(cursorOf, { id: await world.submitted(seller) });
        const follower = new Follower(await Person.as(other, 'product-reviewer'), 'websocket', earlier.r.timeline.nodes[0].cursor);
        fail(proxies.redis);
        for (let n = 1; n <= 3; n++) {
          const id = await world.completeDraft(seller);
          expect(await timeOf(() => world.submit(seller, id))).toBeLessThan(patienceMs);
          await until(() => follower.received.length >= n, 'the event');
        }
        follower.stop();
        expect(Math.max(...follower.received.map(({ latencyMs }) => latencyMs))).toBeLessThan(2000);
        expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
        proxies.redis.heal();
      },
      60_000,
    );
  });
});
