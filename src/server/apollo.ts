import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestContext, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, parse } from 'graphql';
import type { Context } from '../resolvers/context.js';
import type { Answer, Begun, OperationAnswers } from './answer-operations.js';
import type { FormatError } from './failures.js';
import type { SentOperation } from './limits/persisted.js';

/** A context, with what was begun of the operation before Apollo got the request. */
export interface ApolloContext extends Context {
  readonly begun: Begun | null;
}

/** Makes the Apollo Server that answers what {@link answerPlainRequests} does not, and starts it. */
export async function startApollo(
  schema: GraphQLSchema,
  answers: OperationAnswers,
  formatError: FormatError,
): Promise<ApolloServer<ApolloContext>> {
  const apollo = new ApolloServer<ApolloContext>({
    schema,
    // What may be asked for is decided in limits/, once for all transports.
    introspection: true,
    documentStore: null,
    includeStacktraceInErrorResponses: false,
    formatError,
    // Apollo's own adds a line's end, for which the whole text is copied.
    stringifyResult: (result) => JSON.stringify(result),
    // Callers are known by the Authorization header alone, which no other site can send for them.
    csrfPrevention: { requestHeaders: ['authorization'] },
    persistedQueries: false,
    plugins: [
      answerByApollo(answers),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
  });
  await apollo.start();
  return apollo;
}

/** Stand in Apollo's place for what was sent, which it would hash and read anew. */
const admittedSource = '{ admitted }';
const nothing = parse('{ invalid }');

/** Has Apollo run what was admitted, without reading it again, compiled where it comes again. One plugin, since each costs a dozen promises a request. */
const answerByApollo = (answers: OperationAnswers): ApolloServerPlugin<ApolloContext> => ({
  async requestDidStart(context) {
    const { contextValue, request } = context;
    const { begun: before } = contextValue;
    const begun = before ?? (await answers.begin(sentIn(context), contextValue.actor.subject));
    // Apollo looks for these next: it is to find a document, whatever was sent in its place.
    request.query = admittedSource;
    delete request.extensions?.persistedQuery;
    return {
      async didResolveSource(resolved) {
        Object.assign(resolved, { document: begun.admitted?.prepared.document ?? nothing });
      },
      async responseForOperation({ contextValue, request: { variables = {} } }) {
        // What was begun before has been found to be GraphQL's own executor's.
        const answer = before ? null : await answers.run(begun, contextValue, variables);
        if (!answer) return null;
        const { status, headers, result } = answer;
        return { http: { status, headers: new HeaderMap(headers) }, body: { kind: 'single', singleResult: result } };
      },
      async willSendResponse({ contextValue, operation, request: { http }, response }) {
        // Nothing here is answered by parts.
        if (response.body.kind !== 'single') return;
        const answer: Answer = { status: response.http.status, headers: response.http.headers, result: response.body.singleResult };
        await answers.finish(begun, answer, { context: contextValue, operation, accept: http?.headers.get('accept') });
        response.http.status = answer.status;
        response.body.singleResult = answer.result;
      },
    };
  },
});

/** What was sent: Apollo leaves `documentId` in the body or the address. */
function sentIn({ request: { query, operationName, variables, extensions, http } }: GraphQLRequestContext<Context>): SentOperation {
  const body = http?.body as { documentId?: unknown } | undefined;
  const documentId = http?.method === 'GET' ? new URLSearchParams(http.search).get('documentId') : body?.documentId;
  return { query, operationName, variables, extensions, documentId };
}
