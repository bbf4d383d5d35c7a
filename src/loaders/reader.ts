import DataLoader from 'dataloader';
import type { Actor } from '../domain/actor.js';
import { type Soon, soon } from '../domain/soon.js';
import type { AnyRelation, AnySingle, Relation, Rows, Single, Whole } from '../entities/relations.js';
import { eventChain } from '../platform/audit-chain.js';
import type { Database, EntityClass } from '../platform/database.js';
import { type JoinedRow, joinedRow } from '../platform/joined-row.js';
import { memo } from '../platform/memo.js';
import { columnOf, indexOf, type RowMapper, rowMapper, whereAndOrder } from '../platform/row-mapper.js';
import { type Select, SiblingSelects } from '../platform/sibling-selects.js';
import { type Ahead, AtHand, type Reading, themselves } from './at-hand.js';
import { type Columns, type Condition, withColumn } from './conditions.js';
import { countOnce } from './known-counts.js';
import { Turn } from './turn.js';

/** A row that each of other rows has at the most one of. */
export interface Joined {
  /** Under what it is kept at hand. */
  readonly key: string;
  readonly join: JoinedRow;
  /** The property of the other rows that holds what it is found by. */
  readonly of: string;
}

/** What is read along with rows. */
interface Along {
  readonly along?: string | undefined;
  readonly joined?: readonly Joined[] | undefined;
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

type Loader = DataLoader<string, unknown>;
/** Computes a value for each id, in their order. */
type Load<V = unknown> = (ids: readonly string[]) => Promise<V[]>;

/** Reads rows for one request: only the asked columns, siblings in one statement, nothing twice. */
export class Reader implements Rows {
  private readonly loaders = new Map<string, Loader>();
  private readonly turn = new Turn();
  private readonly siblings: SiblingSelects;
  private readonly atHand: AtHand;

  constructor(
    readonly database: Database,
    readonly actor: Actor,
  ) {
    this.siblings = new SiblingSelects(database.engine === 'sqlite', database.rowsOfEach);
    this.atHand = new AtHand(this.turn, this.siblings);
  }

  /** The row with an id; null when there is none. */
  one<T extends { id: string }>(entity: EntityClass<T>, id: string, columns: Columns = null): Soon<T | null> {
    const key = keyOf(entity, columns);
    const found = this.atHand.get(key, id);
    return (found !== undefined ? found : this.load(key, id, this.inOrder(this.findRows(entity, columns)))) as Soon<T | null>;
  }

  /** Has {@link one} answer with a row of which these columns are known. */
  keep<T extends { id: string }>(entity: EntityClass<T>, row: T, columns: Columns): void {
    this.atHand.foundBy(keyOf(entity, columns)).set(row.id, row);
  }

  /** The rows of a relation that belong to one parent. */
  list<T extends object>(relation: Relation<T>, id: string, columns: Columns = null): Soon<T[]> {
    const key = keyOf(relation, columns);
    return (this.atHand.get(key, id) ?? this.load(key, id, this.inOrder(this.findLists(relation, columns)))) as Soon<T[]>;
  }

  /** The row of a relation that holds a word; null when there is none. Where a page has not joined it, with its siblings: all columns of all. */
  single<T extends object>(single: Single<T>, id: string, columns: Columns): Soon<T | null> {
    const joined = this.atHand.get(keyOf(single, columns), id) as T | null | undefined;
    if (joined !== undefined) return joined;
    return soon(this.list(single.relation, id), (rows) => rows.find((row) => row[single.by] === single.word) ?? null);
  }

