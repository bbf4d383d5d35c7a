import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import type { Logger } from '../../platform/log.js';
import { tell } from '../failures.js';
import { serveWithoutUpgrade } from '../http.js';
import { languageOf } from '../language.js';
import type { SentOperation } from '../limits/persisted.js';
import type { LiveSession, Sessions } from './sessions.js';
import { type Send, textOf } from './subscriber.js';
import type { SubscriptionServer } from './subscription-server.js';

/** What is kept with a socket, for as long as it lives. */
interface Peer {
  readonly socket: WebSocket;
  /** The connection below it. */
  readonly connection: Duplex;
  readonly headers: { readonly authorization?: string; readonly language?: string };
  /** Where it comes from. */
  readonly address: string;
  session: LiveSession | null;
  /** Runs until the client has signed in. */
  late: NodeJS.Timeout | undefined;
}

/** What a client sends with connection_init. */
interface Params extends Record<string, unknown> {
  readonly authorization?: unknown;
  readonly Authorization?: unknown;
  readonly acceptLanguage?: unknown;
}

interface Parts {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Connections that hold back what is written until the present work is done, so that it leaves in one piece. */
const corked = new Set<Duplex>();

function cork(connection: Duplex): void {
  if (corked.has(connection)) return;
  if (corked.size === 0) process.nextTick(uncork);
  corked.add(connection);
  connection.cork();
}

function uncork(): void {
  for (const connection of corked) connection.uncork();
  corked.clear();
}

/** Serves subscriptions over graphql-transport-ws at /graphql. Answers how to end it: sockets are told to come back (1001). */
export function serveWebSockets(
  http: HttpServer,
  subscriptions: SubscriptionServer,
  sessions: Sessions,
  parts: Parts,
): () => Promise<void> {
  const protocol = protocolOf(subscriptions, sessions, parts.schema);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
    clientTracking: true,
    // Unknown to @types/ws so far.
    ...{ closeTimeout: limits.streamCloseMs },
  });
  const silent = new WeakSet<WebSocket>();
  function heard(this: WebSocket): void {
    silent.delete(this);
  }
  const pings = setInterval(() => {
    for (const client of sockets.clients) {
      if (silent.has(client)) client.terminate();
      else client.ping();
      silent.add(client);
    }
  }, limits.pingMs).unref();

  const upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer): void => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      serveWithoutUpgrade(http, request, connection, head);
      return;
    }
    // Node leaves the connection to us: one that breaks by now must hurt nobody else.
    connection.on('error', ignore);
    if (request.url?.split('?', 1)[0] !== '/graphql') {
      connection.once('finish', () => connection.destroy()).end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { authorization, 'accept-language': language } = request.headers;
    sockets.handleUpgrade(request, connection, head, (socket) => {
      // A message that is too large ends its socket, and nothing else. No listener is a closure over the request: it would be kept.
      socket.on('error', ignore).on('pong', heard);
      speak(
        protocol,
        { socket, connection, headers: { authorization, language }, address: parts.addressOf(request), session: null, late: undefined },
        parts.log,
      );
    });
  };
  http.on('upgrade', upgrade);
  return async () => {
    clearInterval(pings);
    http.off('upgrade', upgrade);
    for (const socket of sockets.clients) socket.close(1001, 'Going away');
    await new Promise((resolve) => sockets.close(resolve));
  };
}

type Protocol = ReturnType<typeof makeServer<Params, Peer>>;

/** What is said over a socket. */
function protocolOf(subscriptions: SubscriptionServer, sessions: Sessions, schema: GraphQLSchema): Protocol {
  return makeServer<Params, Peer>({
    schema,
    // Ours is in speak(): graphql-ws keeps its timer for as long as the socket lives.
    connectionInitWaitTimeout: 0,
    async onConnect(context) {
      const { extra: peer, connectionParams: params } = context;
      const { socket, headers, address } = peer;
      stopWaiting(peer);
      // The token is kept once, by the sessions.
      Object.assign(context, { connectionParams: undefined });
      const sent = params?.authorization ?? params?.Authorization ?? headers.authorization;
      const language = languageOf(String(params?.acceptLanguage ?? headers.language ?? ''));
      try {
        const authorization = typeof sent === 'string' ? sent : undefined;
        peer.session = await sessions.open({ authorization, address, language }, (failure) => refuse(socket, failure));
      } catch (error) {
        refuse(socket, error);
        return false;
      }
      // Who hung up meanwhile closes no more.
      if (socket.readyState === socket.CLOSED) peer.session.close();
      return true;
    },
    onClose({ extra }) {
      stopWaiting(extra);
      extra.session?.close();
    },
    async onSubscribe({ extra: { session, socket, connection } }, id, payload) {
      const outcome = await subscriptions.subscribe(session!, payload as SentOperation);
      if (outcome.errors) return outcome.errors;
      // Past graphql-ws's own loop: a result is written as text once for all who get it, and nobody awaits another.
      const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
      const send: Send = (result, done) => {
        cork(connection);
        socket.send(`${head}${textOf(result)}}`, done);
      };
      // The place to resume from, for who is cut off before the first event: a ping may carry anything, and clients answer it.
      socket.send(JSON.stringify({ type: 'ping', payload: { id, cursor: outcome.subscriber.start } }));
      outcome.subscriber.sendBy(send, () => socket.bufferedAmount);
      return { schema, document: outcome.document, operationName: payload.operationName, rootValue: outcome.subscriber };
    },
    subscribe: ((args: ExecutionArgs) => args.rootValue) as never,
    // What onSubscribe refuses is no query that could run.
    execute: (() => {
      throw new Error('only subscriptions run over a websocket');
    }) as never,
  });
}

function stopWaiting(peer: Peer): void {
  clearTimeout(peer.late);
  peer.late = undefined;
}

/** Speaks the protocol over a socket. Not by graphql-ws/use/ws, which keeps a timer and each message for as long as it is worked on. */
function speak(protocol: Protocol, peer: Peer, log: Logger): void {
  const { socket } = peer;
  const late = (): void => socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  peer.late = setTimeout(late, limits.socketInitMs);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => new Promise((resolve) => socket.send(text, () => resolve())),
      close: (code, said) => socket.close(code, said),
      onMessage: (take) =>
        socket.on('message', (data) => {
          take(String(data)).catch((error) => {
            tell(error, log);
            socket.close(CloseCode.InternalServerError, 'Internal error');
          });
        }),
    },
    peer,
  );
  socket.once('close', (code, said) => void closed(code, String(said)));
}

function refuse(socket: WebSocket, error: unknown): void {
  socket.close(closeCode(error), reason(error));
}

const ignore = (): void => {};

const codes: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: CloseCode.Unauthorized,
  TOO_MANY_STREAMS: 4429,
  RATE_LIMITED: 4429,
  SERVICE_UNAVAILABLE: 1013,
};
const closeCode = (error: unknown): number =>
  error instanceof Failure ? (codes[error.code] ?? CloseCode.Forbidden) : CloseCode.InternalServerError;
/** At most 123 bytes (RFC 6455). */
const reason = (error: unknown): string => (error instanceof Failure ? `${error.code}: ${error.text.en}`.slice(0, 120) : 'Internal error');
