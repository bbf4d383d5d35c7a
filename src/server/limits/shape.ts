import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';

/** What documents are bounded in: the limit → what it counts, in English and Chinese. */
const bounded = {
  documentLength: ['characters', '个字符'],
  documentTokens: ['tokens', '个词法单元'],
  documentNesting: ['brackets within one another', '层嵌套括号'],
  documentDepth: ['fields within one another', '层嵌套字段'],
  documentFields: ['fields', '个字段'],
  documentAliases: ['aliases', '个别名'],
  documentRootFields: ['root fields', '个根字段'],
  documentOverlaps: ['pairs of fields of one name side by side', '对同名并列字段'],
  documentDirectives: ['directives', '个指令'],
  documentDefinitions: ['operations and fragments', '个操作和片段'],
} as const satisfies Partial<Record<keyof typeof limits, readonly [en: string, zh: string]>>;

/** Refuses what is above a limit. Throws a Failure QUERY_TOO_COMPLEX. */
function bound(limit: keyof typeof bounded, value: number): void {
  const maximum = limits[limit];
  if (value <= maximum) return;
  const [en, zh] = bounded[limit];
  throw new Failure(
    'QUERY_TOO_COMPLEX',
    {
      en: `The document has more than ${maximum} ${en}; ask in several requests.`,
      zh: `文档超过 ${maximum} ${zh}；请分多次请求。`,
    },
    { limit, maximum },
  );
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Bounds a text before it is parsed: the parser goes one call deeper with each bracket. Throws a Failure QUERY_TOO_COMPLEX, or a
 * GraphQLError where the text is no GraphQL.
 */
export function boundText(text: string): void {
  bound('documentLength', text.length);
  const lexer = new Lexer(new Source(text));
  let [tokens, open, directives] = [0, 0, 0];
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; kind = lexer.advance().kind) {
    bound('documentTokens', ++tokens);
    if (opening.has(kind)) bound('documentNesting', ++open);
    else if (closing.has(kind)) open--;
    else if (kind === TokenKind.AT) bound('documentDirectives', ++directives);
  }
}

/** The extent of a selection, with all that its fragments bring. */
interface Extent {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Fields that stand at its top. */
  readonly top: number;
}
const none: Extent = { depth: 0, fields: 0, aliases: 0, top: 0 };

/** Bounds what a document asks for, before it is validated. Throws a Failure QUERY_TOO_COMPLEX, or a GraphQLError for a circle of fragments. */
export function boundDocument({ definitions }: DocumentNode): void {
  bound('documentDefinitions', definitions.length);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const extents = new Map<string, Extent>();
  const around: string[] = [];

  /** Each fragment is looked at once, however often it is used: a bomb of fragments is counted, not unfolded. */
  const ofFragment = (name: string): Extent => {
    const known = extents.get(name);
    const node = fragments.get(name);
    if (known || !node) return known ?? none;
    if (around.includes(name)) throw new GraphQLError(`Cannot spread fragment "${name}" within itself.`, { nodes: node });
    around.push(name);
    const extent = of(node.selectionSet);
    around.pop();
    extents.set(name, extent);
    return extent;
  };
  const of = ({ selections }: SelectionSetNode): Extent => {
    let { depth, fields, aliases, top } = none;
    for (const node of selections) {
      const isField = node.kind === Kind.FIELD;
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? ofFragment(node.name.value) : node.selectionSet ? of(node.selectionSet) : none;
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && node.alias ? 1 : 0);
      top += isField ? 1 : inner.top;
    }
    return { depth, fields, aliases, top };
  };

  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const isOperation = node.kind === Kind.OPERATION_DEFINITION;
    const extent = isOperation ? of(node.selectionSet) : ofFragment(node.name.value);
    bound('documentDepth', extent.depth);
    bound('documentFields', extent.fields);
    bound('documentAliases', extent.aliases);
    if (isOperation) bound('documentRootFields', extent.top);
    bound('documentOverlaps', overlapsIn([node.selectionSet], fragments));
  }
}

/** Pairs of fields of one name that come to stand side by side: GraphQL's validation compares each with each. Takes as long as there are fields. */
function overlapsIn(sets: readonly SelectionSetNode[], fragments: ReadonlyMap<string, FragmentDefinitionNode>): number {
  const counts = new Map<string, number>();
  const inner = new Map<string, SelectionSetNode[]>();
  const look = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const { value: name } = node.alias ?? node.name;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        const sets = inner.get(name);
        if (node.selectionSet && sets) sets.push(node.selectionSet);
        else if (node.selectionSet) inner.set(name, [node.selectionSet]);
      } else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        if (fragment) look(fragment.selectionSet);
      }
    }
  };
  sets.forEach(look);
  let pairs = 0;
  for (const n of counts.values()) pairs += (n * (n - 1)) / 2;
  for (const each of inner.values()) pairs += overlapsIn(each, fragments);
  return pairs;
}
