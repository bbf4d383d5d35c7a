import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import type { Actor } from '../domain/actor.js';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { currentTemplates } from '../entities/relations.js';
import { Reader } from '../loaders/reader.js';
import { type Clock, systemClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { developmentKey } from '../platform/development-issuer.js';
import { Links, linkSecret } from '../platform/links.js';
import { createLog, type Logger } from '../platform/log.js';
import { ObjectStore } from '../platform/object-store.js';
import { createTokenVerifier, unauthenticated } from '../platform/tokens.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { Context, Services } from '../resolvers/context.js';
import { AgreementService } from '../services/agreement-service.js';
import { CertificationService } from '../services/certification-service.js';
import { CertificationSteps } from '../services/certification-steps.js';
import { DraftService } from '../services/draft-service.js';
import { FileIntake } from '../services/file-intake.js';
import { MaterialService } from '../services/material-service.js';
import { ReviewService } from '../services/review-service.js';
import { SellerService } from '../services/seller-service.js';
import { TemplateService } from '../services/template-service.js';
import { answerFailures, logRequests, scopeRequests } from './answers.js';
import { serveDownloads } from './downloads.js';
import { errorFormatter, tell } from './failures.js';
import { serveHealth } from './health.js';
import { requestScope } from './request-scope.js';
import { createSchema } from './schema.js';
import { acceptUploads } from './uploads.js';

/** Milliseconds between two sweeps of what is kept for a while: an hour. */
const housekeepingMs = 3_600_000;

/** What a test may replace. */
export interface Replacements {
  readonly clock?: Clock;
  readonly log?: Logger;
}

/** A server that has been put together but does not listen yet. */
export interface Server {
  readonly database: Database;
  readonly services: Services;
  readonly log: Logger;
  /** Listens, and answers the address under which callers reach it. */
  listen(): Promise<string>;
  /** Finishes what is in flight and lets go of everything. */
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    idempotencyKey: string | null;
  }
}

/** Puts a server together: the one place where everything is wired. The database must be migrated. */
export async function createServer(
  config: Config,
  { clock = systemClock, log = createLog(config.logLevel) }: Replacements = {},
): Promise<Server> {
  const database = await Database.open(config.databaseUrl, config.databasePoolSize);
  const store = new ObjectStore(join(config.dataDir, 'objects'));
  const tokens = createTokenVerifier(config, config.developmentIssuer ? await developmentKey(config.dataDir) : null);
  let publicUrl = config.publicUrl ?? '';
  let housekeeping: NodeJS.Timeout | undefined;
  const links = new Links(await linkSecret(config.linkSecret, config.dataDir), () => publicUrl, clock);
  const unitOfWork = new UnitOfWork(database, clock);
  const services = createServices(unitOfWork, store);

  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.requestBytes,
    // Long enough for 100 MiB over a slow link.
    requestTimeout: 15 * 60_000,
    routerOptions: { maxParamLength: 4096 },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  app.decorateRequest('actor', null as never);
  app.decorateRequest('idempotencyKey', null);
  scopeRequests(app);
  answerFailures(app, log);
  logRequests(app, log);

  const apollo = new ApolloServer<Context>({
    schema: await createSchema(),
    introspection: config.introspection,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(log),
    // Callers are known by the Authorization header alone, which no other site can send for them.
    csrfPrevention: { requestHeaders: ['authorization'] },
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
  });
  await apollo.start();

  await app.register(async (graphql) => {
    graphql.addHook('onRequest', async (request) => {
      request.idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
      request.actor = await services.sellers.actorOf(await tokens.verify(bearerToken(request.headers.authorization)));
    });
    acceptUploads(graphql as unknown as FastifyInstance);
    graphql.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: fastifyApolloHandler(apollo, { context: async (request) => contextOf(request, { services, database, clock, links }) }),
    });
  });
  serveDownloads(app, {
    links,
    store,
    templates: services.templates,
    templatesFor: async (deliveryMethod) =>
      (await new Reader(database, nobody).all(currentTemplates)).filter(
        (template) => !deliveryMethod || template.deliveryMethods.includes(deliveryMethod),
      ),
  });
  serveHealth(app, { database: () => database.ping(), storage: () => store.ping() });

  return {
    database,
    services,
    log,
    async listen() {
      await app.listen({ host: config.host, port: config.port });
      housekeeping = setInterval(() => void unitOfWork.forgetKeys().catch((error) => tell(error, log)), housekeepingMs).unref();
      const { port } = app.server.address() as { port: number };
      publicUrl ||= `http://localhost:${port}`;
      return publicUrl;
    },
    async close() {
      clearInterval(housekeeping);
      await app.close();
      await apollo.stop();
      await database.close();
    },
  };
}

function createServices(unitOfWork: UnitOfWork, store: ObjectStore): Services {
  const steps = new CertificationSteps(unitOfWork);
  const intake = new FileIntake(store);
  return {
    sellers: new SellerService(unitOfWork, intake),
    agreements: new AgreementService(unitOfWork),
    templates: new TemplateService(unitOfWork, intake, store),
    drafts: new DraftService(unitOfWork, steps),
    certification: new CertificationService(unitOfWork, steps),
    materials: new MaterialService(unitOfWork, steps, intake),
    reviews: new ReviewService(steps),
  };
}

const nobody: Actor = { subject: '', name: '', email: null, roles: [], scopes: [], sellerId: null, main: false };

/** RFC 6750: Authorization: Bearer TOKEN. */
function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
  if (!token) {
    throw unauthenticated(
      'Sign in: send an access token as Authorization: Bearer TOKEN.',
      '请登录：以 Authorization: Bearer TOKEN 的形式发送访问令牌。',
    );
  }
  return token;
}

interface ContextParts {
  readonly services: Services;
  readonly database: Database;
  readonly clock: Clock;
  readonly links: Links;
}

function contextOf(request: FastifyRequest, { services, database, clock, links }: ContextParts): Context {
  const { actor } = request;
  const context: Context = {
    actor,
    language: requestScope.getStore()?.language ?? 'en',
    services,
    requestId: request.id,
    idempotencyKey: request.idempotencyKey,
    reader: new Reader(database, actor),
    renewReader() {
      context.reader = new Reader(database, actor);
    },
    now: () => clock.now(),
    link: (target) => links.to(target, actor.subject),
  };
  return context;
}

/** The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): up to 255 visible characters. */
function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined || header === '') return null;
  if (typeof header !== 'string' || header.length > limits.idempotencyKeyLength || !/^[\x21-\x7e]+$/.test(header)) {
    throw new Failure('BAD_REQUEST', {
      en: `Idempotency-Key takes up to ${limits.idempotencyKeyLength} visible ASCII characters, for example a UUID.`,
      zh: `Idempotency-Key 最多 ${limits.idempotencyKeyLength} 个可见 ASCII 字符，例如 UUID。`,
    });
  }
  return header;
}
