import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { isEmbedded } from './data-source.js';
import { type SqlValue, type Statement, storedInstant } from './database.js';
import { memo } from './memo.js';
import { columnOf } from './row-mapper.js';

/** Columns whose values are SQL, by property. */
type Computed = Readonly<Record<string, string>>;
const none: Computed = {};

/** A column as it is written. */
interface WrittenColumn {
  readonly property: string;
  readonly name: string;
  /** A value as the database keeps it. */
  readonly stored: (value: unknown) => SqlValue;
}

type Row = Record<string, unknown>;

const knownInserts = new WeakMap<EntityMetadata, WeakMap<Computed, Insert>>();
const knownWriters = new WeakMap<ColumnMetadata, WrittenColumn>();

const writtenColumn = (column: ColumnMetadata): WrittenColumn =>
  memo(knownWriters, column, () => ({ property: column.propertyName, name: column.databaseName, stored: storing(column) }));

function storing({ type, entityMetadata }: ColumnMetadata): WrittenColumn['stored'] {
  const embedded = isEmbedded(entityMetadata.connection);
  const convert: (value: unknown) => SqlValue =
    type === 'json'
      ? JSON.stringify
      : type === 'datetime'
        ? (value) => storedInstant(value as string)
        : embedded && type === 'boolean'
          ? Number
          : (value) => value as SqlValue;
  return (value) => (value == null ? null : convert(value));
}

/** What writes rows of a table: every column of it, so that one text serves all of them. */
interface Insert {
  readonly into: string;
  readonly tuple: string;
  /** Those that have a mark. */
  readonly columns: readonly WrittenColumn[];
}

const insertOf = (metadata: EntityMetadata, computed: Computed): Insert =>
  memo(
    memo(knownInserts, metadata, () => new WeakMap<Computed, Insert>()),
    computed,
    () => {
      const all = metadata.columns.map(writtenColumn);
      return {
        into: `${metadata.tableName} (${all.map(({ name }) => name).join(', ')})`,
        tuple: `(${all.map(({ property }) => computed[property] ?? '?').join(', ')})`,
        columns: all.filter(({ property }) => computed[property] === undefined),
      };
    },
  );

/** What writes new rows, at least one; a column that is not given is null. `computed` is the same object each time. */
export function insertion<T extends object>(metadata: EntityMetadata, rows: readonly Partial<T>[], computed: Computed = none): Statement {
  const { into, tuple, columns } = insertOf(metadata, computed);
  const values: SqlValue[] = [];
  for (const row of rows as readonly Row[]) for (const { property, stored } of columns) values.push(stored(row[property]));
  return { sql: `INSERT INTO ${into} VALUES ${rows.map(() => tuple).join(', ')}`, values };
}

/**
 * What gives a row the values of `patch` but those that are undefined. With `read`, the status and the version that the row was read with, it
 * does where the row still has them: where it has not, its status would become null, which the table refuses ({@link isLostRace}). So it may
 * stand before a COMMIT that is sent along. MariaDB and MySQL have each assignment see what those before it did: `status` then comes first.
 */
export function updating<T extends object>(
  metadata: EntityMetadata,
  id: string,
  patch: Partial<T>,
  read?: { readonly status: string; readonly version: number },
): Statement {
  const values: SqlValue[] = [];
  let set = '';
  for (const property in patch) {
    const value = patch[property];
    if (value === undefined) continue;
    const { name, stored } = writtenColumn(columnOf(metadata, property));
    if (read && property === 'status') values.push(read.status, read.version);
    values.push(stored(value));
    const mark = read && property === 'status' ? 'CASE WHEN status = ? AND version = ? THEN ? END' : '?';
    set += `${set && ', '}${name} = ${mark}`;
  }
  return { sql: `UPDATE ${metadata.tableName} SET ${set} WHERE id = ?`, values: [...values, id] };
}
