import { printed } from './print.js';

/** What a typed document carries: the mark that GraphQL Code Generator (`TypedDocumentNode`, `TypedDocumentString`) and gql.tada share. */
export interface DocumentTypes<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data;
}

/** A GraphQL document with the types of its answer and variables: a text, or a parsed document. */
export type TypedDocument<Data, Variables> = (string | object) & DocumentTypes<Data, Variables>;

/** Variables, which may be left out when none is required, and then options. */
export type VariablesAnd<Variables, Options> =
  Record<never, never> extends Variables ? [variables?: Variables | null, options?: Options] : [variables: Variables, options?: Options];

/** The text of a document. */
export const textOf = (document: string | object): string =>
  typeof document === 'object' && 'definitions' in document ? printed(document) : String(document);

/** Whether a document is a mutation: whether that word stands outside of all braces. */
export function isMutation(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|#.*|[{}()]|\b(?:query|mutation|subscription)\b/g)) {
    if (token === '{' || token === '(') depth++;
    else if (token === '}' || token === ')') depth--;
    else if (depth === 0 && /^[qms]/.test(token)) return token === 'mutation';
  }
  return false;
}
