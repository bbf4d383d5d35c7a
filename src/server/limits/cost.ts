import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import { costs, dearFields, listSizes } from '../../domain/costs.js';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';

/** Variables as they were sent. */
export type Variables = Readonly<Record<string, unknown>>;
/** A number that is known, or depends on variables. */
type Amount = number | ((variables: Variables) => number);

const amountWith = (amount: Amount, variables: Variables): number => (typeof amount === 'number' ? amount : amount(variables));

function sum(amounts: readonly Amount[]): Amount {
  const known = amounts.reduce<number>((total, amount) => (typeof amount === 'number' ? total + amount : total), 0);
  const open = amounts.filter((amount) => typeof amount !== 'number');
  return open.length === 0 ? known : (variables) => open.reduce((total, amount) => total + amount(variables), known);
}

function product(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return a === 0 || b === 0 ? 0 : (variables) => amountWith(a, variables) * amountWith(b, variables);
}

/** Tells what an operation that fits the schema costs, in points by `src/domain/costs.ts`: whatever does not depend on variables is added up here, once. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const cost = new CostReader(schema, document, operation).ofOperation();
  // Rounded up, but not for what binary fractions add.
  return (variables) => Math.ceil(Number(amountWith(cost, variables).toFixed(6)));
}

class CostReader {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly defaults: Variables;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    this.defaults = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
        variable.name.value,
        defaultValue && valueFromASTUntyped(defaultValue),
      ]),
    );
  }

  ofOperation(): Amount {
    const { operation, selectionSet } = this.operation;
    return this.ofSelection(this.schema.getRootType(operation)!, selectionSet, 1);
  }

  /** `page`: the length of the connection whose selection this is. Fragments are unfolded: their bulk is bounded before. */
  private ofSelection(type: GraphQLCompositeType, { selections }: SelectionSetNode, page: Amount): Amount {
    return sum(
      selections.map((node) => {
        const runs = this.condition(node.directives);
        if (runs === 0) return 0;
        if (node.kind === Kind.FIELD) return product(runs, this.ofField(type, node, page));
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value)! : node;
        const on = fragment.typeCondition ? this.schema.getType(fragment.typeCondition.name.value) : type;
        return product(runs, this.ofSelection(on as GraphQLCompositeType, fragment.selectionSet, page));
      }),
    );
  }

  private ofField(parent: GraphQLCompositeType, node: FieldNode, page: Amount): Amount {
    const field = fieldOf(this.schema, parent, node.name.value);
    if (!field) return 0;
    const type = getNamedType(field.type);
    const once = this.once(parent, field, type);
    if (!isCompositeType(type) || !node.selectionSet) return once;
    const isConnection = type.name.endsWith('Connection');
    const inner = this.ofSelection(type, node.selectionSet, isConnection ? this.pageOf(node) : 1);
    const times = isListType(getNullableType(field.type)) ? this.lengthOf(parent, node, page) : 1;
    return product(times, sum([once, inner]));
  }

  /** What the field costs each time, without what is within. */
  private once(parent: GraphQLCompositeType, { name }: GraphQLField<unknown, unknown>, type: GraphQLNamedType): number {
    const isIntrospection = type.name.startsWith('__') || parent.name.startsWith('__');
    const own = isIntrospection ? costs.introspection : isCompositeType(type) ? costs.object : costs.scalar;
    const dear = dearFields[`${parent.name}.${name}`] ?? dearFields[`*.${name}`] ?? 0;
    const step =
      parent === this.schema.getMutationType() ? costs.mutation : parent === this.schema.getSubscriptionType() ? costs.subscription : 0;
    return own + dear + step;
  }

  private lengthOf(parent: GraphQLCompositeType, node: FieldNode, page: Amount): Amount {
    if (parent.name.endsWith('Connection')) return page;
    const ids = node.arguments?.find(({ name }) => name.value === 'ids');
    if (ids) return this.read(ids, (value) => (Array.isArray(value) ? value.length : 1));
    return listSizes[`${parent.name}.${node.name.value}`] ?? costs.list;
  }

  /** As long as is asked for; a length that is none is refused when it runs, so that it costs what the longest does here. */
  private pageOf({ arguments: args }: FieldNode): Amount {
    const sizes = ['first', 'last'].flatMap((size) => args?.find(({ name }) => name.value === size) ?? []);
    const asked = sizes.map((size) =>
      this.read(size, (value) =>
        value == null ? 0 : typeof value === 'number' && value >= 0 ? Math.min(value, limits.pageSize) : limits.pageSize,
      ),
    );
    const either = sum(asked);
    const orDefault = (size: number): number => size || limits.defaultPageSize;
    return typeof either === 'number' ? orDefault(either) : (variables) => orDefault(either(variables));
  }

  /** The value of an argument, known now or only with the variables. */
  private read({ value: node }: ArgumentNode, measure: (value: unknown) => number): Amount {
    if (node.kind !== Kind.VARIABLE) return measure(valueFromASTUntyped(node));
    const name = node.name.value;
    return (variables) => measure(Object.hasOwn(variables, name) ? variables[name] : this.defaults[name]);
  }

  /** 1 where @skip and @include let it run, else 0. */
  private condition(directives: readonly DirectiveNode[] = []): Amount {
    return directives.reduce<Amount>((runs, { name: { value: name }, arguments: [when] = [] }) => {
      if (!when || (name !== 'skip' && name !== 'include')) return runs;
      return product(
        runs,
        this.read(when, (value) => ((value === true) === (name === 'include') ? 1 : 0)),
      );
    }, 1);
  }
}

function fieldOf(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name && parent === schema.getQueryType()) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name && parent === schema.getQueryType()) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** Throws when a price names a field that there is not. */
export function assertCosts(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const exists = (price: string): boolean => {
    const [owner, name] = price.split('.') as [string, string];
    return types.some((type) => (owner === '*' || owner === type.name) && name in type.getFields());
  };
  const spare = [...Object.keys(dearFields), ...Object.keys(listSizes)].filter((price) => !exists(price));
  if (spare.length > 0) throw new Error(`costs.ts prices what there is not: ${spare.join(', ')}`);
}

/** What an operation costs, as `extensions.cost` tells it: the same for everybody. What is left of somebody's points stands in headers. */
export interface Cost {
  /** Points that the operation costs. */
  readonly requested: number;
  /** Points that one operation may cost. */
  readonly maximum: number;
}

/** Refuses an operation that is too dear. Throws a Failure QUERY_TOO_COMPLEX. */
export function boundCost(requested: number, maximum: number): void {
  if (requested <= maximum) return;
  throw new Failure(
    'QUERY_TOO_COMPLEX',
    {
      en: `The operation costs ${requested} points, and at most ${maximum} are taken; ask for smaller pages or fewer lists within lists.`,
      zh: `该操作需要 ${requested} 点，上限为 ${maximum} 点；请减小分页或减少嵌套列表。`,
    },
    { limit: 'operationCost', maximum, cost: { requested, maximum } },
  );
}
