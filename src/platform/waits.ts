import { currentPatience, inRequest, requestScope } from './request-scope.js';

/** Least milliseconds for which it is worth to begin a wait. */
const leastMs = 20;

/** Whether the request that is running still waits for anything. */
export const hasPatience = (): boolean => currentPatience().left >= leastMs;

export type Outcome = NodeJS.ErrnoException & { readonly fatal?: boolean };
export type Callback = (error: Outcome | null, ...results: unknown[]) => void;

/**
 * Does something that calls back, for as long as the request that is running has patience, or one of its own; a result that comes later goes
 * to `late`. The callback runs as a part of that request, whichever brought the result about: a pool hands on connections in another's time.
 */
export function bounded(work: (done: Callback) => unknown, callback: Callback, late: (result: unknown) => void = () => {}): void {
  const mine = currentPatience();
  const ms = Math.ceil(mine.left);
  if (ms < leastMs) {
    process.nextTick(callback, timeout('no time is left'));
    return;
  }
  const scope = requestScope.getStore();
  const end = mine.begin();
  let over = false;
  const settle: Callback = (error, ...results) => {
    if (over) return error ? undefined : late(results[0]);
    over = true;
    clearTimeout(timer);
    end();
    inRequest(scope, callback, error, ...results);
  };
  const timer = setTimeout(() => settle(timeout('no answer in time')), ms);
  work(settle);
}

/** Waits for what several requests wait for, as long as the one that is running has patience. It is begun outside requests. */
export function awaitShared<T>(work: Promise<T>): Promise<T> {
  // Who has no patience left does not listen, and a failure that nobody hears would end the process.
  work.catch(() => {});
  return new Promise((resolve, reject) => {
    bounded(
      (done) => work.then((value) => done(null, value), done),
      (error, value) => (error ? reject(error) : resolve(value as T)),
    );
  });
}

export const timeoutCode = 'PROTOCOL_SEQUENCE_TIMEOUT';
/** That nothing answered in time, as mysql2 says it. */
export const timeout = (message: string): Outcome => Object.assign(new Error(message), { code: timeoutCode, fatal: true });
