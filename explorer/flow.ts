import { parse, print } from 'graphql';

export type Text = Readonly<Record<'en' | 'zh', string>>;
/** Whose token a step is sent with: a role of the demo, as `/explorer/roles` names it. */
export type Role = 'seller' | 'qualification-reviewer' | 'product-reviewer' | 'operations-manager';
/** What the answers of earlier steps left for later ones, by name. */
export type Kept = Record<string, string>;

/** One document to run. Its operation's name is unique among all flows. */
export interface Step {
  readonly as: Role;
  readonly title: Text;
  readonly query: string;
  readonly variables?: (kept: Kept) => object;
  /** What later steps need of the answer's data. */
  // biome-ignore lint/suspicious/noExplicitAny: each step knows the shape of its own answer
  readonly keep?: (data: any) => Kept;
}
export interface Flow {
  readonly title: Text;
  readonly steps: readonly Step[];
}

/** What every example of a mutation asks for. */
export const errors = 'userErrors { code message path }';

/** What stands for a value that an earlier step has not yet told. */
const unknown = '… run the steps before this one';

/** The variables of a step as JSON, filled with what earlier answers told; undefined when it takes none. */
export function variablesOf({ variables }: Step, kept: Kept): string | undefined {
  const known = new Proxy(kept, { get: (target, name) => Reflect.get(target, name) ?? unknown });
  return variables && JSON.stringify(variables(known), null, 2);
}

/** A step's document as it is shown: its comments, and the operation a field a line. */
export function documentOf({ query }: Step): string {
  const comments = query.split('\n').filter((line) => line.startsWith('#'));
  return [...comments, print(parse(query))].join('\n');
}

/** The name of the one operation of a document. */
export const operationOf = (query: string): string | undefined => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1];
