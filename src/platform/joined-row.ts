import { memo } from './memo.js';
import { partOf, type RowMapper } from './row-mapper.js';

type Row = Record<string, unknown>;

/** Reads a row that another one names along with it. */
interface JoinedRow {
  /** What is added to a SELECT list. */
  readonly list: string;
  /** What follows the table of the other row, up to the column of it that holds the id. */
  readonly join: string;
  /** The joined row in one that was read; null where there is none. */
  readonly of: (row: Row) => Row | null;
}

const known = new WeakMap<RowMapper, JoinedRow>();

/** How the rows of a table, with an `id` among what is read of them, are joined to those that name them. */
export function joinedRow(table: string, mapper: RowMapper): JoinedRow {
  return memo(known, mapper, () => {
    // Under names of their own: a condition on the other table may name a column that both have.
    const own = mapper.columns.map(({ name }, n) => [name, `joined${n}`] as const);
    const inner = mapper.columns.map(({ expression }, n) => `${expression} AS joined${n}`).join(', ');
    const [, id] = own.find(([name]) => name === 'id')!;
    return {
      list: own.map(([, column]) => `, ${column}`).join(''),
      join: `LEFT JOIN (SELECT ${inner} FROM ${table}) joined ON ${id} =`,
      of: (row) => (row[id] === null ? null : mapper.map(partOf(row, own))),
    };
  });
}
