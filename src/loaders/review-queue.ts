import { limits } from '../domain/limits.js';
import type { Soon } from '../domain/soon.js';
import type { ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { ProductRelease } from '../entities/product-release.js';
import { marks } from './conditions.js';
import type { Reader } from './reader.js';

/** What waits in a queue. */
export type Queued = typeof CertificationRequest | typeof ProductRelease;

/** The place of something in the queue of its status, from 1: by submission, as reviewers see it. */
export const queuePosition = (reader: Reader, entity: Queued, id: string): Soon<number> =>
  reader.batch(`queue ${entity.name}`, id, async (ids) => {
    const table = reader.table(entity);
    const ahead = `(q.submitted_at < r.submitted_at OR (q.submitted_at = r.submitted_at AND q.id < r.id))`;
    const sql = `SELECT r.id, (SELECT COUNT(*) FROM ${table} q WHERE q.status = r.status AND ${ahead}) AS n FROM ${table} r WHERE r.id IN (${marks(ids)})`;
    const places = new Map((await reader.database.rows(sql, ids)).map((row) => [row.id, Number(row.n) + 1]));
    return ids.map((key) => places.get(key) ?? 1);
  });

/** The working milliseconds that the middle one of the last decisions took; null while there was none. Of a phase, or of releases. */
export const medianWork = (reader: Reader, phase: ReviewPhase | null): Soon<number | null> =>
  reader.batch(`median ${phase}`, '', async () => {
    const [of, values] = phase ? ['review WHERE phase = ? AND', [phase]] : ['release_review WHERE', []];
    const sql = `SELECT worked_ms FROM ${of} worked_ms IS NOT NULL ORDER BY id DESC LIMIT ${limits.estimateSample}`;
    const worked = (await reader.database.rows(sql, values)).map((row) => Number(row.worked_ms)).sort((a, b) => a - b);
    return [worked[Math.floor((worked.length - 1) / 2)] ?? null];
  });
