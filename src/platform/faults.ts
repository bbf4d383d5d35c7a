/** Another made the row first: run again, the transaction finds it. */
const RACED = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
/** What may not be null was to be. */
const NULL = new Set(['ER_BAD_NULL_ERROR', 'SQLITE_CONSTRAINT_NOTNULL']);
/** As long as somebody else holds what is needed: tried again later it can succeed. */
const BUSY = 'SQLITE_BUSY';
const HELD = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', BUSY]);
const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_NEW_ABORTING_CONNECTION',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  // A server that has become a replica, in a failover.
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'POOL_CLOSED',
]);

const codesOf = (error: unknown): string[] => {
  const { code, driverError, cause } = (error ?? {}) as { code?: unknown; driverError?: unknown; cause?: unknown };
  return [code, ...(driverError ? codesOf(driverError) : []), ...(cause ? codesOf(cause) : [])].filter((c) => typeof c === 'string');
};

const has = (error: unknown, ...sets: ReadonlySet<string>[]): boolean => codesOf(error).some((code) => sets.some((set) => set.has(code)));

/** Whether another process is writing into the embedded database. */
export const isBusy = (error: unknown): boolean => codesOf(error).includes(BUSY);
/** Whether a transaction that failed with this can succeed when it runs again: a deadlock, or a race for a unique value. */
export const isRetryable = (error: unknown): boolean => has(error, HELD, RACED);
/** Whether the connection broke or nothing answered: what was sent last may have happened. */
export const isLost = (error: unknown): boolean => has(error, LOST);
/** Whether a dependency could not be reached, or was held by others for too long. */
export const isUnavailable = (error: unknown): boolean => has(error, LOST, HELD);

/** Whether a row was no longer as it had been read, when it was to be changed. */
export const isLostRace = (error: unknown): boolean => has(error, NULL) && /\bstatus\b/.test((error as Error).message);
