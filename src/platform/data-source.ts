import type { Pool, PoolOptions } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from '../entities/all.js';
import { migrations } from '../migrations/all.js';
import { SnakeCaseNaming } from './naming.js';

/** The database engines that are supported. */
export type Engine = 'sqlite' | 'mariadb' | 'mysql';

/** Milliseconds until a statement or a connection attempt is given up. */
export const statementTimeoutMs = 4000;

/** What TypeORM asks of mysql2. */
export interface MysqlDriver {
  createPool(options: PoolOptions): Pool;
}

const common = {
  entities,
  migrations,
  namingStrategy: new SnakeCaseNaming(),
  synchronize: false,
  migrationsTransactionMode: 'each',
} as const;

/** Which engine an address leads to: `mysql:` and `mariadb:` servers are asked, since each answers to the other's name. */
export async function engineAt(url: string): Promise<Engine> {
  if (url.startsWith('file:')) return 'sqlite';
  const connection = await createConnection({ uri: mysqlUri(url), connectTimeout: statementTimeoutMs });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return /mariadb/i.test((rows as { version: string }[])[0]?.version ?? '') ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

/** TypeORM's options for an engine at an address; `driver` makes the pool in place of mysql2. */
async function dataSourceOptions(engine: Engine, url: string, poolSize: number, driver?: MysqlDriver): Promise<DataSourceOptions> {
  if (engine === 'sqlite') {
    // Loaded where it is used: its binary takes 8 MB.
    const { EmbeddedDatabase } = await import('./embedded.js');
    return {
      ...common,
      type: 'better-sqlite3',
      driver: EmbeddedDatabase,
      database: sqlitePath(url),
      enableWAL: true,
      timeout: statementTimeoutMs,
      prepareDatabase: (connection: { exec(sql: string): void }) => connection.exec('PRAGMA synchronous = FULL'),
    };
  }
  return {
    ...common,
    type: engine,
    url: mysqlUri(url),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
    connectTimeout: statementTimeoutMs,
    ...(driver && { driver }),
  };
}

export const createDataSource = async (engine: Engine, url: string, poolSize = 10, driver?: MysqlDriver): Promise<DataSource> =>
  new DataSource(await dataSourceOptions(engine, url, poolSize, driver));

/** A data source that is connected. */
export const openDataSource = async (...where: Parameters<typeof createDataSource>): Promise<DataSource> =>
  (await createDataSource(...where)).initialize();

/** Whether a data source is an embedded database, whose SQL differs in places from that of the servers. */
export const isEmbedded = ({ options }: DataSource): boolean => options.type === 'better-sqlite3';

/** The file of an embedded database; `url` is file:PATH. */
export const sqlitePath = (url: string): string => url.slice('file:'.length);
/** The address as mysql2 takes it: the scheme mariadb: is ours. */
export const mysqlUri = (url: string): string => url.replace(/^mariadb:/, 'mysql:');
