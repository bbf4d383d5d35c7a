import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { type Json, mutationDocument, Person, testEngine } from '../support/client.js';
import { Follower } from '../support/follower.js';
import { freePort } from '../support/free-port.js';
import { transports } from '../support/live.js';
import { MailServer } from '../support/mail-server.js';
import { Receiver } from '../support/receiver.js';
import { createDatabase, startProcess } from '../support/server-process.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

/** How often a process is killed: KILLS=100 npm test -- test/db/processes */
const kills = Number(process.env.KILLS ?? 4);
/** The embedded database takes one process; several take a Redis. */
const redisUrl = process.env.TEST_REDIS_URL;
const processes = testEngine() === 'sqlite' || !redisUrl ? 1 : 2;
const writers = 3;

type Process = Awaited<ReturnType<typeof startProcess>>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Does a mutation for as long as it takes, at whichever process answers, under one key. */
async function insist(people: readonly Person[], name: string, input: Json, key: string): Promise<void> {
  for (let turn = 0; ; turn++) {
    const person = people[turn % people.length]!;
    const sent = await person.send(mutationDocument(name, ''), { input }, { idempotencyKey: key }).catch(() => null);
    const refused = sent?.body.data?.[name]?.userErrors;
    if (refused?.length === 0) return;
    if (refused) throw new Error(`${name}: ${JSON.stringify(refused)}`);
    if (sent && sent.status !== 503) throw new Error(`${name}: ${sent.status} ${JSON.stringify(sent.body)}`);
    await pause(50);
  }
}

