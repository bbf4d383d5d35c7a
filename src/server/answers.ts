import type { FastifyInstance } from 'fastify';
import { Failure } from '../domain/errors.js';
import type { Logger } from '../platform/log.js';
import { RequestScope, requestScope } from '../platform/request-scope.js';
import { signal } from '../platform/signals.js';
import { retryAfterSeconds, tell } from './failures.js';
import { languageOf } from './language.js';
import { RateLimited } from './limits/rates.js';

/** Makes the request's id and language known wherever its answer is made. */
export function scopeRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    requestScope.run(new RequestScope(request.id, languageOf(request.headers['accept-language'])), done);
  });
}

/** Every failure outside GraphQL's execution is answered as GraphQL answers its own. */
export function answerFailures(app: FastifyInstance, log: Logger): void {
  // Fastify reads plain text by itself; nobody here does.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => {
    const { message, extensions, http, code } = tell(knownFailure(error), log);
    if (code === 'SERVICE_UNAVAILABLE') void reply.header('retry-after', retryAfterSeconds);
    if (error instanceof RateLimited) void reply.headers(error.headers);
    if (code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    // What is still on its way is read and thrown away: a connection cut in the middle would hide this answer from the caller.
    if (code !== 'REQUEST_TIMEOUT') {
      void reply.removeHeader('connection');
      request.raw.resume();
    }
    return reply
      .code(http)
      .type('application/json; charset=utf-8')
      .send({ errors: [{ message, extensions }] });
  });
  app.setNotFoundHandler(() => {
    throw new Failure('NOT_FOUND', {
      en: 'There is nothing here. The API is at POST /graphql.',
      zh: '此地址没有内容。API 地址为 POST /graphql。',
    });
  });
}

/** What Fastify itself refuses, as one of our failures. */
function knownFailure(error: unknown): unknown {
  const { statusCode } = error as { statusCode?: number };
  if (error instanceof Failure || !statusCode || statusCode >= 500) return error;
  if (statusCode === 413)
    return new Failure('PAYLOAD_TOO_LARGE', { en: 'The request is too large: 1 MiB without files.', zh: '请求过大：不含文件最多 1 MiB。' });
  if (statusCode === 415) {
    return new Failure('UNSUPPORTED_MEDIA_TYPE', {
      en: 'Send JSON as application/json, or files as multipart/form-data.',
      zh: '请以 application/json 发送 JSON，或以 multipart/form-data 发送文件。',
    });
  }
  return new Failure('BAD_REQUEST', { en: 'The request could not be read: its body must be JSON.', zh: '无法读取请求：正文必须是 JSON。' });
}

/** Logs one line for each request, and tells of it. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id: requestId } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    // The route, not the address: a download's address is a credential.
    const route = routeOptions.url ?? 'none';
    log.info({ requestId, method, route, status, ms: Math.round(ms) }, 'request');
    signal('request', { method, route, status, ms });
    done();
  });
}
