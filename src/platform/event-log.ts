import type { DataSource, EntityManager } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import type { Instant, ProgressEventType, ReviewPhase } from '../domain/words.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { digestOfEvent, eventChain, linkHash } from './audit-chain.js';
import { isEmbedded } from './data-source.js';
import type { Statement } from './database.js';
import { newId } from './ids.js';
import { insertion } from './written-rows.js';

/** An event that a step writes. */
export interface NewEvent {
  readonly type: ProgressEventType;
  readonly subjectId: string;
  readonly sellerId: string;
  readonly phase: ReviewPhase | null;
  readonly actor: ActorRecord;
  readonly reason: string | null;
  readonly occurredAt: Instant;
}

/** Takes the next value of a counter; its row stays locked until the transaction ends. */
export async function nextValue(manager: EntityManager, name: string): Promise<number> {
  if (isEmbedded(manager.connection)) {
    const rows = await manager.query<{ value: number }[]>(
      'INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
      [name],
    );
    return rows[0]!.value;
  }
  const result = await manager.query<{ insertId: number | string; affectedRows: number }>(
    'INSERT INTO counter (name, value) VALUES (?, 1) ON DUPLICATE KEY UPDATE value = LAST_INSERT_ID(value + 1)',
    [name],
  );
  return result.affectedRows === 1 ? 1 : Number(result.insertId);
}

/** Events as they are written: each with an id, and the sha256 of what it says. */
function written(events: readonly NewEvent[], operation: string | null) {
  return events.map((event) => {
    const row = { id: newId('ProgressEvent'), operation, ...event };
    return { row: { ...row, actorSubject: event.actor.subject }, digest: digestOfEvent(row) };
  });
}

/**
 * What appends events to the log of a server, chained by their hashes: for each the statement that takes the next position and computes the
 * hash, whose `insertId` is the position, and the one that writes the event. Every change of state waits at that counter, so these come last,
 * and together with COMMIT: its lock then lasts until the commit is visible, and positions stand in commit order without gaps (docs/adr/0003).
 */
export function appending(source: DataSource, events: readonly NewEvent[], operation: string | null): Statement[] {
  const statements: Statement[] = [];
  for (const { row, digest } of written(events, operation)) {
    statements.push({ sql: nextLink, values: [digest] }, insertion(source.getMetadata(ProgressEvent), [row], ofTheCounter));
  }
  return statements;
}

const nextLink = `UPDATE counter SET value = LAST_INSERT_ID(value + 1), hash = SHA2(CONCAT(COALESCE(hash, ''), ?), 256) WHERE name = '${eventChain}'`;

const ofTheCounter = { position: 'LAST_INSERT_ID()', hash: `(SELECT hash FROM counter WHERE name = '${eventChain}')` };

/** Appends events to the log of the embedded database, as {@link appending} does; answers the position of the last. */
export async function append(manager: EntityManager, events: readonly NewEvent[], operation: string | null): Promise<number | null> {
  let position: number | null = null;
  for (const { row, digest } of written(events, operation)) {
    const [next] = await manager.query<{ value: number; previous: string | null }[]>(
      `UPDATE counter SET value = value + 1 WHERE name = ?
       RETURNING value, (SELECT hash FROM progress_event WHERE position = value - 1) AS previous`,
      [eventChain],
    );
    position = next!.value;
    const chained = { ...row, position, hash: linkHash(next!.previous ?? '', digest) };
    const { sql, values } = insertion(manager.connection.getMetadata(ProgressEvent), [chained]);
    await manager.query(sql, values);
  }
  return position;
}

/** The position of the newest event; 0 when there is none. */
export const newestPosition = async (manager: EntityManager): Promise<number> =>
  Number((await manager.maximum(ProgressEvent, 'position')) ?? 0);

/** The cursor of a position in the log: the same in timelines, subscriptions and webhooks. */
export const cursorOf = (position: number): string => Buffer.from(`event:${position}`).toString('base64url');

/** The position of a cursor, or null when it is none of ours. */
export function positionOf(cursor: string): number | null {
  const position = /^event:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  return position !== undefined && cursorOf(Number(position)) === cursor ? Number(position) : null;
}
