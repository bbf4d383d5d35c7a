import type { Operations } from './_generated.js';
import * as operations from './_generated.js';
import { type Client, createClient } from './client.js';
import type { TypedDocument } from './document.js';
import type { ClientOptions, RequestOptions } from './options.js';
import { type Connection, type Pages, paginate } from './pagination.js';
import { type SubscribeOptions, type Subscription, subscribe } from './subscriptions.js';
import { type UploadOptions, upload } from './upload.js';

/** Functions whose first argument, the client, is given. */
type Bound<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (client: Client, ...rest: infer Rest) => infer Answer
    ? (...rest: Rest) => Answer
    : never;
};
type Refusable = {
  [Name in keyof Operations as Operations[Name] extends { safe: unknown } ? Name : never]: Operations[Name] extends { safe: infer Safe }
    ? Safe
    : never;
};

/** Everything that the API can do, as methods with the names that the schema has. */
export interface JointOps extends Client, Bound<Operations> {
  /** The mutations, answering what you can fix as `userErrors` instead of throwing it. */
  readonly safe: Bound<Refusable>;
  /** Reads a list of a document of your own, which takes `$after`; `at` finds the list in its data. */
  paginate<Data, Variables, Page extends Connection | null | undefined>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    at: (data: Data) => Page,
    options?: RequestOptions,
  ): Pages<Page>;
  /** Subscribes with a document of your own, whose only field takes `$after`. */
  subscribe<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables?: Variables,
    options?: SubscribeOptions,
  ): Subscription<Data>;
  /** Uploads a file in pieces; answers the id that `uploadMaterial` takes as `uploadId`. */
  upload(file: File, options?: UploadOptions): Promise<string>;
}

/** Makes a client with every operation as a method. Where size counts, {@link createClient} and single operations cost less. */
export function createJointOps(options: ClientOptions): JointOps {
  const client = createClient(options);
  const bound: Record<string, unknown> = { ...client };
  const safe: Record<string, unknown> = {};
  const bind =
    <Rest extends unknown[], Answer>(run: (client: Client, ...rest: Rest) => Answer) =>
    (...rest: Rest): Answer =>
      run(client, ...rest);
  for (const [name, run] of Object.entries({ ...operations, paginate, subscribe, upload })) {
    bound[name] = bind(run as (client: Client, ...rest: unknown[]) => unknown);
    if ('safe' in run) safe[name] = bind(run.safe as (client: Client, ...rest: unknown[]) => unknown);
  }
  return { ...bound, safe } as unknown as JointOps;
}
