import DataLoader from 'dataloader';
import type { Actor } from '../domain/actor.js';
import type { Soon } from '../domain/soon.js';
import type { AnyRelation, Relation, Rows, Whole } from '../entities/relations.js';
import { eventChain } from '../platform/audit-chain.js';
import { type Database, type EntityClass, type SqlValue, valuesOf } from '../platform/database.js';
import { joinedRow } from '../platform/joined-row.js';
import { memo } from '../platform/memo.js';
import { columnOf, indexOf, type RowMapper, rowMapper, whereAndOrder } from '../platform/row-mapper.js';
import { SiblingSelects } from '../platform/sibling-selects.js';
import { countOnce } from './known-counts.js';

/** Columns to read, by property; null for all of them. */
export type Columns = readonly string[] | null;
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

/** A row that each of other rows names. */
export interface Parent {
  readonly entity: EntityClass<{ id: string }>;
  /** The property that holds its id. */
  readonly by: string;
  /** With `id` among them. */
  readonly columns: Columns;
}

/** What is read along with rows. */
interface Along {
  readonly along?: string | undefined;
  readonly parent?: Parent | undefined;
  readonly onPosition?: ((position: number) => void) | undefined;
}

const positionColumn = `, (SELECT value FROM counter WHERE name = '${eventChain}') AS logPosition`;

/** What is read by keys, in which order, and how many at most. */
interface ByKeys extends Condition {
  readonly orderBy?: string;
  readonly limit?: number;
  /** How many they are, where they are not all of the values. */
  readonly keys?: number;
}

/** What stands for ids within the brackets of IN, and the ids for which something is to be found. */
export interface Keys extends Condition {
  readonly ids: readonly string[];
}

/** Makes keys of ids. */
export interface KeysOf {
  /** The same for those that make the same keys. */
  readonly name: string;
  readonly of: (ids: readonly string[]) => Keys;
  /** What reads the rows with the ids, where nothing is kept for those of which it finds none. */
  readonly rows?: Reading;
}

/** The ids as they are. */
const themselves: KeysOf = { name: 'ids', of: (ids) => ({ ids, sql: marks(ids), values: ids }) };

/** What is read by keys: under what it is kept, and what finds the value of each id. */
export interface Reading<V = unknown> {
  readonly key: string;
  readonly find: (keys: Keys) => Promise<Map<string, V>>;
}

/** A reading that is asked for, and of what. */
export interface Ahead {
  readonly reading: Reading;
  readonly ids: Iterable<string>;
  readonly keys?: KeysOf | undefined;
}

/** What was read. */
interface Found {
  readonly reading: Reading;
  readonly keys: KeysOf;
  readonly values: Map<string, unknown>;
}

/** What is asked for at one moment. */
interface Moment {
  readonly asked: Map<string, { readonly reading: Reading; readonly keys: KeysOf; readonly ids: Set<string> }>;
  readonly done: Promise<void>;
}

type Loader = DataLoader<string, unknown>;
/** Computes a value for each id, in their order. */
type Load<V = unknown> = (ids: readonly string[]) => Promise<V[]>;

const settled = Promise.resolve();

/** Reads rows for one request: only the asked columns, siblings in one statement, nothing twice. */
export class Reader implements Rows {
  private readonly loaders = new Map<string, Loader>();
  /** What was read ahead, by what and id. */
  private readonly atHand = new Map<string, Map<string, unknown>>();
  private readonly siblings: SiblingSelects;
  /** What sends the batches of this moment. */
  private readonly unsent: (() => void)[] = [];
  private moment: Moment | null = null;

  constructor(
    readonly database: Database,
    readonly actor: Actor,
  ) {
    this.siblings = new SiblingSelects(database.engine === 'sqlite', database.rowsOfEach);
  }

  /** The row with an id; null when there is none. */
  one<T extends { id: string }>(entity: EntityClass<T>, id: string, columns: Columns = null): Soon<T | null> {
    return this.value(rowKey(entity, columns), id, () => inOrder(this.findRows(entity, columns))) as Soon<T | null>;
  }

  /** Has {@link one} answer with a row that is known, with all of its columns. */
  keep<T extends { id: string }>(entity: EntityClass<T>, row: T): void {
    this.heldAs(rowKey(entity, null)).set(row.id, row);
  }

  /** The rows of a relation that belong to one parent. */
  list<T extends object>(relation: Relation<T>, id: string, columns: Columns = null): Soon<T[]> {
    return this.value(relationKey(relation, columns), id, () => inOrder(this.findLists(relation, columns))) as Soon<T[]>;
  }

