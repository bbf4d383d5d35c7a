import type { EntityManager } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import type { Instant, ProgressEventType, ReviewPhase } from '../domain/words.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { digestOfEvent, eventChain, linkHash } from './audit-chain.js';
import { newId } from './ids.js';
import { insertRows } from './written-rows.js';

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
  if (manager.connection.options.type === 'better-sqlite3') {
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

/**
 * Appends events to the log, chained by their hashes. It is the last thing that a transaction does before COMMIT: the counter's lock then
 * lasts until the commit is visible, so that positions stand in commit order and without gaps (docs/adr/0003).
 */
export async function append(manager: EntityManager, events: readonly NewEvent[], operation: string | null): Promise<number | null> {
  let position: number | null = null;
  for (const event of events) {
    const row = { id: newId('ProgressEvent'), operation, ...event };
    const link = await nextLink(manager, digestOfEvent(row));
    position = link.position;
    await insertRows(manager, ProgressEvent, [{ ...row, ...link, actorSubject: event.actor.subject }]);
  }
  return position;
}

/** The next position, and what its hash comes to: no statement more than the position takes, since every change of state waits here. */
async function nextLink(manager: EntityManager, digest: string): Promise<{ position: number; hash: string | (() => string) }> {
  if (manager.connection.options.type === 'better-sqlite3') {
    const [row] = await manager.query<{ value: number; previous: string | null }[]>(
      `INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1
       RETURNING value, (SELECT hash FROM progress_event WHERE position = value - 1) AS previous`,
      [eventChain],
    );
    return { position: row!.value, hash: linkHash(row!.previous ?? '', digest) };
  }
  const { insertId, affectedRows } = await manager.query<{ insertId: number | string; affectedRows: number }>(
    `INSERT INTO counter (name, value, hash) VALUES (?, 1, SHA2(?, 256))
     ON DUPLICATE KEY UPDATE value = LAST_INSERT_ID(value + 1), hash = SHA2(CONCAT(COALESCE(hash, ''), ?), 256)`,
    [eventChain, digest, digest],
  );
  const hash = () => `(SELECT hash FROM counter WHERE name = '${eventChain}')`;
  return { position: affectedRows === 1 ? 1 : Number(insertId), hash };
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
