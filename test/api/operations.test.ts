import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngine } from '../support/client.js';
import { freePort } from '../support/free-port.js';
import { watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { startS3, type TestStore } from '../support/s3.js';
import { until } from '../support/until.js';
import { World } from '../support/world.js';

let store: TestStore;
let server: Awaited<ReturnType<typeof startServer>>;
let operations: string;
let world: World;
beforeAll(async () => {
  const port = await freePort();
  store = await startS3();
  server = await startServer({ env: { OPERATIONS_PORT: String(port), STORAGE_URL: store.url } });
  operations = `http://127.0.0.1:${port}`;
  world = await World.open(server);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await store.stop();
});

/** The samples of a metric: labels and value. */
async function samples(name: string): Promise<{ labels: Record<string, string>; value: number }[]> {
  const text = await (await fetch(`${operations}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.map((line) => {
    const [, labels = '', value] = /^\w+(?:\{(.*)\})? (\S+)/.exec(line)!;
    return {
      labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, word]) => [key, word])),
      value: Number(value),
    };
  });
}
const sumOf = async (name: string, labels: Record<string, string> = {}): Promise<number> =>
  (await samples(name))
    .filter((sample) => Object.entries(labels).every(([key, word]) => sample.labels[key] === word))
    .reduce((sum, { value }) => sum + value, 0);

describe('metrics', () => {
  it('are for operators alone: the public port has none', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    const response = await fetch(`${operations}/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  });

  it('tell of operations by root field and outcome, and of requests by route', async () => {
    const seller = await world.newSeller();
    const id = await world.draft(seller);
    await seller.query('query AnyName { viewer { subject } }');
    await seller.codes('submitCertificationRequest', { id, acceptedAgreementIds: [] });
    await seller.send('{ nothingLikeIt }');
    const count = (operation: string, outcome: string) => sumOf('joint_ops_operation_seconds_count', { operation, outcome });
    expect(await count('viewer', 'ok')).toBe(1);
    expect(await count('createCertificationRequest', 'ok')).toBe(1);
    expect(await count('submitCertificationRequest', 'USER_ERROR')).toBe(1);
    expect(await count('invalid', 'GRAPHQL_VALIDATION_FAILED')).toBe(1);
    expect(await sumOf('joint_ops_http_request_seconds_count', { route: '/graphql', status: '200' })).toBeGreaterThan(2);
    const names = (await samples('joint_ops_operation_seconds_count')).map(({ labels }) => labels.operation);
    expect(names).not.toContain('AnyName');
  });

  it('tell of the review queue, of repeats under an idempotency key, of streams, readers and deliveries', async () => {
    const seller = await world.newSeller();
    const before = await sumOf('joint_ops_review_queue', { status: 'QUALIFICATION_REVIEW' });
    const stream = watch(world.qualificationReviewer, 'websocket', 'subscription { progress { id } }');
    const id = await world.completeDraft(seller);
    const [input, options] = [{ id, acceptedAgreementIds: await world.commitments() }, { idempotencyKey: randomUUID() }];
    for (let n = 0; n < 3; n++) await seller.do('submitCertificationRequest', input, '', options);
    expect(await sumOf('joint_ops_idempotent_repeats_total', { operation: 'submitCertificationRequest' })).toBe(2);
    expect(await sumOf('joint_ops_review_queue', { status: 'QUALIFICATION_REVIEW' })).toBe(before + 1);
    expect(await sumOf('joint_ops_review_queue_oldest_seconds', { status: 'QUALIFICATION_REVIEW' })).toBeGreaterThan(0);
    await until(async () => (await sumOf('joint_ops_deliveries_total', { channel: 'EMAIL', outcome: 'sent' })) > 0, 'a mail');
    await until(async () => (await sumOf('joint_ops_streams')) === 1, 'the stream');
    await until(async () => (await sumOf('joint_ops_subscriptions')) === 1, 'the subscription');
    const readers = new Set((await samples('joint_ops_reader_lag_events')).map(({ labels }) => labels.reader));
    expect(readers).toEqual(new Set(['dispatcher', 'subscriptions', 'webhooks']));
    await until(async () => (await sumOf('joint_ops_reader_lag_events')) === 0, 'the readers');
    stream.dispose();
    await until(async () => (await sumOf('joint_ops_streams')) === 0, 'the end of the stream');
  });

  it('tell of connections to the database, and of the event loop', async () => {
    const pools = new Set((await samples('joint_ops_database_connections')).map(({ labels }) => labels.pool));
    expect(pools).toEqual(new Set(testEngine() === 'sqlite' ? [] : ['read', 'write']));
    expect(await samples('nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  });
});

describe('health', () => {
  it('/readyz fails within 2 s of a lost dependency, names it to operators, and to nobody else', async () => {
    const ready = async (url: string) => {
      const response = await fetch(`${url}/readyz`);
      return [response.status, await response.json()];
    };
    expect(await ready(operations)).toEqual([200, { status: 'ready', lost: [] }]);
    const begun = performance.now();
    await store.stop();
    await until(async () => (await ready(server.url))[0] === 503, 'not ready');
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(await ready(server.url)).toEqual([503, { status: 'unavailable' }]);
    expect(await ready(operations)).toEqual([503, { status: 'unavailable', lost: ['storage'] }]);
    for (const url of [server.url, operations]) expect((await fetch(`${url}/livez`)).status).toBe(200);
    store = await startS3(store.port);
    await until(async () => (await ready(server.url))[0] === 200, 'ready');
  });
});
