import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createJointOps, type JointOps, type Subscription } from '@joint-ops/sdk';
import { webSocket } from '@joint-ops/sdk/websocket';
import WebSocket from 'ws';
import { Database } from '../../src/platform/database.js';
import { testEngine, tokenFor } from '../support/client.js';
import { Gateway, type Mishap } from '../support/gateway.js';
import { createDatabase, startProcess } from '../support/server-process.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

/** How long the server cannot be reached: OUTAGE_SECONDS=30 npm test -- test/sdk/reliability */
const outageMs = Number(process.env.OUTAGE_SECONDS ?? 2) * 1000;
const writers = 3;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the SDK, while everything fails', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: Awaited<ReturnType<typeof startProcess>>;
  let gateway: Gateway;
  let proxy: TcpProxy;
  let seller: SellerPerson;
  let requestId: string;
  let port: number;
  let followers: Subscription<{ id: string }>[] = [];
  let going = true;
  const start = () => startProcess({ database, args: ['serve', '--seed'], env: { PORT: String(port) } });
  beforeAll(async () => {
    [database, port] = await Promise.all([createDatabase(testEngine()), freePort()]);
    server = await start();
    // The SDK speaks to the proxy, which leads to the gateway, which leads to the server.
    gateway = await Gateway.start(() => `http://127.0.0.1:${port}`);
    proxy = await TcpProxy.start(Number(new URL(gateway.url).port));
    const world = await World.open(server);
    seller = await world.newSeller();
    requestId = await world.submitted(seller);
  });
  afterAll(async () => {
    going = false;
    await Promise.all(followers.map((subscription) => subscription.return()));
    await proxy.stop();
    await gateway.stop();
    await server.end();
    await database.drop();
  });

  it(`R27, R36, R37: rides through restarts, a kill, an outage of ${outageMs / 1000} s, 429s, lost answers and expiring tokens: nothing is done twice, no event is lost or repeated`, async () => {
    const retried: string[] = [];
    let tokens = 0;
    const jointOps = createJointOps({
      url: `http://127.0.0.1:${proxy.port}`,
      token: () => {
        tokens++;
        return tokenFor({ url: '', dataDir: database.dataDir }, { as: ['seller'], seller: seller.sellerId, expires: '3s' });
      },
      onRetry: ({ error }) => retried.push(error.status === null ? error.code : String(error.status)),
    });
    followers = [jointOps.progress(), jointOps.progress({}, { transport: webSocket({ WebSocket }) })];
    const followed = followers.map(() => [] as string[]);
    followers.forEach((subscription, n) => void collect(subscription, followed[n]!));
    // Both are there before anything happens.
    await until(async () => {
      await jointOps.copyCertificationRequest({ id: requestId });
      return followed.every((ids) => ids.length > 0);
    });

    const acknowledged: string[] = [];
    let failure: unknown;
    const write = async (): Promise<void> => {
      while (going) acknowledged.push(await copyAndDiscard(jointOps, requestId));
    };
    const writing = Array.from({ length: writers }, () =>
      write().catch((error) => {
        failure = error;
      }),
    );
    const some = async (n = 15): Promise<void> => {
      const from = acknowledged.length;
      const come = () => `${acknowledged.length - from} of ${n} writes`;
      await until(() => failure || acknowledged.length >= from + n, come, 90_000);
      expect(failure).toBeUndefined();
    };
    await some();
    const trouble: Mishap[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      'cut before',
      'cut after',
      { status: 502, body: 'bad gateway' },
    ];
    gateway.mishaps.push(...trouble, ...trouble);
    await some();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await server.end(signal);
      server = await start();
      await some();
    }
    proxy.cut();
    await pause(outageMs);
    proxy.heal();
    await some();
    going = false;
    await Promise.all(writing);

    expect(retried).toEqual(expect.arrayContaining(['429', '502', 'CONNECTION_FAILED']));
    expect(tokens).toBeGreaterThan(1);
    const rows = await Database.open(server.databaseUrl, 1);
    // Each write is there, and none twice: a copy for each that was acknowledged.
    const where = 'copied_from_id = ? AND status = ?';
    const copies = await rows.rows(`SELECT id FROM certification_request WHERE ${where}`, [requestId, 'DISCARDED']);
    expect(copies.map(({ id }) => id).sort()).toEqual(acknowledged.toSorted());
    const events = (await rows.rows('SELECT id FROM progress_event WHERE seller_id = ? ORDER BY position', [seller.sellerId])).map(
      ({ id }) => id,
    );
    await rows.close();
    for (const ids of followed) {
      await until(() => ids.at(-1) === events.at(-1), 'the last event');
      expect(ids).toEqual(events.slice(events.indexOf(ids[0]!)));
      expect(ids.length).toBeGreaterThan(acknowledged.length * 2);
    }
  }, 240_000);
});

async function collect(subscription: Subscription<{ id: string }>, into: string[]): Promise<void> {
  for await (const { id } of subscription) into.push(id);
}

/** Two mutations, each with an event; answers the copy. */
async function copyAndDiscard(jointOps: JointOps, id: string): Promise<string> {
  const { certificationRequest } = await jointOps.copyCertificationRequest({ id });
  return (await jointOps.discardCertificationRequest({ id: certificationRequest.id })).discardedId;
}