  /** The rows of a table that is read whole. */
  all<T extends object>(whole: Whole<T>, columns: Columns = null): Promise<T[]> {
    const { entity, isNull } = whole;
    const load = (): Promise<T[][]> => {
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), whole);
      return this.selectByKeys(entity, columns, { sql: where, values: [], orderBy }, (rows) => [rows]);
    };
    return this.load(`all ${entity.name} ${isNull} ${columns}`, '', load) as Promise<T[]>;
  }

  /** A value that is computed once for each id in one batch. */
  batch<V>(name: string, id: string, load: Load<V>): Promise<V> {
    return this.load(name, id, load) as Promise<V>;
  }

  /** What a reading finds for an id. */
  read<V>({ key, find }: Reading<V>, id: string): Soon<V> {
    const found = this.atHand.get(key, id);
    return (found !== undefined ? found : this.load(key, id, this.inOrder(find))) as Soon<V>;
  }

  /** What {@link list} answers. */
  lists(relation: AnyRelation, columns: Columns): Reading {
    return { key: keyOf(relation, columns), find: this.findLists(relation, columns) };
  }

  /** What {@link one} answers. */
  rows(entity: EntityClass<{ id: string }>, columns: Columns): Reading {
    return { key: keyOf(entity, columns), find: this.findRows(entity, columns) };
  }

  /** Has {@link one} find the rows that those of a page name by a property. */
  joinedRow(entity: EntityClass<{ id: string }>, by: string, columns: Columns): Joined {
    const join = joinedRow(this.mapper(entity, withColumn(columns, 'id')), this.table(entity), 'id', by);
    return { key: keyOf(entity, columns), join, of: by };
  }

  /** Has {@link single} find those of a page. */
  joinedSingle(single: AnySingle, columns: Columns): Joined {
    const { relation, by, word } = single;
    const { entity } = relation;
    const from = `${this.table(entity)} WHERE ${this.column(entity, by)} = '${word}'`;
    const join = joinedRow(this.mapper(entity, withColumn(columns, relation.by)), from, relation.by, word);
    return { key: keyOf(single, columns), join, of: 'id' };
  }

  /** Has {@link one}, {@link list} and {@link read} find several things at hand, at least one: see {@link AtHand.read}. */
  ahead(asked: readonly Ahead[]): Promise<void> {
    return this.atHand.read(asked);
  }

  /**
   * Rows of a table under a condition; `sql` may end in ORDER BY and LIMIT. `along` names the properties of the index to walk, where the
   * optimizer of a server would choose another way. `joined` are read along with each row, and kept at hand. `onPosition` is told the position
   * of the event log that the rows are of, where there are any.
   */
  async select<T extends object>(
    entity: EntityClass<T>,
    columns: Columns,
    { sql, values }: Condition,
    { along, joined = [], onPosition }: Along = {},
  ): Promise<T[]> {
    const { select, map } = this.mapper(entity, columns);
    const list = [select, ...joined.map(({ join }) => join.list)].join(', ');
    const from = [this.from(entity, along), ...joined.map(({ join, of }) => `${join.join} ${this.column(entity, of)}`)].join(' ');
    const rows = await this.database.rows(`SELECT ${list}${onPosition ? positionColumn : ''} FROM ${from} WHERE ${sql}`, values);
    if (onPosition && rows.length > 0) onPosition(Number(rows[0]!.logPosition));
    for (const { key, join, of } of joined) {
      const atHand = this.atHand.foundBy(key);
      for (const row of rows) {
        const found = row[of] as string;
        if (!atHand.has(found)) atHand.set(found, join.rowIn(row));
      }
    }
    return rows.map(map) as T[];
  }

  /** What `arrange` makes of rows of a table that are found by keys, in one statement with what else is read by keys at this moment. */
  selectByKeys<T extends object, R>(entity: EntityClass<T>, columns: Columns, keys: ByKeys, arrange: (rows: T[]) => R): Promise<R> {
    return this.siblings.rows(this.byKeys(entity, columns, keys), arrange as (rows: object[]) => R);
  }

  /** What selects rows of a table by keys. */
  byKeys(entity: EntityClass<object>, columns: Columns, { sql, values, orderBy, limit, keys }: ByKeys): Select {
    return { mapper: this.mapper(entity, columns), from: `${this.table(entity)} WHERE ${sql}`, values, orderBy, limit, keys };
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
      return { select: this.byKeys(entity, withColumn(columns, 'id'), where), arrange: (rows) => byId(rows as T[], ids) };
    };
  }

  private findLists(relation: AnyRelation, columns: Columns): Reading['find'] {
    const { entity, by } = relation;
    return ({ ids, sql, values }) => {
      const parent = this.column(entity, by);
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), relation, `${parent} IN (${sql})`);
      const ordered = { sql: where, values, orderBy: `${parent}, ${orderBy}`, keys: ids.length };
      return { select: this.byKeys(entity, withColumn(columns, by), ordered), arrange: (rows) => grouped(rows, by as never, ids) };
    };
  }

  /** Has loaders read what a reading finds. */
  private inOrder(find: Reading['find']): Load {
    return (ids) => {
      const { select, arrange } = find(themselves.of(ids));
      return this.siblings.rows(select, (rows) => {
        const found = arrange(rows);
        return ids.map((id) => found.get(id));
      });
    };
  }

  private load(key: string, id: string, load: Load): Promise<unknown> {
    return memo(this.loaders, key, () => new DataLoader(load as DataLoader.BatchLoadFn<string, unknown>, this.together)).load(id);
  }

  /** Has all loaders send together: by itself each would wait for that moment with a promise of its own. */
  private readonly together: DataLoader.Options<string, unknown> = { batchScheduleFn: (send) => this.turn.atEnd(send) };
}

/** What is kept under one key: rows of a table by their ids, the rows of a relation, or single ones of them. */
type Kept = EntityClass<object> | AnyRelation | AnySingle;

const nameOf = (what: Kept): string => {
  if (typeof what === 'function') return `one ${what.name}`;
  if ('word' in what) return `${nameOf(what.relation)} ${what.by} ${what.word}`;
  return `list ${what.entity.name} ${what.by} ${what.isNull}`;
};

/** Keys that were made: each row of a page asks for its own, and a text that is put together anew has to be hashed anew. */
const keys = new WeakMap<object, Map<Kept, string>>();
const allColumns = {};

/** What is kept of something, by the columns that were read. Makes nothing for a key that is there, not even a function. */
const keyOf = (what: Kept, columns: Columns): string => keys.get(columns ?? allColumns)?.get(what) ?? makeKey(what, columns);

function makeKey(what: Kept, columns: Columns): string {
  const key = `${nameOf(what)} ${columns}`;
  memo(keys, columns ?? allColumns, () => new Map<Kept, string>()).set(what, key);
  return key;
}

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
