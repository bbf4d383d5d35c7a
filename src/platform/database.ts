import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pool, PoolOptions } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import type { DataSource, EntityMetadata } from 'typeorm';
import { Breaker } from './breaker.js';
import { type Engine, engineAt, mysqlUri, openDataSource, sqlitePath, statementTimeoutMs } from './data-source.js';
import { sha256Of } from './hash.js';
import { createPatientPool, type PoolUse, ping, reading, usageOf, writing } from './mysql-pool.js';

/** A value that a statement takes. */
export type SqlValue = string | number | boolean | null;
type Row = Record<string, unknown>;
/** A statement, with its values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}
/** The values of statements, or of parts of one, in their order. */
export function valuesOf(parts: readonly { readonly values: readonly SqlValue[] }[]): SqlValue[] {
  const all: SqlValue[] = [];
  // flatMap takes ten times as long.
  for (const { values } of parts) all.push(...values);
  return all;
}
/** Called with what the nth statement found, or with why there is nothing. It throws nothing. */
type DoneReading = (n: number, error: unknown, rows?: Row[]) => void;
/** Sends several statements that read, each by itself or all in one packet. */
export type SendReads = (statements: readonly Statement[], done: DoneReading) => void;
/** A class with a table. */
export type EntityClass<T> = new () => T;

/** Runs reads: plain rows, never entities, through prepared statements. */
interface ReadConnection {
  read(sql: string, values: readonly SqlValue[], done: (error: unknown, rows?: Row[]) => void): void;
  ping(): Promise<void>;
  /** What the pools hold; nothing for the embedded database. */
  use(): Readonly<Record<string, PoolUse>>;
  close(): Promise<void>;
}

/** The database: TypeORM writes, and a connection of its own reads rows. */
export class Database {
  /** Called with every statement that reads; tests count and explain them. */
  onRead: (sql: string, values: readonly SqlValue[]) => void = () => {};

  private constructor(
    readonly engine: Engine,
    readonly dataSource: DataSource,
    private readonly reads: ReadConnection,
  ) {}

  /**
   * Opens the database at an address. Throws when it cannot be reached. It is not migrated: see {@link migrate}. `onLost` is told when a
   * server stops answering and when it does again; meanwhile every statement fails at once.
   */
  static async open(url: string, poolSize = 10, onLost: (lost: boolean) => void = () => {}): Promise<Database> {
    const engine = await engineAt(url);
    if (engine === 'sqlite') {
      await mkdir(dirname(sqlitePath(url)), { recursive: true });
      const dataSource = await openDataSource(engine, url);
      const { openReads } = await import('./embedded.js');
      return new Database(engine, dataSource, openReads(sqlitePath(url), statementTimeoutMs));
    }
    const breaker = new Breaker(() => ping(mysqlUri(url)), onLost);
    const pools: Record<string, Pool> = {};
    const driver = {
      createPool(options: PoolOptions): Pool {
        // What ends a transaction travels at once (see Transaction.commit). Values are given by marks, never put into the text by us.
        pools.write = createPatientPool({ ...options, multipleStatements: true, maxPreparedStatements: 50 }, breaker, writing);
        return pools.write;
      },
    };
    const dataSource = await openDataSource(engine, url, poolSize, driver);
    pools.read = createPatientPool({ ...readOptions, uri: mysqlUri(url), connectionLimit: poolSize }, breaker, reading);
    return new Database(engine, dataSource, mysqlReads(url, pools.read, pools, breaker));
  }

  metadata(entity: EntityClass<unknown>): EntityMetadata {
    return this.dataSource.getMetadata(entity);
  }

  /** Reads rows as they are. Outside transactions: it sees what has been committed. */
  rows(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return promised((done) => this.read(sql, values, done));
  }

  /** Like {@link rows}, of several statements, each by itself. */
  readonly rowsOfEach: SendReads = (statements, done) => {
    for (const [n, { sql, values }] of statements.entries()) this.read(sql, values, (error, rows) => done(n, error, rows));
  };

  private read(sql: string, values: readonly SqlValue[], done: (error: unknown, rows?: Row[]) => void): void {
    this.onRead(sql, values);
    this.reads.read(sql, values, done);
  }

  /** Has a write into the embedded database fail at once while another process writes: for who waits without holding up this one, as UnitOfWork does. */
  async failWhenBusy(): Promise<void> {
    if (this.engine === 'sqlite') await this.dataSource.query('PRAGMA busy_timeout = 0');
  }

  /** Throws when the database does not answer. */
  ping(): Promise<void> {
    return this.reads.ping();
  }

