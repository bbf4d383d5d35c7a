import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import { languageOf } from '../request-scope.js';
import type { LiveSession, Sessions } from './sessions.js';
import type { SubscriptionServer } from './subscription-server.js';

type SocketExtra = Extra & { session?: LiveSession };

/** The connection below each websocket. */
const connections = new WeakMap<object, Duplex>();
/** Those that hold back what is written until the present work is done, so that it leaves in one piece. */
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
  schema: GraphQLSchema,
  subscriptions: SubscriptionServer,
  sessions: Sessions,
): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
    clientTracking: true,
  });
  const disposable = useServer<{ authorization?: unknown; Authorization?: unknown; acceptLanguage?: unknown }, { session?: LiveSession }>(
    {
      schema,
      connectionInitWaitTimeout: 5000,
      async onConnect({ extra, connectionParams }) {
        const socket = extra.socket;
        try {
          const sent = connectionParams?.authorization ?? connectionParams?.Authorization ?? extra.request.headers.authorization;
          const language = languageOf(String(connectionParams?.acceptLanguage ?? extra.request.headers['accept-language'] ?? ''));
          (extra as SocketExtra).session = await sessions.open(typeof sent === 'string' ? sent : undefined, language, (failure) =>
            socket.close(closeCode(failure), reason(failure)),
          );
          return true;
        } catch (error) {
          socket.close(closeCode(error), reason(error));
          return false;
        }
      },
      onClose({ extra }) {
        (extra as SocketExtra).session?.close();
      },
      async onSubscribe({ extra }, id, { query, variables, operationName }) {
        const session = (extra as SocketExtra).session!;
        const outcome = await subscriptions.subscribe(session, { query, variables, operationName });
        // Past graphql-ws's own loop: a result is written as text once for all who get it, and nobody awaits another.
        const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
        const connection = connections.get(extra.socket)!;
        outcome.subscriber?.sendBy((result, done) => {
          cork(connection);
          extra.socket.send(`${head}${textOf(result)}}`, done);
        });
        return outcome.errors ?? { schema, document: outcome.document, rootValue: outcome.subscriber };
      },
      subscribe: ((args: ExecutionArgs) => args.rootValue) as never,
      // What onSubscribe refuses is no query that could run.
      execute: (() => {
        throw new Error('only subscriptions run over a websocket');
      }) as never,
    },
    sockets,
    // One timer for all sockets, below, instead of one for each.
    0,
  );
  const silent = new Set<WebSocket>();
  const pings = setInterval(() => {
    for (const client of sockets.clients) {
      if (silent.has(client)) client.terminate();
      else client.ping();
      silent.add(client);
    }
  }, limits.pingMs).unref();

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (new URL(request.url ?? '', 'http://x').pathname === '/graphql') {
      sockets.handleUpgrade(request, socket, head, (client) => {
        // A message that is too large ends its socket, and nothing else.
        client
          .on('error', () => {})
          .on('pong', () => silent.delete(client))
          .on('close', () => silent.delete(client));
        connections.set(client, socket);
        // Of the request that became a websocket only this is kept, for as long as the socket lives.
        const { authorization, 'accept-language': language } = request.headers;
        sockets.emit('connection', client, { headers: { authorization, 'accept-language': language } });
      });
    } else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  };
  http.on('upgrade', upgrade);
  return async () => {
    clearInterval(pings);
    http.off('upgrade', upgrade);
    await disposable.dispose();
  };
}

const texts = new WeakMap<object, string>();

function textOf(result: object): string {
  let text = texts.get(result);
  if (text === undefined) {
    text = JSON.stringify(result);
    texts.set(result, text);
  }
  return text;
}

const codes: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: CloseCode.Unauthorized,
  TOO_MANY_STREAMS: 4429,
  SERVICE_UNAVAILABLE: 1013,
};
const closeCode = (error: unknown): number =>
  error instanceof Failure ? (codes[error.code] ?? CloseCode.Forbidden) : CloseCode.InternalServerError;
/** At most 123 bytes (RFC 6455). */
const reason = (error: unknown): string => (error instanceof Failure ? `${error.code}: ${error.text.en}`.slice(0, 120) : 'Internal error');
