import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { IndexMetadata } from 'typeorm/metadata/IndexMetadata.js';
import type { MembersOf } from '../entities/columns.js';
import { isEmbedded } from './data-source.js';
import { memo } from './memo.js';

type Row = Record<string, unknown>;

/** A column as it is read. */
export interface SelectedColumn {
  /** The property that it becomes. */
  readonly name: string;
  readonly expression: string;
  /** What its values are for the database: those of one kind can stand in one column. */
  readonly kind: string;
}

/** Some columns of a table, as a SELECT list too, and what gives a row the values that its properties have. */
export interface RowMapper {
  /** Another one for each mapper. */
  readonly id: number;
  readonly columns: readonly SelectedColumn[];
  readonly select: string;
  readonly map: (row: Row) => Row;
}

const parseJson = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
const converters: Readonly<Record<string, (value: unknown) => unknown>> = {
  json: parseJson,
  boolean: Boolean,
  bigint: Number,
};

const kinds: Readonly<Record<string, string>> = {
  integer: 'number',
  bigint: 'number',
  boolean: 'number',
  varchar: 'text',
  text: 'text',
  datetime: 'text',
};

/**
 * What is read for a column. An instant is read as the text that the code has, 2026-03-01T08:30:00.000Z: the database keeps UTC, and what a
 * driver makes of it would have to be made anew (docs/adr/0034).
 */
function expressionOf({ databaseName, type }: ColumnMetadata, embedded: boolean): string {
  if (type !== 'datetime') return databaseName;
  const withT = `REPLACE(${databaseName}, ' ', 'T')`;
  return embedded ? `${withT} || 'Z'` : `CONCAT(${withT}, 'Z')`;
}

/** A column that holds a member of a document, or that member where the column is null. */
function memberOf({ databaseName, type }: ColumnMetadata, document: ColumnMetadata, member: string, embedded: boolean): string {
  const path = `${document.databaseName}, '$.${member}'`;
  if (embedded) return `COALESCE(${databaseName}, json_extract(${path}))`;
  // Not JSON_UNQUOTE, which some releases of MariaDB answer with ? for what is beyond three bytes (MDEV-35614).
  const text = `JSON_VALUE(${path})`;
  return `COALESCE(${databaseName}, ${type === 'integer' ? `CAST(${text} AS SIGNED)` : text})`;
}

/** A part of a row, by the property that each of its columns becomes. */
export function partOf(row: Row, columns: readonly (readonly [property: string, column: string])[]): Row {
  const part: Row = {};
  for (const [property, column] of columns) part[property] = row[column];
  return part;
}

let made = 0;
const mappers = new WeakMap<EntityMetadata, Map<string, RowMapper>>();
const mappersOfList = new WeakMap<object, WeakMap<EntityMetadata, RowMapper>>();
const allProperties = {};

/** The mapper for the given properties of an entity, made once; all of them when none are named. The same list is found without being read. */
export function rowMapper(metadata: EntityMetadata, properties: readonly string[] | null): RowMapper {
  const ofList = memo(mappersOfList, properties ?? allProperties, () => new WeakMap<EntityMetadata, RowMapper>());
  return memo(ofList, metadata, () => {
    const known = memo(mappers, metadata, () => new Map<string, RowMapper>());
    return memo(known, String(properties), () => makeMapper(metadata, properties));
  });
}

function makeMapper(metadata: EntityMetadata, properties: readonly string[] | null): RowMapper {
  const { membersOf = {} } = metadata.target as { membersOf?: MembersOf<Row> };
  // What has the whole row has the documents.
  const columns = metadata.columns.filter(({ propertyName: name }) => (properties ? properties.includes(name) : !membersOf[name]));
  const converted = columns.flatMap((column): [string, (value: unknown) => unknown][] => {
    const convert = converters[String(column.type)];
    return convert ? [[column.propertyName, convert]] : [];
  });
  const embedded = isEmbedded(metadata.connection);
  const selected = columns.map((column) => {
    const name = column.propertyName;
    const [document, member] = membersOf[name] ?? [];
    return {
      name,
      expression: document ? memberOf(column, columnOf(metadata, document), member!, embedded) : expressionOf(column, embedded),
      kind: kinds[String(column.type)] ?? String(column.type),
    };
  });
  return {
    id: ++made,
    columns: selected,
    select: selected.map(({ name, expression }) => `${expression} AS \`${name}\``).join(', '),
    map: (row) => {
      for (const [property, convert] of converted) if (row[property] !== null) row[property] = convert(row[property]);
      return row;
    },
  };
}

const columnsOf = new WeakMap<EntityMetadata, Map<string, ColumnMetadata>>();

/** The column of a property. Throws when there is none: a mistake in the code. */
export function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  // TypeORM looks through all of them each time.
  const known = memo(columnsOf, metadata, () => new Map(metadata.columns.map((column) => [column.propertyName, column])));
  const column = known.get(property);
  if (!column) throw new Error(`${metadata.name} has no column ${property}`);
  return column;
}

const indexes = new WeakMap<EntityMetadata, Map<string, string>>();

/** The index over some properties, by their names with commas between; undefined when there is none. */
export function indexOf(metadata: EntityMetadata, properties: string): string | undefined {
  const propertiesOf = ({ columns }: IndexMetadata): string => columns.map(({ propertyName }) => propertyName).join();
  const known = memo(indexes, metadata, () => new Map(metadata.indices.map((index) => [propertiesOf(index), index.name])));
  return known.get(properties);
}

/** What belongs to a relation, or to a table that is read whole. */
interface Belonging {
  readonly isNull?: readonly string[] | undefined;
  readonly orderBy: readonly string[];
}

const belongings = new WeakMap<EntityMetadata, WeakMap<Belonging, { readonly nulls: string; readonly orderBy: string }>>();

/** The condition and the order of the rows of a relation or of a whole table, `condition` being what else they fulfil. */
export function whereAndOrder(metadata: EntityMetadata, belonging: Belonging, condition = '') {
  const known = memo(belongings, metadata, () => new WeakMap());
  const { nulls, orderBy } = memo(known, belonging, () => {
    const name = (property: string): string => columnOf(metadata, property).databaseName;
    const isNull = (belonging.isNull ?? []).map((property) => `${name(property)} IS NULL`);
    return { nulls: isNull.join(' AND '), orderBy: belonging.orderBy.map(name).join(', ') };
  });
  return { where: condition && nulls ? `${condition} AND ${nulls}` : condition || nulls || '1 = 1', orderBy };
}
