import type { EntityManager } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { isEmbedded } from './data-source.js';
import { type EntityClass, type SqlValue, storedValue } from './database.js';
import { columnOf } from './row-mapper.js';

/** Values of columns, by property; a function answers SQL in place of a value. */
export type Values<T> = { readonly [P in keyof T]?: T[P] | (() => string) };

/** A statement, with its values. */
export interface Statement {
  readonly sql: string;
  readonly values: SqlValue[];
}

/** A value as the database keeps it. */
function stored({ type }: ColumnMetadata, value: unknown, sqlite: boolean): SqlValue {
  if (value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'datetime') return storedValue(value as string);
  return sqlite && typeof value === 'boolean' ? Number(value) : (value as SqlValue);
}

/** The pieces of a statement that gives columns values: names, question marks or SQL, and values. */
function pieces<T extends object>(manager: EntityManager, entity: EntityClass<T>, row: Values<T>) {
  const { connection } = manager;
  const metadata = connection.getMetadata(entity);
  const sqlite = isEmbedded(connection);
  const names: string[] = [];
  const marks: string[] = [];
  const values: SqlValue[] = [];
  for (const [property, value] of Object.entries(row)) {
    if (value === undefined) continue;
    const column = columnOf(metadata, property);
    names.push(column.databaseName);
    marks.push(typeof value === 'function' ? value() : '?');
    if (typeof value !== 'function') values.push(stored(column, value, sqlite));
  }
  return { table: metadata.tableName, names, marks, values };
}

/** What writes new rows with the same columns, at least one; a column that is not given is null. */
export function insertion<T extends object>(manager: EntityManager, entity: EntityClass<T>, rows: readonly Values<T>[]): Statement {
  const all = rows.map((row) => pieces(manager, entity, row));
  const { table, names } = all[0]!;
  const tuples = all.map(({ marks }) => `(${marks.join(', ')})`);
  return { sql: `INSERT INTO ${table} (${names.join(', ')}) VALUES ${tuples.join(', ')}`, values: all.flatMap(({ values }) => values) };
}

/** What changes the rows that have the values of `where`. */
export function updating<T extends object>(manager: EntityManager, entity: EntityClass<T>, set: Values<T>, where: Values<T>): Statement {
  const { table, names, marks, values } = pieces(manager, entity, set);
  const condition = pieces(manager, entity, where);
  const assignments = names.map((name, n) => `${name} = ${marks[n]}`).join(', ');
  const sql = `UPDATE ${table} SET ${assignments} WHERE ${condition.names.map((name) => `${name} = ?`).join(' AND ')}`;
  return { sql, values: [...values, ...condition.values] };
}