  /** The rows of a table that is read whole. */
  all<T extends object>(whole: Whole<T>, columns: Columns = null): Promise<T[]> {
    const { entity, isNull } = whole;
    const loader = this.loader(`all ${entity.name} ${isNull} ${columns}`, () => {
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), whole);
      return this.selectByKeys(entity, columns, { sql: where, values: [], orderBy }, (rows) => [rows]);
    });
    return loader.load('') as Promise<T[]>;
  }

  /** A value that is computed once for each id in one batch. */
  batch<V>(name: string, id: string, load: Load<V>): Soon<V> {
    return this.value(name, id, () => load) as Soon<V>;
  }

  /** What a reading finds for an id. */
  read<V>({ key, find }: Reading<V>, id: string): Soon<V> {
    return this.value(key, id, () => inOrder(find)) as Soon<V>;
  }

  /** What {@link list} answers. */
  lists(relation: AnyRelation, columns: Columns): Reading {
    return { key: relationKey(relation, columns), find: this.findLists(relation, columns) };
  }

  /** What {@link one} answers. */
  rows(entity: EntityClass<{ id: string }>, columns: Columns): Reading {
    return { key: rowKey(entity, columns), find: this.findRows(entity, columns) };
  }

  /**
   * Reads several things, at least one, at once, so that whoever asks for them finds them at hand, without a wait for each. What cannot be read
   * is read when it is asked for, which tells why not.
   */
  ahead(asked: readonly Ahead[]): Promise<void> {
    this.moment ??= this.begin();
    for (const { reading, ids, keys = themselves } of asked) {
      const same = memo(this.moment.asked, `${keys.name} ${reading.key}`, () => ({ reading, keys, ids: new Set<string>() }));
      for (const id of ids) same.ids.add(id);
    }
    return this.moment.done;
  }

  private begin(): Moment {
    const asked: Moment['asked'] = new Map();
    const done = new Promise<void>((resolve) => {
      this.atOnce(() => {
        this.moment = null;
        const found: Found[] = [];
        let left = asked.size;
        const over = (): void => {
          if (--left > 0) return;
          this.keepAll(found);
          resolve();
        };
        for (const { reading, keys, ids } of asked.values()) {
          reading.find(keys.of([...ids])).then((values) => {
            found.push({ reading, keys, values });
            over();
          }, over);
        }
      });
    });
    return { asked, done };
  }

  private keepAll(found: readonly Found[]): void {
    for (const { reading, keys, values } of found) if (!keys.rows) this.hold(reading.key, values);
    for (const { reading, keys, values } of found) {
      const rows = keys.rows && this.atHand.get(keys.rows.key);
      if (!rows) continue;
      for (const [id, row] of rows) if (row === null) values.delete(id);
      this.hold(reading.key, values);
    }
  }

  /**
   * Rows of a table under a condition; `sql` may end in ORDER BY and LIMIT. `along` names the properties of the index to walk, where the
   * optimizer of a server would choose another way. `parent` is read along with each row, so that {@link one} has it at hand. `onPosition`
   * is told the position of the event log that the rows are of, where there are any.
   */
  async select<T extends object>(
    entity: EntityClass<T>,
    columns: Columns,
    { sql, values }: Condition,
    { along, parent, onPosition }: Along = {},
  ): Promise<T[]> {
    const { select, map } = this.mapper(entity, columns);
    const joined = parent && joinedRow(this.table(parent.entity), this.mapper(parent.entity, parent.columns));
    const list = `${select}${joined?.list ?? ''}${onPosition ? positionColumn : ''}`;
    const from = `${this.from(entity, along)}${joined ? ` ${joined.join} ${this.column(entity, parent!.by)}` : ''}`;
    const rows = await this.database.rows(`SELECT ${list} FROM ${from} WHERE ${sql}`, values);
    if (onPosition && rows.length > 0) onPosition(Number(rows[0]!.logPosition));
    if (joined) {
      const atHand = this.heldAs(rowKey(parent!.entity, parent!.columns));
      for (const row of rows) {
        const id = row[parent!.by] as string;
        if (!atHand.has(id)) atHand.set(id, joined.of(row));
      }
    }
    return rows.map(map) as T[];
  }

  /** What `arrange` makes of rows of a table that are found by keys, in one statement with what else is read by keys at this moment. */
  selectByKeys<T extends object, R>(
    entity: EntityClass<T>,
    columns: Columns,
    { sql, values, orderBy, limit, keys }: ByKeys,
    arrange: (rows: T[]) => R,
  ): Promise<R> {
    const select = { mapper: this.mapper(entity, columns), from: `${this.table(entity)} WHERE ${sql}`, values, orderBy, limit, keys };
    return this.siblings.rows(select, arrange as (rows: object[]) => R);
  }

  /** How many rows of a table fulfil a condition; at least those at `position` of the event log, where it is known and the count goes by it. */
  count(entity: EntityClass<object>, { sql, values, byStatus, byEvents }: Condition, position?: number): Soon<number> {
    // Its smallest index: MariaDB reads the whole table for a status that is a fifth of it.
    const from = this.from(entity, byStatus ? 'status,id' : undefined);
    const text = `SELECT COUNT(*) AS n FROM ${from} WHERE ${sql}`;
    const count = () => this.database.rows(text, values).then(([row]) => Number(row?.n ?? 0));
    return byEvents && position !== undefined ? countOnce(this.database, `${text} ${JSON.stringify(values)}`, position, count) : count();
  }

  column(entity: EntityClass<object>, property: string): string {
    return columnOf(this.database.metadata(entity), property).databaseName;
  }

  table(entity: EntityClass<object>): string {
    return this.database.metadata(entity).tableName;
  }

  mapper(entity: EntityClass<object>, columns: Columns): RowMapper {
    return rowMapper(this.database.metadata(entity), columns);
  }

  /** A table, and on a server the index to walk, by its properties, where there is one. */
  private from(entity: EntityClass<object>, along: string | undefined): string {
    const index = along && this.database.engine !== 'sqlite' && indexOf(this.database.metadata(entity), along);
    return index ? `${this.table(entity)} FORCE INDEX (${index})` : this.table(entity);
  }

  private findRows<T extends { id: string }>(entity: EntityClass<T>, columns: Columns): Reading['find'] {
    return ({ ids, sql, values }) => {
      const where = { sql: `id IN (${sql})`, values, keys: ids.length };
      return this.selectByKeys(entity, withColumn(columns, 'id'), where, (rows) => byId(rows, ids));
    };
  }

  private findLists(relation: AnyRelation, columns: Columns): Reading['find'] {
    const { entity, by } = relation;
    return ({ ids, sql, values }) => {
      const parent = this.column(entity, by);
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), relation, `${parent} IN (${sql})`);
      const ordered = { sql: where, values, orderBy: `${parent}, ${orderBy}`, keys: ids.length };
      return this.selectByKeys(entity, withColumn(columns, by), ordered, (rows) => grouped(rows, by as never, ids));
    };
  }

  private hold(key: string, found: Map<string, unknown>): void {
    const atHand = this.atHand.get(key);
    if (!atHand) this.atHand.set(key, found);
    else for (const [id, value] of found) atHand.set(id, value);
  }

  /** What is at hand, by id. */
  private heldAs(key: string): Map<string, unknown> {
    return memo(this.atHand, key, () => new Map<string, unknown>());
  }

  private value(key: string, id: string, load: () => Load): Soon<unknown> {
    const value = this.atHand.get(key)?.get(id);
    return value !== undefined ? value : this.loader(key, load()).load(id);
  }

  private loader(key: string, load: Load): Loader {
    return memo(this.loaders, key, () => new DataLoader(load as DataLoader.BatchLoadFn<string, unknown>, this.together));
  }

  /**
   * Sends what is asked for at one moment when nothing that runs now can ask for more, as DataLoader waits. A method: with a function of each
   * reader's own as a property V8 kept what requests had read for long (docs/adr/0034).
   */
  private atOnce(send: () => void): void {
    if (this.unsent.push(send) > 1) return;
    settled.then(() =>
      process.nextTick(() => {
        for (const each of this.unsent.splice(0)) each();
      }),
    );
  }

  /** Has all loaders send together: by itself each would wait for that moment with a promise of its own. */
  private readonly together: DataLoader.Options<string, unknown> = { batchScheduleFn: (send) => this.atOnce(send) };
}

