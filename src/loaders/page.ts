import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { typeOfId } from '../entities/node.js';
import { type EntityClass, isInstant, type SqlValue, storedValue } from '../platform/database.js';
import { all, type Columns, type Condition, withColumn } from './conditions.js';
import type { Joined, Reader } from './reader.js';

/** The arguments of every list (Relay Cursor Connections). */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** How a list is ordered: by a column, and by id where that is the same. */
export interface Order {
  readonly name: string;
  /** Property; `id` alone orders by creation. */
  readonly by: string;
  readonly descending: boolean;
  /** Whether the column may be null; nulls come first, and last when descending. */
  readonly nullable?: boolean;
}

const orderColumns: Readonly<Record<string, string>> = { CREATED: 'id', UPDATED: 'updatedAt', SUBMITTED: 'submittedAt', DUE: 'dueAt' };

/** The order behind a name such as UPDATED_DESC, for what is reviewed. */
export function orderBy(name: string): Order {
  const [what, direction] = name.split('_');
  const by = orderColumns[what!]!;
  return { name, by, descending: direction === 'DESC', nullable: by === 'submittedAt' || by === 'dueAt' };
}

/** One page of a list. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly cursorOf: (row: T) => string;
  /** The position of the event log that it is of, where that was read. */
  readonly position?: number | undefined;
}

type Position = readonly [value: SqlValue, id: string];

/** What is wrong with the arguments of a list, as a Failure BAD_USER_INPUT. */
const badArgument = (argument: string, en: string, zh: string): Failure => new Failure('BAD_USER_INPUT', { en, zh }, { argument });

/** The size and direction of a page. Throws a Failure BAD_USER_INPUT. */
export function pageSize({ first, last }: PageArguments): { size: number; backward: boolean } {
  if (first != null && last != null) throw badArgument('last', 'Give either first or last, not both.', 'first 和 last 只能提供一个。');
  const size = first ?? last ?? limits.defaultPageSize;
  if (size < 1 || size > limits.pageSize) {
    const argument = first != null ? 'first' : 'last';
    throw badArgument(
      argument,
      `${argument} must lie between 1 and ${limits.pageSize}.`,
      `${argument} 必须在 1 到 ${limits.pageSize} 之间。`,
    );
  }
  return { size, backward: last != null };
}

/** A cursor that was not made here, or for another list. */
export const badCursor = (argument: 'after' | 'before'): Failure =>
  badArgument(
    argument,
    `${argument} is not a cursor of this list; take it from pageInfo or an edge.`,
    `${argument} 不是此列表的游标；请使用 pageInfo 或 edge 中的游标。`,
  );

const encode = (order: Order, position: Position): string => Buffer.from(JSON.stringify([order.name, ...position])).toString('base64url');

function decode(entity: EntityClass<unknown>, order: Order, cursor: string, argument: 'after' | 'before'): Position {
  try {
    const [name, value, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const valueFits = order.by === 'id' ? value === id : value === null ? order.nullable : isInstant(value);
    if (
      name === order.name &&
      typeof id === 'string' &&
      typeOfId(id) === entity.name &&
      rest.length === 0 &&
      valueFits &&
      encode(order, [value as SqlValue, id]) === cursor
    )
      return [value as SqlValue, id];
  } catch {
    // Said below: what is no JSON is no cursor either.
  }
  throw badCursor(argument);
}

/** What is read with a page: single rows of each of its rows, and what its count goes by. */
interface Beside {
  readonly joined?: readonly Joined[];
  readonly counted?: boolean;
}

/** Reads one page by keyset: as cheap at any depth. Throws a Failure BAD_USER_INPUT for bad arguments. */
export async function readPage<T extends { id: string }>(
  reader: Reader,
  entity: EntityClass<T>,
  args: PageArguments,
  order: Order,
  where: Condition,
  columns: Columns,
  { joined, counted = false }: Beside = {},
): Promise<Page<T>> {
  const { size, backward } = pageSize(args);
  const conditions = [where];
  const column = reader.column(entity, order.by);
  if (args.after != null) conditions.push(beyond(column, order, decode(entity, order, args.after, 'after'), order.descending));
  if (args.before != null) conditions.push(beyond(column, order, decode(entity, order, args.before, 'before'), !order.descending));
  const direction = order.descending !== backward ? 'DESC' : 'ASC';
  const sorting = order.by === 'id' ? `id ${direction}` : `${column} ${direction}, id ${direction}`;
  const needed = withColumn(withColumn(columns, 'id'), order.by);
  // MariaDB would read a status from its beginning to where the page begins, and MySQL all of it, to sort it.
  const along = where.equal && [...new Set([where.equal, order.by, 'id'])].join();
  const { sql, values } = all(conditions);
  let position: number | undefined;
  const onPosition = (read: number): void => {
    position = read;
  };
  const beside = { along, joined, onPosition: counted && where.byEvents ? onPosition : undefined };
  const rows = await reader.select(entity, needed, { sql: `${sql} ORDER BY ${sorting} LIMIT ${size + 1}`, values }, beside);
  const more = rows.length > size;
  if (more) rows.pop();
  if (backward) rows.reverse();
  return {
    rows,
    hasNextPage: backward ? args.before != null : more,
    hasPreviousPage: backward ? more : args.after != null,
    cursorOf: (row) => encode(order, [(row as Record<string, unknown>)[order.by] as SqlValue, row.id]),
    position,
  };
}

/** One page of rows that are at hand, in the order of their ids. Throws a Failure BAD_USER_INPUT for bad arguments. */
export function pageOf<T extends { id: string }>(entity: EntityClass<T>, rows: readonly T[], args: PageArguments): Page<T> {
  const order: Order = { name: 'CREATED_ASC', by: 'id', descending: false };
  const { size, backward } = pageSize(args);
  const [after = null, before = null] = (['after', 'before'] as const).map((argument) =>
    args[argument] == null ? null : decode(entity, order, args[argument], argument)[1],
  );
  const within = rows.filter(({ id }) => (after === null || id > after) && (before === null || id < before));
  const shown = backward ? within.slice(-size) : within.slice(0, size);
  const more = within.length > shown.length;
  return {
    rows: shown,
    hasNextPage: backward ? before != null : more,
    hasPreviousPage: backward ? more : after != null,
    cursorOf: ({ id }) => encode(order, [id, id]),
  };
}

/** Rows after a position; written so that MariaDB ranges over the index, which it does not for (a, b) > (x, y). */
function beyond(column: string, { by, nullable }: Order, [value, id]: Position, descending: boolean): Condition {
  const [toward, back] = descending ? ['<', '>='] : ['>', '<='];
  if (by === 'id') return { sql: `id ${toward} ?`, values: [id] };
  if (value === null) {
    const same = `(${column} IS NULL AND id ${toward} ?)`;
    return { sql: descending ? same : `(${same} OR ${column} IS NOT NULL)`, values: [id] };
  }
  const stored = storedValue(value);
  const range = `(${column} ${toward}= ? AND NOT (${column} = ? AND id ${back} ?))`;
  return { sql: descending && nullable ? `(${range} OR ${column} IS NULL)` : range, values: [stored, stored, id] };
}
