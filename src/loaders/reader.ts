import DataLoader from 'dataloader';
import type { Actor } from '../domain/actor.js';
import type { Relation, Rows, Whole } from '../entities/relations.js';
import type { Database, EntityClass, SqlValue } from '../platform/database.js';
import { columnOf, type RowMapper, rowMapper } from './row-mapper.js';

/** Columns to read, by property; null for all of them. */
export type Columns = readonly string[] | null;
/** A condition in SQL, with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}
type Loader = DataLoader<string, unknown>;

const mappers = new WeakMap<Database, Map<string, RowMapper>>();

/** Reads rows for one request: only the asked columns, siblings in one statement, nothing twice. */
export class Reader implements Rows {
  private readonly loaders = new Map<string, Loader>();

  constructor(
    readonly database: Database,
    readonly actor: Actor,
  ) {}

  /** The row with an id; null when there is none. */
  one<T extends { id: string }>(entity: EntityClass<T>, id: string, columns: Columns = null): Promise<T | null> {
    const loader = this.loader(`one ${entity.name} ${columns}`, async (ids) => {
      const rows = await this.select(entity, withColumn(columns, 'id'), { sql: `id IN (${marks(ids)})`, values: ids });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((key) => byId.get(key) ?? null);
    });
    return loader.load(id) as Promise<T | null>;
  }

  /** The rows of a relation that belong to one parent. */
  list<T extends object>(relation: Relation<T>, id: string, columns: Columns = null): Promise<T[]> {
    const { entity, by, isNull = [], orderBy } = relation;
    const loader = this.loader(`list ${entity.name} ${by} ${isNull} ${columns}`, async (ids) => {
      const condition = [`${this.column(entity, by)} IN (${marks(ids)})`, ...this.nulls(entity, isNull)].join(' AND ');
      const order = orderBy.map((property) => this.column(entity, property)).join(', ');
      const rows = await this.select(entity, withColumn(columns, by), { sql: `${condition} ORDER BY ${order}`, values: ids });
      return grouped(rows, by, ids);
    });
    return loader.load(id) as Promise<T[]>;
  }

  /** The rows of a table that is read whole. */
  all<T extends object>({ entity, isNull, orderBy }: Whole<T>, columns: Columns = null): Promise<T[]> {
    const loader = this.loader(`all ${entity.name} ${isNull} ${columns}`, async ([key]) => {
      const condition = this.nulls(entity, isNull).join(' AND ') || '1 = 1';
      const order = orderBy.map((property) => this.column(entity, property)).join(', ');
      return [key === undefined ? [] : await this.select(entity, columns, { sql: `${condition} ORDER BY ${order}`, values: [] })];
    });
    return loader.load('') as Promise<T[]>;
  }

  /** A value that is computed once for each id in one batch. */
  batch<V>(name: string, id: string, load: (ids: readonly string[]) => Promise<V[]>): Promise<V> {
    return this.loader(name, load).load(id) as Promise<V>;
  }

  /** Rows of a table under a condition; `sql` may end in ORDER BY and LIMIT. */
  async select<T extends object>(entity: EntityClass<T>, columns: Columns, { sql, values }: Condition): Promise<T[]> {
    const { select, map } = this.mapper(entity, columns);
    const rows = await this.database.rows(`SELECT ${select} FROM ${this.table(entity)} WHERE ${sql}`, values);
    return rows.map(map) as T[];
  }

  async count(entity: EntityClass<object>, { sql, values }: Condition): Promise<number> {
    const [row] = await this.database.rows(`SELECT COUNT(*) AS n FROM ${this.table(entity)} WHERE ${sql}`, values);
    return Number(row?.n ?? 0);
  }

  column(entity: EntityClass<object>, property: string): string {
    return columnOf(this.database.metadata(entity), property).databaseName;
  }

  table(entity: EntityClass<object>): string {
    return this.database.metadata(entity).tableName;
  }

  mapper(entity: EntityClass<object>, columns: Columns): RowMapper {
    const known = memo(mappers, this.database, () => new Map<string, RowMapper>());
    return memo(known, `${entity.name} ${columns}`, () => rowMapper(this.database.metadata(entity), columns));
  }

  private nulls(entity: EntityClass<object>, properties: readonly string[]): string[] {
    return properties.map((property) => `${this.column(entity, property)} IS NULL`);
  }

  private loader(key: string, load: (ids: readonly string[]) => Promise<unknown[]>): Loader {
    return memo(this.loaders, key, () => new DataLoader(load as DataLoader.BatchLoadFn<string, unknown>));
  }
}

/** The value under a key, made when it is first asked for. */
function memo<K, V>(cache: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let value = cache.get(key);
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}

/** Question marks for the values of an IN list. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const withColumn = (columns: Columns, column: string): Columns => (!columns || columns.includes(column) ? columns : [...columns, column]);

/** The rows of each parent, in the order of the parents. */
export function grouped<T extends object>(rows: readonly T[], by: keyof T, ids: readonly string[]): T[][] {
  const groups = new Map<unknown, T[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row[by])?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}
