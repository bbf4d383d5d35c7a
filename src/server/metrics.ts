import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { CertificationStatus, DeliveryStatus, ReleaseStatus } from '../domain/words.js';
import { type Database, storedValue } from '../platform/database.js';
import { RequestScope, requestScope } from '../platform/request-scope.js';
import { onSignal } from '../platform/signals.js';
import type { LiveCounts } from './live/create-live.js';

/** Where the numbers of a moment come from. */
export interface MetricSources {
  readonly database: Database;
  readonly live: () => LiveCounts;
}

/** The metrics of a process. */
export interface Metrics {
  readonly contentType: string;
  /** All of them in Prometheus' text format. Never rejects: what cannot be read at the moment is left out. */
  text(): Promise<string>;
  stop(): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Begins to measure. Labels hold names of operations, routes, channels and codes: a bounded number, and nothing of callers (R40). */
export function createMetrics({ database, live }: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name: `joint_ops_${name}`, help, labelNames, registers });
  const stops = listen(registers);

  const connections = gauge('database_connections', 'Connections to the database, and callers that wait for one.', ['pool', 'state']);
  const queue = gauge('review_queue', 'Reviews that wait for a decision.', ['status']);
  const oldest = gauge('review_queue_oldest_seconds', 'How long the oldest of them has waited since its submission.', ['status']);
  const lag = gauge('reader_lag_events', 'Events that a reader of the log has yet to take.', ['reader']);
  const due = gauge('deliveries_due', 'Messages that are due and not sent.', ['channel']);
  const dueSince = gauge('deliveries_due_seconds', 'How long the oldest of them has been due.', ['channel']);
  const subscriptions = gauge('subscriptions', 'Subscriptions that run in this process.');
  const streams = gauge('streams', 'Websockets and event streams that are open in this process.');

  async function look(): Promise<void> {
    connections.reset();
    for (const [pool, { open, idle, waiting }] of Object.entries(database.use())) {
      connections.set({ pool, state: 'busy' }, open - idle);
      connections.set({ pool, state: 'idle' }, idle);
      connections.set({ pool, state: 'waiting' }, waiting);
    }
    const { position, ...counts } = live();
    subscriptions.set(counts.subscriptions);
    streams.set(counts.streams);
    for (const each of [queue, oldest, lag, due, dueSince]) each.reset();
    const now = Date.now();
    for (const [status, count, since] of await waitingReviews(database)) {
      queue.set({ status }, count);
      oldest.set({ status }, since ? (now - since) / 1000 : 0);
    }
    for (const [channel, count, since] of await dueDeliveries(database, now)) {
      due.set({ channel }, count);
      dueSince.set({ channel }, since ? Math.max(0, (now - since) / 1000) : 0);
    }
    const [newest, readers] = await readerPositions(database);
    for (const [reader, at] of [...readers, ['subscriptions', position ?? newest] as const]) lag.set({ reader }, Math.max(0, newest - at));
  }

  return {
    contentType: registry.contentType,
    async text() {
      await requestScope.run(new RequestScope(), look).catch(() => {});
      return registry.metrics();
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** What is counted as it happens. */
function listen(registers: Registry[]): (() => void)[] {
  const operations = new Histogram({
    name: 'joint_ops_operation_seconds',
    help: 'Time until a GraphQL document was answered, by root field and outcome: ok, USER_ERROR or the code of a failure.',
    labelNames: ['operation', 'outcome'],
    buckets: seconds,
    registers,
  });
  const requests = new Histogram({
    name: 'joint_ops_http_request_seconds',
    help: 'Time until an HTTP request was answered.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const deliveries = new Counter({
    name: 'joint_ops_deliveries_total',
    help: 'Attempts to deliver messages and webhooks, by outcome.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const repeats = new Counter({
    name: 'joint_ops_idempotent_repeats_total',
    help: 'Mutations that were answered from the record of their idempotency key.',
    labelNames: ['operation'],
    registers,
  });
  const lost = new Gauge({
    name: 'joint_ops_dependency_lost',
    help: '1 while something that we depend on does not answer and is not waited for.',
    labelNames: ['dependency'],
    registers,
  });
  return [
    onSignal('operation', ({ ms, ...labels }) => operations.observe(labels, ms / 1000)),
    onSignal('request', ({ ms, ...labels }) => requests.observe(labels, ms / 1000)),
    onSignal('delivery', (labels) => deliveries.inc(labels)),
    onSignal('repeat', (labels) => repeats.inc(labels)),
    onSignal('dependency', ({ dependency, lost: away }) => lost.set({ dependency }, away ? 1 : 0)),
  ];
}

/** A name, how many, and since when in milliseconds. */
type Waiting = readonly [name: string, count: number, since: number | null];
type Row = Record<string, unknown>;
const waiting = ({ name, n, since }: Row): Waiting => [
  String(name),
  Number(n),
  since ? Date.parse(`${String(since).replace(' ', 'T')}Z`) : null,
];

async function waitingReviews(database: Database): Promise<Waiting[]> {
  const inReview = {
    certification_request: [CertificationStatus.QUALIFICATION_REVIEW, CertificationStatus.PRODUCT_REVIEW],
    product_release: [ReleaseStatus.IN_REVIEW],
  };
  const found: Waiting[] = [];
  for (const [table, statuses] of Object.entries(inReview)) {
    for (const status of statuses) {
      const [row] = await database.rows(`SELECT COUNT(*) AS n, MIN(submitted_at) AS since FROM ${table} WHERE status = ?`, [status]);
      found.push(waiting({ ...row, name: status }));
    }
  }
  return found;
}

async function dueDeliveries(database: Database, now: number): Promise<Waiting[]> {
  const rows = await database.rows(
    'SELECT channel AS name, COUNT(*) AS n, MIN(next_attempt_at) AS since FROM notification WHERE status = ? AND next_attempt_at <= ? GROUP BY channel',
    [DeliveryStatus.PENDING, storedValue(new Date(now).toISOString())],
  );
  return rows.map(waiting);
}

/** The newest position of the log, and how far the readers have come that keep theirs in the database. */
async function readerPositions(database: Database): Promise<[newest: number, readers: [string, number][]]> {
  const counters = await database.rows("SELECT name, value FROM counter WHERE name IN ('event', 'dispatched')");
  const [webhooks] = await database.rows(
    'SELECT MIN(position) AS position FROM webhook_endpoint WHERE enabled AND next_attempt_at IS NOT NULL',
  );
  const counter = (name: string): number => Number(counters.find((row) => row.name === name)?.value ?? 0);
  const newest = counter('event');
  return [
    newest,
    [
      ['dispatcher', counter('dispatched')],
      ['webhooks', Number(webhooks?.position ?? newest)],
    ],
  ];
}
