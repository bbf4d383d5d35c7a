// A plugin of graphql-codegen: writes each named operation as one function of the SDK, with the schema's description. The document is a
// plain string without a space too many, and the call is marked as pure, so that a bundler keeps just the operations that are used.
// docs/adr/0019 says why not the stock plugins.
import { concatAST, getNamedType, getOperationRootType, isNonNullType, isObjectType, Kind } from 'graphql';
import { textOf } from './operation-text.mjs';

const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);
const upperFirst = (name) => name[0].toUpperCase() + name.slice(1);

/** The path of the first list that comes in pages; null when there is none. */
function pagesIn(type, selectionSet, path = []) {
  for (const { kind, name, selectionSet: inner } of selectionSet.selections) {
    const field = kind === Kind.FIELD && type.getFields()[name.value];
    const found = field && getNamedType(field.type);
    if (!inner || !isObjectType(found)) continue;
    const at = [...path, name.value];
    if (inner.selections.some((selection) => selection.name?.value === 'pageInfo')) return at;
    const deeper = pagesIn(found, inner, at);
    if (deeper) return deeper;
  }
  return null;
}

/** The selected fields of a payload that can be null though nothing was refused: their descriptions say when. */
function perhapsNull(payload, { selections }) {
  return selections
    .map(({ name: { value } }) => payload.getFields()[value])
    .filter(
      ({ type, description }) => !isNonNullType(type) && /\bnull\b/i.test(description) && !/null when it was refused/i.test(description),
    )
    .map(({ name }) => `'${name}'`);
}

function callOf(schema, operation, fragments) {
  const { operation: kind, name, variableDefinitions = [], selectionSet } = operation;
  const root = getOperationRootType(schema, operation);
  const [first, ...others] = selectionSet.selections;
  if (others.length > 0) throw new Error(`${name.value} selects ${others.length + 1} fields; an operation of the SDK selects one`);
  const { type } = root.getFields()[first.name.value];
  const types = `${name.value}${upperFirst(kind)}`;
  const document = `${JSON.stringify(textOf(operation, fragments))} as TypedDocument<${types}, ${types}Variables>`;
  const begin = `export const ${lowerFirst(name.value)}`;
  if (kind === 'mutation') {
    if (variableDefinitions.map(({ variable }) => variable.name.value).join() !== 'input')
      throw new Error(`${name.value} takes not just $input`);
    const maybe = perhapsNull(getNamedType(type), first.selectionSet).join(' | ');
    const input = variableDefinitions[0].type.type.name.value;
    return `${begin}: Mutation<${types}, ${input}${maybe && `, ${maybe}`}> = /*#__PURE__*/ mutation(${document});`;
  }
  const at = kind === 'query' && pagesIn(root, selectionSet);
  return `${begin} = /*#__PURE__*/ ${at ? `pages(${document}, (data) => data.${at.join('?.')})` : `${kind}(${document})`};`;
}

/** The schema's description of what an operation does. */
function docOf(schema, operation) {
  const [field] = operation.selectionSet.selections;
  const { description } = getOperationRootType(schema, operation).getFields()[field.name.value];
  return `/** ${description.replaceAll('\n', ' ').replaceAll('*/', '*\\/')} */`;
}

export function plugin(schema, documents) {
  const { definitions } = concatAST(documents.map(({ document }) => document));
  const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]));
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return {
    prepend: [
      "import type { TypedDocument } from './document.js';",
      "import { type Mutation, mutation, pages, query, subscription } from './operation.js';",
    ],
    content: [
      ...operations.map((operation) => `${docOf(schema, operation)}\n${callOf(schema, operation, fragments)}\n`),
      // What a namespace says of its functions is lost when types are bundled; what an interface says is not.
      '/** Every operation, by its name. */\nexport interface Operations {',
      ...operations.map((operation) => {
        const name = lowerFirst(operation.name.value);
        return `  ${docOf(schema, operation)}\n  readonly ${name}: typeof ${name};`;
      }),
      '}',
    ].join('\n'),
  };
}
