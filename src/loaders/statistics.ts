import type { Instant } from '../domain/words.js';
import { CertificationStatus, ProgressEventType, ReleaseStatus, ReviewDecision } from '../domain/words.js';
import { storedValue } from '../platform/database.js';
import { marks } from './conditions.js';
import type { Reader } from './reader.js';

/** How reviews went in a period, and how many wait now; certification and releases together. */
export interface Statistics {
  readonly submitted: number;
  readonly approved: number;
  readonly rejected: number;
  readonly firstPassRate: number | null;
  readonly medianHours: number | null;
  readonly p90Hours: number | null;
  readonly overdue: number;
  readonly backlog: number;
}

const inReview = [CertificationStatus.QUALIFICATION_REVIEW, CertificationStatus.PRODUCT_REVIEW];
const hoursOf = ({ ms }: { readonly [column: string]: unknown }): number => Number(ms) / 3_600_000;
const approvals = [ProgressEventType.CERTIFICATION_APPROVED, ProgressEventType.RELEASE_APPROVED];
const rejections = [ProgressEventType.CERTIFICATION_REJECTED, ProgressEventType.RELEASE_REJECTED];
const submits = [
  ProgressEventType.CERTIFICATION_SUBMITTED,
  ProgressEventType.CERTIFICATION_RESUBMITTED,
  ProgressEventType.RELEASE_SUBMITTED,
];

/** Reads the statistics of what happened from one instant until before another. */
export async function readStatistics(reader: Reader, from: Instant, until: Instant, now: Instant): Promise<Statistics> {
  const { database } = reader;
  const period = [storedValue(from), storedValue(until)];
  const counted = await database.rows(
    `SELECT type, COUNT(*) AS n FROM progress_event WHERE occurred_at >= ? AND occurred_at < ? AND type IN (${marks([...submits, ...approvals, ...rejections])}) GROUP BY type`,
    [...period, ...submits, ...approvals, ...rejections],
  );
  const sum = (types: readonly ProgressEventType[]) =>
    counted.filter((row) => types.includes(row.type as ProgressEventType)).reduce((n, row) => n + Number(row.n), 0);
  return {
    submitted: sum(submits),
    approved: sum(approvals),
    rejected: sum(rejections),
    firstPassRate: await firstPassRate(reader, period),
    ...(await durations(reader, period)),
    ...(await waiting(reader, storedValue(now))),
  };
}

type Values = ReturnType<typeof storedValue>[];

/** Of all reviews of a first round, the share that passed at once. */
async function firstPassRate({ database }: Reader, period: Values): Promise<number | null> {
  const of = (table: string) =>
    `SELECT decision, COUNT(*) AS n FROM ${table} WHERE decided_at >= ? AND decided_at < ? AND round = 1 GROUP BY decision`;
  const rows = await database.rows(`${of('review')} UNION ALL ${of('release_review')}`, [...period, ...period]);
  const total = rows.reduce((n, row) => n + Number(row.n), 0);
  const passed = rows.filter((row) => row.decision === ReviewDecision.APPROVE).reduce((n, row) => n + Number(row.n), 0);
  return total === 0 ? null : passed / total;
}

/** The median and the 90th percentile of the hours from the start of a review to its decision. */
async function durations({ database }: Reader, period: Values): Promise<{ medianHours: number | null; p90Hours: number | null }> {
  const of = (table: string) => `SELECT waited_ms AS ms FROM ${table} WHERE decided_at >= ? AND decided_at < ? AND waited_ms IS NOT NULL`;
  const ranked = `SELECT ms, ROW_NUMBER() OVER (ORDER BY ms) AS place, COUNT(*) OVER () AS total FROM (${of('review')} UNION ALL ${of('release_review')}) decided`;
  // The middle one, or the middle two; and the first that nine of ten are not above.
  const chosen = 'place * 2 BETWEEN total AND total + 2 OR place * 10 BETWEEN total * 9 AND total * 9 + 9';
  const rows = await database.rows(`SELECT ms, place, total FROM (${ranked}) ranked WHERE ${chosen} ORDER BY place`, [
    ...period,
    ...period,
  ]);
  if (rows.length === 0) return { medianHours: null, p90Hours: null };
  const middle = rows.filter(({ place, total }) => Math.abs(Number(place) * 2 - Number(total) - 1) <= 1).map(hoursOf);
  return { medianHours: middle.reduce((sum, hours) => sum + hours, 0) / middle.length, p90Hours: hoursOf(rows.at(-1)!) };
}

/** What waits now, and what of it is overdue. */
async function waiting({ database }: Reader, now: ReturnType<typeof storedValue>): Promise<{ overdue: number; backlog: number }> {
  const of = (table: string, statuses: readonly string[]) =>
    `SELECT COUNT(*) AS backlog, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS overdue FROM ${table} WHERE status IN (${marks(statuses)})`;
  const sql = `${of('certification_request', inReview)} UNION ALL ${of('product_release', [ReleaseStatus.IN_REVIEW])}`;
  const rows = await database.rows(sql, [now, ...inReview, now, ReleaseStatus.IN_REVIEW]);
  const sum = (column: string) => rows.reduce((n, row) => n + Number(row[column] ?? 0), 0);
  return { overdue: sum('overdue'), backlog: sum('backlog') };
}
