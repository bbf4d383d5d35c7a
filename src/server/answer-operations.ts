import { type ApolloServerPlugin, type GraphQLRequestContext, type GraphQLRequestContextWillSendResponse, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode, parse } from 'graphql';
import { failureCodes } from '../domain/error-codes.js';
import { Failure } from '../domain/errors.js';
import type { Context } from '../resolvers/context.js';
import type { CompiledOperations } from './compiled-operations.js';
import { type FormatError, tellAs } from './failures.js';
import type { Admission, Admitted } from './limits/admission.js';
import { InvalidOperation } from './limits/documents.js';
import type { SentOperation } from './limits/persisted.js';
import { RateLimited, rateHeaders } from './limits/rates.js';

/** An answer that is about to leave. */
type Leaving = GraphQLRequestContextWillSendResponse<Context>;
/** What is done to each answer before it leaves; `begun` is when its request began, as performance.now() says it. */
export type AnswerStep = (leaving: Leaving, begun: number) => Promise<void> | void;

interface Parts {
  readonly admission: Admission;
  readonly compiled: CompiledOperations;
  readonly formatError: FormatError;
  /** In their order. */
  readonly steps: readonly AnswerStep[];
}

/** Stand in Apollo's place for what was sent, which it would hash and read anew. */
const admittedSource = '{ admitted }';
const nothing = parse('{ invalid }');

/**
 * Has Apollo run what was admitted, without reading it again, compiled where it comes again, and tells what it cost. One plugin, since each
 * costs a dozen promises a request (docs/adr/0034).
 */
export const answerOperations = ({ admission, compiled, formatError, steps }: Parts): ApolloServerPlugin<Context> => ({
  async requestDidStart(context) {
    const begun = performance.now();
    let admitted: Admitted | null = null;
    let refusal: unknown;
    try {
      admitted = await admission.admit(sentIn(context), context.contextValue.actor.subject);
      if (admitted.prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) refusal = subscriptionsElsewhere();
    } catch (error) {
      refusal = error;
    }
    // Apollo looks for these next: it is to find a document, whatever was sent in its place.
    context.request.query = admittedSource;
    delete context.request.extensions?.persistedQuery;
    return {
      async didResolveSource(request) {
        Object.assign(request, { document: admitted?.prepared.document ?? nothing });
      },
      async responseForOperation({ contextValue, request }) {
        if (!admitted || refusal) {
          const { status, headers, errors } = toldRefusal(refusal, formatError);
          return {
            http: { status, headers: new Map(Object.entries(headers)) as never },
            body: { kind: 'single', singleResult: { errors } },
          };
        }
        const singleResult = await compiled.run(admitted.prepared, contextValue, request.variables ?? {});
        return singleResult && { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
      },
      async willSendResponse(leaving) {
        for (const step of steps) {
          const done = step(leaving, begun);
          if (done) await done;
        }
        if (admitted) tellCost(admitted, leaving);
      },
    };
  },
});

function tellCost({ cost, standing }: Admitted, { response: { http, body } }: Leaving): void {
  if (body.kind !== 'single') return;
  if (standing) for (const [name, value] of Object.entries(rateHeaders(standing))) http.headers.set(name, value);
  body.singleResult.extensions = { ...body.singleResult.extensions, cost };
}

/** What was sent: Apollo leaves `documentId` in the body or the address. */
function sentIn({ request: { query, operationName, variables, extensions, http } }: GraphQLRequestContext<Context>): SentOperation {
  const body = http?.body as { documentId?: unknown } | undefined;
  const documentId = http?.method === 'GET' ? new URLSearchParams(http.search).get('documentId') : body?.documentId;
  return { query, operationName, variables, extensions, documentId };
}

const subscriptionsElsewhere = (): Failure =>
  new Failure('BAD_REQUEST', {
    en: 'Subscriptions run over a websocket to /graphql, or as server-sent events from /graphql/stream.',
    zh: '订阅请通过 /graphql 的 websocket 或 /graphql/stream 的服务器推送事件进行。',
  });

interface ToldRefusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly errors: GraphQLFormattedError[];
}

function toldRefusal(refusal: unknown, formatError: FormatError): ToldRefusal {
  if (refusal instanceof InvalidOperation) {
    const { code, errors } = refusal;
    return { status: failureCodes[code].http, headers: {}, errors: errors.map((error) => tellAs(formatError, error, code)) };
  }
  const status = refusal instanceof Failure ? failureCodes[refusal.code].http : 500;
  const error = new GraphQLError('refused', { originalError: refusal as Error });
  return { status, headers: refusal instanceof RateLimited ? refusal.headers : {}, errors: [formatError({ message: '' }, error)] };
}
