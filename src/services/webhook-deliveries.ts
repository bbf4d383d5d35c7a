import { Between, type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { limits } from '../domain/limits.js';
import { eventTypesOf, webhookDelay } from '../domain/webhooks.js';
import type { ProgressEventType } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { typeOfId } from '../entities/node.js';
import { ProductRelease } from '../entities/product-release.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { WebhookDelivery, WebhookEndpoint } from '../entities/webhook.js';
import type { Clock } from '../platform/clock.js';
import { storedValue } from '../platform/database.js';
import { cursorOf, newestPosition } from '../platform/event-log.js';
import { newId } from '../platform/ids.js';
import { Lanes } from '../platform/lanes.js';
import { signal } from '../platform/signals.js';
import type { Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { WebhookOutcome, WebhookSender } from '../platform/webhook-sender.js';
import { later } from './delivery-service.js';

/** Endpoints that one process posts to at once. */
const atOnce = 50;
/** An event, with the number of what it is about. */
type NumberedEvent = ProgressEvent & { readonly number: string | null };

/** Looked for before anything is locked: mostly there is nothing. */
const isDue = 'enabled = 1 AND next_attempt_at <= ?';

/** Events after which an endpoint makes room for others. */
const eventsPerTurn = 50;

/** Tells that there may be something to send for endpoints of these sellers, and those of the platform. In the transaction that dispatches. */
export async function wakeEndpoints({ manager, now }: Transaction, events: readonly ProgressEvent[]): Promise<void> {
  const sellers = [...new Set(events.map(({ sellerId }) => sellerId))];
  await manager
    .createQueryBuilder()
    .update(WebhookEndpoint)
    // One that waits for its next attempt goes on waiting.
    .set({ nextAttemptAt: () => 'COALESCE(next_attempt_at, :now)' })
    .where('enabled = :enabled AND (seller_id IS NULL OR seller_id IN (:...sellers))', { enabled: true, sellers })
    .setParameter('now', storedValue(now))
    .execute();
}

/**
 * Posts events to endpoints (R27, R29). An endpoint holds its place in the log: it gets the event after that, until it takes it or the
 * event is given up, and then the next. So it gets them in order, and one that was away gets all that it missed. One process at a time
 * works for an endpoint: it holds a lease on it.
 */
export class WebhookDeliveries {
  private readonly lanes: Lanes;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly sender: WebhookSender,
    private readonly report: (error: unknown) => void,
    /** Called when there may be room for more. */
    onFree: () => void,
  ) {
    this.lanes = new Lanes(atOnce, onFree);
  }

  /** Begins to post to the endpoints that are due. */
  async run(): Promise<void> {
    if (this.lanes.free === 0 || !(await this.unitOfWork.committed.some(WebhookEndpoint, isDue, [storedValue(this.clock.now())]))) return;
    for (const endpoint of await this.claim(this.lanes.free)) this.lanes.start(() => this.serve(endpoint).catch(this.report));
  }

  /** Waits until nothing is being posted, or for so many milliseconds. */
  idle(maxMs: number): Promise<void> {
    return this.lanes.idle(maxMs);
  }

  private claim(limit: number): Promise<WebhookEndpoint[]> {
    return this.unitOfWork.maintain(async (tx) => {
      const due = { enabled: true, nextAttemptAt: LessThanOrEqual(tx.now) };
      const endpoints = await tx.take(WebhookEndpoint, due, { nextAttemptAt: 'ASC' }, limit);
      for (const endpoint of endpoints) await this.renew(tx, endpoint, { generation: endpoint.generation + 1 });
      return endpoints;
    });
  }

  private async serve(endpoint: WebhookEndpoint): Promise<void> {
    const { events } = await this.unitOfWork.maintain((tx) => this.next(tx, endpoint));
    for (const event of events) {
      const begun = Date.now();
      const outcome = await this.post(endpoint, event);
      signal('delivery', { channel: 'WEBHOOK', outcome: outcome.error === null ? 'sent' : 'retry' });
      const going = await this.settle(endpoint, (tx) => this.record(tx, endpoint, event, outcome, Date.now() - begun));
      if (!going || outcome.error !== null) return;
    }
    await this.settle(endpoint, async (tx) => {
      // Whatever is committed after this look wakes it again.
      const { events: missed, newest } = await this.next(tx, endpoint);
      return missed.length > 0 ? { nextAttemptAt: tx.now } : { position: newest, nextAttemptAt: null };
    });
  }

  /** The events that the endpoint gets next, and how far the log goes. */
  private async next({ manager }: Transaction, endpoint: WebhookEndpoint): Promise<{ events: NumberedEvent[]; newest: number }> {
    const newest = Math.max(await newestPosition(manager), Number(endpoint.position));
    const events = await manager.find(ProgressEvent, {
      where: {
        position: Between(Number(endpoint.position) + 1, newest),
        type: In(eventTypesOf(endpoint)),
        ...(endpoint.sellerId && { sellerId: endpoint.sellerId }),
      },
      order: { position: 'ASC' },
      take: eventsPerTurn,
    });
    const ids = [...new Set(events.map(({ subjectId }) => subjectId))];
    const numbers = await numbersOf(manager, ids);
    return { events: events.map((event) => Object.assign(event, { number: numbers.get(event.subjectId) ?? null })), newest };
  }

  private post(endpoint: WebhookEndpoint, event: NumberedEvent): Promise<WebhookOutcome> {
    const { secret, previousSecret, previousSecretUntil } = endpoint;
    const previous = previousSecret && previousSecretUntil! > this.clock.now() ? [previousSecret] : [];
    return this.sender.send({ url: endpoint.url, id: event.id, body: bodyOf(event), secrets: [secret, ...previous] });
  }

  /** Writes an attempt into the log, and answers what becomes of the endpoint. */
  private async record(
    { manager, now }: Transaction,
    endpoint: WebhookEndpoint,
    event: ProgressEvent,
    { statusCode, error }: WebhookOutcome,
    durationMs: number,
  ): Promise<Partial<WebhookEndpoint>> {
    const attempt = endpoint.attempts + 1;
    await manager.insert(WebhookDelivery, {
      id: newId('WebhookDelivery'),
      webhookEndpointId: endpoint.id,
      eventId: event.id,
      eventType: event.type,
      attempt,
      succeeded: error === null,
      statusCode,
      error,
      durationMs,
      attemptedAt: now,
    });
    const done = { position: Number(event.position), attempts: 0 };
    if (error === null) return { ...done, lastDeliveryAt: now, lastError: null, nextAttemptAt: later(now, limits.deliveryLeaseMs) };
    if (statusCode === 410)
      return { enabled: false, attempts: 0, lastError: 'HTTP 410: the endpoint is gone and was turned off', nextAttemptAt: null };
    const delay = webhookDelay(attempt, Math.random());
    if (delay === null) return { ...done, lastError: error, nextAttemptAt: now };
    return { attempts: attempt, lastError: error, nextAttemptAt: later(now, delay) };
  }

  /** Changes the endpoint, unless somebody else has it by now; answers whether it did. */
  private settle(endpoint: WebhookEndpoint, decide: (tx: Transaction) => Promise<Partial<WebhookEndpoint>>): Promise<boolean> {
    return this.unitOfWork.maintain(async (tx) => {
      const held = await tx.lock(WebhookEndpoint, endpoint.id);
      if (!held || held.generation !== endpoint.generation) return false;
      await this.renew(tx, endpoint, await decide(tx));
      return true;
    });
  }

  private async renew(tx: Transaction, endpoint: WebhookEndpoint, patch: Partial<WebhookEndpoint>): Promise<void> {
    const change = { nextAttemptAt: later(tx.now, limits.deliveryLeaseMs), ...patch };
    await tx.manager.update(WebhookEndpoint, endpoint.id, change as never);
    Object.assign(endpoint, change);
  }
}

/** The numbers by which people know requests and releases. */
export async function numbersOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  for (const [type, entity] of [
    ['CertificationRequest', CertificationRequest],
    ['ProductRelease', ProductRelease],
  ] as const) {
    const of = ids.filter((id) => typeOfId(id) === type);
    if (of.length === 0) continue;
    const rows = await manager.find<{ id: string; number: string }>(entity, { where: { id: In(of) }, select: { id: true, number: true } });
    for (const { id, number } of rows) numbers.set(id, number);
  }
  return numbers;
}

/** What is posted: which event it is and what it is about; all else is asked of the API, under the receiver's own rights. */
function bodyOf(event: NumberedEvent): string {
  const { id, type, occurredAt, position, subjectId, sellerId, phase, reason, actor, number } = event;
  return JSON.stringify({
    type: type satisfies ProgressEventType,
    timestamp: occurredAt,
    data: {
      id,
      cursor: cursorOf(Number(position)),
      subject: { __typename: typeOfId(subjectId), id: subjectId, number },
      sellerId,
      phase,
      reason,
      actor: { role: actor.role },
      occurredAt,
    },
  });
}
