/** Looks again and again until there is something, and answers it; throws when it takes longer than `ms`. */
export async function until<T>(
  look: () => T | Promise<T>,
  what: string | (() => string) = 'it',
  ms = 30_000,
): Promise<Exclude<T, null | undefined | false>> {
  for (const end = Date.now() + ms; ; ) {
    const found = await look();
    if (found) return found as Exclude<T, null | undefined | false>;
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
