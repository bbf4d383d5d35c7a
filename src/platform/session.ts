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
  /** Begins the transaction, for statements of TypeORM's: of those above the first takes the beginning along. */
  begin(): void;
}

const beginning: Statement = { sql: 'START TRANSACTION', values: [] };

/** The session of a transaction. */
export async function sessionOf(runner: QueryRunner): Promise<Session> {
  if (isEmbedded(runner.connection)) {
    await runner.startTransaction();
    return {
      rows: (sql, values) => runner.query(sql, values as SqlValue[]),
      change: async ({ sql, values }) => (await runner.query(sql, values, true)).affected ?? 0,
      together: null,
      begin: () => {},
    };
  }
  // Straight over the connection, and prepared: TypeORM makes half a dozen promises for each statement (docs/adr/0034).
  const connection: PoolConnection = await runner.connect();
  const send = (statements: readonly Statement[]): Promise<unknown[]> => {
    const text = statements.map(({ sql }) => sql).join('; ');
    const values = statements.flatMap((statement) => statement.values);
    const sent = promised<unknown>((done) => connection.query(text, values, done));
    // Of one statement mysql2 tells what it came to, not a list.
    return statements.length === 1 ? sent.then((result) => [result]) : (sent as Promise<unknown[]>);
  };
  /** What has to be sent before the next statement. Told to TypeORM, which begins no transaction within one, and rolls back what has begun. */
  const before = (): readonly Statement[] => {
    if (runner.isTransactionActive) return [];
    (runner as { isTransactionActive: boolean }).isTransactionActive = true;
    return [beginning];
  };
  const together = (statements: readonly Statement[]): Promise<unknown[]> => {
    const first = before();
    return first.length === 0 ? send(statements) : send([...first, ...statements]).then((results) => results.slice(first.length));
  };
  const execute = <R>(sql: string, values: readonly SqlValue[]): Promise<R> =>
    runner.isTransactionActive
      ? promised((done) => connection.execute(sql, values as SqlValue[], done))
      : together([{ sql, values: [...values] }]).then(([result]) => result as R);
  return {
    rows: execute,
    change: async ({ sql, values }) => (await execute<{ affectedRows: number }>(sql, values)).affectedRows,
    together,
    begin: () => {
      // Whatever is wrong with it the next statement, which follows at once, meets as well.
      for (const { sql } of before()) connection.query(sql, () => {});
    },
  };
}