/** What is kept of the rows of a table, and of a relation, by the columns that were read. */
export const rowKey = (entity: EntityClass<object>, columns: Columns): string => keyOf(entity, columns, () => `one ${entity.name}`);
export const relationKey = (relation: AnyRelation, columns: Columns): string =>
  keyOf(relation, columns, () => `list ${relation.entity.name} ${relation.by} ${relation.isNull}`);

/** Keys that were made: each row of a page asks for its own, and a text that is put together anew has to be hashed anew. */
const keys = new WeakMap<object, Map<object, string>>();
const allColumns = {};

function keyOf(what: object, columns: Columns, name: () => string): string {
  const known = memo(keys, columns ?? allColumns, () => new Map<object, string>());
  return memo(known, what, () => `${name()} ${columns}`);
}

/** Question marks for the values of an IN list. */
export const marks = (values: readonly unknown[]): string => '?, '.repeat(values.length).slice(0, -2);

const withColumn = (columns: Columns, column: string): Columns => (!columns || columns.includes(column) ? columns : [...columns, column]);

/** Has loaders read what a reading finds. */
const inOrder =
  (find: Reading['find']): Load =>
  (ids) =>
    find(themselves.of(ids)).then((found) => ids.map((id) => found.get(id)));

/** The rows by their ids, and null for those of `ids` for which there is none. */
export function byId<T extends { id: string }>(rows: readonly T[], ids: readonly string[]): Map<string, T | null> {
  const found = new Map<string, T | null>(ids.map((id) => [id, null]));
  for (const row of rows) found.set(row.id, row);
  return found;
}

/** The rows of each parent, by its id. */
export function grouped<T extends object>(rows: readonly T[], by: keyof T, ids: readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
  let last: unknown;
  let group: T[] | undefined;
  for (const row of rows) {
    // Those of one parent mostly follow one another, and to find its group each row's text would be hashed.
    if (row[by] !== last) {
      last = row[by];
      group = groups.get(last as string);
    }
    group?.push(row);
  }
  return groups;
}
