import type { PoolConnection } from 'mysql2';
import type { QueryRunner } from 'typeorm';
import { isEmbedded } from './data-source.js';
import { promised, type SqlValue } from './database.js';
import type { Statement } from './written-rows.js';

type Row = Record<string, unknown>;

/** What the statements of one transaction go over. */
export interface Session {
  rows(sql: string, values: readonly SqlValue[]): Promise<Row[]>;
  /** Answers how many rows it changed. */
  change(statement: Statement): Promise<number>;
  /** Sends statements in one packet, and answers what each came to; null for the embedded database, to which there is no way. */
  readonly together: ((statements: readonly Statement[]) => Promise<unknown[]>) | null;
}

/** The session of a transaction that TypeORM has begun. */
export async function sessionOf(runner: QueryRunner): Promise<Session> {
  if (isEmbedded(runner.connection)) {
    return {
      rows: (sql, values) => runner.query(sql, values as SqlValue[]),
      change: async ({ sql, values }) => (await runner.query(sql, values, true)).affected ?? 0,
      together: null,
    };
  }
  // Straight over the connection, and prepared: TypeORM makes half a dozen promises for each statement (docs/adr/0034).
  const connection: PoolConnection = await runner.connect();
  const execute = <R>(sql: string, values: readonly SqlValue[]): Promise<R> =>
    promised((done) => connection.execute(sql, values as SqlValue[], done));
  return {
    rows: execute,
    change: async ({ sql, values }) => (await execute<{ affectedRows: number }>(sql, values)).affectedRows,
    together: (statements) =>
      promised((done) =>
        connection.query(
          statements.map(({ sql }) => sql).join('; '),
          statements.flatMap(({ values }) => values),
          done,
        ),
      ),
  };
}
