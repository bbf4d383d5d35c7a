import { type ExecutionResult, execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import { type Actor, isPlatform } from '../../domain/actor.js';
import type { FailureCode } from '../../domain/error-codes.js';
import { Failure, type Problem } from '../../domain/errors.js';
import { say } from '../../domain/messages.js';
import { permissions, refusalOf } from '../../domain/permissions.js';
import type { Language } from '../../domain/words.js';
import { badCursor } from '../../loaders/page.js';
import { cursorOf, positionOf } from '../../platform/event-log.js';
import { Feed, type FeedSource, type Positioned } from '../../platform/feed.js';
import type { Logger } from '../../platform/log.js';
import { RequestScope, requestScope } from '../../platform/request-scope.js';
import type { Context } from '../../resolvers/context.js';
import { type FormatError, tell } from '../failures.js';
import type { LiveOperation } from './operations.js';
import { Subscriber } from './subscriber.js';

/** Who subscribes. */
export interface Viewer {
  readonly actor: Actor;
  readonly language: Language;
  readonly requestId: string;
}

interface Member {
  readonly operation: LiveOperation;
  readonly viewer: Viewer;
  readonly subscriber: Subscriber;
  /** Those who get the same answer have the same audience. */
  readonly audience: string;
  position: number;
  live: boolean;
}

/** What every hub needs. */
export interface HubParts {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly contextFor: (viewer: Viewer) => Context;
  /** Writes down that contacts are shown; called before they are. */
  readonly contactsShown: (viewers: readonly Actor[], objectIds: ReadonlySet<string>) => Promise<void>;
  readonly formatError: FormatError;
}

/** Which log a hub hands out, and to whom. */
export interface Topic<T extends Positioned> {
  readonly source: FeedSource<T>;
  /** The position of the newest event: a cursor after it is none. */
  head(): Promise<number>;
  /** Whether a subscription asks for a row. */
  concerns(row: T, operation: LiveOperation, actor: Actor): boolean;
  /** Tells, at this moment, which of those who ask for a row may see it (R28). */
  rights(row: T, askers: readonly Actor[]): Promise<(actor: Actor) => boolean>;
}

interface Answer {
  readonly members: readonly Member[];
  readonly result: ExecutionResult;
}

function send(answers: readonly Answer[]): void {
  for (const { members, result } of answers) for (const { subscriber } of members) subscriber.push(result);
}

/** Rows that a subscriber that was away reads at once. */
const replayBatch = 200;

/** Hands the rows of a log to the subscribers of this process: each is executed once for all whose answer is the same. */
export class Hub<T extends Positioned> {
  private readonly members = new Set<Member>();
  private readonly feed: Feed<T>;

  constructor(
    private readonly topic: Topic<T>,
    private readonly parts: HubParts,
  ) {
    this.feed = new Feed(
      topic.source,
      (rows) => this.hand(rows),
      () => this.members.size > 0,
      (error) => void tell(error, parts.log),
    );
  }

  start(): void {
    this.feed.start();
  }

  ring(): void {
    this.feed.ring();
  }

  /** Tells nothing more. The transports end the subscriptions, so that none looks complete. */
  stop(): Promise<void> {
    return this.feed.stop();
  }

  /** The position of the last row that was handed out; null while nobody subscribes. */
  get position(): number | null {
    return this.members.size > 0 ? this.feed.position : null;
  }

  /** How many subscriptions run here. */
  get size(): number {
    return this.members.size;
  }

  /**
   * Begins a subscription: with `after`, what came since that cursor, then what comes, without a gap or a repeat at the seam. `onEnd` is
   * called when it ends. Throws a Failure: FORBIDDEN, BAD_USER_INPUT for a cursor that is none.
   */
  async subscribe(operation: LiveOperation, viewer: Viewer, lastEventId: string | null, onEnd: () => void): Promise<Subscriber> {
    const refused = refusalOf(viewer.actor, permissions[operation.field]!);
    if (refused) throw forbidden(refused);
    const after = lastEventId ?? operation.args.after ?? null;
    const newest = await this.topic.source.newest();
    const from = after === null ? newest : positionOf(after);
    if (from === null || (after !== null && from > (await this.topic.head()))) throw badCursor('after');
    const tooSlow = () => this.failed(viewer, slow(), subscriber.cursor);
    const ended = () => {
      this.members.delete(member);
      onEnd();
    };
    const subscriber: Subscriber = new Subscriber(cursorOf(from), tooSlow, ended);
    const member: Member = { operation, viewer, subscriber, audience: audienceOf(operation, viewer), position: from, live: false };
    const isFirst = this.members.size === 0;
    this.members.add(member);
    if (isFirst) {
      this.feed.skipTo(newest);
      this.feed.ring();
    }
    void this.replay(member).catch((error) => this.end(member, error));
    return subscriber;
  }

  /** Ends the subscriptions of viewers with a failure, which their receivers see as the last result. */
  fail(viewers: ReadonlySet<Viewer>, failure: Failure): void {
    for (const member of [...this.members]) if (viewers.has(member.viewer)) this.end(member, failure);
  }

  private end(member: Member, error: unknown): void {
    const { subscriber, viewer } = member;
    subscriber.end(this.failed(viewer, error, subscriber.cursor));
  }

  /** Sends what came while the subscriber was away; the moment it has all that the feed has told, it is live. */
  private async replay(member: Member): Promise<void> {
    while (this.members.has(member) && member.position < this.feed.position) {
      const rows = await this.topic.source.read(member.position, replayBatch);
      if (rows.length === 0) break;
      for (const row of rows) {
        if (row.position > this.feed.position) break;
        // One that is away for long reads no faster than its receiver takes.
        while (member.subscriber.fill > 0.5) await new Promise((resolve) => setTimeout(resolve, 10));
        member.position = row.position;
        send(await this.answers(row, [member]));
      }
    }
    member.live = true;
  }

  /** Hands new rows to all who are live and have not had them. */
  private async hand(rows: readonly T[]): Promise<void> {
    const members = [...this.members].filter(({ live }) => live);
    const answers = rows.map((row) => {
      const receivers = members.filter((member) => member.position < row.position);
      for (const member of receivers) member.position = row.position;
      return this.answers(row, receivers);
    });
    // Executed side by side, sent in order, and all at once: what goes to one socket leaves in one piece.
    for (const groups of await Promise.all(answers)) send(groups);
  }

  /** What those who may see a row are to get: the same for all of an audience. */
  private async answers(row: T, receivers: readonly Member[]): Promise<Answer[]> {
    const groups = new Map<string, Member[]>();
    try {
      for (const member of await this.entitled(row, receivers)) {
        const group = groups.get(member.audience);
        if (group) group.push(member);
        else groups.set(member.audience, [member]);
      }
      return await Promise.all([...groups.values()].map(async (members) => ({ members, result: await this.run(members, row) })));
    } catch (error) {
      // They miss no row without knowing: each is told to resume from the one before.
      for (const member of receivers) this.end(member, error);
      return [];
    }
  }

  private async entitled(row: T, receivers: readonly Member[]): Promise<Member[]> {
    const asked = receivers.filter(({ operation, viewer }) => this.topic.concerns(row, operation, viewer.actor));
    if (asked.length === 0) return [];
    const sees = await this.topic.rights(
      row,
      asked.map(({ viewer }) => viewer.actor),
    );
    return asked.filter(({ viewer }) => sees(viewer.actor));
  }

  /** Executes once for all whose answer is the same. */
  private run(members: readonly Member[], row: T): Promise<ExecutionResult> {
    const { schema, contextFor, contactsShown } = this.parts;
    const { operation, viewer } = members[0]!;
    const { document, operationName, variables, field } = operation;
    return requestScope.run(new RequestScope(viewer.requestId, viewer.language), async () => {
      const context = contextFor(viewer);
      const result = await execute({
        schema,
        document,
        operationName,
        variableValues: variables as Record<string, unknown>,
        rootValue: { [field]: row },
        contextValue: context,
      });
      if (context.contactsShown.size > 0) {
        await contactsShown(
          members.map((member) => member.viewer.actor),
          context.contactsShown,
        );
      }
      const errors = result.errors?.map((error: GraphQLError) => this.parts.formatError(error.toJSON(), error));
      return { ...(errors && { errors }), data: result.data, extensions: { cursor: cursorOf(row.position) } } as unknown as ExecutionResult;
    });
  }

  private failed(viewer: Viewer, error: unknown, cursor: string): ExecutionResult {
    return requestScope.run(new RequestScope(viewer.requestId, viewer.language), () => {
      const { message, extensions } = tell(error, this.parts.log);
      return { errors: [{ message, extensions }], extensions: { cursor } } as unknown as ExecutionResult;
    });
  }
}

/** All that an answer may depend on, beside the row. */
function audienceOf({ key, personal }: LiveOperation, { actor, language }: Viewer): string {
  const { roles, sellerId, email, subject, scopes, main } = actor;
  const rights = [[...roles].sort(), sellerId, isPlatform(actor) ? null : email, personal ? [subject, scopes, main] : null];
  return JSON.stringify([key, language, rights]);
}

const slow = (): Failure =>
  new Failure('SLOW_CONSUMER' satisfies FailureCode, {
    en: 'You take events more slowly than they come; subscribe again after the cursor in `extensions`.',
    zh: '接收速度过慢；请从 `extensions` 中的游标之后重新订阅。',
  });

const forbidden = ({ message, params }: Problem): Failure =>
  new Failure('FORBIDDEN', { en: say(message, params, 'en'), zh: say(message, params, 'zh') });
