import { type Actor, isPlatform, privateStatuses } from '../domain/actor.js';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Soon } from '../domain/soon.js';
import { codePoints } from '../domain/text.js';
import type { CertificationStatus, DeliveryMethod, Instant, ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { type SqlValue, storedValue } from '../platform/database.js';
import { all, type Columns, type Condition, marks } from './conditions.js';
import type { Reader } from './reader.js';
import { listedRequests, visibleRequests, visibleRow } from './visibility.js';

/** What a list of requests is narrowed to; null and absent do not narrow. */
export interface RequestFilter {
  readonly status?: readonly CertificationStatus[] | null;
  readonly phase?: ReviewPhase | null;
  readonly deliveryMethod?: readonly DeliveryMethod[] | null;
  readonly sellerId?: string | null;
  readonly search?: string | null;
  readonly claimedByMe?: boolean | null;
  readonly overdue?: boolean | null;
  readonly submittedAfter?: Instant | null;
  readonly submittedBefore?: Instant | null;
}

/** How a list of requests can be ordered. */
export enum RequestOrder {
  CREATED_ASC = 'CREATED_ASC',
  CREATED_DESC = 'CREATED_DESC',
  UPDATED_ASC = 'UPDATED_ASC',
  UPDATED_DESC = 'UPDATED_DESC',
  SUBMITTED_ASC = 'SUBMITTED_ASC',
  SUBMITTED_DESC = 'SUBMITTED_DESC',
  DUE_ASC = 'DUE_ASC',
}

/** The request with an id, when the viewer may see it; else null, as if it did not exist (R2). */
export const visibleRequest = (reader: Reader, id: string, columns: Columns = null): Soon<CertificationRequest | null> =>
  visibleRow(reader, CertificationRequest, id, columns, visibleRequests(reader.actor));

/** Which requests a list shows. Throws a Failure BAD_USER_INPUT for a search term that is too long. */
export async function requestsWhere(reader: Reader, filter: RequestFilter, now: Instant): Promise<Condition> {
  const { actor } = reader;
  const parts: Condition[] = [await listedRequests(reader)];
  const add = (sql: string, ...values: SqlValue[]) => parts.push({ sql, values });
  const addState = (sql: string, ...values: SqlValue[]) => parts.push({ sql, values, byEvents: true });
  if (filter.status) addState(among('status', filter.status), ...filter.status);
  else addState('status <> ?', privateStatuses[1]!);
  if (filter.phase) addState('phase = ?', filter.phase);
  if (filter.deliveryMethod) add(among('delivery_method', filter.deliveryMethod), ...filter.deliveryMethod);
  if (filter.sellerId != null) addState('seller_id = ?', filter.sellerId);
  if (filter.claimedByMe != null) {
    const mine = '(claimed_by = ? AND claimed_until > ?)';
    add(filter.claimedByMe ? mine : `(claimed_by IS NULL OR NOT ${mine})`, actor.subject, storedValue(now));
  }
  if (filter.overdue != null) add(filter.overdue ? 'due_at < ?' : '(due_at IS NULL OR due_at >= ?)', storedValue(now));
  if (filter.submittedAfter) add('submitted_at > ?', storedValue(filter.submittedAfter));
  if (filter.submittedBefore) add('submitted_at < ?', storedValue(filter.submittedBefore));
  if (filter.search?.trim()) {
    parts.push(searched(actor, ['number', 'product_name'], filter.search));
  }
  return narrowed(actor, filter, parts);
}

/** That a column has one of some values. */
export const among = (column: string, values: readonly SqlValue[]): string => (values.length ? `${column} IN (${marks(values)})` : '1 = 0');

/** The parts of a filter as one condition. */
export function narrowed(actor: Actor, { status }: { status?: readonly string[] | null }, parts: readonly Condition[]): Condition {
  const condition = all(parts);
  // Two parts are what the viewer may see, and the status that is asked for or, where none is, those that are not shown unasked.
  if (parts.length > 2) return condition;
  // What the platform may see goes by status too.
  if (isPlatform(actor) && !actor.sellerId) return { ...condition, byStatus: true, equal: status?.length === 1 ? 'status' : undefined };
  return { ...condition, equal: status ? undefined : parts[0]!.equal };
}

/** Rows of a seller that hold a search term in one of the columns, or for the platform in the name of its company. */
export function searched(actor: Actor, columns: readonly string[], search: string): Condition {
  const own = holding(columns, search);
  if (!isPlatform(actor)) return own;
  const company = holding(['company_name'], search);
  return {
    sql: `(${own.sql} OR seller_id IN (SELECT id FROM seller WHERE ${company.sql}))`,
    values: [...own.values, ...company.values],
  };
}

/**
 * Rows in which one of the columns holds a search term, in capitals or not. SQLite knows capitals of ASCII alone: a term beyond that
 * is also looked for as it was typed. Throws a Failure BAD_USER_INPUT for a term that is too long.
 */
export function holding(columns: readonly string[], search: string): Condition {
  if (codePoints(search) > limits.searchLength) {
    throw new Failure('BAD_USER_INPUT', {
      en: `search takes at most ${limits.searchLength} characters.`,
      zh: `search 最多 ${limits.searchLength} 个字符。`,
    });
  }
  // ! stands before what LIKE would read otherwise.
  const typed = `%${search.normalize('NFC').trim().replace(/[!%_]/g, '!$&')}%`;
  const lower = typed.toLowerCase();
  const alternatives = columns.flatMap((column): [string, string][] => [
    [`LOWER(${column}) LIKE ? ESCAPE '!'`, lower],
    ...(lower !== typed && /\P{ASCII}/u.test(typed) ? ([[`${column} LIKE ? ESCAPE '!'`, typed]] as [string, string][]) : []),
  ]);
  return { sql: `(${alternatives.map(([sql]) => sql).join(' OR ')})`, values: alternatives.map(([, value]) => value) };
}
