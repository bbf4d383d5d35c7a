import { type FindOptionsWhere, In, IsNull, MoreThan } from 'typeorm';
import type { Actor } from '../domain/actor.js';
import { problem, Refusal } from '../domain/errors.js';
import { type Queue, queuesOfActor } from '../domain/event-rights.js';
import { limits } from '../domain/limits.js';
import { Channel, DeliveryStatus, type Language, ProgressEventType, ReviewPhase } from '../domain/words.js';
import { Notification, ReviewDigest } from '../entities/notification.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { newestPosition } from '../platform/event-log.js';
import { newId } from '../platform/ids.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { later } from './delivery-service.js';
import { numbersOf } from './webhook-deliveries.js';

/** Whose inbox an actor reads: that of its seller. */
export const inboxOf = ({ sellerId }: Actor): { channel: Channel; sellerId: string } | null =>
  sellerId ? { channel: Channel.INBOX, sellerId } : null;

const { CERTIFICATION_SUBMITTED, CERTIFICATION_RESUBMITTED, PHASE_PASSED, RELEASE_SUBMITTED } = ProgressEventType;
const submitted = In([CERTIFICATION_SUBMITTED, CERTIFICATION_RESUBMITTED]);

/** Events by which work enters a queue. */
const entering: Readonly<Record<Queue, readonly FindOptionsWhere<ProgressEvent>[]>> = {
  [ReviewPhase.QUALIFICATION]: [{ type: submitted, phase: ReviewPhase.QUALIFICATION }],
  [ReviewPhase.PRODUCT]: [{ type: submitted, phase: ReviewPhase.PRODUCT }, { type: PHASE_PASSED }],
  RELEASE: [{ type: RELEASE_SUBMITTED }],
};

const digestText = 'REVIEW_DIGEST';

/** Keeps inboxes, and who wants a digest. */
export class NotificationService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Marks messages of the own inbox as read; others are left alone. Refuses: INVALID unless either ids or all is given, TOO_MANY. */
  async markRead(
    command: Command,
    { ids, all }: { ids?: readonly string[] | null; all?: boolean | null },
  ): Promise<{ sellerId: string | null }> {
    if ((ids == null) === (all !== true)) throw new Refusal(problem('choiceInvalid', { choices: 'ids, all' }));
    const max = limits.notificationsPerMark;
    if (ids && ids.length > max) throw new Refusal(problem('tooMany', { field: 'notifications', max, count: ids.length }, ['ids']));
    const inbox = inboxOf(command.actor);
    return this.unitOfWork.run(command, async (tx) => {
      const unread = inbox && { ...inbox, readAt: IsNull(), ...(ids && { id: In([...ids]) }) };
      const marked = unread ? (await tx.manager.update(Notification, unread, { readAt: tx.now })).affected : 0;
      if (inbox && marked !== 0) tx.changes(inbox.sellerId);
      else tx.changesNothing();
      return { sellerId: inbox?.sellerId ?? null };
    });
  }

  /** Has a message that failed for good tried again. Refuses: NOT_FOUND, INVALID_STATE. */
  async retry(command: Command, { id }: { id: string }): Promise<{ notificationId: string }> {
    return this.unitOfWork.run(command, async (tx) => {
      const row = await tx.lock(Notification, id);
      if (!row) throw new Refusal(problem('notFound', { field: 'notification' }, ['id']));
      if (row.status !== DeliveryStatus.FAILED) throw new Refusal(problem('notFailed', {}, ['id']));
      tx.changes(id);
      await tx.manager.update(Notification, id, { status: DeliveryStatus.PENDING, attempts: 0, nextAttemptAt: tx.now });
      return { notificationId: id };
    });
  }

  /** Sends a reviewer digests of new submissions from now on, or no more. Refuses: INVALID without a verified e-mail address. */
  async setDigest(command: Command, { enabled }: { enabled: boolean }, language: Language): Promise<{ enabled: boolean }> {
    const { subject, email } = command.actor;
    if (enabled && !email) throw new Refusal(problem('emailUnverified', {}, ['enabled']));
    return this.unitOfWork.run(command, async (tx) => {
      const { manager } = tx;
      const { affected } = await manager.delete(ReviewDigest, { subject });
      if (enabled || affected !== 0) tx.changes(null);
      else tx.changesNothing();
      if (enabled)
        await manager.insert(ReviewDigest, {
          subject,
          email: email!,
          queues: queuesOfActor(command.actor),
          language,
          position: await newestPosition(manager),
        });
      return { enabled };
    });
  }

  /** Makes the digests of all who want one, had none for an hour, and for whom there is something new. */
  async digest(): Promise<void> {
    const subjects = await this.unitOfWork.maintain(({ manager }) => manager.find(ReviewDigest, { select: { subject: true } }));
    for (const { subject } of subjects) await this.unitOfWork.maintain((tx) => this.digestOf(tx, subject));
  }

  private async digestOf(tx: Transaction, subject: string): Promise<void> {
    const { manager, now } = tx;
    const digest = await tx.lockBy(ReviewDigest, 'subject', subject);
    if (!digest) return;
    const { position } = digest;
    // The last one stands at the event up to which it told.
    const last = { channel: Channel.EMAIL, position, recipient: digest.email, createdAt: MoreThan(later(now, -limits.digestMs)) };
    if (await manager.existsBy(Notification, { ...last, text: digestText })) return;
    const where = digest.queues.flatMap((queue) => entering[queue].map((which) => ({ ...which, position: MoreThan(position) })));
    const events = where.length > 0 ? await manager.find(ProgressEvent, { where, order: { position: 'ASC' }, take: 200 }) : [];
    const newest = events.at(-1);
    if (!newest) return;
    const numbers = [...(await numbersOf(manager, [...new Set(events.map((event) => event.subjectId))])).values()];
    await manager.update(ReviewDigest, { subject }, { position: Number(newest.position) });
    await manager
      .createQueryBuilder()
      .insert()
      .into(Notification)
      .values({
        id: newId('Notification'),
        eventId: newest.id,
        position: Number(newest.position),
        sellerId: null,
        channel: Channel.EMAIL,
        recipient: digest.email,
        language: digest.language,
        text: digestText,
        params: { count: String(numbers.length), numbers: numbers.join(', ') },
        status: DeliveryStatus.PENDING,
        attempts: 0,
        nextAttemptAt: now,
        lastError: null,
        createdAt: now,
        sentAt: null,
        readAt: null,
      })
      .orIgnore()
      .execute();
  }
}
