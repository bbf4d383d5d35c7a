import { type FindOptionsWhere, LessThanOrEqual } from 'typeorm';
import { limits } from '../domain/limits.js';
import { retryDelay } from '../domain/notifications.js';
import { Channel, DeliveryStatus, type Instant } from '../domain/words.js';
import { Notification } from '../entities/notification.js';
import type { Clock } from '../platform/clock.js';
import type { Courier, Mail, Outcome, Sms } from '../platform/couriers.js';
import { storedValue } from '../platform/database.js';
import { isUnavailable } from '../platform/faults.js';
import { Lanes } from '../platform/lanes.js';
import type { MessageTexts } from '../platform/message-texts.js';
import { signal } from '../platform/signals.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Messages that one process sends at once: a slow mail server holds up few others. */
const atOnce = 20;

/** Looked for before anything is locked: mostly there is nothing. */
const isDue = `status = '${DeliveryStatus.PENDING}' AND next_attempt_at <= ?`;

/** Milliseconds between two tries to write down what was sent. */
const pollMs = 1000;

/** An instant so many milliseconds after another. */
export const later = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

/** Sends mails and short messages, on any number of processes: each message is claimed, sent, and then marked. */
export class DeliveryService {
  private readonly lanes: Lanes;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly texts: MessageTexts,
    private readonly couriers: { readonly mail: Courier<Mail>; readonly sms: Courier<Sms> },
    private readonly report: (error: unknown) => void,
    /** Called when there may be room for more. */
    onFree: () => void,
  ) {
    this.lanes = new Lanes(atOnce, onFree);
  }

  /** Begins to send what is due. */
  async run(): Promise<void> {
    if (this.lanes.free === 0 || !(await this.unitOfWork.committed.some(Notification, isDue, [storedValue(this.clock.now())]))) return;
    for (const row of await this.claim(this.lanes.free)) this.lanes.start(() => this.deliver(row).catch(this.report));
  }

  /** Waits until nothing is being sent, or for so many milliseconds. */
  idle(maxMs: number): Promise<void> {
    return this.lanes.idle(maxMs);
  }

  /** Takes messages that are due, so that no other process does until the lease ends. */
  private claim(limit: number): Promise<Notification[]> {
    return this.unitOfWork.maintain(async (tx) => {
      const where = { status: DeliveryStatus.PENDING, nextAttemptAt: LessThanOrEqual(tx.now) };
      const rows = await tx.take(Notification, where, { nextAttemptAt: 'ASC' }, limit);
      for (const row of rows) {
        row.attempts++;
        await tx.manager.update(Notification, row.id, { attempts: row.attempts, nextAttemptAt: later(tx.now, limits.deliveryLeaseMs) });
      }
      return rows;
    });
  }

  private async deliver(row: Notification): Promise<void> {
    // However slow the other side is: as long as this process lives, no other sends the message too.
    const held = setInterval(() => void this.hold(row).catch(this.report), limits.deliveryLeaseMs / 3);
    await this.settle(row, await this.send(row)).finally(() => clearInterval(held));
  }

  /** Writes down what came of it: for as long as the database is away too, or what was sent would be sent again. */
  private async settle(row: Notification, outcome: Outcome): Promise<void> {
    signal('delivery', { channel: row.channel, outcome: outcome.kind });
    const now = this.clock.now();
    const delay = outcome.kind === 'retry' ? retryDelay(row.attempts, Math.random()) : null;
    const change =
      outcome.kind === 'sent'
        ? { status: DeliveryStatus.SENT, sentAt: now, nextAttemptAt: null, lastError: null }
        : delay === null
          ? { status: DeliveryStatus.FAILED, nextAttemptAt: null, lastError: outcome.error }
          : { nextAttemptAt: later(now, delay), lastError: outcome.error };
    // Whoever took it over after the lease has raised the attempts, and has the last word; but what was sent stays sent.
    const where = { id: row.id, status: DeliveryStatus.PENDING, ...(outcome.kind !== 'sent' && { attempts: row.attempts }) };
    while (!(await this.mark(where, change))) await new Promise((resolve) => setTimeout(resolve, pollMs).unref());
  }

  private async mark(where: FindOptionsWhere<Notification>, change: Partial<Notification>): Promise<boolean> {
    try {
      await this.unitOfWork.maintain(({ manager }) => manager.update(Notification, where, change));
      return true;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      this.report(error);
      return false;
    }
  }

  private hold({ id, attempts }: Notification): Promise<unknown> {
    const where = { id, attempts, status: DeliveryStatus.PENDING };
    return this.unitOfWork.maintain(({ manager, now }) =>
      manager.update(Notification, where, { nextAttemptAt: later(now, limits.deliveryLeaseMs) }),
    );
  }

  private send({ id, channel, recipient: to, text, params, language }: Notification): Promise<Outcome> {
    return channel === Channel.EMAIL
      ? this.couriers.mail.send({ id, to, ...this.texts.mail(text, params, language) })
      : this.couriers.sms.send({ id, to, text: this.texts.message(text, params, language).sms, number: params.number ?? '' });
  }
}
