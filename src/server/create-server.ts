import { join } from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import proxyaddr from '@fastify/proxy-addr';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Actor } from '../domain/actor.js';
import { limits } from '../domain/limits.js';
import { type Soon, soon } from '../domain/soon.js';
import { currentTemplates } from '../entities/relations.js';
import { Reader } from '../loaders/reader.js';
import { type Clock, systemClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { FolderCourier, SmtpCourier } from '../platform/couriers.js';
import { Database } from '../platform/database.js';
import { developmentKey } from '../platform/development-issuer.js';
import { LocalDoorbell, RedisDoorbell } from '../platform/doorbell.js';
import { Links, linkSecret } from '../platform/links.js';
import { createLog, type Logger } from '../platform/log.js';
import { MessageTexts } from '../platform/message-texts.js';
import { openStore } from '../platform/open-store.js';
import { connectRedis } from '../platform/redis.js';
import { requestScope } from '../platform/request-scope.js';
import { ResumableUploads } from '../platform/resumable-uploads.js';
import { ClamdScanner, type Scanner } from '../platform/scanner.js';
import { signal } from '../platform/signals.js';
import { smsProvider } from '../platform/sms.js';
import { Staging } from '../platform/staging.js';
import { createTokenVerifier } from '../platform/tokens.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { WebhookSender } from '../platform/webhook-sender.js';
import type { Context, Services } from '../resolvers/context.js';
import { AgreementService } from '../services/agreement-service.js';
import { AuditService } from '../services/audit-service.js';
import { CalendarService } from '../services/calendar-service.js';
import { CertificationService } from '../services/certification-service.js';
import { CertificationSteps } from '../services/certification-steps.js';
import { DeliveryService } from '../services/delivery-service.js';
import { Dispatcher } from '../services/dispatcher.js';
import { DownloadService } from '../services/download-service.js';
import { DraftService } from '../services/draft-service.js';
import { FileIntake } from '../services/file-intake.js';
import { FindingService } from '../services/finding-service.js';
import { MaterialService } from '../services/material-service.js';
import { NotificationService } from '../services/notification-service.js';
import { ProductService } from '../services/product-service.js';
import { ReleaseReviewService } from '../services/release-review-service.js';
import { ReleaseService } from '../services/release-service.js';
import { ReleaseSteps } from '../services/release-steps.js';
import { ReviewService } from '../services/review-service.js';
import { ReviewTimes } from '../services/review-times.js';
import { ReviewWatch } from '../services/review-watch.js';
import { SellerService } from '../services/seller-service.js';
import { StoredObjects } from '../services/stored-objects.js';
import { TemplateService } from '../services/template-service.js';
import { WebhookDeliveries, wakeEndpoints } from '../services/webhook-deliveries.js';
import { WebhookService } from '../services/webhook-service.js';
import { type Begun, OperationAnswers } from './answer-operations.js';
import { answerUnavailable, auditContactReads, legacyStatus, tellOperations } from './answer-steps.js';
import { startApollo } from './apollo.js';
import { bearerToken, type Caller, contextOf, idempotencyKeyOf } from './callers.js';
import { CompiledOperations } from './compiled-operations.js';
import { serveDownloads } from './downloads.js';
import { type DemoRole, hasExplorer, serveExplorer } from './explorer.js';
import { errorFormatter, tell } from './failures.js';
import { Readiness, serveHealth } from './health.js';
import { Housekeeping } from './housekeeping.js';
import { createHttp, refuseOtherMethods } from './http.js';
import { Admission } from './limits/admission.js';
import { Documents } from './limits/documents.js';
import { payForFile } from './limits/files.js';
import { manifestsOf, PersistedOperations } from './limits/persisted.js';
import { Rates } from './limits/rates.js';
import { createLive } from './live/create-live.js';
import type { Verified } from './live/sessions.js';
import { serveOutbox } from './outbox.js';
import { Outgoing, seldom } from './outgoing.js';
import { answerPlainRequests } from './plain-requests.js';
import { serveResumableUploads } from './resumable.js';
import { createSchema } from './schema.js';
import { acceptUploads, isForm } from './uploads.js';

/** Milliseconds between two sweeps of what is kept for a while: a minute. */
const sweepMs = 60_000;

/** Least milliseconds between two wakings of what makes and sends messages: under load one serves the news of many changes. */
const wakeMs = 100;

/** Milliseconds that messages on their way have to arrive when the server stops. */
const drainMs = 4000;

/** What stands beside the configuration: what a test replaces, and what the demo gives. */
export interface Extras {
  readonly clock?: Clock;
  readonly log?: Logger;
  /** The roles that the explorer offers. */
  readonly demoRoles?: (database: Database) => Promise<DemoRole[]>;
}

/** A server that has been put together but does not listen yet. */
export interface Server {
  readonly database: Database;
  readonly services: Services;
  readonly objects: StoredObjects;
  readonly log: Logger;
  /** Listens, and answers the address under which callers reach it. */
  listen(): Promise<string>;
  /** Says that it is about to stop, and serves on for as long as is configured: load balancers send nothing more meanwhile. */
  drain(): Promise<void>;
  /** Finishes what is in flight and lets go of everything. */
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    idempotencyKey: string | null;
    /** What answerPlainRequests began, and leaves to Apollo. */
    begun: Begun | null;
  }
}