describe(`${processes} process(es), killed`, () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let rows: Database;
  let mail: MailServer;
  let receiver: Receiver;
  let redis: TcpProxy | null = null;
  const running: Process[] = [];
  const followers: Follower[] = [];
  let going = true;
  let ports: number[];
  const start = (n: number) =>
    startProcess({
      database,
      args: ['serve', '--seed'],
      env: {
        PORT: String(ports[n]),
        SMTP_URL: mail.url,
        WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32',
        ...(redis && { REDIS_URL: `redis://127.0.0.1:${redis.port}` }),
      },
    });
  beforeAll(async () => {
    [database, mail, receiver] = await Promise.all([createDatabase(testEngine()), MailServer.start(), Receiver.start()]);
    if (processes > 1) redis = await TcpProxy.start(Number(new URL(redisUrl!).port || 6379), new URL(redisUrl!).hostname);
    ports = await Promise.all(Array.from({ length: processes }, freePort));
    for (let n = 0; n < processes; n++) running.push(await start(n));
    rows = await Database.open(database.url, 1);
  }, 60_000);
  afterAll(async () => {
    going = false;
    for (const follower of followers) follower.stop();
    await rows.close();
    await Promise.all(running.map((each) => each.end()));
    await Promise.all([mail.stop(), receiver.stop(), redis?.stop()]);
    await database.drop();
  });

  it(
    `R25–R27: ${kills} times under writes: no event, message or webhook is lost, none comes twice, all come in order`,
    async () => {
      const places = running.map(({ url, dataDir }) => ({ url, dataDir }));
      const world = await World.open(places[0]!);
      const admins = await Promise.all(places.map((place) => Person.as(place, 'admin')));
      const { webhookEndpoint } = await admins[0]!.do('createWebhookEndpoint', { url: receiver.url }, 'webhookEndpoint { cursor }');
      const commitments = await world.commitments();
      const lanes: { id: string; people: Person[]; steps: number }[] = [];
      for (let n = 0; n < writers; n++) {
        const seller: SellerPerson = await world.newSeller();
        const id = await world.completeDraft(seller, { name: `Storm ${'abc'[n]}` });
        lanes.push({ id, people: places.map((place) => new Person(place, seller.token)), steps: 0 });
      }
      for (const admin of admins)
        for (const transport of transports) followers.push(new Follower(admin, transport, webhookEndpoint.cursor));

      const write = async (lane: (typeof lanes)[number]): Promise<void> => {
        while (going) {
          await insist(
            lane.people,
            'submitCertificationRequest',
            { id: lane.id, acceptedAgreementIds: commitments },
            `${lane.id}-${lane.steps}`,
          );
          lane.steps++;
          await insist(lane.people, 'withdrawCertificationRequest', { id: lane.id }, `${lane.id}-${lane.steps}`);
          lane.steps++;
        }
      };
      const writing = Promise.all(lanes.map(write));
      for (let n = 0; n < kills; n++) {
        if (redis && n % 3 === 1) redis.cut();
        await pause(Math.random() * 500);
        const victim = n % processes;
        await running[victim]!.end('SIGKILL');
        await pause(Math.random() * 300);
        running[victim] = await start(victim);
        redis?.heal();
      }
      going = false;
      await writing;

      const events = await rows.rows('SELECT id, position, subject_id, type FROM progress_event ORDER BY position');
      const first = events.findIndex(({ subject_id }) => lanes.some(({ id }) => id === subject_id));
      const log = events.slice(first);
      expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, n) => Number(log[0]!.position) + n));
      for (const { id, steps } of lanes) {
        const types = log.filter(({ subject_id }) => subject_id === id).map(({ type }) => String(type));
        expect(types.map((type) => type.replace('RESUBMITTED', 'SUBMITTED'))).toEqual(
          Array.from({ length: steps }, (_, n) => (n % 2 === 0 ? 'CERTIFICATION_SUBMITTED' : 'CERTIFICATION_WITHDRAWN')),
        );
      }
      // A message that a killed process had is taken over after 30 seconds; then come all that wait.
      const slow = 60_000 + log.length * 50;
      const ids = log.map(({ id }) => String(id));
      for (const follower of followers) {
        await until(
          () => follower.received.length >= ids.length,
          () => `${ids.length} events; ${follower.received.length} came`,
          30_000,
        );
        expect(follower.received.map(({ id }) => id)).toEqual(ids);
        follower.stop();
      }
      await until(() => new Set(receiver.received.map(({ body }) => body.data.id)).size === ids.length, 'the webhooks', slow);
      const posted = receiver.received.map(({ body }) => String(body.data.id));
      expect([...new Set(posted)]).toEqual(ids);
      const pending = async () => Number((await rows.rows("SELECT COUNT(*) AS n FROM notification WHERE status <> 'SENT'"))[0]!.n);
      await until(async () => (await pending()) === 0, 'the messages', slow);
      const sent = await rows.rows('SELECT id, event_id, channel FROM notification ORDER BY position');
      const mails = sent.filter(({ channel }) => channel === 'EMAIL').map(({ id }) => `<${id}@joint-ops>`);
      const arrived = mail.received.map(({ headers }) => headers['message-id']!);
      expect([...new Set(arrived)].sort()).toEqual([...mails].sort());
      const told = (channel: string) =>
        sent.filter((row) => row.channel === channel && ids.includes(String(row.event_id))).map((row) => row.event_id);
      for (const channel of ['INBOX', 'EMAIL', 'SMS']) expect(told(channel)).toEqual(ids);

      // One that was posted or mailed when the process was killed, before it could be written down, comes again under its id.
      expect(posted.length - ids.length).toBeLessThanOrEqual(kills);
      expect(arrived.length - mails.length).toBeLessThanOrEqual(kills * 20);
      const latencies = followers.flatMap(({ received }) => received.map(({ latencyMs }) => latencyMs)).sort((a, b) => a - b);
      process.stdout.write(
        `${testEngine()}: ${processes} process(es), ${kills} kills, ${ids.length} events: 0 lost, 0 repeated to ${followers.length} subscribers who resumed ` +
          `${followers.reduce((sum, { resumed }) => sum + resumed, 0)} times (latency p50 ${percentile(latencies, 0.5)} ms, p99 ${percentile(latencies, 0.99)} ms, kills included); ` +
          `webhooks 0 lost, ${posted.length - ids.length} repeated under their id; mails 0 lost, ${arrived.length - mails.length} repeated under their id\n`,
      );
    },
    180_000 + kills * 10_000,
  );
});
