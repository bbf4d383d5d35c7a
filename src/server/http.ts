import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import cors from '@fastify/cors';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/log.js';
import { answerFailures, logRequests, scopeRequests } from './answers.js';

/** Makes the HTTP server, without its routes: what it reads, from whom, and for how long it waits. */
export async function createHttp({ trustProxy, corsOrigins }: Config, log: Logger): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // One line for each request, which logRequests writes: none needs a logger of its own.
    childLoggerFactory: (logger) => logger,
    bodyLimit: limits.requestBytes,
    // Long enough for 100 MiB over a slow link.
    requestTimeout: 15 * 60_000,
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: 2000 },
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    routerOptions: { maxParamLength: 4096 },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    // Who comes over a connection that is open is served to the end.
    return503OnClosing: false,
  }) as unknown as FastifyInstance;
  app.decorateRequest('actor', null as never);
  app.decorateRequest('idempotencyKey', null);
  app.decorateRequest('begun', null);
  scopeRequests(app);
  answerFailures(app, log);
  logRequests(app, log);
  readJson(app);
  refuseCompressed(app);
  boundBodies(app);
  if (corsOrigins.length > 0) {
    await app.register(cors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
      exposedHeaders: exposed,
      maxAge: 3600,
      // The routes answer OPTIONS themselves: what may be sent to them is no matter of origins alone.
      preflightContinue: true,
      strictPreflight: false,
    });
  }
  return app;
}

/** What pages may read of an answer. */
const exposed = [
  ...['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy', 'location', 'content-disposition', 'content-range', 'etag'],
  ...['tus-resumable', 'tus-version', 'tus-max-size', 'tus-extension', 'upload-offset', 'upload-length', 'upload-expires'],
];

/** Reads JSON in UTF-8, and in nothing else (RFC 8259): what is broken is refused, not mended with replacement characters. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
    if (!/^utf-?8$/i.test(charset)) return done(otherCharset(charset), undefined);
    if (!isUtf8(body)) return done(notUtf8(), undefined);
    parse(request, body.toString('utf8'), done);
  });
}

/** A compressed body could unpack to anything; nobody here needs one. */
function refuseCompressed(app: FastifyInstance): void {
  app.addHook('onRequest', ({ headers: { 'content-encoding': encoding } }, reply, done) => {
    if (encoding === undefined || encoding === 'identity') return done();
    void reply.header('accept-encoding', 'identity');
    done(
      new Failure('UNSUPPORTED_MEDIA_TYPE', {
        en: 'Send the body without compression: Content-Encoding is not taken.',
        zh: '请不要压缩请求正文：不接受 Content-Encoding。',
      }),
    );
  });
}

/** Whether a request may take its time: it brings a file. */
const bringsFile = ({ headers: { 'content-type': type = '' }, routeOptions: { url = '' } }: FastifyRequest): boolean =>
  /^multipart\//i.test(type) || url.startsWith('/uploads');

/** Answers 408 to a body that trickles in, so that slow clients hold no connections. */
function boundBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
    const bound = (): void => {
      // Mostly it has come along with the headers, of which Node tells ahead of it.
      if (request.raw.complete || request.raw.destroyed) return;
      const late = setTimeout(() => {
        if (payload.listenerCount('error') === 0) return;
        void reply.header('connection', 'close');
        // Not destroyed, which would close the connection before the answer.
        payload.emit('error', new Failure('REQUEST_TIMEOUT', tooSlow));
      }, limits.bodyMs).unref();
      const over = (): void => clearTimeout(late);
      payload.once('end', over).once('close', over);
    };
    if ((length !== '0' || encoding !== undefined) && !bringsFile(request)) setImmediate(bound);
    done(null, payload);
  });
}

/**
 * Serves a request that asks for another protocol as if it did not (RFC 9110, 7.8): Java's client asks for h2c by default. Node has taken
 * it out of HTTP by then; it is given back, without what asked for the upgrade.
 */
export function serveWithoutUpgrade(http: Server, { method, url, rawHeaders }: IncomingMessage, connection: Duplex, head: Buffer): void {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    if (!/^(upgrade|http2-settings|connection)$/i.test(rawHeaders[n]!)) lines.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}`);
  }
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  http.emit('connection', connection);
}

/** Refuses every other method at an address, with those that it takes. */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  // Fastify serves HEAD wherever it serves GET.
  const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
  const allow = allowed.join(', ');
  app.route({
    method: all.filter((method) => !allowed.includes(method)),
    url,
    onRequest: (request, reply, done) => {
      void reply.header('allow', allow);
      if (request.method === 'OPTIONS') return void reply.code(204).send();
      done(new Failure('METHOD_NOT_ALLOWED', { en: `Use ${allow} here.`, zh: `此地址请使用 ${allow}。` }));
    },
    handler: async () => null,
  });
}

const tooSlow = { en: 'The body of the request did not arrive in time.', zh: '请求正文未及时到达。' };
const otherCharset = (charset: string): Failure =>
  new Failure('UNSUPPORTED_MEDIA_TYPE', {
    en: `Send JSON in UTF-8, not in ${charset.slice(0, 40)}.`,
    zh: '请以 UTF-8 发送 JSON。',
  });
const notUtf8 = (): Failure => new Failure('BAD_REQUEST', { en: 'The body is not valid UTF-8.', zh: '正文不是有效的 UTF-8。' });
