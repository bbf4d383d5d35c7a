import { channel } from 'node:diagnostics_channel';

/** What is told to whoever measures, without names, numbers or addresses of people (R40). */
export interface Signals {
  /** A GraphQL document was answered. `operation` is its root field, or `several`; `outcome` is ok, USER_ERROR or the code of a failure. */
  readonly operation: { readonly operation: string; readonly outcome: string; readonly ms: number };
  /** An HTTP request was answered; `route` is a pattern, never an address. */
  readonly request: { readonly method: string; readonly route: string; readonly status: number; readonly ms: number };
  /** A message or a webhook was sent, will be tried again, or has failed for good. */
  readonly delivery: { readonly channel: string; readonly outcome: string };
  /** A mutation was answered from the record of its idempotency key. */
  readonly repeat: { readonly operation: string };
  /** Something that we depend on stopped answering, or answers again. */
  readonly dependency: { readonly dependency: string; readonly lost: boolean };
}

/** Tells a signal; costs nothing while nobody listens. */
export function signal<K extends keyof Signals>(kind: K, value: Signals[K]): void {
  const told = channel(`joint-ops:${kind}`);
  if (told.hasSubscribers) told.publish(value);
}

/** Listens to a signal of this process; answers what ends it. */
export function onSignal<K extends keyof Signals>(kind: K, listener: (value: Signals[K]) => void): () => void {
  const told = channel(`joint-ops:${kind}`);
  const heard = (value: unknown): void => listener(value as Signals[K]);
  told.subscribe(heard);
  return () => void told.unsubscribe(heard);
}
