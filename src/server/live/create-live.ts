import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Soon } from '../../domain/soon.js';
import type { Notification } from '../../entities/notification.js';
import type { ProgressEvent } from '../../entities/progress-event.js';
import type { Database } from '../../platform/database.js';
import type { Admission } from '../limits/admission.js';
import { serveEventStreams } from './event-stream.js';
import { Hub, type HubParts } from './hub.js';
import { LiveOperations } from './operations.js';
import { Sessions, type Verified } from './sessions.js';
import { SubscriptionServer } from './subscription-server.js';
import { eventTopic, inboxTopic } from './topics.js';
import { serveWebSockets } from './websocket.js';

/** What runs in this process. */
export interface LiveCounts {
  readonly subscriptions: number;
  /** Websockets and event streams. */
  readonly streams: number;
  /** The position up to which events have been handed out; null while nobody subscribes. */
  readonly position: number | null;
}

/** Subscriptions, over all their transports. */
export interface Live {
  serve(app: FastifyInstance): void;
  start(): void;
  /** There may be news in the logs. */
  ring(): void;
  counts(): LiveCounts;
  /** Ends every stream; websockets are told to come back. */
  stop(): Promise<void>;
}

interface LiveParts extends HubParts {
  readonly database: Database;
  readonly admission: Admission;
  /** Verifies a token that came from an address. */
  readonly verify: (authorization: string | undefined, address: string) => Soon<Verified>;
  /** The address of a caller. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Puts subscriptions together. */
export function createLive({ database, admission, verify, ...parts }: LiveParts): Live {
  const events = new Hub<ProgressEvent>(eventTopic(database), parts);
  const inboxes = new Hub<Notification>(inboxTopic(database), parts);
  const hubs = { progress: events, reviewQueue: events, notificationReceived: inboxes };
  const subscriptions = new SubscriptionServer(admission, new LiveOperations(parts.schema), hubs, parts.formatError, parts.log);
  const sessions = new Sessions(verify, (ended, failure) => subscriptions.fail(ended, failure));
  const stops: (() => unknown)[] = [];
  const all = [...new Set(Object.values(hubs))];
  return {
    serve(app) {
      stops.push(serveWebSockets(app.server, subscriptions, sessions, parts), serveEventStreams(app, subscriptions, sessions));
    },
    start() {
      for (const hub of all) hub.start();
    },
    ring() {
      for (const hub of all) hub.ring();
    },
    counts: () => ({
      subscriptions: all.reduce((sum, hub) => sum + hub.size, 0),
      streams: sessions.size,
      position: events.position,
    }),
    async stop() {
      await Promise.all(all.map((hub) => hub.stop()));
      await Promise.all(stops.map((stop) => stop()));
      sessions.stop();
    },
  };
}
