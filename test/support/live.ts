import { createClient as createSse } from 'graphql-sse';
import { type Client, createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';
import type { Json, Person } from './client.js';

/** A way to subscribe. */
export type Transport = 'websocket' | 'event stream';
export const transports: readonly Transport[] = ['websocket', 'event stream'];

/** A subscription that runs: what came, what ended it. */
export class Watch {
  readonly received: Json[] = [];
  ended: { error?: Json } | null = null;
  private readonly listeners = new Set<() => void>();
  dispose = (): void => {};
  /** Called with each result as it comes. */
  onResult: (result: Json) => void = () => {};
  /** Called when it ends. */
  onEnd: () => void = () => {};

  /** The field's values, without results that are errors alone. */
  get values(): Json[] {
    return this.received.filter((result) => result.data).map((result) => Object.values(result.data)[0]);
  }

  take(result: Json): void {
    this.received.push(result);
    this.onResult(result);
    this.changed();
  }

  end(error?: Json): void {
    if (this.ended) return;
    this.ended = error === undefined ? {} : { error };
    this.onEnd();
    this.changed();
  }

  /** Waits until something holds of it. */
  until(holds: (watch: Watch) => boolean, ms = 10_000): Promise<this> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`waited in vain; received ${JSON.stringify(this.received)}, ended ${JSON.stringify(this.ended)}`)),
        ms,
      );
      const look = (): void => {
        if (!holds(this)) return;
        clearTimeout(timer);
        this.listeners.delete(look);
        resolve(this);
      };
      this.listeners.add(look);
      look();
    });
  }

  count(n: number): Promise<this> {
    return this.until(() => this.values.length >= n);
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export interface WatchOptions {
  readonly language?: string;
  readonly lastEventId?: string;
  readonly operationName?: string;
}

/** Subscribes as somebody, with the clients of graphql-ws and graphql-sse. */
export function watch(person: Person, transport: Transport, query: string, variables: Json = {}, options: WatchOptions = {}): Watch {
  const made = new Watch();
  const sink = {
    next: (result: unknown) => made.take(result),
    error: (error: unknown) => made.end(error ?? null),
    complete: () => made.end(),
  };
  if (transport === 'websocket') {
    const client = socketOf(person, options.language);
    const unsubscribe = client.subscribe({ query, variables, operationName: options.operationName }, sink);
    made.dispose = () => {
      unsubscribe();
      void client.dispose();
    };
  } else {
    const client = createSse({
      url: `${person.place.url}/graphql/stream`,
      retryAttempts: 0,
      headers: {
        ...(person.token && { authorization: `Bearer ${person.token}` }),
        ...(options.language && { 'accept-language': options.language }),
        ...(options.lastEventId && { 'last-event-id': options.lastEventId }),
      },
    });
    const unsubscribe = client.subscribe({ query, variables, operationName: options.operationName }, sink);
    made.dispose = () => {
      unsubscribe();
      client.dispose();
    };
  }
  return made;
}

/** A websocket client of somebody. */
export const socketOf = (person: Person, language?: string): Client =>
  createWs({
    url: `${person.place.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    connectionParams: { ...(person.token && { authorization: `Bearer ${person.token}` }), ...(language && { acceptLanguage: language }) },
  });
