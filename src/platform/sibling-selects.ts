import { LRUCache } from 'lru-cache';
import { type SendReads, type SqlValue, type Statement, valuesOf } from './database.js';
import { memo } from './memo.js';
import { partOf, type RowMapper } from './row-mapper.js';

type Row = Record<string, unknown>;

/** Rows that are found by keys: by their own ids, or by those of what they belong to. */
export interface Select {
  readonly mapper: RowMapper;
  /** A table, and a condition. */
  readonly from: string;
  readonly values: readonly SqlValue[];
  /** How many keys there are; by itself, as many as values. */
  readonly keys?: number | undefined;
  readonly orderBy?: string | undefined;
  readonly limit?: number | undefined;
  /** Keeps the rows from others until the transaction ends: a statement by itself, ahead of what is asked for after it. */
  readonly lock?: boolean | undefined;
}

const keysOf = ({ keys, values }: Select): number => keys ?? values.length;

/** Who waits for rows. */
export interface Waiting {
  readonly select: Select;
  /** Takes the rows, which have the values that their properties have. What it throws goes to `reject`. */
  readonly take: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Keys in one statement. Of more there are so many rows that what each costs here outweighs a statement. */
const mostKeys = 20;
/** Within a UNION an order holds together with a limit alone. This one limits nothing. */
const noLimit = '18446744073709551615';

/**
 * Reads by few keys that are asked for at the same moment, such as all that belongs to a certification request, as one statement: to send a
 * statement and to take its answer apart costs more than to find a few rows (docs/adr/0038). What may take longer, such as a search, goes
 * by itself, since the parts of a statement run one after the other. So does all that is read from the embedded database.
 */
export class SiblingSelects {
  private waiting: Waiting[] = [];

  constructor(
    private readonly embedded: boolean,
    /** Sends what is read at one moment, in this order. */
    private readonly send: SendReads,
  ) {}

  /** What `arrange` makes of the rows. */
  rows<T>(select: Select, arrange: (rows: Row[]) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.ask({ select, take: (rows) => resolve(arrange(rows)), reject });
    });
  }

  /** Like {@link rows}, without a promise for each of what is read together. */
  ask(each: Waiting): void {
    if (this.embedded || keysOf(each.select) > mostKeys) this.sendGroups([[each]]);
    // By then every loader of this moment has asked: they ask one after the other, before anything else goes on.
    else if (this.waiting.push(each) === 1) process.nextTick(() => this.sendGroups(grouped(this.waiting.splice(0))));
  }

  private sendGroups(groups: readonly Group[]): void {
    const readings = groups.map((group) => (group.length === 1 ? alone(group[0]!) : asUnion(group)));
    this.send(readings, (n, error, rows) => (error ? fail(readings[n]!.group, error) : readings[n]!.take(rows!)));
  }
}

function fail(group: Group, error: unknown): void {
  for (const { reject } of group) reject(error);
}

/** Hands over the rows of each of a group, which `split` finds among those that were read. */
function handOver(group: Group, split: () => readonly Row[][]): void {
  let parts: readonly Row[][];
  try {
    parts = split();
  } catch (error) {
    fail(group, error);
    return;
  }
  for (const [n, { take, reject }] of group.entries()) {
    try {
      take(parts[n]!);
    } catch (error) {
      reject(error);
    }
  }
}

/** What one statement reads. */
type Group = readonly Waiting[];

function grouped(waiting: readonly Waiting[]): readonly Group[] {
  const groups: Waiting[][] = [];
  let keys = Number.POSITIVE_INFINITY;
  for (const each of waiting) {
    const { lock } = each.select;
    keys += keysOf(each.select);
    if (lock || keys > mostKeys) {
      groups.push([each]);
      keys = lock ? Number.POSITIVE_INFINITY : keysOf(each.select);
    } else {
      groups.at(-1)!.push(each);
    }
  }
  return groups;
}

/** A statement, and what gives its rows to those who wait for them. */
interface Reading extends Statement {
  readonly group: Group;
  readonly take: (rows: Row[]) => void;
}

function alone(each: Waiting): Reading {
  const { mapper, from, values, orderBy, limit, lock } = each.select;
  const sql = `SELECT ${mapper.select} FROM ${from}${ending(orderBy, limit)}${lock ? ' FOR UPDATE' : ''}`;
  const group = [each];
  return { sql, values, group, take: (rows) => handOver(group, () => [rows.map(mapper.map)]) };
}

function asUnion(group: Group): Reading {
  const selects = group.map(({ select }) => select);
  const layout = layoutOf(selects.map(({ mapper }) => mapper));
  const split = (rows: readonly Row[]): Row[][] => {
    const parts = group.map((): Row[] => []);
    for (const row of rows) {
      const part = row.part as number;
      parts[part]!.push(selects[part]!.mapper.map(partOf(row, layout[part]!.own)));
    }
    return parts;
  };
  return { sql: unionOf(selects, layout), values: valuesOf(selects), group, take: (rows) => handOver(group, () => split(rows)) };
}

/** A part of a statement: its SELECT list, and which column holds which property. */
interface Part {
  readonly list: string;
  readonly own: readonly (readonly [property: string, column: string])[];
}

const known = new LRUCache<string, readonly Part[]>({ max: 500 });

/** The parts of one statement: `part` says whose a row is, and a column holds values of one kind, whatever they are in each part. */
function layoutOf(mappers: readonly RowMapper[]): readonly Part[] {
  return memo<string, readonly Part[]>(known, mappers.map(({ id }) => id).join(), () => {
    const placed = mappers.map(({ columns }) => {
      const counts: Record<string, number> = {};
      return columns.map(({ name, expression, kind }) => {
        counts[kind] = (counts[kind] ?? 0) + 1;
        return { name, expression, column: `${kind}${counts[kind]}` };
      });
    });
    const all = [...new Set(placed.flatMap((columns) => columns.map(({ column }) => column)))];
    return placed.map((columns, n) => {
      const expressions = new Map(columns.map(({ column, expression }) => [column, expression]));
      // The first SELECT names the columns of all: the text is a third shorter.
      const named = (column: string): string => (n === 0 ? ` AS ${column}` : '');
      return {
        list: [`${n}${named('part')}`, ...all.map((column) => `${expressions.get(column) ?? 'NULL'}${named(column)}`)].join(', '),
        own: columns.map(({ name, column }) => [name, column] as const),
      };
    });
  });
}

const ending = (orderBy: string | undefined, limit: number | string | undefined): string =>
  `${orderBy ? ` ORDER BY ${orderBy}` : ''}${limit === undefined ? '' : ` LIMIT ${limit}`}`;

function unionOf(selects: readonly Select[], layout: readonly Part[]): string {
  const parts = selects.map(({ from, orderBy, limit }, n) => {
    const most = limit ?? (orderBy ? noLimit : undefined);
    return `(SELECT ${layout[n]!.list} FROM ${from}${ending(orderBy, most)})`;
  });
  return parts.join(' UNION ALL ');
}
