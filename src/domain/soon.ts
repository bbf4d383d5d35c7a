/** A value that is at hand, or one to wait for. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is at hand: a promise for each of a thousand rows is dear. */
export const soon = <T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> =>
  value instanceof Promise ? value.then(next) : next(value);

/** All values of an object, waited for at once where they are not at hand: Promise.all makes twice as many promises. */
export function allOf<T extends object>(values: { [K in keyof T]: Soon<T[K]> }): Soon<T> {
  const found = values as T;
  const late = (Object.keys(found) as (keyof T)[]).filter((key) => found[key] instanceof Promise);
  if (late.length === 0) return found;
  return new Promise((resolve, reject) => {
    let left = late.length;
    for (const key of late) {
      (found[key] as Promise<T[keyof T]>).then((value) => {
        found[key] = value;
        if (--left === 0) resolve(found);
      }, reject);
    }
  });
}
