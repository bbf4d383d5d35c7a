const RETRYABLE = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  'ER_DUP_ENTRY',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
]);
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
  'ER_SERVER_SHUTDOWN',
  'POOL_CLOSED',
]);

const codesOf = (error: unknown): string[] => {
  const { code, driverError, cause } = (error ?? {}) as { code?: unknown; driverError?: unknown; cause?: unknown };
  return [code, ...(driverError ? codesOf(driverError) : []), ...(cause ? codesOf(cause) : [])].filter((c) => typeof c === 'string');
};

/** Whether a transaction that failed with this can succeed when it runs again: a deadlock, or a race for a unique value. */
export const isRetryable = (error: unknown): boolean => codesOf(error).some((code) => RETRYABLE.has(code));
/** Whether a dependency could not be reached. */
export const isUnavailable = (error: unknown): boolean => codesOf(error).some((code) => LOST.has(code) || code === 'SQLITE_BUSY');
