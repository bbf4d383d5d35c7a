import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, execute, type GraphQLResolveInfo, getOperationAST, isObjectType, parse, specifiedRules, validate } from 'graphql';
import type { Context } from '../../src/resolvers/context.js';
import { CompiledOperations } from '../../src/server/compiled-operations.js';
import type { PreparedDocument } from '../../src/server/limits/documents.js';

/** A field tells its arguments and what is asked of it, as `Reader` learns which columns to read. */
const schema = buildSchema(`
  input Lists { list: [String] }
  input In { id: ID, text: String, more: Lists, list: [String] }
  interface Named { id: ID, name(in: In, text: String): String, a: A, b: B, all: [Named] }
  type A implements Named { id: ID, name(in: In, text: String): String, a: A, b: B, all: [Named] }
  type B implements Named { id: ID, name(in: In, text: String): String, a: A, b: B, all: [Named] }
  type Query { a(in: In, text: String = "as a rule"): A, b(in: In): B, all: [Named] }
`);
const asked = ({ fieldNodes }: GraphQLResolveInfo): string =>
  fieldNodes
    .map(({ selectionSet }) => JSON.stringify(selectionSet?.selections.map((each) => ('name' in each ? each.name?.value : ''))))
    .sort()
    .join();
for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) || type.name.startsWith('__')) continue;
  for (const [name, field] of Object.entries(type.getFields())) {
    if (name === 'id') continue;
    if (name === 'name') field.resolve = (source, args) => `${source.id} ${JSON.stringify(args)}`;
    else if (name === 'all') field.resolve = (_, __, ___, info) => ['A', 'B'].map((of) => ({ __typename: of, id: asked(info) }));
    else field.resolve = (_, args, __, info) => ({ __typename: name.toUpperCase(), id: asked(info) + JSON.stringify(args) });
  }
}

const conditions = ['', '', '@include(if: $yes)', '@skip(if: $yes)', '@include(if: $no)', '@skip(if: $no) @include(if: $yes)'];
const values = [
  ...['', '', '(in: { id: $id })', '(in: { text: $text, more: { list: [$id] } })'],
  ...['(in: { id: 1, text: $id, list: [$text] })', '(in: $in, text: $text)'],
];

/** A document that should be compiled, or one with everything that should not. */
function documentOf(thrown: fc.GeneratorValue, plain: boolean): string {
  const throwTo = (most: number): number => thrown(fc.nat, most - 1);
  const one = (of: readonly string[]): string => of[throwTo(of.length)]!;
  const condition = (): string => (plain ? '' : one(conditions));
  const alias = (): string => one(plain ? ['', '', '', 'x: ', 'y: '] : ['', '', '', 'x: ', 'x_y: ', 'a_x: ', 'x_a: ']);
  let own = 0;
  const field = (depth: number, fragments: readonly string[]): string => {
    const leaf = depth > 3 ? 4 : 7;
    switch (throwTo(leaf)) {
      case 0:
        return `${alias()}${one(['id', '__typename'])} ${condition()}`;
      case 1:
        return `own${++own}: ${one(['id @include(if: $yes)', 'a @skip(if: $no) { id }', 'all @include(if: $no) { ... on A { b { id } } }'])}`;
      case 2:
        return `${alias()}name${one(values)} ${condition()}`;
      case 3:
        return fragments.length > 0 ? `...${one(fragments)} ${condition()}` : 'id';
      case 4:
        return `${one(['... on A', '... on B', '... on Named', '...'])} ${condition()} ${selection(depth + 1, fragments)}`;
      default:
        return `${alias()}${one(['a', 'b', 'all'])} ${condition()} ${selection(depth + 1, fragments)}`;
    }
  };
  const selection = (depth: number, fragments: readonly string[]): string =>
    `{ ${Array.from({ length: 1 + throwTo(3) }, () => field(depth, fragments)).join(' ')} }`;
  const root = (): string => `${alias()}${one(['a', 'b', 'all'])} ${condition()} ${selection(1, ['F', 'G', 'H'])}`;
  return `query ($id: ID, $text: String, $in: In, $yes: Boolean!, $no: Boolean!) { ${Array.from({ length: 1 + throwTo(2) }, root).join(' ')} }
    fragment F on A ${selection(2, ['G', 'H'])} fragment G on Named ${selection(3, ['H'])} fragment H on Named ${selection(3, [])}`;
}
const variables = fc.record(
  {
    id: fc.constantFrom(null, '7'),
    text: fc.constantFrom(null, 'text'),
    in: fc.constantFrom(null, { id: '1' }),
    yes: fc.boolean(),
    no: fc.boolean(),
  },
  { requiredKeys: ['yes', 'no'] },
);

/** What is only to no use does not matter here. */
const rules = specifiedRules.filter(
  ({ name }) => !['NoUnusedVariablesRule', 'NoUnusedFragmentsRule', 'PossibleFragmentSpreadsRule'].includes(name),
);

function prepared(text: string): PreparedDocument | null {
  const document = parse(text);
  if (validate(schema, document, rules).length > 0) return null;
  return { source: text, document, operation: getOperationAST(document)!, operationName: null, cost: () => 1 };
}

describe('documents of compiled operations', () => {
  it('whatever is compiled answers as GraphQL does: conditions, fragments, names and variables that were not sent', async () => {
    const compiled = new CompiledOperations(schema, ((told: unknown) => told) as never);
    const warm = prepared('query { a { id } }')!;
    const run = async (operation: PreparedDocument, values: object) =>
      JSON.stringify(await compiled.run(operation, {} as Context, values as Record<string, unknown>, (result) => result));
    while ((await run(warm, {})) === 'null') await new Promise(setImmediate);
    let [valid, ran] = [0, 0];
    const property = fc.asyncProperty(fc.gen(), fc.boolean(), variables, async (thrown, plain, sent) => {
      const text = documentOf(thrown, plain);
      const operation = prepared(text);
      if (!operation) return;
      valid++;
      await run(operation, sent);
      const answer = await run(operation, sent);
      if (answer === 'null') return;
      ran++;
      const expected = await execute({ schema, document: operation.document, variableValues: sent });
      // With the document, so that a failure shows it.
      expect({ text, answer: JSON.parse(answer) }).toEqual({ text, answer: JSON.parse(JSON.stringify(expected)) });
    });
    await fc.assert(property, { numRuns: 2000 });
    expect(valid).toBeGreaterThan(200);
    expect(ran).toBeGreaterThan(valid / 10);
  }, 120_000);
});
