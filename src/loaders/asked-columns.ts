import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { AnyRelation, AnySingle } from '../entities/relations.js';
import { memo } from '../platform/memo.js';
import type { Reading } from './at-hand.js';
import type { Columns } from './conditions.js';
import type { PageArguments } from './page.js';
import type { Reader } from './reader.js';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

const columnsOf: Memory<readonly string[]> = new WeakMap();
const nodeColumnsOf: Memory<readonly string[]> = new WeakMap();
const readsOf: Memory<readonly AskedRead[]> = new WeakMap();

/**
 * The properties that the asked fields of a type need, by the document: those with the field's own name, or those that its resolver
 * declares as {@link Needs}. `path` leads from the present field to the objects, as in ['nodes']. Always includes `id` where there is one.
 */
export const askedColumns = (info: GraphQLResolveInfo, ...path: readonly string[]): readonly string[] =>
  remembered(columnsOf, info, path, neededBy);

/** What is kept of a selection, by the nodes of the field that it belongs to and the path from there. */
type Memory<V> = WeakMap<readonly FieldNode[], Map<string, V>>;
interface Asked {
  readonly type: GraphQLNamedType;
  readonly fields: readonly FieldNode[];
}
type Find<V> = (asked: Asked, info: GraphQLResolveInfo, path: readonly string[]) => V;

/** Each row of a page asks: what is known is answered without making anything. */
function remembered<V>(memory: Memory<V>, info: GraphQLResolveInfo, path: readonly string[], find: Find<V>): V {
  const at = path.length === 0 ? '' : path.join('.');
  return memory.get(info.fieldNodes)?.get(at) ?? remember(memory, info, path, at, find);
}

function remember<V>(memory: Memory<V>, info: GraphQLResolveInfo, path: readonly string[], at: string, find: Find<V>): V {
  const found = find(selectionAt(info, path), info, path);
  memo(memory, info.fieldNodes, () => new Map<string, V>()).set(at, found);
  return found;
}

function selectionAt(info: GraphQLResolveInfo, path: readonly string[]): Asked {
  let sets = info.fieldNodes.flatMap((node) => node.selectionSet ?? []);
  let type: GraphQLNamedType = getNamedType(info.returnType);
  for (const name of path) {
    const fields = fieldsIn(sets, info.fragments).filter((field) => field.name.value === name);
    sets = fields.flatMap((field) => field.selectionSet ?? []);
    if (isObjectType(type)) type = getNamedType(type.getFields()[name]!.type);
  }
  return { type, fields: fieldsIn(sets, info.fragments) };
}

/** What a field's resolver reads for each of its objects: `extensions.reads`, so that it can be read for all of them at once. */
export type Reads =
  /** The rows of a relation, or one of them. */
  | { readonly relation: AnyRelation }
  | { readonly single: AnySingle }
  /** The row that a property names. */
  | { readonly entity: new () => { id: string }; readonly by: string }
  /** A page, by the field's arguments; for an object that is asked for by itself. Throws for bad ones. */
  | { readonly page: (reader: Reader, args: PageArguments, columns: Columns) => Reading };

/** What a field that is asked for reads, of which columns. */
export interface AskedRead {
  readonly reads: Reads;
  readonly columns: Columns;
  /** The field's arguments. */
  readonly args: (info: GraphQLResolveInfo) => PageArguments;
}

/** What the asked fields of the objects at a path read, by the document, each once; directives are not looked at. */
export const askedReads = (info: GraphQLResolveInfo, ...path: readonly string[]): readonly AskedRead[] =>
  remembered(readsOf, info, path, readBy);

const readBy: Find<readonly AskedRead[]> = ({ type, fields }, info, path) =>
  [...new Set(fields.map((node) => node.name.value))].flatMap((name): AskedRead[] => {
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    const reads = field?.extensions.reads as Reads | undefined;
    const nodes = fields.filter((node) => node.name.value === name);
    // Pages that are asked for under several names differ.
    if (!field || !reads || ('page' in reads && nodes.length > 1)) return [];
    const below = [...path, name];
    const columns = 'page' in reads ? askedOfNodes(info, ...below) : askedColumns(info, ...below);
    return [{ reads, columns, args: argumentsOf(field, nodes[0]!) }];
  });

/** Those of a field that has no lists or objects among them; what does not depend on variables is found once. */
function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): AskedRead['args'] {
  const values = (info: GraphQLResolveInfo) => getArgumentValues(field, node, info.variableValues);
  if (node.arguments?.some(({ value }) => value.kind === 'Variable')) return values;
  let known: PageArguments | undefined;
  return (info) => (known ??= values(info));
}

/** The columns that the items of a connection need, under `nodes` and under `edges`: of the present one, or of that to which `path` leads. */
export const askedOfNodes = (info: GraphQLResolveInfo, ...path: readonly string[]): readonly string[] =>
  remembered(nodeColumnsOf, info, path, (_, of) =>
    [...new Set([...askedColumns(of, ...path, 'nodes'), ...askedColumns(of, ...path, 'edges', 'node')])].sort(),
  );

/** Whether the document asks for a field below the present one. */
export const asksFor = (info: GraphQLResolveInfo, name: string): boolean =>
  fieldsIn(
    info.fieldNodes.flatMap((node) => node.selectionSet ?? []),
    info.fragments,
  ).some((field) => field.name.value === name);

/**
 * The columns that a field reads, `extensions.needs`: whatever is asked of it, or those of each field below it. Those of {@link others} are read
 * in their place where a field is asked for that has none.
 */
export type Needs = readonly string[] | Readonly<Record<string, readonly string[]>>;
export const others = '*';

const isList = (needs: Needs): needs is readonly string[] => Array.isArray(needs);

function neededBy({ type, fields }: Asked, { fragments }: { readonly fragments: Fragments }): readonly string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const all = type.getFields();
  const needed = new Set<string>();
  if (all.id) needed.add('id');
  for (const { name, selectionSet } of fields) {
    const field = all[name.value];
    if (!field) continue;
    const needs = (field.extensions.needs as Needs | undefined) ?? [name.value];
    const below = (): FieldNode[] => fieldsIn(selectionSet ? [selectionSet] : [], fragments);
    for (const property of isList(needs) ? needs : neededBelow(needs, below())) needed.add(property);
  }
  return [...needed].sort();
}

function neededBelow(needs: Exclude<Needs, readonly string[]>, below: readonly FieldNode[]): readonly string[] {
  const own = below.map(({ name }) => needs[name.value]);
  return (own.includes(undefined) && needs[others]) || own.flatMap((columns) => columns ?? []);
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
