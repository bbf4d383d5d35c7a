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

type Loader = DataLoader<string, unknown>;
type Load = (ids: readonly string[]) => Promise<unknown[]>;

const settled = Promise.resolve();

/** Reads rows for one request: only the asked columns, siblings in one statement, nothing twice. */
export class Reader implements Rows {
  private readonly loaders = new Map<string, Loader>();
  /** What was read ahead, by what and id. */
  private readonly atHand = new Map<string, Map<string, unknown>>();
  private readonly siblings: SiblingSelects;
  /** What sends the batches of this moment. */
  private readonly unsent: (() => void)[] = [];

  constructor(
    readonly database: Database,
    readonly actor: Actor,
  ) {
    this.siblings = new SiblingSelects(database.engine === 'sqlite', database.rowsOfEach);
  }

  /** The row with an id; null when there is none. */
  one<T extends { id: string }>(entity: EntityClass<T>, id: string, columns: Columns = null): Soon<T | null> {
    return this.value(rowKey(entity, columns), id, () => this.loadOne(entity, columns)) as Soon<T | null>;
  }

  /** Has {@link one} answer with a row that is known, with all of its columns. */
  keep<T extends { id: string }>(entity: EntityClass<T>, row: T): void {
    this.heldAs(rowKey(entity, null)).set(row.id, row);
  }

  /** The rows of a relation that belong to one parent. */
  list<T extends object>(relation: Relation<T>, id: string, columns: Columns = null): Soon<T[]> {
    return this.value(relationKey(relation, columns), id, () => this.loadList(relation, columns)) as Soon<T[]>;
  }

  /** Reads a relation of many parents at once, so that {@link list} has its rows at hand without a wait for each. */
  async listAhead(relation: AnyRelation, ids: readonly string[], columns: Columns): Promise<void> {
    if (ids.length === 0) return;
    const lists = await this.loadList(relation, columns)(ids);
    const atHand = this.heldAs(relationKey(relation, columns));
    for (const [n, id] of ids.entries()) atHand.set(id, lists[n]);
  }

  /** The rows of a table that is read whole. */
  all<T extends object>(whole: Whole<T>, columns: Columns = null): Promise<T[]> {
    const { entity, isNull } = whole;
    const loader = this.loader(`all ${entity.name} ${isNull} ${columns}`, async () => {
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), whole);
      return [await this.selectByKeys(entity, columns, { sql: where, values: [] }, orderBy)];
    });
    return loader.load('') as Promise<T[]>;
  }

  /** A value that is computed once for each id in one batch. */
  batch<V>(name: string, id: string, load: (ids: readonly string[]) => Promise<V[]>): Promise<V> {
    return this.loader(name, load).load(id) as Promise<V>;
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

  /** Rows of a table that are found by keys, in one statement with what else is read by keys at this moment. */
  selectByKeys<T extends object>(entity: EntityClass<T>, columns: Columns, { sql, values }: Condition, orderBy?: string, limit?: number) {
    const select = { mapper: this.mapper(entity, columns), from: `${this.table(entity)} WHERE ${sql}`, values, orderBy, limit };
    return this.siblings.rows(select) as Promise<T[]>;
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

  private loadOne<T extends { id: string }>(entity: EntityClass<T>, columns: Columns): Load {
    return (ids) => {
      const where = { sql: `id IN (${marks(ids)})`, values: ids };
      return this.selectByKeys(entity, withColumn(columns, 'id'), where).then((rows) => byId(rows, ids));
    };
  }

  private loadList(relation: AnyRelation, columns: Columns): Load {
    const { entity, by } = relation;
    return (ids) => {
      const parent = this.column(entity, by);
      const { where, orderBy } = whereAndOrder(this.database.metadata(entity), relation, `${parent} IN (${marks(ids)})`);
      const read = this.selectByKeys(entity, withColumn(columns, by), { sql: where, values: ids }, `${parent}, ${orderBy}`);
      return read.then((rows) => grouped(rows, by as never, ids));
    };
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

  /** Has all loaders send what was asked of them at one moment: by itself each would wait for that moment with a promise of its own. */
  private readonly together: DataLoader.Options<string, unknown> = {
    batchScheduleFn: (send) => {
      if (this.unsent.push(send) > 1) return;
      // As DataLoader waits: until nothing that runs now can ask for more.
      settled.then(() =>
        process.nextTick(() => {
          for (const each of this.unsent.splice(0)) each();
        }),
      );
    },
  };
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

/** The row with each id, in the order of the ids; null where there is none. */
export function byId<T extends { id: string }>(rows: readonly T[], ids: readonly string[]): (T | null)[] {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}

/** The rows of each parent, in the order of the parents. */
export function grouped<T extends object>(rows: readonly T[], by: keyof T, ids: readonly string[]): T[][] {
  const groups = new Map<unknown, T[]>(ids.map((id) => [id, []]));
  let last: unknown;
  let group: T[] | undefined;
  for (const row of rows) {
    // Those of one parent mostly follow one another, and to find its group each row's text would be hashed.
    if (row[by] !== last) {
      last = row[by];
      group = groups.get(last);
    }
    group?.push(row);
  }
  return ids.map((id) => groups.get(id) ?? []);
}
