import type { Socket } from 'node:net';
import { type Connection, createConnection, createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2';
import type { Breaker } from './breaker.js';
import { bounded, type Callback, hasPatience, type Outcome, timeout, timeoutCode } from './waits.js';

/** Milliseconds until a connection attempt is given up. */
const connectTimeoutMs = 3000;
/** Milliseconds within which a server that is there answers a probe. */
const probeTimeoutMs = 1400;
/** Milliseconds that a server has to close the connections that are ended. */
const goodbyeMs = 1000;

/** What the sessions of a pool are told, and for how many milliseconds an idle one is kept. */
interface Sessions {
  readonly sql: readonly string[];
  readonly idleMs: number;
}

/** For reads outside transactions: these leave nothing behind that a session could hold. */
export const reading: Sessions = { sql: [], idleMs: 10_000 };

/**
 * For transactions. A lock is waited for no longer than a caller waits. The server ends a session that says nothing for 5 s: one that a
 * broken network has orphaned within a transaction would hold its locks, the event counter's too, for 8 hours. Idle connections are
 * therefore let go earlier.
 */
export const writing: Sessions = {
  sql: [
    // Nothing is cut off or put in place of what is wrong: a transaction may rely on what the tables refuse.
    "SET SESSION innodb_lock_wait_timeout = 3, SESSION wait_timeout = 5, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')",
    // Each step locks the row that it stands on: here, once, it costs no statement of each transaction.
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  ],
  idleMs: 2500,
};

/** What a pool holds at the moment. */
export interface PoolUse {
  readonly open: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
}

type Send = (...args: unknown[]) => unknown;
type Take = Parameters<Pool['getConnection']>[0];

/**
 * A pool of mysql2 in which nothing waits for ever: neither for a connection nor for a statement, each at most as long as the caller has
 * patience. mysql2 by itself gives a connection whose statement timed out to the next caller, who then waits behind it without a limit,
 * or loses its place in the pool: here it is destroyed, and so is every other that has not answered since.
 */
export function createPatientPool(options: PoolOptions, breaker: Breaker, sessions: Sessions): Pool {
  const { connectionLimit = 10 } = options;
  const pool = createPool({
    ...options,
    connectionLimit,
    // No stack for each statement: an error tells its SQL.
    trace: false,
    connectTimeout: connectTimeoutMs,
    // Below the limit, or mysql2 lets no idle connection go.
    maxIdle: connectionLimit - 1,
    idleTimeout: sessions.idleMs,
  });
  const answeredAt = new WeakMap<PoolConnection, number>();
  let distrustedAt = 0;
  const distrust = (): void => {
    distrustedAt = performance.now();
    breaker.timedOut();
  };

  const take = pool.getConnection.bind(pool);
  const takeTrusted = (callback: Callback): void =>
    take((error, connection) => {
      if (error?.code === 'ETIMEDOUT') distrust();
      if (error || (answeredAt.get(connection) ?? Number.POSITIVE_INFINITY) > distrustedAt) return callback(error, connection);
      discard(connection);
      pool.getConnection(callback as Take);
    });
  pool.getConnection = (callback) => {
    if (breaker.open) return void process.nextTick(callback, timeout('the database does not answer'));
    // One that is idle is there at once. Who has no patience left gets none: its statement would not be sent, and the connection be lost.
    if (usageOf(pool).idle > 0 && hasPatience()) return takeTrusted(callback as Callback);
    bounded(
      takeTrusted,
      callback as Callback,
      // It came too late for this caller.
      (connection) => (connection as PoolConnection).release(),
    );
  };

  const end = pool.end.bind(pool);
  pool.end = (callback) => {
    const connections = connectionsOf(pool);
    // A server that is lost says no goodbye: mysql2 would wait for it without a limit, or leave its connections open, and the process with them.
    const over: typeof callback = (error) => {
      clearTimeout(timer);
      for (const connection of connections.splice(0)) discard(connection);
      callback?.(error);
    };
    const timer = setTimeout(over, goodbyeMs, null);
    end(over);
  };

  pool.on('connection', (connection) => {
    const methods = connection as unknown as Record<'query' | 'execute', Send>;
    for (const method of ['query', 'execute'] as const) {
      const send = methods[method].bind(connection);
      methods[method] = (...args) => {
        const callback = args.pop() as Callback;
        const begun = performance.now();
        bounded(
          (done) => send(...args, done),
          (error, ...results) => {
            if (error?.code === timeoutCode) {
              // It may be within a transaction, which must never be the next caller's.
              discard(connection);
              if (performance.now() - begun >= probeTimeoutMs) distrust();
            } else {
              answeredAt.set(connection, performance.now());
              breaker.answered();
            }
            callback(error && coded(error), ...results);
          },
        );
      };
    }
    for (const sql of sessions.sql) connection.query(sql, () => {});
    // TypeORM asks for it with each statement, and mysql2 would make a new one: 3 % of a decision's CPU.
    const promising = connection.promise();
    connection.promise = () => promising;
  });
  return pool;
}

/** mysql2 gives no code to what is sent over a connection that has been closed. */
const coded = (error: Outcome): Outcome =>
  error.fatal && !error.code ? Object.assign(error, { code: 'PROTOCOL_CONNECTION_LOST' }) : error;

/** Closes a connection at once, and takes it out of its pool: destroy() by itself says goodbye and waits for the other side. */
function discard(connection: Connection): void {
  connection.destroy();
  (connection as unknown as { readonly stream: Socket }).stream.destroy();
}

/** The connections that a pool has, of which mysql2 tells nothing. */
const connectionsOf = (pool: Pool): PoolConnection[] =>
  (pool as unknown as { _allConnections: { toArray(): PoolConnection[] } })._allConnections.toArray();

/** What a pool holds, of which mysql2 tells nothing. */
export function usageOf(pool: Pool): PoolUse {
  const { _allConnections, _freeConnections, _connectionQueue } = pool as unknown as Record<string, { length: number }>;
  return { open: _allConnections!.length, idle: _freeConnections!.length, waiting: _connectionQueue!.length };
}

/** Throws when the server at an address does not answer a new connection within 1.4 s. */
export function ping(uri: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = createConnection({ uri, connectTimeout: probeTimeoutMs });
    const done = (error: Error | null): void => {
      clearTimeout(timer);
      discard(connection);
      error ? reject(error) : resolve();
    };
    const timer = setTimeout(() => done(timeout('no answer to a probe')), probeTimeoutMs);
    connection.on('error', done);
    connection.query('SELECT 1', (error: Error | null) => done(error));
  });
}
