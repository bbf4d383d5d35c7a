import type { Client } from './client.js';
import { type TypedDocument, textOf } from './document.js';
import { AuthenticationError, brokenOff, failureOf, JointOpsError } from './errors.js';
import { eventStream } from './event-stream.js';
import type { StreamTransport } from './options.js';
import { backoff, sleep } from './retries.js';

/** How a subscription stands. */
export type StreamStatus =
  | { readonly connected: true }
  /** It comes back by itself after `delayMs`. */
  | { readonly connected: false; readonly error: JointOpsError; readonly delayMs: number };

export interface SubscribeOptions {
  /** What carries it. @default that of the client */
  readonly transport?: StreamTransport;
  /** Ends it: the iteration throws the signal's reason. Leaving the loop ends it too. */
  readonly signal?: AbortSignal;
  /** Called when it is connected, and when it has lost the connection. */
  readonly onStatus?: (status: StreamStatus) => void;
  /** Milliseconds without a connection after which it fails. @default Infinity */
  readonly retryForMs?: number;
  /** Milliseconds without a sign of life after which a connection is taken for dead; the server gives one every 12 s. @default 30_000 */
  readonly silenceMs?: number;
}

/**
 * The events of a subscription, from when it is first iterated over. It comes back by itself when the connection breaks, the server restarts
 * or the token expires, and goes on after the last event: each comes once, in order.
 */
export interface Subscription<Event> extends AsyncIterableIterator<Event> {
  /** The place of the last event that was handed out: what to pass as `after` to go on from there, in another process too. */
  readonly cursor: string | null;
  return(): Promise<IteratorResult<Event>>;
}

/** Subscribes with a document of your own, whose only field takes `$after`. */
export function subscribe<Data, Variables>(
  client: Client,
  document: TypedDocument<Data, Variables>,
  variables?: Variables,
  options: SubscribeOptions = {},
): Subscription<Data> {
  return follow(client, document, variables, options, (data) => data as Data);
}

/** As {@link subscribe}, with what to make of the data of each result. */
export function follow<Event>(
  client: Client,
  document: string | object,
  variables: unknown,
  options: SubscribeOptions,
  pick: (data: object) => Event,
): Subscription<Event> {
  const { signal } = options;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const place: Place = { handedOut: (variables as { after?: string | null } | undefined)?.after ?? null, resume: null };
  const events = run(client, { query: textOf(document), variables }, options, place, controller.signal);
  const next = async (): Promise<IteratorResult<Event>> => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', abort, { once: true });
    const { value, done } = await events.next();
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    if (done) return { done, value: undefined };
    return { done: false, value: pick(value) };
  };
  return {
    get cursor() {
      return place.handedOut;
    },
    next,
    return: async () => {
      abort();
      await events.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Place {
  handedOut: string | null;
  /** After which event a new connection goes on. */
  resume: string | null;
}

async function* run(
  { sender }: Client,
  operation: { query: string; variables: unknown },
  {
    transport = sender.options.transport ?? eventStream,
    onStatus,
    retryForMs = Number.POSITIVE_INFINITY,
    silenceMs = 30_000,
  }: SubscribeOptions,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<object, void> {
  for (let failures = 1, refusals = 0, lostAt = performance.now(); !signal.aborted; failures++) {
    let isOpen = false;
    let credential: string | null = null;
    let error: unknown;
    try {
      credential = await sender.token.get();
      for await (const { cursor, result } of transport(sender, operation, place.resume, { signal, silenceMs })) {
        if (!isOpen) onStatus?.({ connected: true });
        isOpen = true;
        if (result && !result.data) throw failureOf(result.errors ?? []);
        place.resume = cursor ?? place.resume;
        if (!result?.data) continue;
        place.handedOut = cursor ?? place.handedOut;
        failures = 0;
        yield result.data;
      }
      // A server that stops ends its streams; a subscription by itself never ends.
      error = brokenOff();
    } catch (thrown) {
      error = thrown;
    }
    if (signal.aborted) return;
    if (isOpen) {
      lostAt = performance.now();
      refusals = 0;
    }
    // One whose token has expired comes back with a fresh one, also where that happens while it is being let in; one that is refused twice
    // when it connects is refused for good.
    const expired = error instanceof AuthenticationError && sender.token.refused(credential) && (isOpen || ++refusals < 2);
    const goesOn = expired || (error instanceof JointOpsError && error.retryable);
    const delayMs = goesOn ? backoff(Math.max(failures, 1), (error as JointOpsError).retryAfterMs) : 0;
    if (!goesOn || performance.now() + delayMs - lostAt > retryForMs) throw error;
    onStatus?.({ connected: false, error: error as JointOpsError, delayMs });
    await sleep(delayMs, signal).catch(() => {});
  }
}
