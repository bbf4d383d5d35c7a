import { type AnsweredError, AuthenticationError, brokenOff, failureOf, InvalidRequestError, UnavailableError } from './errors.js';
import type { Operation } from './multipart.js';
import type { Sender, StreamMessage, StreamResult, StreamTransport } from './options.js';

/** Results that may wait for who iterates; beyond, the subscription is resumed when they have been taken. */
const mostWaiting = 1000;

/** What is needed of a class of websockets: the platform's own, or that of `ws`. */
export type WebSocketClass = new (url: string, protocol: string) => WebSocketLike;
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export interface WebSocketOptions {
  /** Where the platform has none: before Node 22, the class of `ws`. */
  readonly WebSocket?: WebSocketClass;
}

/**
 * Carries all subscriptions of a client over one websocket, up to 50: the protocol graphql-transport-ws
 * (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). Pass it as the option `transport`.
 */
export const webSocket = ({ WebSocket }: WebSocketOptions = {}): StreamTransport =>
  async function* (sender, { query, variables }, cursor, { signal, silenceMs }) {
    if (!/\$after\b/.test(query)) {
      const message = 'Over a websocket the subscription must take $after, to go on after a break.';
      throw new InvalidRequestError({ code: 'BAD_REQUEST', message });
    }
    const socket = await connected(sender, silenceMs, WebSocket);
    if (signal.aborted) return socket.closeIfIdle();
    const stream = socket.begin({ query, variables: { ...(variables as object), ...(cursor !== null && { after: cursor }) } });
    const stop = (): void => stream.end();
    signal.addEventListener('abort', stop, { once: true });
    try {
      yield* stream.messages();
    } finally {
      signal.removeEventListener('abort', stop);
      socket.end(stream);
    }
  };

/** The websocket of each client while it is open or opening. */
const sockets = new WeakMap<Sender, Promise<Socket>>();

function connected(sender: Sender, silenceMs: number, given: WebSocketClass | undefined): Promise<Socket> {
  let socket = sockets.get(sender);
  if (!socket) {
    socket = connect(sender, silenceMs, given);
    sockets.set(sender, socket);
    socket.catch(() => sockets.delete(sender));
  }
  return socket;
}

async function connect(sender: Sender, silenceMs: number, given: WebSocketClass | undefined): Promise<Socket> {
  const found = given ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket;
  if (!found) throw new TypeError('There is no WebSocket here: pass a class of them to webSocket(), or subscribe over an event stream.');
  const { token, url, options } = sender;
  const open = (credential: string | null): Promise<Socket> => {
    const payload = { ...(credential !== null && { authorization: `Bearer ${credential}` }), acceptLanguage: options.language };
    const socket = new found(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    return new Socket(socket, payload, silenceMs, () => sockets.delete(sender)).ready;
  };
  const credential = await token.get();
  try {
    return await open(credential);
  } catch (error) {
    if (!(error instanceof AuthenticationError && token.refused(credential))) throw error;
    return open(await token.get());
  }
}

/** A subscription over a socket: what came and was not taken yet. */
class SocketStream {
  private readonly waiting: StreamMessage[] = [];
  private ended: { readonly error?: unknown } | null = null;
  private wake = (): void => {};
  constructor(readonly id: string) {}

  push(message: StreamMessage): void {
    if (this.waiting.length >= mostWaiting) {
      this.end(new UnavailableError({ code: 'SLOW_CONSUMER', message: 'Results are taken more slowly than they come.', retryable: true }));
    }
    if (this.ended) return;
    this.waiting.push(message);
    this.wake();
  }

  end(error?: unknown): void {
    this.ended ??= { error };
    this.wake();
  }

  async *messages(): AsyncGenerator<StreamMessage> {
    for (;;) {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) yield next;
      if (this.ended?.error) throw this.ended.error;
      if (this.ended) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

/** A message of the protocol. */
interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

class Socket {
  /** Resolves when the server has let it in. */
  readonly ready: Promise<Socket>;
  private readonly streams = new Map<string, SocketStream>();
  private readonly pings: ReturnType<typeof setInterval>;
  private heardAt = performance.now();
  private number = 0;
  private isClosed = false;
  private fail: (error: unknown) => void = () => {};
  private letIn: () => void = () => {};

  constructor(
    private readonly socket: WebSocketLike,
    payload: object,
    silenceMs: number,
    private readonly onClose: () => void,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.letIn = () => resolve(this);
      this.fail = reject;
    });
    socket.onopen = () => this.send({ type: 'connection_init', payload });
    socket.onmessage = ({ data }: { data: unknown }) => this.take(JSON.parse(String(data)) as Message);
    // Whatever it is, the close that follows tells it.
    socket.onerror = () => {};
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => this.closed(closeError(code, reason));
    this.pings = setInterval(() => {
      if (performance.now() - this.heardAt > silenceMs) this.closed(brokenOff());
      else if (this.streams.size > 0) this.send({ type: 'ping' });
    }, silenceMs / 3);
  }

  begin(payload: Operation): SocketStream {
    const stream = new SocketStream(String(++this.number));
    this.streams.set(stream.id, stream);
    this.send({ id: stream.id, type: 'subscribe', payload });
    return stream;
  }

  end({ id }: SocketStream): void {
    if (this.streams.delete(id)) this.send({ id, type: 'complete' });
    this.closeIfIdle();
  }

  closeIfIdle(): void {
    if (this.streams.size === 0) this.closed();
  }

  private send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  private take({ id, type, payload }: Message): void {
    this.heardAt = performance.now();
    if (type === 'connection_ack') this.letIn();
    if (type === 'ping') {
      this.send({ type: 'pong' });
      // The server tells the place from which a subscription begins (docs/live.md).
      const { id: about, cursor } = (payload ?? {}) as { id?: string; cursor?: string };
      if (about) this.streams.get(about)?.push({ cursor });
    }
    const stream = this.streams.get(id ?? '');
    if (!stream) return;
    if (type === 'next') {
      const result = payload as StreamResult;
      stream.push({ cursor: result.extensions?.cursor, result });
    } else if (type === 'error' || type === 'complete') {
      this.streams.delete(stream.id);
      stream.end(type === 'error' ? failureOf(payload as AnsweredError[]) : undefined);
    }
  }

  private closed(error?: unknown): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.onClose();
    clearInterval(this.pings);
    this.fail(error);
    for (const stream of this.streams.values()) stream.end(error);
    this.streams.clear();
    // One that went silent would answer neither.
    this.socket.onclose = null;
    this.socket.onmessage = null;
    this.socket.close(1000);
  }
}

/** Codes with which the server says that the same will never do. */
const forGood: readonly number[] = [4400, 4401, 4403, 4406, 4409];

function closeError(code: number, reason: string): unknown {
  const [, name, message = reason] = /^([A-Z_]+): (.*)/.exec(reason) ?? [];
  if (code < 4000 && !name) return brokenOff();
  const told = name ?? (code === 4401 ? 'UNAUTHENTICATED' : code === 4403 ? 'FORBIDDEN' : 'BAD_REQUEST');
  return failureOf([{ message, extensions: { code: told, retryable: !forGood.includes(code) } }]);
}
