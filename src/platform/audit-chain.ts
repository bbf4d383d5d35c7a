import { randomInt } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { AuditEntry } from '../entities/audit-entry.js';
import type { Counter } from '../entities/internal.js';
import type { ProgressEvent } from '../entities/progress-event.js';
import type { Statement } from './database.js';
import { sha256Of } from './hash.js';
import { newId } from './ids.js';
import { insertion } from './written-rows.js';

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

/** The sha256 of what an event says, in the same way. */
export function digestOfEvent({ actor, id, occurredAt, operation, phase, reason, sellerId, subjectId, type }: EventContent): string {
  const { name, role, subject } = actor;
  // What somebody added to the record of an actor counts too.
  const sorted = Object.assign({ name, role, subject }, actor);
  return sha256Of(JSON.stringify({ actor: sorted, id, occurredAt, operation, phase, reason, sellerId, subjectId, type }));
}

type EntryContent = Omit<AuditEntry, 'chain' | 'position' | 'hash'>;
type EventContent = Omit<ProgressEvent, 'position' | 'actorSubject' | 'hash'>;

/** The name of one of the chains. */
export const anyEntryChain = (): string => entryChains[randomInt(entryChains.length)]!;

/** What appends entries, at least one, to the chain whose counter is locked: the last thing before COMMIT, since others wait for it. */
export function appendingEntries(
  source: DataSource,
  now: string,
  entries: readonly NewAuditEntry[],
  { name, value, hash: last }: Counter,
): Statement[] {
  let position = value;
  let hash = last ?? '';
  const rows = entries.map((entry) => {
    const content = { ...entry, id: newId('AuditEntry'), occurredAt: now };
    position += 1;
    hash = linkHash(hash, digestOfEntry(content));
    return { ...content, chain: name, position, hash };
  });
  return [
    insertion(source.getMetadata(AuditEntry), rows),
    { sql: 'UPDATE counter SET value = ?, hash = ? WHERE name = ?', values: [position, hash, name] },
  ];
}
