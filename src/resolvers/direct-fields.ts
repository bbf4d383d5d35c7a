import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { memo } from '../platform/memo.js';
import type { Context } from './context.js';

type Resolve = GraphQLFieldResolver<unknown, Context>;
type Methods = Record<string, (...values: unknown[]) => unknown>;
type Resolver = ReturnType<typeof getMetadataStorage>['queries'][number];
type Param = NonNullable<Resolver['params']>[number];

/** What methods without arguments take, in this order. */
const usual: readonly string[] = ['root', 'context', 'info'];

/**
 * Has the fields of resolver classes call their methods at once, with arguments as GraphQL has coerced them. For each call type-graphql
 * makes closures, lists, promises for each argument and instances of the classes of what was sent, and copies objects that are of no class:
 * a tenth of the CPU of a page with its five hundred fields, and as much of a request that is asked for by its id (docs/adr/0034).
 */
export function resolveDirectly(schema: GraphQLSchema): void {
  const { queries, mutations, fieldResolvers, objectTypes } = getMetadataStorage();
  const instances = new Map<unknown, Methods>();
  const direct = (
    typeName: string | undefined,
    { target, methodName, schemaName, params = [], middlewares = [], roles }: Resolver | (typeof fieldResolvers)[number],
  ) => {
    // They would be passed over, and with them what they guard: rights stand in permissions.ts and field-rights.ts.
    if (middlewares.length > 0 || roles) throw new Error(`${methodName}: middlewares and roles of type-graphql are not used here`);
    const type = schema.getType(typeName ?? '');
    if (!isObjectType(type)) return;
    const methods = memo(instances, target, () => new (target as unknown as new () => Methods)());
    type.getFields()[schemaName]!.resolve = callOf(methods, methodName, params);
  };
  for (const query of queries) direct('Query', query);
  for (const mutation of mutations) direct('Mutation', mutation);
  for (const field of fieldResolvers) {
    if (field.kind === 'external') direct(objectTypes.find(({ target }) => target === field.getObjectType?.())?.name, field);
  }
}

function callOf(methods: Methods, name: string, params: readonly Param[]): Resolve {
  const sorted = [...params].sort((a, b) => a.index - b.index);
  const values = sorted.map(handedFor);
  if (!sorted.every(({ kind }, n) => kind === usual[n]))
    return (source, args, context, info) => methods[name]!(...values.map((handed) => handed(source, args, context, info)));
  // Looked up once: each look by a name is a search, as this code serves all methods.
  const method = methods[name]!;
  return (source, _args, context, info) => method.call(methods, source, context, info);
}

/** What is handed on for a parameter. Throws for what nobody here uses. */
function handedFor(param: Param): Resolve {
  if ('propertyName' in param && param.propertyName) throw new Error(`direct-fields.ts hands on no ${param.propertyName} by itself`);
  if (param.kind === 'arg') return (_source, args) => args[param.name];
  if (param.kind === 'args') return (_source, args) => args;
  if (param.kind === 'root') return (source) => source;
  if (param.kind === 'context') return (_source, _args, context) => context;
  if (param.kind === 'info') return (_source, _args, _context, info) => info;
  if (param.kind === 'custom') return (root, args, context, info) => param.resolver({ root, args, context, info });
  throw new Error(`direct-fields.ts does not know parameters of the kind ${param.kind}`);
}
