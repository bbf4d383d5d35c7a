import { LRUCache } from 'lru-cache';
import type { SqlValue } from './database.js';
import { memo } from './memo.js';
import { partOf, type RowMapper } from './row-mapper.js';

type Row = Record<string, unknown>;

/** Rows that are found by keys: by their own ids, or by those of what they belong to. */
export interface Select {
  readonly mapper: RowMapper;
  /** A table, and a condition. */
  readonly from: string;
  readonly values: readonly SqlValue[];
  readonly orderBy?: string | undefined;
  readonly limit?: number | undefined;
}

interface Waiting {
  readonly select: Select;
  readonly resolve: (rows: Row[]) => void;
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
    private readonly send: (sql: string, values: readonly SqlValue[]) => Promise<Row[]>,
  ) {}

  /** The rows, with the values that their properties have. */
  rows(select: Select): Promise<Row[]> {
    if (this.embedded || select.values.length > mostKeys) return this.alone(select);
    return new Promise((resolve, reject) => {
      // By then every loader of this moment has asked: they ask one after the other, before anything else goes on.
      if (this.waiting.push({ select, resolve, reject }) === 1) process.nextTick(() => this.flush());
    });
  }

  private flush(): void {
    let group: Waiting[] = [];
    let keys = 0;
    for (const each of this.waiting.splice(0)) {
      keys += each.select.values.length;
      if (keys > mostKeys) {
        this.sendGroup(group);
        group = [];
        keys = each.select.values.length;
      }
      group.push(each);
    }
    this.sendGroup(group);
  }

  private sendGroup(group: readonly Waiting[]): void {
    if (group.length === 1) {
      const [{ select, resolve, reject }] = group as [Waiting];
      this.alone(select).then(resolve, reject);
      return;
    }
    const selects = group.map(({ select }) => select);
    const layout = layoutOf(selects.map(({ mapper }) => mapper));
    const values = selects.flatMap((select) => select.values);
    this.send(unionOf(selects, layout), values)
      .then((rows) => {
        const parts = group.map((): Row[] => []);
        for (const row of rows) {
          const part = row.part as number;
          parts[part]!.push(selects[part]!.mapper.map(partOf(row, layout[part]!.own)));
        }
        for (const [n, { resolve }] of group.entries()) resolve(parts[n]!);
      })
      .catch((error) => {
        for (const { reject } of group) reject(error);
      });
  }

  private alone({ mapper, from, values, orderBy, limit }: Select): Promise<Row[]> {
    const sql = `SELECT ${mapper.select} FROM ${from}${ending(orderBy, limit)}`;
    return this.send(sql, values).then((rows) => rows.map(mapper.map));
  }
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
      return {
        list: [`${n} AS part`, ...all.map((column) => `${expressions.get(column) ?? 'NULL'} AS ${column}`)].join(', '),
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
