import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from '../entities/audit-entry.js';
import { Counter } from '../entities/internal.js';
import type { ProgressEvent } from '../entities/progress-event.js';
import { storedValue } from './database.js';
import { digestOf, sha256Of } from './hash.js';
import { newId } from './ids.js';

/** Something done that is to be in the audit trail and that no event tells. */
export type NewAuditEntry = Pick<AuditEntry, 'action' | 'operation' | 'objectId' | 'actorSubject' | 'actorRole'>;

/** The chain of events: they stand in the trail as they are. */
export const eventChain = 'event';
/** The chains of what no event tells: several, so that writers seldom wait for one another (docs/adr/0021). */
export const entryChains: readonly string[] = Array.from({ length: 8 }, (_, lane) => `audit-${lane}`);

/** The hash of a link: the sha256 of the hash before it, in hexadecimal and empty for the first, and the sha256 of its content. */
export const linkHash = (previous: string, contentDigest: string): string => sha256Of(previous + contentDigest);

/** The sha256 of what an entry says, as canonical JSON (RFC 8785): of texts in sorted order JSON.stringify makes just that. */
export const digestOfEntry = ({ action, actorRole, actorSubject, id, objectId, occurredAt, operation }: EntryContent): string =>
  sha256Of(JSON.stringify({ action, actorRole, actorSubject, id, objectId, occurredAt, operation }));

/** The sha256 of what an event says. */
export const digestOfEvent = ({ id, type, subjectId, sellerId, phase, actor, reason, occurredAt, operation }: EventContent): string =>
  digestOf({ id, type, subjectId, sellerId, phase, actor, reason, occurredAt, operation });

type EntryContent = Omit<AuditEntry, 'chain' | 'position' | 'hash'>;
type EventContent = Omit<ProgressEvent, 'position' | 'actorSubject' | 'hash'>;

/**
 * Appends entries to one of the chains. The last thing that a transaction does before COMMIT: the lock on the chain's counter then lasts
 * until the commit is visible.
 */
export async function appendEntries(manager: EntityManager, now: string, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const name = entryChains[randomInt(entryChains.length)]!;
  const sqlite = manager.connection.options.type === 'better-sqlite3';
  const head = await manager.findOneOrFail(Counter, { where: { name }, ...(!sqlite && { lock: { mode: 'pessimistic_write' as const } }) });
  let position = Number(head.value);
  let hash = head.hash ?? '';
  const stored = storedValue(now);
  const values = entries.flatMap(({ action, operation, objectId, actorSubject, actorRole }) => {
    const id = newId('AuditEntry');
    position += 1;
    hash = linkHash(hash, digestOfEntry({ id, action, operation, objectId, actorSubject, actorRole, occurredAt: now }));
    return [id, action, operation, objectId, actorSubject, actorRole, stored, name, position, hash];
  });
  // Plain SQL: a list that a reviewer reads writes one row for each request whose contacts it shows.
  await manager.query(
    `INSERT INTO audit_entry (id, action, operation, object_id, actor_subject, actor_role, occurred_at, chain, position, hash)
     VALUES ${entries.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
    values,
  );
  await manager.update(Counter, { name }, { value: position, hash });
}
