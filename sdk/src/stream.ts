import type { Sender } from './client.js';
import { type AnsweredError, ConnectionError } from './errors.js';
import type { Operation } from './multipart.js';

/** What came over a stream: a result, or only a place from which to resume. */
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

export const brokenOff = (cause?: unknown): ConnectionError =>
  new ConnectionError({ code: 'CONNECTION_FAILED', message: 'The stream broke off.', retryable: true, cause });
