import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { IndexMetadata } from 'typeorm/metadata/IndexMetadata.js';
import { memo } from './memo.js';

type Row = Record<string, unknown>;

/** The SELECT list for some columns of a table, and what makes an object of the entity's class of a row: with just those properties. */
export interface RowMapper {
  readonly select: string;
  readonly map: (row: Row) => Row;
}

const parseJson = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
/** 2026-03-01 08:30:00.000 → 2026-03-01T08:30:00.000Z; the database keeps UTC, and mysql2 leaves a fraction of zero out. TypeORM's connections make a Date. */
const toInstant = (value: unknown): unknown =>
  typeof value === 'string'
    ? `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, 23).padEnd(3, '0')}Z`
    : (value as Date).toISOString();
const converters: Readonly<Record<string, (value: unknown) => unknown>> = {
  json: parseJson,
  datetime: toInstant,
  boolean: Boolean,
  bigint: Number,
};

const mappers = new WeakMap<EntityMetadata, Map<string, RowMapper>>();

/** The mapper for the given properties of an entity, made once; all of them when none are named. */
export function rowMapper(metadata: EntityMetadata, properties: readonly string[] | null): RowMapper {
  const known = memo(mappers, metadata, () => new Map<string, RowMapper>());
  return memo(known, String(properties), () => makeMapper(metadata, properties));
}

function makeMapper(metadata: EntityMetadata, properties: readonly string[] | null): RowMapper {
  const columns = metadata.columns.filter((column) => !properties || properties.includes(column.propertyName));
  const converted = columns.flatMap((column): [string, (value: unknown) => unknown][] => {
    const convert = converters[String(column.type)];
    return convert ? [[column.propertyName, convert]] : [];
  });
  const entity = metadata.target as new () => Row;
  return {
    select: columns.map((column) => `${column.databaseName} AS ${quoted(column.propertyName)}`).join(', '),
    map: (row) => {
      for (const [property, convert] of converted) if (row[property] !== null) row[property] = convert(row[property]);
      // Of its class, since type-graphql would make a copy that is for each resolver that looks at it.
      return Object.assign(new entity(), row);
    },
  };
}

/** The column of a property. Throws when there is none: a mistake in the code. */
export function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyName(property);
  if (!column) throw new Error(`${metadata.name} has no column ${property}`);
  return column;
}

const indexes = new WeakMap<EntityMetadata, Map<string, string>>();

/** The index over some properties, by their names with commas between. Throws when there is none: a mistake in the code. */
export function indexOf(metadata: EntityMetadata, properties: string): string {
  const propertiesOf = ({ columns }: IndexMetadata): string => columns.map(({ propertyName }) => propertyName).join();
  const known = memo(indexes, metadata, () => new Map(metadata.indices.map((index) => [propertiesOf(index), index.name])));
  const name = known.get(properties);
  if (name === undefined) throw new Error(`${metadata.name} has no index over ${properties}`);
  return name;
}

/** What belongs to a relation, or to a table that is read whole. */
interface Belonging {
  readonly isNull?: readonly string[] | undefined;
  readonly orderBy: readonly string[];
}

/** A condition and an order: the rows of a relation or of a whole table, `where` being what else they fulfil. */
export function inOrder(metadata: EntityMetadata, { isNull = [], orderBy }: Belonging, ...where: readonly string[]): string {
  const name = (property: string): string => columnOf(metadata, property).databaseName;
  const conditions = [...where, ...isNull.map((property) => `${name(property)} IS NULL`)];
  return `${conditions.join(' AND ') || '1 = 1'} ORDER BY ${orderBy.map(name).join(', ')}`;
}

const quoted = (name: string): string => `\`${name}\``;
