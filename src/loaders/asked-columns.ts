import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

const cache = new WeakMap<readonly FieldNode[], Map<string, readonly string[]>>();

/**
 * The properties that the asked fields of a type need, by the document: those with the field's own name, or those that its resolver
 * declares as `needs`. `path` leads from the present field to the objects, as in ['nodes']. Always includes `id` where there is one.
 */
export function askedColumns(info: GraphQLResolveInfo, ...path: readonly string[]): readonly string[] {
  const key = path.join('.');
  const known = cache.get(info.fieldNodes) ?? new Map<string, readonly string[]>();
  cache.set(info.fieldNodes, known);
  let columns = known.get(key);
  if (!columns) {
    let sets = info.fieldNodes.flatMap((node) => node.selectionSet ?? []);
    let type: GraphQLNamedType = getNamedType(info.returnType);
    for (const name of path) {
      const fields = fieldsIn(sets, info.fragments).filter((field) => field.name.value === name);
      sets = fields.flatMap((field) => field.selectionSet ?? []);
      if (isObjectType(type)) type = getNamedType(type.getFields()[name]!.type);
    }
    columns = neededBy(type, fieldsIn(sets, info.fragments));
    known.set(key, columns);
  }
  return columns;
}

/** The columns that the items of the present connection need, under `nodes` and under `edges`. */
export const askedOfNodes = (info: GraphQLResolveInfo): readonly string[] =>
  [...new Set([...askedColumns(info, 'nodes'), ...askedColumns(info, 'edges', 'node')])].sort();

/** Whether the document asks for a field below the present one. */
export const asksFor = (info: GraphQLResolveInfo, name: string): boolean =>
  fieldsIn(
    info.fieldNodes.flatMap((node) => node.selectionSet ?? []),
    info.fragments,
  ).some((field) => field.name.value === name);

function neededBy(type: GraphQLNamedType, fields: readonly FieldNode[]): readonly string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const all = type.getFields();
  const needed = new Set<string>();
  if (all.id) needed.add('id');
  for (const { name } of fields) {
    const field = all[name.value];
    if (!field) continue;
    for (const property of (field.extensions.needs as readonly string[] | undefined) ?? [name.value]) needed.add(property);
  }
  return [...needed].sort();
}

function fieldsIn(sets: readonly SelectionSetNode[], fragments: Fragments): FieldNode[] {
  return sets
    .flatMap((set) => set.selections)
    .flatMap((selection) => {
      if (selection.kind === 'Field') return selection.name.value.startsWith('__') ? [] : [selection];
      const set = selection.kind === 'InlineFragment' ? selection.selectionSet : fragments[selection.name.value]?.selectionSet;
      return set ? fieldsIn([set], fragments) : [];
    });
}
