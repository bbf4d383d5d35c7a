import { GraphQLError, type GraphQLFormattedError, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { failureCodes } from '../domain/error-codes.js';
import { Failure } from '../domain/errors.js';
import type { Soon } from '../domain/soon.js';
import type { Context } from '../resolvers/context.js';
import type { CompiledOperations } from './compiled-operations.js';
import { type FormatError, tellAs } from './failures.js';
import type { Admission, Admitted } from './limits/admission.js';
import type { Variables } from './limits/cost.js';
import { InvalidOperation } from './limits/documents.js';
import type { SentOperation } from './limits/persisted.js';
import { RateLimited, rateHeaders } from './limits/rates.js';

/** An operation before it runs. */
export interface Begun {
  /** When its request began, as performance.now() says it. */
  readonly at: number;
  /** Null where it was not let in. */
  readonly admitted: Admitted | null;
  /** Why it may not run; null where it may. */
  readonly refusal: unknown;
}

/** What an operation comes to, with what HTTP tells of it. */
export interface Answer {
  status: number | undefined;
  readonly headers: Map<string, string>;
  result: {
    readonly errors?: readonly GraphQLFormattedError[] | undefined;
    readonly data?: Record<string, unknown> | null | undefined;
    extensions?: Record<string, unknown> | undefined;
  };
}

/** For whom an answer is. */
export interface Asked {
  readonly context: Context;
  /** Undefined where it was not let in. */
  readonly operation: OperationDefinitionNode | undefined;
  /** What the request takes for an answer. */
  readonly accept: string | undefined;
}

/** What is done to each answer before it leaves; `begun` is when its request began, as performance.now() says it. */
export type AnswerStep = (answer: Answer, asked: Asked, begun: number) => Promise<void> | void;

/** Answers the operations that come over HTTP, but for those that GraphQL's own executor has to run. */
export class OperationAnswers {
  constructor(
    private readonly admission: Admission,
    private readonly compiled: CompiledOperations,
    private readonly formatError: FormatError,
    /** In their order. */
    private readonly steps: readonly AnswerStep[],
  ) {}

  /** Lets an operation in, or remembers why not. */
  begin(sent: SentOperation, subject: string): Soon<Begun> {
    const at = performance.now();
    const letIn = (admitted: Admitted): Begun => ({ at, admitted, refusal: isSubscription(admitted) ? subscriptionsElsewhere() : null });
    const keepOut = (refusal: unknown): Begun => ({ at, admitted: null, refusal });
    try {
      const admitted = this.admission.admit(sent, subject);
      return admitted instanceof Promise ? admitted.then(letIn, keepOut) : letIn(admitted);
    } catch (refusal) {
      return keepOut(refusal);
    }
  }

  /** The refusal, or what a compiled operation comes to; null where GraphQL's own executor is to run it. */
  run({ admitted, refusal }: Begun, context: Context, variables: Variables): Soon<Answer | null> {
    if (!admitted || refusal) return this.refused(refusal);
    return this.compiled.run(admitted.prepared, context, variables, (result) => ({ status: undefined, headers: new Map(), result }));
  }

  /** Does what is done to each answer before it leaves, and tells what it cost. */
  finish(begun: Begun, answer: Answer, asked: Asked): Soon<void> {
    return this.finishFrom(0, begun, answer, asked);
  }

  private finishFrom(next: number, begun: Begun, answer: Answer, asked: Asked): Soon<void> {
    const { at, admitted } = begun;
    for (let n = next; n < this.steps.length; n++) {
      const done = this.steps[n]!(answer, asked, at);
      if (done) return done.then(() => this.finishFrom(n + 1, begun, answer, asked));
    }
    if (!admitted) return;
    const { cost, standing } = admitted;
    if (standing) for (const [name, value] of Object.entries(rateHeaders(standing))) answer.headers.set(name, value);
    answer.result.extensions = { ...answer.result.extensions, cost };
  }

  private refused(refusal: unknown): Answer {
    if (refusal instanceof InvalidOperation) {
      const { code, errors } = refusal;
      const told = errors.map((error) => tellAs(this.formatError, error, code));
      return { status: failureCodes[code].http, headers: new Map(), result: { errors: told } };
    }
    const status = refusal instanceof Failure ? failureCodes[refusal.code].http : 500;
    const headers = new Map(Object.entries(refusal instanceof RateLimited ? refusal.headers : {}));
    const error = new GraphQLError('refused', { originalError: refusal as Error });
    return { status, headers, result: { errors: [this.formatError({ message: '' }, error)] } };
  }
}

const isSubscription = ({ prepared }: Admitted): boolean => prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;

const subscriptionsElsewhere = (): Failure =>
  new Failure('BAD_REQUEST', {
    en: 'Subscriptions run over a websocket to /graphql, or as server-sent events from /graphql/stream.',
    zh: '订阅请通过 /graphql 的 websocket 或 /graphql/stream 的服务器推送事件进行。',
  });
