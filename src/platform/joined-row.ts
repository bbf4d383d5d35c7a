import { memo } from './memo.js';
import { partOf, type RowMapper } from './row-mapper.js';

type Row = Record<string, unknown>;

/** Reads a row that belongs to another one along with it. */
export interface JoinedRow {
  /** What is added to a SELECT list. */
  readonly list: string;
  /** What follows the table of the other row, up to the column of it that holds what this row is found by. */
  readonly join: string;
  /** The joined row in one that was read; null where there is none. */
  readonly rowIn: (row: Row) => Row | null;
}

const known = new WeakMap<RowMapper, Map<string, JoinedRow>>();

/**
 * How the rows of a table are joined to others that have one of them at the most: `from` is the table, or a part of it, `by` the property that
 * they are found by, among what is read of them, and `as` another name for each that is joined in one statement.
 */
export function joinedRow(mapper: RowMapper, from: string, by: string, as: string): JoinedRow {
  const ofMapper = memo(known, mapper, () => new Map<string, JoinedRow>());
  return memo(ofMapper, `${as} ${by} ${from}`, () => {
    // Under names of their own: a condition on the other table may name a column that both have.
    const name = `joined_${as}`;
    const own = mapper.columns.map((column, n) => [column.name, `${name}_${n}`] as const);
    const inner = mapper.columns.map(({ expression }, n) => `${expression} AS ${own[n]![1]}`).join(', ');
    const [, key] = own.find(([property]) => property === by)!;
    return {
      list: own.map(([, column]) => column).join(', '),
      join: `LEFT JOIN (SELECT ${inner} FROM ${from}) ${name} ON ${key} =`,
      rowIn: (row) => (row[key] === null ? null : mapper.map(partOf(row, own))),
    };
  });
}