/** Puts a server together: the one place where everything is wired. The database must be migrated. */
export async function createServer(
  config: Config,
  { clock = systemClock, log = createLog(config.logLevel), demoRoles }: Extras = {},
): Promise<Server> {
  const onLost = (dependency: string) => (lost: boolean) => {
    log.warn({ dependency, lost }, 'dependency');
    signal('dependency', { dependency, lost });
  };
  const database = await Database.open(config.databaseUrl, config.databasePoolSize, onLost('database'));
  await database.failWhenBusy();
  const store = await openStore(config, onLost('storage'));
  const staging = new Staging(join(config.dataDir, 'incoming'));
  const uploads = new ResumableUploads(join(config.dataDir, 'uploads'));
  const scanner = config.scannerUrl
    ? new ClamdScanner(config.scannerUrl, (problem) => log.error({ problem }, 'not scanned'), onLost('scanner'))
    : null;
  const tokens = createTokenVerifier(config, config.developmentIssuer ? await developmentKey(config.dataDir) : null);
  let publicUrl = config.publicUrl ?? '';
  const links = new Links(await linkSecret(config.linkSecret, config.dataDir), () => publicUrl, clock);
  const doorbell = config.redisUrl ? new RedisDoorbell(config.redisUrl, log) : new LocalDoorbell();
  const ring = () => doorbell.ring();
  const unitOfWork = new UnitOfWork(database, clock, ring);
  const audit = new AuditService(unitOfWork);
  const objects = new StoredObjects(unitOfWork, store, clock);
  const report = (error: unknown) => void tell(error, log);
  const sender = new WebhookSender(config.webhookNetworks);
  const webhooks = new WebhookDeliveries(unitOfWork, clock, sender, report, () => posting.ring());
  const posting: Outgoing = new Outgoing(() => webhooks.run(), report);
  const times = new ReviewTimes(unitOfWork, config.businessHours, config.reviewDays);
  const services = createServices(
    unitOfWork,
    clock,
    { objects, staging, uploads, scanner },
    times,
    new WebhookService(unitOfWork, sender, ring),
    config.productUrl,
  );
  const watch = new ReviewWatch(unitOfWork, times);
  const texts = new MessageTexts(config.messagesDir, config.consoleUrl);
  const outboxFolder = join(config.dataDir, 'outbox');
  const outbox = new FolderCourier(outboxFolder, config.mailFrom);
  const mail = config.smtpUrl ? new SmtpCourier(config.smtpUrl, config.mailFrom) : outbox;
  const sms = config.smsUrl ? smsProvider(config.smsUrl) : outbox;
  const deliveries = new DeliveryService(unitOfWork, clock, texts, { mail, sms }, report, () => sending.ring());
  const sending: Outgoing = new Outgoing(() => deliveries.run(), report);
  const dispatcher = new Dispatcher(unitOfWork, [wakeEndpoints]);
  const dispatching = new Outgoing(async () => {
    if (await dispatcher.run()) doorbell.ring();
  }, report);
  const housekeeping = new Housekeeping(
    [
      { everyMs: sweepMs, run: () => services.notifications.digest() },
      { everyMs: limits.reviewWatchMs, run: () => watch.tellOverdue() },
      { everyMs: limits.reviewWatchMs, run: () => watch.recount() },
      { everyMs: limits.rescanMs, run: () => services.materials.rescan() },
      { everyMs: sweepMs, run: () => objects.sweep() },
      { everyMs: sweepMs, run: () => staging.sweep(Date.now() - limits.orphanMs) },
      { everyMs: sweepMs, run: () => uploads.sweep() },
      { everyMs: sweepMs, run: () => unitOfWork.forgetKeys() },
      { everyMs: sweepMs, run: () => services.webhooks.forgetDeliveries() },
    ],
    log,
  );

  const app = await createHttp(config, log);
  const schema = await createSchema();
  const formatError = errorFormatter(log, config.suggestions);
  const rates = new Rates(
    config.pointsPerMinute,
    config.failedTokensPerMinute,
    config.redisUrl && (config.pointsPerMinute || config.failedTokensPerMinute) ? connectRedis(config.redisUrl, limits.rateStoreMs) : null,
  );
  const admission = new Admission(
    new Documents(schema, config.introspection),
    new PersistedOperations(config.persistedOperations.mode, manifestsOf(config.persistedOperations.file)),
    rates,
  );
  const answers = new OperationAnswers(admission, new CompiledOperations(schema, formatError), formatError, [
    auditContactReads(audit, log),
    answerUnavailable,
    tellOperations,
    legacyStatus,
  ]);
  const apollo = await startApollo(schema, answers, formatError);

  const verify = (authorization: string | undefined, address: string): Soon<Verified> => {
    const token = bearerToken(authorization);
    const identity = tokens.remembered(token) ?? rates.watch(address, tokens.wasGood(token), () => tokens.verify(token));
    return soon(identity, (known) => soon(services.sellers.actorOf(known), (actor) => ({ actor, expiresAt: known.expiresAt })));
  };
  const actorOf = ({ headers, ip }: FastifyRequest): Soon<Actor> => soon(verify(headers.authorization, ip), ({ actor }) => actor);
  const makeContext = (caller: Caller): Context => contextOf(caller, { services, database, clock, links, texts, times });
  const contextFor = ({ actor, id, idempotencyKey }: FastifyRequest): Context =>
    makeContext({ actor, requestId: id, idempotencyKey, language: requestScope.getStore()?.language ?? 'en' });
  await app.register(async (graphql) => {
    graphql.addHook('onRequest', (request, reply, done) => {
      request.idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
      const known = soon(actorOf(request), (actor) => {
        request.actor = actor;
        return isForm(request) ? payForFile(rates, actor.subject, reply) : undefined;
      });
      // A token that was good a moment ago is known at once.
      known instanceof Promise ? known.then(() => done(), done) : done();
    });
    acceptUploads(graphql as unknown as FastifyInstance, staging);
    graphql.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: answerPlainRequests(
        answers,
        contextFor,
        fastifyApolloHandler(apollo, { context: async (request) => ({ ...contextFor(request), begun: request.begun }) }),
      ),
    });
  });
  refuseOtherMethods(app, '/graphql', ['GET', 'POST']);
  refuseOtherMethods(app, '/graphql/stream', ['GET', 'POST']);
  const trusted = proxyaddr.compile([...config.trustProxy]);
  const live = createLive({
    schema,
    admission,
    addressOf: (request) => proxyaddr(request, trusted),
    database,
    log,
    formatError,
    verify,
    contextFor: (viewer) => makeContext({ ...viewer, idempotencyKey: null }),
    contactsShown: (viewers, objectIds) => audit.contactsShown(viewers, objectIds),
  });
  const wake = seldom(() => {
    for (const work of [dispatching, sending, posting]) work.ring();
  }, wakeMs);
  doorbell.onRing(() => {
    live.ring();
    wake();
  });
  live.serve(app);
  await app.register(async (resumable) => {
    resumable.addHook('onRequest', async (request, reply) => {
      // What the server can do is no secret, and a browser asks it without a token.
      if (request.method === 'OPTIONS') return;
      request.actor = await actorOf(request);
      await payForFile(rates, request.actor.subject, reply);
    });
    serveResumableUploads(resumable as unknown as FastifyInstance, {
      uploads,
      publicUrl: () => publicUrl,
      corsOrigins: config.corsOrigins,
      log,
    });
  });
  serveDownloads(app, {
    links,
    store,
    downloads: new DownloadService(unitOfWork),
    audit,
    actorOf: async (request) => (request.headers.authorization === undefined ? null : actorOf(request)),
    pay: (subject, reply) => payForFile(rates, subject, reply),
    templates: services.templates,
    templatesFor: async (deliveryMethod) =>
      (await new Reader(database, nobody).all(currentTemplates)).filter(
        (template) => !deliveryMethod || template.deliveryMethods.includes(deliveryMethod),
      ),
  });
  if (showsOutbox(config)) serveOutbox(app, outboxFolder);
  if (showsExplorer(config)) await serveExplorer(app, config, demoRoles ? () => demoRoles(database) : null);
  const readiness = new Readiness({ database: () => database.ping(), storage: () => store.ping(), files: () => staging.ping() }, log);
  serveHealth(app, readiness, { names: false });
  app.addHook('onRequest', (_request, reply, done) => {
    if (readiness.draining) void reply.header('connection', 'close');
    done();
  });
  let operations: FastifyInstance | null = null;

  return {
    database,
    services,
    objects,
    log,
    async listen() {
      live.start();
      if (config.operations) {
        // Loaded on demand: most of those who try it measure nothing.
        const [{ createMetrics }, { serveOperations }] = await Promise.all([import('./metrics.js'), import('./operations.js')]);
        operations = await serveOperations(config.operations, readiness, createMetrics({ database, live: () => live.counts() }));
      }
      await app.listen({ host: config.host, port: config.port });
      housekeeping.start();
      dispatching.start();
      sending.start();
      posting.start();
      const { port } = app.server.address() as { port: number };
      publicUrl ||= `http://localhost:${port}`;
      return publicUrl;
    },
    async drain() {
      readiness.draining = true;
      await new Promise((resolve) => setTimeout(resolve, config.drainMs));
    },
    async close() {
      readiness.draining = true;
      await live.stop();
      await app.close();
      await operations?.close();
      await housekeeping.stop();
      await Promise.all([dispatching.stop(), sending.stop(), posting.stop()]);
      // What is on its way may arrive; what does not in time is tried again by another process.
      await Promise.all([deliveries.idle(drainMs), webhooks.idle(drainMs)]);
      mail.close();
      sms.close();
      sender.close();
      scanner?.close();
      await doorbell.close();
      rates.close();
      await apollo.stop();
      await database.close();
      store.close();
    },
  };
}

