import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/** What graphql-jit 0.8 takes otherwise than GraphQL does, in a document. */
export interface Compilable {
  /** Whether it answers as GraphQL's executor does, as far as the document tells. */
  readonly document: boolean;
  /** Variables that have to have a value, or GraphQL's executor is to run it: those within objects and lists that are written out. */
  readonly needed: readonly string[];
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';
const isConditioned = ({ directives }: { readonly directives?: readonly DirectiveNode[] | undefined }): boolean =>
  directives?.some(isCondition) ?? false;

/**
 * Which documents graphql-jit is to have (docs/adr/0034). It reads a variable that was not sent as null within an object, where GraphQL leaves its
 * field out; it keeps conditions with what they stand at, so that a field which is asked for twice, or through a fragment, loses those of one place
 * or gets those of another; and it tells fields apart by their paths with `_` between the names.
 */
export function compilable(document: DocumentNode): Compilable {
  const needed = new Set<string>();
  const asked = new Map<string, number>();
  const conditioned: string[] = [];
  let fine = true;
  let within = 0;
  const enter = (): void => void within++;
  const leave = (): void => void within--;
  const fragment = (node: ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined }): void => {
    if (isConditioned(node)) fine = false;
  };
  visit(document, {
    [Kind.FIELD]: (node) => {
      const name = (node.alias ?? node.name).value;
      asked.set(name, (asked.get(name) ?? 0) + 1);
      if (isConditioned(node)) conditioned.push(name);
      if (node.alias?.value.includes('_')) fine = false;
    },
    [Kind.INLINE_FRAGMENT]: fragment,
    [Kind.FRAGMENT_SPREAD]: fragment,
    [Kind.OBJECT]: { enter, leave },
    [Kind.LIST]: { enter, leave },
    [Kind.VARIABLE]: ({ name }) => {
      if (within > 0) needed.add(name.value);
    },
  });
  return { document: fine && conditioned.every((name) => asked.get(name) === 1), needed: [...needed] };
}
