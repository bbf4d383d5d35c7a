import type { Pool, PoolConnection } from 'mysql2';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { isEmbedded } from './data-source.js';
import { promised, type SqlValue, type Statement, valuesOf } from './database.js';

type Row = Record<string, unknown>;

/** What the statements of one transaction go over. */
export interface Session {
  /** Sends what reads, several statements in one packet where there is a way; answers the rows of each. */
  read(statements: readonly Statement[]): readonly Promise<Row[]>[];
  /** Answers how many rows it changed. */
  change(statement: Statement): Promise<number>;
  /** Sends statements in one packet, and answers what each came to; null for the embedded database, to which there is no way. */
  readonly together: ((statements: readonly Statement[]) => Promise<unknown[]>) | null;
  /** TypeORM, within the transaction. */
  manager(): EntityManager;
  /** Sends the last statements, and commits, on a server in one packet; answers what each came to there. */
  commit(last: readonly Statement[]): Promise<unknown[]>;
  rollback(): Promise<void>;
  release(): Promise<void>;
}

/** A session, in which a transaction begins at once or with its first statement. */
export const openSession = (source: DataSource): Promise<Session> => (isEmbedded(source) ? embeddedSession(source) : serverSession(source));

async function embeddedSession(source: DataSource): Promise<Session> {
  const runner = source.createQueryRunner();
  const change: Session['change'] = async ({ sql, values }) => (await runner.query(sql, values as SqlValue[], true)).affected ?? 0;
  const session: Session = {
    read: (statements) => statements.map(({ sql, values }) => runner.query(sql, values as SqlValue[])),
    change,
    together: null,
    manager: () => runner.manager,
    commit: async (last) => {
      for (const statement of last) await change(statement);
      await runner.commitTransaction();
      return [];
    },
    rollback: async () => {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
    },
    release: () => runner.release(),
  };
  await runner.startTransaction().catch(async (error) => {
    await session.rollback().catch(() => {});
    throw error;
  });
  return session;
}

const [beginning, committing, takingBack] = ['START TRANSACTION', 'COMMIT', 'ROLLBACK'].map((sql): Statement => ({ sql, values: [] }));

/** Straight over a connection of TypeORM's pool, and prepared: TypeORM makes half a dozen promises for each statement (docs/adr/0034). */
async function serverSession(source: DataSource): Promise<Session> {
  const { pool } = source.driver as unknown as { readonly pool: Pool };
  const connection = await promised<PoolConnection>((done) => pool.getConnection(done));
  let begun = false;
  /** TypeORM's, over the same connection; most transactions do without. */
  let runner: QueryRunner | null = null;

  const send = (statements: readonly Statement[]): Promise<unknown[]> => {
    const text = statements.map(({ sql }) => sql).join('; ');
    const sent = promised<unknown>((done) => connection.query(text, valuesOf(statements), done));
    // Of one statement mysql2 tells what it came to, not a list.
    return statements.length === 1 ? sent.then((result) => [result]) : (sent as Promise<unknown[]>);
  };
  /** The first takes the beginning along. */
  const together = (statements: readonly Statement[]): Promise<unknown[]> => {
    if (begun) return send(statements);
    begun = true;
    return send([beginning!, ...statements]).then((results) => results.slice(1));
  };
  const one = <R>(statement: Statement): Promise<R> =>
    begun
      ? promised((done) => connection.execute(statement.sql, statement.values as SqlValue[], done))
      : together([statement]).then(([result]) => result as R);
  return {
    read: (statements) => {
      if (statements.length === 1) return [one<Row[]>(statements[0]!)];
      const sent = together(statements);
      return statements.map((_, n) => sent.then((results) => results[n] as Row[]));
    },
    change: async (statement) => (await one<{ affectedRows: number }>(statement)).affectedRows,
    together,
    manager: () => {
      // Whatever is wrong with it the next statement, which follows at once, meets as well.
      if (!begun) connection.query(beginning!.sql, () => {});
      begun = true;
      runner ??= Object.assign(source.createQueryRunner(), { databaseConnection: connection, isTransactionActive: true });
      return runner.manager;
    },
    // Of nothing that was read or written there is nothing to commit.
    commit: async (last) => (begun || last.length > 0 ? together([...last, committing!]) : []),
    rollback: async () => {
      if (begun) await send([takingBack!]);
    },
    // TypeORM's refuses from then on whoever goes on with it.
    release: async () => (runner ? runner.release() : connection.release()),
  };
}
