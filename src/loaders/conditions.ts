import { type SqlValue, valuesOf } from '../platform/database.js';
import { memo } from '../platform/memo.js';

/** Columns to read, by property; null for all of them. */
export type Columns = readonly string[] | null;
const widened = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** Columns with one more, as the same list each time: what was made for a list of columns is found by the list itself. */
export function withColumn(columns: Columns, column: string): Columns {
  if (!columns || columns.includes(column)) return columns;
  const known = memo(widened, columns, () => new Map<string, readonly string[]>());
  return memo(known, column, () => [...columns, column]);
}

/** A condition in SQL, with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** The property of which what is listed has one value, where little else narrows it: pages walk the index that begins with it. */
  readonly equal?: 'status' | 'sellerId' | undefined;
  /** Whether statuses, and nothing else, narrow what is listed: their index covers its count. */
  readonly byStatus?: boolean;
  /** Whether what fulfils it changes with events alone, as all that the platform sees does: a change of state writes one (R25). */
  readonly byEvents?: boolean;
}

/** What fulfils all conditions, at least one. */
export const all = (parts: readonly Condition[]): Condition =>
  parts.length === 1
    ? parts[0]!
    : {
        sql: parts.map((part) => part.sql).join(' AND '),
        values: valuesOf(parts),
        byEvents: parts.every((part) => part.byEvents),
      };

/** What belongs to a seller. */
export const ofSeller = (sellerId: string): Condition => ({ sql: 'seller_id = ?', values: [sellerId], equal: 'sellerId' });

/** Question marks for the values of an IN list. */
export const marks = (values: readonly unknown[]): string => '?, '.repeat(values.length).slice(0, -2);
