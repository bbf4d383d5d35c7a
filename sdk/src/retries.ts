import { JointOpsError } from './errors.js';

/** A try that failed and is repeated. */
export interface Retry {
  readonly error: JointOpsError;
  /** How many tries have failed. */
  readonly attempt: number;
  /** Milliseconds until the next. */
  readonly delayMs: number;
}

export interface RetryOptions {
  /** Milliseconds for which a call is tried again; 0: never. */
  readonly retryForMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

const firstMs = 250;
const mostMs = 5000;

/**
 * Milliseconds to wait after so many failures: at random up to a bound that doubles ("full jitter"), so that many clients that failed
 * together do not come back together; on top of what the server asks for.
 */
export const backoff = (failures: number, retryAfterMs: number | null): number =>
  (retryAfterMs ?? 0) + Math.random() * Math.min(mostMs, firstMs * 2 ** (failures - 1));

/** Does something until it succeeds, fails for good, or has been tried for long enough; then throws the last failure. */
export async function retrying<T>(work: () => Promise<T>, { retryForMs, signal, onRetry }: RetryOptions): Promise<T> {
  const end = performance.now() + retryForMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof JointOpsError && error.retryable)) throw error;
      const delayMs = backoff(attempt, error.retryAfterMs);
      if (performance.now() + delayMs > end) throw error;
      onRetry?.({ error, attempt, delayMs });
      await sleep(delayMs, signal);
    }
  }
}

/** Waits. Throws the signal's reason when it is aborted. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
