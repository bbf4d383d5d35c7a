/** A node of a parsed document, as graphql-js makes them; only what a document that runs can hold. */
interface Node {
  readonly kind: string;
  readonly [key: string]: unknown;
}

const list = (nodes: unknown, between: string, before = '', after = ''): string => {
  const texts = ((nodes ?? []) as Node[]).map(printed);
  return texts.length > 0 ? before + texts.join(between) + after : '';
};

/** The text of a parsed document. Written here so that a parsed document needs no package to be sent. */
export function printed(node: object | undefined): string {
  if (!node) return '';
  const { kind, name, value, type, ...rest } = node as Node & Record<'name' | 'value' | 'type', Node>;
  const directives = list(rest.directives, ' ', ' ');
  const body = () => list((rest.selectionSet as Node | undefined)?.selections, ' ', '{', '}');
  switch (kind) {
    case 'Document':
      return list(rest.definitions, '\n');
    case 'OperationDefinition':
      return `${rest.operation} ${printed(name)}${list(rest.variableDefinitions, ' ', '(', ')')}${directives}${body()}`;
    case 'FragmentDefinition':
      return `fragment ${printed(name)} on ${printed(rest.typeCondition as Node)}${directives}${body()}`;
    case 'VariableDefinition': {
      const fallback = rest.defaultValue ? `=${printed(rest.defaultValue)}` : '';
      return `${printed(rest.variable as Node)}:${printed(type)}${fallback}${directives}`;
    }
    case 'Field':
      return `${rest.alias ? `${printed(rest.alias)}:` : ''}${printed(name)}${list(rest.arguments, ' ', '(', ')')}${directives}${body()}`;
    case 'FragmentSpread':
      return `...${printed(name)}${directives}`;
    case 'InlineFragment':
      return `...${rest.typeCondition ? ` on ${printed(rest.typeCondition)}` : ''}${directives}${body()}`;
    case 'Argument':
    case 'ObjectField':
      return `${printed(name)}:${printed(value)}`;
    case 'Directive':
      return `@${printed(name)}${list(rest.arguments, ' ', '(', ')')}`;
    case 'Variable':
      return `$${printed(name)}`;
    case 'NamedType':
      return printed(name);
    case 'ListType':
      return `[${printed(type)}]`;
    case 'NonNullType':
      return `${printed(type)}!`;
    case 'ListValue':
      return `[${list(rest.values, ' ')}]`;
    case 'ObjectValue':
      return `{${list(rest.fields, ' ')}}`;
    case 'StringValue':
      return JSON.stringify(value);
    case 'NullValue':
      return 'null';
    default:
      // Name, IntValue, FloatValue, BooleanValue, EnumValue
      return String(value);
  }
}
