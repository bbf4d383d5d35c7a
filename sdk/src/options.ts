import type { AnsweredError } from './errors.js';
import type { Operation } from './multipart.js';
import type { Retry } from './retries.js';
import type { Token, TokenSource } from './token.js';
import type { Outgoing, Progress } from './transmit.js';

/** How a client finds and speaks to its server. */
export interface ClientOptions {
  /** The address of the server, without /graphql: `https://ops.example.com`. */
  readonly url: string;
  /** An access token, or a function that gets one: asked for the first, and again when the server no longer takes the last. */
  readonly token?: TokenSource;
  /** The language of messages. @default 'en' */
  readonly language?: 'en' | 'zh';
  /** Milliseconds without an answer, or without progress of an upload, after which a try is given up. @default 30_000 */
  readonly timeoutMs?: number;
  /**
   * Milliseconds for which a call is tried again when the server or the network is away, or the server asks to wait; 0: never.
   * @default 60_000
   */
  readonly retryForMs?: number;
  /** Called before each new try. */
  readonly onRetry?: (retry: Retry) => void;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** By default the platform's. */
  readonly fetch?: typeof fetch;
  /** What carries subscriptions: by default event streams, which need nothing but fetch; or `webSocket()` of `@joint-ops/sdk/websocket`. */
  readonly transport?: StreamTransport;
}

/** What differs from call to call. */
export interface RequestOptions extends Pick<ClientOptions, 'language' | 'timeoutMs' | 'retryForMs' | 'headers' | 'onRetry'> {
  /** Ends the call; it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** For a mutation: it takes effect once, however often it is sent under one key. By default each call has a key of its own. */
  readonly idempotencyKey?: string;
  /** Called as files are sent. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How a client sends: with token, language, timeouts and retries. */
export interface Sender {
  readonly url: string;
  readonly token: Token;
  readonly options: ClientOptions;
  /** Sends a request to an address of the server and reads its answer. */
  send<T>(request: Sent, options: RequestOptions, read: (response: Response) => Promise<T>): Promise<T>;
}
export type Sent = Pick<Outgoing, 'method' | 'body'> & { readonly path: string; readonly headers: Readonly<Record<string, string>> };

/** What came over a stream: a result, or only a place from which to resume, which comes first: with it the subscription has begun. */
export interface StreamMessage {
  readonly cursor?: string | undefined;
  readonly result?: StreamResult | undefined;
}
export interface StreamResult {
  readonly data?: object | null;
  readonly errors?: readonly AnsweredError[];
  readonly extensions?: { readonly cursor?: string };
}
export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life after which the connection is taken for dead. */
  readonly silenceMs: number;
}

/**
 * Runs a subscription, from after a cursor. The first message says that it is open. Ends when the server ends it; throws when the
 * connection breaks.
 */
export type StreamTransport = (
  sender: Sender,
  operation: Operation,
  cursor: string | null,
  options: StreamOptions,
) => AsyncGenerator<StreamMessage>;
