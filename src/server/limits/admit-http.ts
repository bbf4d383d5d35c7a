import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { failureCodes } from '../../domain/error-codes.js';
import { Failure } from '../../domain/errors.js';
import type { Context } from '../../resolvers/context.js';
import { type FormatError, tellAs } from '../failures.js';
import type { Admission, Admitted } from './admission.js';
import { InvalidOperation } from './documents.js';
import type { SentOperation } from './persisted.js';
import { RateLimited, rateHeaders } from './rates.js';

/** Stands in Apollo's place for a document that is refused, and never runs. */
const nothing = parse('{ invalid }');

/** Has Apollo run what was admitted, without reading it again, and tells what it cost. */
export const admitHttp = (admission: Admission, formatError: FormatError): ApolloServerPlugin<Context> => ({
  async requestDidStart(context) {
    let admitted: Admitted | null = null;
    let refusal: unknown;
    try {
      admitted = await admission.admit(sentIn(context), context.contextValue.actor.subject);
    } catch (error) {
      refusal = error;
    }
    // Apollo looks for these next: it is to find a document, whatever was sent in its place.
    context.request.query = admitted?.prepared.source ?? '{ invalid }';
    delete context.request.extensions?.persistedQuery;
    return {
      async didResolveSource(request) {
        Object.assign(request, { document: admitted?.prepared.document ?? nothing });
      },
      async responseForOperation() {
        if (!refusal) return null;
        const { status, headers, errors } = toldRefusal(refusal, formatError);
        return { http: { status, headers: new Map(Object.entries(headers)) as never }, body: { kind: 'single', singleResult: { errors } } };
      },
      async willSendResponse({ response: { http, body } }) {
        if (!admitted || body.kind !== 'single') return;
        const { cost, standing } = admitted;
        if (standing) for (const [name, value] of Object.entries(rateHeaders(standing))) http.headers.set(name, value);
        body.singleResult.extensions = { ...body.singleResult.extensions, cost };
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
