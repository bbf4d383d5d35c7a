/** A value that is at hand, or one to wait for. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is at hand: a promise for each of a thousand rows is dear. */
export const soon = <T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> =>
  value instanceof Promise ? value.then(next) : next(value);
