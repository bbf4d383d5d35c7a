/** A value that is at hand, or one to wait for. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is at hand: a promise for each of a thousand rows is dear. */
export const soon = <T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> =>
  value instanceof Promise ? value.then(next) : next(value);

/** Waits for all values of an object at once; those at hand cost no promise. */
export async function allOf<T extends object>(values: { [K in keyof T]: Soon<T[K]> }): Promise<T> {
  const found = values as T;
  const waits: Promise<void>[] = [];
  for (const key in found) {
    const value: unknown = found[key];
    if (value instanceof Promise)
      waits.push(
        value.then((awaited) => {
          found[key] = awaited;
        }),
      );
  }
  await Promise.all(waits);
  return found;
}
