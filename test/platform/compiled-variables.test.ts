import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type GraphQLInputType,
  getOperationAST,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
} from 'graphql';
import type { Context } from '../../src/resolvers/context.js';
import { CompiledOperations } from '../../src/server/compiled-operations.js';
import type { PreparedDocument } from '../../src/server/limits/documents.js';
import { createSchema } from '../../src/server/schema.js';

const schema = await createSchema();
const formatError = (told: never) => told;

/** What is of no type, or of another than is asked for. */
const odd = fc.constantFrom<unknown>(
  ...[null, true, 0, -1, 1.5, 1e20, '', 'x', '7', '2026-01-01T00:00:00.000Z', '2026-13-01'],
  ...[[], ['x'], [null], [[]], [{}], {}, { id: 'x' }, { toString: 1 }],
);

/** Values of a type, now and then with something odd within. */
function valuesOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fc.oneof({ weight: 8, arbitrary: fittingValues(type, depth) }, { weight: 1, arbitrary: odd });
  return depth > 6 ? odd : fitting;
}

function fittingValues(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return fittingValues(type.ofType, depth);
  if (isListType(type)) return fc.oneof(fc.array(valuesOf(type.ofType, depth + 1), { maxLength: 2 }), valuesOf(type.ofType, depth + 1));
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (!isInputObjectType(type)) return fc.constantFrom<unknown>('request_01', 'text', 3, true, '2026-01-01', '2026-01-01T00:00:00.000Z');
  const fields = Object.values(type.getFields());
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field.type, depth + 1)])), {
    requiredKeys: fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name),
  });
}

function prepared(type: string): PreparedDocument {
  const source = `query ($v: ${type}) { __typename }`;
  const document = parse(source);
  return { source, document, operation: getOperationAST(document)!, operationName: null, cost: () => 1 };
}

const asItIs = <R>(result: R): R => result;
const types = Object.values(schema.getTypeMap()).filter((type) => isInputType(type) && !type.name.startsWith('__'));

describe('variables of compiled operations', () => {
  it('what GraphQL refuses does not run: its own executor is to tell why', async () => {
    const compiled = new CompiledOperations(schema, formatError as never);
    // The compiler is loaded with the second use of an operation.
    const warm = prepared('String');
    while (!(await compiled.run(warm, {} as Context, {}, asItIs))) await new Promise(setImmediate);
    let [runs, refusals] = [0, 0];
    for (const { name } of types) {
      for (const written of [name, `${name}!`, `[${name}!]`]) {
        const operation = prepared(written);
        const definitions = operation.operation.variableDefinitions!;
        await compiled.run(operation, {} as Context, {}, asItIs);
        const variables = fc.record(
          { v: valuesOf(typeFromAST(schema, definitions[0]!.type as never) as GraphQLInputType) },
          { requiredKeys: [] },
        );
        const property = fc.asyncProperty(variables, async (values) => {
          const refused = getVariableValues(schema, definitions, values).errors !== undefined;
          const ran = (await compiled.run(operation, {} as Context, values, asItIs)) !== null;
          expect(ran && refused).toBe(false);
          if (ran) runs++;
          if (refused) refusals++;
        });
        await fc.assert(property, { numRuns: 60 });
      }
    }
    expect(Math.min(runs, refusals)).toBeGreaterThan(1000);
  });
});
