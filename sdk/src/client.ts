import { isMutation, type TypedDocument, textOf, type VariablesAnd } from './document.js';
import { type AnsweredError, AuthenticationError, failureOf, RefusedError, type UserErrorFacts } from './errors.js';
import { bodyOf } from './multipart.js';
import { type Retry, retrying } from './retries.js';
import type { StreamTransport } from './stream.js';
import { Token, type TokenSource } from './token.js';
import { type Outgoing, type Progress, transmit } from './transmit.js';

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

/** Speaks to a server: what every other function of the SDK takes first. */
export interface Client {
  /**
   * Runs a document of your own. Throws one of the classes of JointOpsError; a mutation that was refused throws a RefusedError, unless
   * `userErrors: 'return'`.
   */
  request<Data, Variables>(
    document: TypedDocument<Data, Variables> | string,
    ...rest: VariablesAnd<Variables, RequestOptions & { readonly userErrors?: 'return' | 'throw' }>
  ): Promise<Data>;
  /** For the SDK's own functions. @internal */
  readonly sender: Sender;
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

/** Makes a client. It opens nothing; there is nothing to close. Throws a TypeError for an address that is none. */
export function createClient(options: ClientOptions): Client {
  const url = new URL(options.url).href.replace(/\/+$/, '');
  const token = new Token(options.token);
  const fetcher = options.fetch ?? ((...args) => fetch(...args));

  const attempt = async <T>({ path, ...request }: Sent, own: RequestOptions, read: (response: Response) => Promise<T>): Promise<T> => {
    const { language, timeoutMs = 30_000, headers, signal, onProgress } = { ...options, ...own };
    const once = async (credential: string | null): Promise<T> =>
      transmit(
        {
          ...request,
          url: url + path,
          headers: new Headers({
            ...options.headers,
            ...headers,
            ...request.headers,
            ...(language && { 'accept-language': language }),
            ...(credential !== null && { authorization: `Bearer ${credential}` }),
          }),
        },
        { fetch: fetcher, timeoutMs, signal, onProgress },
        read,
      );
    const credential = await token.get();
    try {
      return await once(credential);
    } catch (error) {
      if (!(error instanceof AuthenticationError && token.refused(credential))) throw error;
      return once(await token.get());
    }
  };

  const sender: Sender = {
    url,
    token,
    options,
    send: (request, own, read) => {
      const { retryForMs = 60_000, onRetry, signal } = { ...options, ...own };
      return retrying(() => attempt(request, own, read), { retryForMs, onRetry, signal });
    },
  };

  return {
    sender,
    request: async <Data>(document: string | object, variables?: unknown, own: RequestOptions & { userErrors?: string } = {}) => {
      const query = textOf(document);
      const key = own.idempotencyKey ?? (isMutation(query) ? newKey() : undefined);
      const body = bodyOf({ query, variables });
      const headers = {
        accept: 'application/graphql-response+json, application/json',
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      };
      return sender.send({ path: '/graphql', method: 'POST', headers, body }, own, async (response) => {
        const data = await dataOf<Data>(response);
        if (own.userErrors !== 'return') throwRefusals(data, response.headers.get('x-request-id'));
        return data;
      });
    },
  };
}

/** The data of an answer. Throws what it tells instead. */
async function dataOf<Data>(response: Response): Promise<Data> {
  const text = await response.text();
  const answer = jsonOf(text) as { data?: Data; errors?: AnsweredError[] } | null;
  if (answer?.data && !answer.errors) return answer.data;
  throw failureOf(answer?.errors ?? [], response.ok && !answer ? 502 : response.status, response.headers, answer ? '' : text);
}

/** Null where a text is no JSON: what a proxy says, say. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function throwRefusals(data: unknown, requestId: string | null): void {
  const payloads = Object.values(data as Record<string, { userErrors?: UserErrorFacts[] } | null>);
  const errors = payloads.flatMap((payload) => payload?.userErrors ?? []);
  if (errors.length > 0) throw new RefusedError(errors, requestId);
}

// crypto.randomUUID is missing in pages that came over plain HTTP.
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
