import type { ColumnOptions, ValueTransformer } from 'typeorm';
import type { Instant } from '../domain/words.js';

const asInstant: ValueTransformer = {
  to: (value: Instant | null | undefined) => (typeof value === 'string' ? new Date(value) : value),
  from: (value: Date | null) => value?.toISOString() ?? null,
};

/** A text of at most `length` code points. */
export const varchar = (length: number) => ({ type: 'varchar', length }) as const;
/** An instant in UTC with milliseconds; in code an RFC 3339 string. */
export const instant = { type: 'datetime', precision: 3, transformer: asInstant } as const;
/** A longer text: up to 65,535 bytes on MySQL. */
export const text = { type: 'text' } as const;
/** A value of an enum of the domain, by name. */
export const word = varchar(40);
/** An id: a prefix that names the type, and 26 characters that sort by creation time (TypeID). */
export const id = varchar(40);
/** A JSON document. */
export const json = { type: 'json' } as const;
/** Columns that hold what a JSON document of the same row has as a member: which document, and which member. */
export type MembersOf<T> = Readonly<Partial<Record<keyof T & string, readonly [document: keyof T & string, member: string]>>>;
/** A sha256 in hexadecimal. */
export const sha256 = varchar(64);
/** The same column, but it may be null. */
export const optional = (column: ColumnOptions): ColumnOptions => ({ ...column, nullable: true });

/** Both sides of every foreign key: nothing that is referred to can be erased or renumbered. */
export const restrict = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;
