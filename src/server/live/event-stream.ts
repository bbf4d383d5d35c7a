import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import { languageOf } from '../language.js';
import type { SentOperation } from '../limits/persisted.js';
import type { Sessions } from './sessions.js';
import { textOf } from './subscriber.js';
import type { Outcome, SubscriptionServer } from './subscription-server.js';

/**
 * Serves subscriptions as server-sent events at /graphql/stream: the "distinct connections mode" of the GraphQL over SSE protocol
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md), with the cursor as the id of each event, so that `Last-Event-ID`
 * resumes. Written here because graphql-sse's handler knows neither ids nor a receiver that is slow (docs/adr/0016).
 */
export function serveEventStreams(app: FastifyInstance, subscriptions: SubscriptionServer, sessions: Sessions): () => void {
  const open = new Set<ServerResponse>();
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    handler: async (request, reply) => {
      const sent = requestOf(request);
      const lastEventId = request.headers['last-event-id'];
      const { authorization, 'accept-language': language } = request.headers;
      const session = await sessions.open({ authorization, address: request.ip, language: languageOf(language) }, () => {});
      try {
        const outcome = await subscriptions.subscribe(session, sent, typeof lastEventId === 'string' && lastEventId ? lastEventId : null);
        open.add(reply.raw);
        await stream(reply, outcome);
      } finally {
        open.delete(reply.raw);
        session.close();
      }
    },
  });
  // Ended without `complete`: receivers come back, and resume.
  return () => {
    for (const raw of open) {
      raw.end(() => raw.destroy());
      setTimeout(() => raw.destroy(), limits.streamCloseMs).unref();
    }
  };
}

async function stream(reply: FastifyReply, outcome: Outcome): Promise<void> {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': reply.request.id,
  });
  if (outcome.errors) {
    raw.end(message({ errors: outcome.errors } as unknown as ExecutionResult) + complete);
    return;
  }
  const { subscriber } = outcome;
  // No event, but the place to resume from: who is cut off before the first event misses none.
  raw.write(`id: ${subscriber.start}\n\n`);
  raw.once('close', () => void subscriber.return());
  // Who hung up before that closes no more.
  if (raw.destroyed) void subscriber.return();
  const pings = setInterval(() => raw.write(':\n\n'), limits.pingMs);
  try {
    for await (const result of subscriber) await write(raw, message(result));
    if (!raw.writableEnded) raw.end(complete);
  } finally {
    clearInterval(pings);
  }
}

/** Writes, and waits until the receiver has taken enough; one that takes nothing for two pings is let go. */
function write(raw: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (raw.destroyed || raw.writableEnded || raw.write(text)) return resolve();
    const done = (): void => {
      clearTimeout(late);
      raw.off('drain', done).off('close', done);
      resolve();
    };
    const late = setTimeout(() => raw.destroy(), 2 * limits.pingMs);
    raw.on('drain', done).on('close', done);
  });
}

const complete = 'event: complete\ndata:\n\n';

function message(result: ExecutionResult): string {
  const cursor = result.extensions?.cursor;
  return `${cursor ? `id: ${cursor}\n` : ''}event: next\ndata: ${textOf(result)}\n\n`;
}

/** The operation of a request, in the body or in the address (GraphQL over HTTP). Throws a Failure BAD_REQUEST. */
function requestOf({ method, body, query: search }: FastifyRequest): SentOperation {
  const sent = (method === 'GET' ? search : body) as Record<string, unknown> | null | undefined;
  if (typeof sent !== 'object' || sent === null) throw malformed('query');
  const { query, operationName, documentId } = sent;
  if (query != null && typeof query !== 'string') throw malformed('query');
  if (operationName != null && typeof operationName !== 'string') throw malformed('operationName');
  const extensions = mapIn(sent, 'extensions');
  if (!query && documentId == null && extensions?.persistedQuery == null) throw malformed('query');
  return { query, operationName, documentId, variables: mapIn(sent, 'variables'), extensions };
}

/** A map, which in an address is written as JSON. */
function mapIn(sent: Record<string, unknown>, name: string): Record<string, unknown> | null {
  const value = typeof sent[name] === 'string' ? parsed(sent[name], name) : sent[name];
  if (value != null && (typeof value !== 'object' || Array.isArray(value))) throw malformed(name);
  return (value ?? null) as Record<string, unknown> | null;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(name);
  }
}

const malformed = (what: string): Failure =>
  new Failure('BAD_REQUEST', {
    en: `Send a subscription as { query, variables, operationName }; ${what} is missing or malformed.`,
    zh: `请发送 { query, variables, operationName }；${what} 缺失或有误。`,
  });
