import { AsyncLocalStorage } from 'node:async_hooks';

/** Milliseconds that one request waits for the database, all its statements together; it is then answered with SERVICE_UNAVAILABLE, within 5 s. */
export const patienceMs = 4500;
/** Least milliseconds for which it is worth to begin a wait. */
const leastMs = 20;

/** How long somebody still waits for the database: the time of waits that overlap counts once, and work of our own counts nothing. */
export class Patience {
  private used = 0;
  private waits = 0;
  private since = 0;

  /** Milliseconds that are left. */
  get left(): number {
    return patienceMs - this.used - (this.waits > 0 ? performance.now() - this.since : 0);
  }

  /** A wait begins; answers what ends it. */
  begin(): () => void {
    if (this.waits++ === 0) this.since = performance.now();
    return () => {
      if (--this.waits === 0) this.used += performance.now() - this.since;
    };
  }
}

/** The patience of the request that is running; what runs by itself has a new one for each statement. */
export const patience = new AsyncLocalStorage<Patience>();

export type Outcome = NodeJS.ErrnoException & { readonly fatal?: boolean };
export type Callback = (error: Outcome | null, ...results: unknown[]) => void;

/** Does something that calls back, for as long as the caller has patience; a result that comes later goes to `late`. */
export function bounded(work: (done: Callback) => unknown, callback: Callback, late: (result: unknown) => void = () => {}): void {
  const mine = patience.getStore() ?? new Patience();
  const ms = Math.ceil(mine.left);
  if (ms < leastMs) {
    process.nextTick(callback, timeout('no time is left'));
    return;
  }
  const end = mine.begin();
  let over = false;
  const settle: Callback = (error, ...results) => {
    if (over) return error ? undefined : late(results[0]);
    over = true;
    clearTimeout(timer);
    end();
    callback(error, ...results);
  };
  const timer = setTimeout(() => settle(timeout('no answer in time')), ms);
  work(settle);
}

/** Begins what several requests wait for: it hangs on the patience of none of them. */
export const shared = <T>(work: () => Promise<T>): Promise<T> => patience.run(new Patience(), work);

/** Waits for what several requests wait for, as long as the caller has patience. */
export const awaitShared = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    bounded(
      (done) => work.then((value) => done(null, value), done),
      (error, value) => (error ? reject(error) : resolve(value as T)),
    );
  });

export const timeoutCode = 'PROTOCOL_SEQUENCE_TIMEOUT';
/** That nothing answered in time, as mysql2 says it. */
export const timeout = (message: string): Outcome => Object.assign(new Error(message), { code: timeoutCode, fatal: true });
