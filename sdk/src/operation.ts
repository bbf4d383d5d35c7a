import type { Client } from './client.js';
import type { TypedDocument, VariablesAnd } from './document.js';
import type { RequestOptions } from './options.js';
import { type Connection, type Pages, paginate } from './pagination.js';
import { follow, type SubscribeOptions, type Subscription } from './subscriptions.js';

// What the functions of _generated.ts are made of. Each is a plain function whose first argument is the client, so that a bundler keeps
// only those that are used; `document` is its GraphQL text.

interface Documented {
  readonly document: string;
}

/** The answer of an operation without the name of its only field. */
type Answer<Data> = Data[keyof Data];

/** What a mutation answers when it was not refused: nothing is null but what may be even so, and there are no user errors. */
export type Succeeded<Payload, Maybe = never> = {
  [Field in Exclude<keyof Payload, 'userErrors'>]: Field extends Maybe ? Payload[Field] : NonNullable<Payload[Field]>;
};

export interface Query<Data, Variables> extends Documented {
  (client: Client, ...rest: VariablesAnd<Variables, RequestOptions>): Promise<Answer<Data>>;
}
export interface Mutation<Data, Input, Maybe = never> extends Documented {
  (client: Client, input: Input, options?: RequestOptions): Promise<Succeeded<Answer<Data>, Maybe>>;
  /** The same, but what you can fix is answered as `userErrors` instead of thrown. */
  safe(client: Client, input: Input, options?: RequestOptions): Promise<Answer<Data>>;
}
export interface PagedQuery<Variables, Page extends Connection | null | undefined> extends Documented {
  (client: Client, ...rest: VariablesAnd<Variables, RequestOptions>): Pages<Page>;
}
export interface SubscriptionOperation<Data, Variables> extends Documented {
  (client: Client, ...rest: VariablesAnd<Variables, SubscribeOptions>): Subscription<Answer<Data>>;
}

const answerOf = <Data extends object>(data: Data): Answer<Data> => Object.values(data)[0];

export const query = <Data extends object, Variables>(document: TypedDocument<Data, Variables>): Query<Data, Variables> =>
  Object.assign(
    (client: Client, ...rest: VariablesAnd<Variables, RequestOptions>) =>
      client.request<Data, Variables>(document, ...rest).then(answerOf<Data>),
    { document: String(document) },
  );

export const mutation = <Data extends object, Input, Maybe>(
  document: TypedDocument<Data, { input: Input }>,
): Mutation<Data, Input, Maybe> => {
  const run = (userErrors: 'return' | 'throw') => (client: Client, input: Input, options?: RequestOptions) =>
    client.request<Data, { input: Input }>(document, { input }, { ...options, userErrors }).then(answerOf<Data>);
  return Object.assign(run('throw'), { safe: run('return'), document: String(document) }) as Mutation<Data, Input, Maybe>;
};

export const pages = <Data, Variables, Page extends Connection | null | undefined>(
  document: TypedDocument<Data, Variables>,
  at: (data: Data) => Page,
): PagedQuery<Variables, Page> =>
  Object.assign(
    (client: Client, ...[variables, options]: VariablesAnd<Variables, RequestOptions>) =>
      paginate(client, document, variables as Variables, at, options),
    { document: String(document) },
  );

export const subscription = <Data extends object, Variables>(
  document: TypedDocument<Data, Variables>,
): SubscriptionOperation<Data, Variables> =>
  Object.assign(
    (client: Client, ...[variables, options]: VariablesAnd<Variables, SubscribeOptions>) =>
      follow(client, document, variables, options ?? {}, (data) => answerOf(data as Data)),
    { document: String(document) },
  ) as SubscriptionOperation<Data, Variables>;
