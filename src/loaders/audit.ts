import type { ActorRecord } from '../domain/actor.js';
import { AuditAction, type Instant } from '../domain/words.js';
import { AuditEntry } from '../entities/audit-entry.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { eventChain } from '../platform/audit-chain.js';
import { type EntityClass, type SqlValue, storedValue } from '../platform/database.js';
import { all, type Condition } from './conditions.js';
import { type Page, type PageArguments, pageSize, readPage } from './page.js';
import type { Reader } from './reader.js';

/** What the audit trail is narrowed to; null and absent do not narrow. */
export interface AuditFilter {
  readonly actorSubject?: string | null;
  readonly objectId?: string | null;
  readonly action?: AuditAction | null;
  readonly operation?: string | null;
  readonly occurredAfter?: Instant | null;
  readonly occurredBefore?: Instant | null;
}

const newestFirst = { name: 'CREATED_DESC', by: 'id', descending: true };

// An event stands in the trail under its own number, by another prefix.
const idOfEvent = (id: string): string => id.replace('audit_', 'event_');
const idOfEntry = (id: string): string => id.replace('event_', 'audit_');

/** An event as an entry of the audit trail. */
const entryOf = ({ id, operation, subjectId, actor, occurredAt, position, hash }: ProgressEvent): AuditEntry =>
  Object.assign(new AuditEntry(), {
    id: idOfEntry(id),
    action: AuditAction.CHANGED,
    operation,
    objectId: subjectId,
    actorSubject: (actor as ActorRecord).subject,
    actorRole: (actor as ActorRecord).role,
    occurredAt,
    chain: eventChain,
    position,
    hash,
  });

/** The event that an entry of the trail is; null for one that no event tells. */
export const eventIdOf = ({ id, chain }: AuditEntry): string | null => (chain === eventChain ? idOfEvent(id) : null);

/** An entry of the trail; null when there is none with this id. */
export async function auditEntry(reader: Reader, id: string): Promise<AuditEntry | null> {
  const [entry, event] = await Promise.all([reader.one(AuditEntry, id), reader.one(ProgressEvent, idOfEvent(id))]);
  return entry ?? (event && entryOf(event));
}

/** A page of the audit trail, newest first: events, and what no event tells, each by keyset. Throws a Failure BAD_USER_INPUT. */
export async function readAudit(reader: Reader, args: PageArguments, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const { size, backward } = pageSize(args);
  const ofEvents = { ...args, after: eventCursor(args.after), before: eventCursor(args.before) };
  const [entries, events] = await Promise.all([
    readPage(reader, AuditEntry, args, newestFirst, whereOf(filter, AuditEntry), null),
    readPage(reader, ProgressEvent, ofEvents, newestFirst, whereOf(filter, ProgressEvent), null),
  ]);
  const all = [...entries.rows, ...events.rows.map(entryOf)].sort((a, b) => (a.id < b.id ? 1 : -1));
  const rows = backward ? all.slice(-size) : all.slice(0, size);
  const more = all.length > size;
  return {
    rows,
    hasNextPage: entries.hasNextPage || events.hasNextPage || (more && !backward),
    hasPreviousPage: entries.hasPreviousPage || events.hasPreviousPage || (more && backward),
    cursorOf: entries.cursorOf,
  };
}

/** How many entries the trail has. */
export async function countAudit(reader: Reader, filter: AuditFilter): Promise<number> {
  const [entries, events] = await Promise.all([
    reader.count(AuditEntry, whereOf(filter, AuditEntry)),
    reader.count(ProgressEvent, whereOf(filter, ProgressEvent)),
  ]);
  return entries + events;
}

function whereOf(filter: AuditFilter, entity: EntityClass<AuditEntry> | EntityClass<ProgressEvent>): Condition {
  const ofEvents = entity === ProgressEvent;
  const { actorSubject, objectId, action, operation, occurredAfter, occurredBefore } = filter;
  const parts: Condition[] = [{ sql: '1 = 1', values: [] }];
  const add = (sql: string, value: SqlValue) => parts.push({ sql, values: [storedValue(value)] });
  if (actorSubject != null) add('actor_subject = ?', actorSubject);
  if (objectId != null) add(ofEvents ? 'subject_id = ?' : 'object_id = ?', objectId);
  if (operation != null) add('operation = ?', operation);
  if (occurredAfter != null) add('occurred_at > ?', occurredAfter);
  if (occurredBefore != null) add('occurred_at < ?', occurredBefore);
  if (action != null && !ofEvents) add('action = ?', action);
  if (action != null && ofEvents && action !== AuditAction.CHANGED) parts.push({ sql: '1 = 0', values: [] });
  return all(parts);
}

/** The same place among the events. What is no cursor stays as it is, and is refused where it is read. */
function eventCursor(cursor: string | null | undefined): string | null {
  if (cursor == null) return null;
  return Buffer.from(Buffer.from(cursor, 'base64url').toString().replaceAll('audit_', 'event_')).toString('base64url');
}
