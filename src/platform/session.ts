import type { Pool, PoolConnection } from 'mysql2';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { isEmbedded } from './data-source.js';
import { promised, type SendReads, type SqlValue, type Statement, valuesOf } from './database.js';

type Row = Record<string, unknown>;

/** What the statements of one transaction go over. */
export interface Session {
  /** Whether it is that of the embedded database, to which nothing travels. */
  readonly embedded: boolean;
  /** Sends what reads, several statements in one packet on a server. */
  readonly read: SendReads;
  /** Sends statements, on a server in one packet; answers what each came to. */
  write(statements: readonly Statement[]): Promise<unknown[]>;
  /** TypeORM, within the transaction. */
  manager(): EntityManager;
  /** Sends the last statements, and commits, on a server in one packet; answers what each came to. */
  commit(last: readonly Statement[]): Promise<unknown[]>;
  rollback(): Promise<void>;
  release(): void;
}

/** A session, in which a transaction begins at once or with its first statement. */
export const openSession = (source: DataSource): Promise<Session> => (isEmbedded(source) ? embeddedSession(source) : serverSession(source));

async function embeddedSession(source: DataSource): Promise<Session> {
  const runner = source.createQueryRunner();
  const query = ({ sql, values }: Statement) => runner.query(sql, values as SqlValue[]);
  const write: Session['write'] = async (statements) => {
    const results: unknown[] = [];
    for (const statement of statements) results.push(await query(statement));
    return results;
  };
  const session: Session = {
    embedded: true,
    read: (statements, done) => {
      for (const [n, statement] of statements.entries())
        query(statement).then(
          (rows) => done(n, null, rows),
          (error) => done(n, error),
        );
    },
    write,
    manager: () => runner.manager,
    commit: async (last) => {
      const results = await write(last);
      await runner.commitTransaction();
      return results;
    },
    rollback: async () => {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
    },
    // It has nothing to wait for.
    release: () => void runner.release(),
  };
  await runner.startTransaction().catch(async (error) => {
    await session.rollback().catch(() => {});
    throw error;
  });
  return session;
}

const plain = (sql: string): Statement => ({ sql, values: [] });
const beginning = plain('START TRANSACTION');
const committing = plain('COMMIT');
const takingBack = plain('ROLLBACK');

/** Straight over a connection of TypeORM's pool, and prepared: TypeORM makes half a dozen promises for each statement (docs/adr/0034). */
function serverSession(source: DataSource): Promise<Session> {
  const { pool } = source.driver as unknown as { readonly pool: Pool };
  return promised((done) => pool.getConnection((error, connection) => done(error, error ? undefined : sessionOver(connection, source))));
}

function sessionOver(connection: PoolConnection, source: DataSource): Session {
  let begun = false;
  /** TypeORM's, over the same connection; most transactions do without. */
  let runner: QueryRunner | null = null;

  const send = (statements: readonly Statement[], done: (error: unknown, results?: unknown) => void): void => {
    connection.query(statements.map(({ sql }) => sql).join('; '), valuesOf(statements), done);
  };
  /** Answers what each statement came to. The first takes the beginning along. */
  const sendWithin = (statements: readonly Statement[], done: (error: unknown, results: unknown[]) => void): void => {
    const ahead = begun ? 0 : 1;
    begun = true;
    send(ahead > 0 ? [beginning, ...statements] : statements, (error, results) => {
      // Of one statement mysql2 tells what it came to, not a list.
      const all = ahead + statements.length > 1 ? (results as unknown[] | undefined) : [results];
      done(error, all && ahead > 0 ? all.slice(ahead) : (all ?? []));
    });
  };
  const write = (statements: readonly Statement[]): Promise<unknown[]> => promised((done) => sendWithin(statements, done));
  return {
    embedded: false,
    read: (statements, done) => {
      const [first] = statements as [Statement];
      const doneAll = (error: unknown, results: unknown[]): void => {
        for (const n of statements.keys()) done(n, error, results[n] as Row[]);
      };
      try {
        if (begun && statements.length === 1)
          connection.execute(first.sql, first.values as SqlValue[], (error, rows) => doneAll(error, [rows]));
        else sendWithin(statements, doneAll);
      } catch (error) {
        // A value that cannot be sent.
        doneAll(error, []);
      }
    },
    write,
    manager: () => {
      // Whatever is wrong with it the next statement, which follows at once, meets as well.
      if (!begun) connection.query(beginning.sql, () => {});
      begun = true;
      runner ??= Object.assign(source.createQueryRunner(), { databaseConnection: connection, isTransactionActive: true });
      return runner.manager;
    },
    // Of nothing that was read or written there is nothing to commit.
    commit: (last) => (begun || last.length > 0 ? write([...last, committing]) : Promise.resolve([])),
    rollback: async () => {
      if (begun) await promised((done) => send([takingBack], done));
    },
    // TypeORM's refuses from then on whoever goes on with it, and has nothing to wait for.
    release: () => void (runner ? runner.release() : connection.release()),
  };
}
