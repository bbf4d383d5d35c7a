import { isMutation, type TypedDocument, textOf, type VariablesAnd } from './document.js';
import { type AnsweredError, failureOf, RefusedError, type UserErrorFacts } from './errors.js';
import { bodyOf } from './multipart.js';
import type { ClientOptions, RequestOptions, Sender } from './options.js';
import { createSender } from './sender.js';

/** Speaks to a server: what every other function of the SDK takes first. */
export interface Client {
  /**
   * Runs a document of your own. Throws one of the classes of JointOpsError; a mutation that was refused throws a RefusedError, unless
   * `userErrors: 'return'`.
   */
  request<Data, Variables>(
    document: TypedDocument<Data, Variables> | string,
    ...rest: VariablesAnd<Variables, RequestOptions & { readonly userErrors?: 'return' | 'throw' }>
  ): Promise<Data>;
  /** For the SDK's own functions. @internal */
  readonly sender: Sender;
}

/** Makes a client. It opens nothing; there is nothing to close. Throws a TypeError for an address that is none. */
export function createClient(options: ClientOptions): Client {
  const sender = createSender(options);
  return {
    sender,
    request: async <Data>(document: string | object, variables?: unknown, own: RequestOptions & { userErrors?: string } = {}) => {
      const query = textOf(document);
      const key = own.idempotencyKey ?? (isMutation(query) ? newKey() : undefined);
      const body = bodyOf({ query, variables });
      const headers = {
        accept: 'application/graphql-response+json, application/json',
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      };
      return sender.send({ path: '/graphql', method: 'POST', headers, body }, own, async (response) => {
        const data = await dataOf<Data>(response);
        if (own.userErrors !== 'return') throwRefusals(data, response.headers.get('x-request-id'));
        return data;
      });
    },
  };
}

/** The data of an answer. Throws what it tells instead. */
async function dataOf<Data>(response: Response): Promise<Data> {
  const text = await response.text();
  const answer = jsonOf(text) as { data?: Data; errors?: AnsweredError[] } | null;
  if (answer?.data && !answer.errors) return answer.data;
  throw failureOf(answer?.errors ?? [], response.ok && !answer ? 502 : response.status, response.headers, answer ? '' : text);
}

/** Null where a text is no JSON: what a proxy says, say. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function throwRefusals(data: unknown, requestId: string | null): void {
  const payloads = Object.values(data as Record<string, { userErrors?: UserErrorFacts[] } | null>);
  const errors = payloads.flatMap((payload) => payload?.userErrors ?? []);
  if (errors.length > 0) throw new RefusedError(errors, requestId);
}

// crypto.randomUUID is missing in pages that came over plain HTTP.
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