  /** What the pools of connections hold, by name. */
  use(): Readonly<Record<string, PoolUse>> {
    return this.reads.use();
  }

  async close(): Promise<void> {
    await this.reads.close();
    await this.dataSource.destroy();
  }
}

const readOptions: PoolOptions = { charset: 'utf8mb4_bin', timezone: 'Z', dateStrings: true, maxPreparedStatements: 200 };

function mysqlReads(url: string, pool: Pool, pools: Readonly<Record<string, Pool>>, breaker: Breaker): ReadConnection {
  return {
    read: (sql, values, done) =>
      pool.getConnection((lacking, connection) => {
        if (lacking) return done(lacking);
        const release = (error: unknown, rows?: unknown): void => {
          connection.release();
          done(error, rows as Row[]);
        };
        try {
          connection.execute(sql, values as SqlValue[], release);
        } catch (error) {
          // A value that cannot be sent.
          release(error);
        }
      }),
    // Over a connection of its own: that all others are busy is no sign that the server is lost.
    ping: () => ping(mysqlUri(url)),
    use: () => Object.fromEntries(Object.entries(pools).map(([name, each]) => [name, usageOf(each)])),
    close: () => {
      breaker.stop();
      return promised<void>((done) => pool.end(done));
    },
  };
}

/** What calls back, awaited. */
export const promised = <T>(work: (done: (error: unknown, result?: unknown) => void) => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    work((error, result) => (error ? reject(error) : resolve(result as T)));
  });

/**
 * Brings the tables up to date, once however many processes start together: a lock of the server, or of a file beside the embedded
 * database, is held meanwhile and ends with the process. Makes the database when it is missing and the user may. Answers the names
 * of the migrations that ran.
 */
export async function migrate(url: string): Promise<string[]> {
  await createIfMissing(url);
  const engine = await engineAt(url);
  const release = await (engine === 'sqlite' ? lockFile(url) : lockServer(url));
  try {
    const dataSource = await openDataSource(engine, url, 2);
    try {
      return (await dataSource.runMigrations()).map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await release();
  }
}

const migrationLockSeconds = 60;

async function createIfMissing(url: string): Promise<void> {
  if (url.startsWith('file:')) return void (await mkdir(dirname(sqlitePath(url)), { recursive: true }));
  const address = new URL(mysqlUri(url));
  const name = decodeURIComponent(address.pathname.slice(1));
  address.pathname = '/';
  const connection = await createConnection({ uri: address.href, connectTimeout: statementTimeoutMs });
  try {
    const [found] = await connection.query('SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', [name]);
    if ((found as Row[]).length === 0) {
      await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name.replaceAll('`', '``')}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    }
  } finally {
    await connection.end();
  }
}

async function lockFile(url: string): Promise<() => Promise<void>> {
  const { lockBeside } = await import('./embedded.js');
  return lockBeside(sqlitePath(url), migrationLockSeconds * 1000);
}

async function lockServer(url: string): Promise<() => Promise<void>> {
  const connection = await createConnection({ uri: mysqlUri(url), connectTimeout: statementTimeoutMs });
  // Lock names hold for the whole server: the database's name is a part of it, hashed since a name may have 64 characters at most.
  const name = `joint-ops.${sha256Of(new URL(mysqlUri(url)).pathname).slice(0, 40)}`;
  const [rows] = await connection.query('SELECT GET_LOCK(?, ?) AS locked', [name, migrationLockSeconds]);
  if ((rows as { locked: number }[])[0]?.locked !== 1) {
    await connection.end();
    throw new Error(`Another process has been migrating this database for over ${migrationLockSeconds} seconds.`);
  }
  return () => connection.end();
}

/** Copies an embedded database into a file that is not there yet: one moment of it, whoever writes meanwhile. Throws for a server. */
export async function backup(url: string, file: string): Promise<void> {
  if (!url.startsWith('file:')) throw new Error('this database is a server: use mariadb-dump or mysqldump, as docs/operations.md says');
  if (!file) throw new Error('say into which file: joint-ops backup FILE');
  const { copyInto } = await import('./embedded.js');
  copyInto(sqlitePath(url), file, statementTimeoutMs);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a value is an instant as the code has it. */
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));

/** An instant as the database keeps it. */
export const storedInstant = (instant: string): string => instant.replace('T', ' ').slice(0, -1);

/** What may be an instant, as the database keeps it; other values as they are. */
export const storedValue = (value: SqlValue): SqlValue => (isInstant(value) ? storedInstant(value) : value);
