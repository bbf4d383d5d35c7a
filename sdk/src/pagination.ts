import type { Client } from './client.js';
import type { TypedDocument } from './document.js';
import type { RequestOptions } from './options.js';

/** A page of a list. */
export interface Connection {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/**
 * A list that is read page by page, as far as it is looked at. `for await` goes over its items, `pages()` over its pages; `await` gives
 * the first page, whose `pageInfo.endCursor` is the `after` of the next.
 */
export interface Pages<Page extends Connection | null | undefined>
  extends AsyncIterable<NonNullable<Page>['nodes'][number]>,
    PromiseLike<Page> {
  pages(): AsyncIterable<NonNullable<Page>>;
}

/** Reads a list of a document of your own, which takes `$after`; `at` finds the list in its data. */
export function paginate<Data, Variables, Page extends Connection | null | undefined>(
  client: Client,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  at: (data: Data) => Page,
  options?: RequestOptions,
): Pages<Page> {
  const read = async (after?: string): Promise<Page> =>
    at(await client.request<Data, object>(document as TypedDocument<Data, object>, { ...variables, ...(after && { after }) }, options));
  async function* pages(): AsyncGenerator<NonNullable<Page>> {
    for (let after: string | null | undefined; after !== null; ) {
      const page = await read(after);
      if (!page) return;
      yield page;
      const { hasNextPage, endCursor } = page.pageInfo;
      after = hasNextPage && endCursor && endCursor !== after ? endCursor : null;
    }
  }
  return {
    pages,
    // biome-ignore lint/suspicious/noThenProperty: awaiting a list gives its first page
    then: (...args) => read().then(...args),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.nodes;
    },
  };
}
