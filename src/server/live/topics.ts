import { type Actor, isPlatform, isSellerOf } from '../../domain/actor.js';
import { queuesOf, queuesOfActor, seesEvent } from '../../domain/event-rights.js';
import { Channel, ContactKind } from '../../domain/words.js';
import { Contact } from '../../entities/contact.js';
import { Notification } from '../../entities/notification.js';
import { ProgressEvent } from '../../entities/progress-event.js';
import type { Condition } from '../../loaders/conditions.js';
import { Reader } from '../../loaders/reader.js';
import type { Database, EntityClass } from '../../platform/database.js';
import type { FeedSource, Positioned } from '../../platform/feed.js';
import type { Topic } from './hub.js';

const nobody: Actor = { subject: '', name: '', email: null, roles: [], scopes: [], sellerId: null, main: false };

/** Reads a table with positions as a log. */
export function logOf<T extends Positioned & object>(
  database: Database,
  entity: EntityClass<T>,
  only: Condition = { sql: '1 = 1', values: [] },
): FeedSource<T> {
  const reader = () => new Reader(database, nobody);
  const table = reader().table(entity);
  return {
    read: (after, limit) =>
      reader().select(entity, null, {
        sql: `${only.sql} AND position > ? ORDER BY position LIMIT ${limit}`,
        values: [...only.values, after],
      }),
    newest: async () =>
      Number((await database.rows(`SELECT MAX(position) AS position FROM ${table} WHERE ${only.sql}`, only.values))[0]?.position ?? 0),
  };
}

/** The log of events, for `progress` and `reviewQueue`. */
export const eventTopic = (database: Database): Topic<ProgressEvent> => ({
  source: logOf(database, ProgressEvent),
  head: logOf(database, ProgressEvent).newest,
  concerns(event, { field, args }, actor) {
    if (field === 'progress') return args.subjectId == null || args.subjectId === event.subjectId;
    const wanted = args.phase ? [args.phase] : queuesOfActor(actor);
    return queuesOf(event).some((queue) => wanted.includes(queue));
  },
  async rights(event, askers) {
    // Only who may be a Huawei contact makes it worth asking who is (R5).
    const contact = askers.some((actor) => actor.email !== null && !isPlatform(actor))
      ? await huaweiContactOf(database, event.subjectId)
      : null;
    return (actor) => seesEvent(actor, event, contact);
  },
});

/** The inboxes, for `notificationReceived`. */
export const inboxTopic = (database: Database): Topic<Notification> => ({
  source: logOf(database, Notification, { sql: 'channel = ?', values: [Channel.INBOX] }),
  head: logOf(database, ProgressEvent).newest,
  concerns: () => true,
  rights:
    async ({ sellerId }) =>
    (actor) =>
      sellerId !== null && isSellerOf(actor, sellerId),
});

async function huaweiContactOf(database: Database, requestId: string): Promise<string | null> {
  const where = { sql: 'certification_request_id = ? AND kind = ?', values: [requestId, ContactKind.HUAWEI] };
  const [contact] = await new Reader(database, nobody).select(Contact, ['emailKey'], where);
  return contact?.emailKey ?? null;
}
