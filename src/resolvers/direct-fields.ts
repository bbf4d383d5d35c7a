import { type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { memo } from '../platform/memo.js';
import type { Context } from './context.js';

type Methods = Record<string, (source: unknown, context: Context, info: unknown) => unknown>;

/** What is handed on as it is, in the order in which methods take it. */
const handedOn: readonly string[] = ['root', 'context', 'info'];

/**
 * Has the fields of resolver classes that take no arguments call their methods at once. For each call type-graphql makes closures, lists,
 * and copies of objects that are of no class: for the five hundred fields of a page a tenth of its CPU (docs/adr/0034).
 */
export function resolveDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const instances = new Map<unknown, Methods>();
  for (const { kind, target, methodName, schemaName, params = [], getObjectType } of fieldResolvers) {
    const direct =
      kind === 'external' &&
      params.every((param) => param.kind === handedOn[param.index] && !('propertyName' in param && param.propertyName));
    const name = objectTypes.find((type) => type.target === getObjectType?.())?.name;
    const type = direct && name ? schema.getType(name) : undefined;
    if (!isObjectType(type)) continue;
    const methods = memo(instances, target, () => new (target as unknown as new () => Methods)());
    type.getFields()[schemaName]!.resolve = (source, _args, context, info) => methods[methodName]!(source, context, info);
  }
}
