import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Context } from '../resolvers/context.js';
import type { OperationAnswers } from './answer-operations.js';
import type { SentOperation } from './limits/persisted.js';

/** What is answered to what a request takes, where it says so in the ways that are usual; others are Apollo's to weigh. */
const contentTypes: ReadonlyMap<string | undefined, string> = new Map([
  ...[undefined, '*/*', 'application/json'].map((accept) => [accept, 'application/json; charset=utf-8'] as const),
  ...[
    'application/graphql-response+json',
    // Our SDK, and Apollo Client.
    'application/graphql-response+json, application/json',
    'application/graphql-response+json,application/json;q=0.9',
  ].map((accept) => [accept, 'application/graphql-response+json; charset=utf-8'] as const),
]);

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/**
 * Answers plain requests for operations that are compiled, and has Apollo answer all others: its way around an operation costs as much as
 * all else that is done for it before anything is read (docs/adr/0039).
 */
export const answerPlainRequests =
  (answers: OperationAnswers, contextFor: (request: FastifyRequest) => Context, byApollo: Handler): RouteHandlerMethod =>
  async (request, reply) => {
    const { accept } = request.headers;
    const sent = plainlySent(request);
    const contentType = contentTypes.get(accept);
    if (!sent || !contentType) return byApollo(request, reply);
    const begun = await answers.begin(sent, request.actor.subject);
    const context = contextFor(request);
    const answer = await answers.run(begun, context, sent.variables ?? {});
    if (!answer) {
      request.begun = begun;
      return byApollo(request, reply);
    }
    const finishing = answers.finish(begun, answer, { context, operation: begun.admitted?.prepared.operation, accept });
    if (finishing) await finishing;
    for (const [name, value] of answer.headers) void reply.header(name, value);
    void reply.code(answer.status ?? 200).header('content-type', contentType);
    const { errors, data, extensions } = answer.result;
    return JSON.stringify({ errors, data, extensions });
  };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string | null | undefined => value == null || typeof value === 'string';
const isRecordOrNothing = (value: unknown): value is Record<string, unknown> | null | undefined => value == null || isRecord(value);

/** What was sent as a JSON object by POST; null where there is something about it that Apollo is to tell. */
function plainlySent({ method, body }: FastifyRequest): SentOperation | null {
  if (method !== 'POST' || !isRecord(body)) return null;
  const { query, documentId, operationName, variables, extensions } = body;
  const isPlain = isText(query) && isText(operationName) && isRecordOrNothing(variables) && isRecordOrNothing(extensions);
  return isPlain ? { query, documentId, operationName, variables, extensions } : null;
}
