import { type DocumentNode, GraphQLError } from 'graphql';
import type { FailureCode } from '../../domain/error-codes.js';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import type { Logger } from '../../platform/log.js';
import { RequestScope, requestScope } from '../../platform/request-scope.js';
import { type FormatError, tell, tellAs } from '../failures.js';
import type { Admission } from '../limits/admission.js';
import { InvalidOperation } from '../limits/documents.js';
import type { SentOperation } from '../limits/persisted.js';
import type { Hub, Viewer } from './hub.js';
import type { LiveField, LiveOperations } from './operations.js';
import type { LiveSession } from './sessions.js';
import type { Subscriber } from './subscriber.js';

/** A subscription that runs, or why it does not. */
export type Outcome =
  | { readonly subscriber: Subscriber; readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly subscriber?: undefined };

/** A hub, whatever its rows are. */
export type LiveHub = Pick<Hub<never>, 'subscribe' | 'fail'>;

/** Begins subscriptions in the same way for every transport. */
export class SubscriptionServer {
  constructor(
    private readonly admission: Admission,
    private readonly operations: LiveOperations,
    private readonly hubs: Readonly<Record<LiveField, LiveHub>>,
    private readonly formatError: FormatError,
    private readonly log: Logger,
  ) {}

  async subscribe(session: LiveSession, request: SentOperation, lastEventId: string | null = null): Promise<Outcome> {
    return requestScope.run(new RequestScope(session.requestId, session.language), async () => {
      if (session.subscriptions >= limits.subscriptionsPerSocket) return { errors: [this.told(tooMany())] };
      session.subscriptions++;
      try {
        const { prepared } = await this.admission.admit(request, session.actor.subject);
        const operation = this.operations.read(prepared, request.variables ?? {});
        const ended = () => {
          session.subscriptions--;
        };
        const subscriber = await this.hubs[operation.field].subscribe(operation, session, lastEventId, ended);
        return { subscriber, document: operation.document };
      } catch (error) {
        session.subscriptions--;
        return { errors: error instanceof InvalidOperation ? error.errors.map((e) => this.invalid(e, error.code)) : [this.told(error)] };
      }
    });
  }

  /** Ends all subscriptions of sessions with a failure. */
  fail(sessions: ReadonlySet<Viewer>, failure: Failure): void {
    for (const hub of new Set(Object.values(this.hubs))) hub.fail(sessions, failure);
  }

  private invalid(error: GraphQLError, code: FailureCode): GraphQLError {
    const { message, extensions } = tellAs(this.formatError, error, code);
    return new GraphQLError(message, { extensions });
  }

  private told(error: unknown): GraphQLError {
    const { message, extensions } = tell(error, this.log);
    return new GraphQLError(message, { extensions });
  }
}

const tooMany = (): Failure =>
  new Failure('TOO_MANY_STREAMS', {
    en: `A websocket runs at most ${limits.subscriptionsPerSocket} subscriptions.`,
    zh: `每个 websocket 最多运行 ${limits.subscriptionsPerSocket} 个订阅。`,
  });