/** Whether what would be sent can be looked at over HTTP: in development alone, since it holds addresses. */
export const showsOutbox = ({ environment, developmentIssuer, smtpUrl, smsUrl }: Config): boolean =>
  environment !== 'production' && developmentIssuer && !(smtpUrl && smsUrl);

/** Whether the explorer is served. */
export const showsExplorer = ({ explorer }: Config): boolean => explorer && hasExplorer();

interface FileParts {
  readonly objects: StoredObjects;
  readonly staging: Staging;
  readonly uploads: ResumableUploads;
  readonly scanner: Scanner | null;
}

function createServices(
  unitOfWork: UnitOfWork,
  clock: Clock,
  { objects, staging, uploads, scanner }: FileParts,
  times: ReviewTimes,
  webhooks: WebhookService,
  productUrl: string,
): Services {
  const steps = new CertificationSteps(unitOfWork, times);
  const releaseSteps = new ReleaseSteps(unitOfWork, times);
  const intake = new FileIntake(staging, objects, scanner);
  return {
    sellers: new SellerService(unitOfWork, clock, intake),
    agreements: new AgreementService(unitOfWork),
    templates: new TemplateService(unitOfWork, intake, objects.store),
    drafts: new DraftService(unitOfWork, steps),
    certification: new CertificationService(steps),
    materials: new MaterialService(unitOfWork, steps, intake, uploads, objects.store, scanner),
    reviews: new ReviewService(steps),
    findings: new FindingService(unitOfWork, steps, releaseSteps),
    releases: new ReleaseService(unitOfWork, releaseSteps, times, intake),
    releaseReviews: new ReleaseReviewService(releaseSteps, productUrl),
    products: new ProductService(unitOfWork),
    calendars: new CalendarService(unitOfWork),
    notifications: new NotificationService(unitOfWork),
    webhooks,
  };
}

const nobody: Actor = { subject: '', name: '', email: null, roles: [], scopes: [], sellerId: null, main: false };
