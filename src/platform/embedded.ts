import { setImmediate } from 'node:timers/promises';
import Sqlite from 'libsql';

/**
 * Takes the lock for writing when a transaction begins: one that reads first finds no other process's change in its way when it writes.
 * By exec, since libsql leaves a statement that met SQLITE_BUSY where it is, and all that is read later stays as old as that.
 */
export class EmbeddedDatabase extends Sqlite {
  override prepare(sql: string): never {
    if (sql !== 'BEGIN TRANSACTION') return super.prepare(sql) as never;
    const run = (): Sqlite.RunResult => {
      this.exec('BEGIN IMMEDIATE');
      return { changes: 0, lastInsertRowid: 0 };
    };
    return { reader: false, run } as never;
  }
}

type Row = Record<string, unknown>;

/** A second connection to the file: it never sees what a transaction of the first has not committed. */
export function openReads(path: string, timeoutMs: number) {
  const connection = new Sqlite(path, { timeout: timeoutMs });
  connection.pragma('query_only = ON');
  const statements = new Map<string, Sqlite.Statement>();
  const prepare = (sql: string): Sqlite.Statement => {
    let statement = statements.get(sql);
    if (!statement) {
      if (statements.size >= 200) statements.clear();
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    read: (sql: string, values: readonly (string | number | boolean | null)[], done: (error: unknown, rows?: Row[]) => void) => {
      const read = (): Row[] =>
        prepare(sql)
          .all(values.map((value) => (typeof value === 'boolean' ? Number(value) : value)))
          .map((row) => ({ ...(row as Row) }));
      // The answer is here at once: one who reads on and on, as the feed of a long log does, would let nobody else have a turn.
      setImmediate()
        .then(read)
        .then((rows) => done(null, rows), done);
    },
    ping: async () => {
      prepare('SELECT 1').all([]);
    },
    use: () => ({}),
    close: async () => {
      connection.close();
    },
  };
}

/** Takes the lock of a file beside a database, which ends with the process; waits for it. Answers what lets it go. */
export function lockBeside(path: string, timeoutMs: number): () => Promise<void> {
  const connection = new Sqlite(`${path}.migration-lock`, { timeout: timeoutMs });
  connection.exec('BEGIN EXCLUSIVE');
  return async () => {
    connection.exec('ROLLBACK');
    connection.close();
  };
}

/** Copies a database into a file that is not there yet: one moment of it, whoever writes meanwhile. */
export function copyInto(path: string, file: string, timeoutMs: number): void {
  const connection = new Sqlite(path, { timeout: timeoutMs });
  try {
    connection.prepare('VACUUM INTO ?').run([file]);
  } finally {
    connection.close();
  }
}
