// The API reference as pages of docs/reference/: every operation, type, field, argument and value of the schema, linked, with who may
// call and see it. Printed by `npm run docs`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  astFromValue,
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from 'graphql';
import { root } from './prepare.mjs';

const { carriers, fieldRules, objectRules, typeRules } = await import('../dist/domain/field-rules.js');
const { permissions } = await import('../dist/domain/permissions.js');

const schema = buildSchema(await readFile(join(root, 'schema', 'schema.graphql'), 'utf8'));
const roots = { queries: schema.getQueryType(), mutations: schema.getMutationType(), subscriptions: schema.getSubscriptionType() };
const types = Object.values(schema.getTypeMap())
  .filter((type) => !type.name.startsWith('__') && !Object.values(roots).includes(type))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const kinds = {
  objects: (type) => isObjectType(type),
  abstract: (type) => isInterfaceType(type) || isUnionType(type),
  inputs: (type) => isInputObjectType(type),
  enums: (type) => isEnumType(type),
  scalars: (type) => isScalarType(type),
};

const cell = (text) =>
  (text ?? '')
    .trim()
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const pageOf = (type) => Object.keys(kinds).find((page) => kinds[page](type));

/** A type as it is written in the schema, with its name linked. */
function typeLink(type) {
  const { name } = getNamedType(type);
  const link = `[${name}](${pageOf(getNamedType(type))}.md#${name.toLowerCase()})`;
  return String(type)
    .replaceAll('[', '\\[')
    .replaceAll(']', '\\]')
    .replace(name, () => link);
}
const defaultOf = ({ defaultValue, type }) =>
  defaultValue === undefined ? '' : ` By default \`${print(astFromValue(defaultValue, type))}\`.`;
const deprecated = ({ deprecationReason }) => (deprecationReason ? ` **Deprecated:** ${deprecationReason}` : '');
const about = (thing) => `${thing.description ?? ''}${thing.defaultValue === undefined ? '' : defaultOf(thing)}${deprecated(thing)}`;

function operation([name, field]) {
  const { roles, scope } = permissions[name];
  const who = roles === 'everyone' ? 'everybody with a token' : roles.map((role) => `\`${role}\``).join(', ');
  const sub = scope ? `; a sub-user needs the scope \`${scope}\`` : '';
  const rows = field.args.map((argument) => [`\`${argument.name}\``, typeLink(argument.type), about(argument)]);
  return [
    `## ${name}\n\n${about(field)}`,
    `**Answers** ${typeLink(field.type)}. **For** ${who}${sub}.`,
    ...(rows.length > 0 ? [table(['argument', 'type', ''], rows)] : []),
  ].join('\n\n');
}

const ruleOf = (name) => typeRules[name] ?? carriers.find(({ ending }) => name.endsWith(ending))?.rule;

function fieldsTable(type) {
  const dear = ruleOf(type.name)?.dear ?? {};
  const rows = Object.values(type.getFields()).flatMap((field) => [
    [`\`${field.name}\``, typeLink(field.type), `${about(field)}${dear[field.name] ? ` **Seen** ${fieldRules[dear[field.name]]}.` : ''}`],
    ...(field.args ?? []).map((argument) => [`\`${field.name}(${argument.name}:)\``, typeLink(argument.type), about(argument)]),
  ]);
  return table(['field', 'type', ''], rows);
}

function typePart(type) {
  const parts = [`## ${type.name}\n\n${about(type)}`];
  if (isObjectType(type) && ruleOf(type.name)) parts.push(`**Seen by** ${objectRules[ruleOf(type.name).sees]}.`);
  if (isObjectType(type) && type.getInterfaces().length > 0) parts.push(`**Implements** ${type.getInterfaces().map(typeLink).join(', ')}`);
  if (isUnionType(type)) parts.push(`**One of** ${type.getTypes().map(typeLink).join(', ')}`);
  if (isInterfaceType(type)) parts.push(`**Implemented by** ${schema.getPossibleTypes(type).map(typeLink).join(', ')}`);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) parts.push(fieldsTable(type));
  if (isEnumType(type))
    parts.push(
      table(
        ['value', ''],
        type.getValues().map((value) => [`\`${value.name}\``, about(value)]),
      ),
    );
  if (isScalarType(type) && isSpecifiedScalarType(type)) parts.push('Part of GraphQL itself.');
  return parts.join('\n\n');
}

const titles = {
  queries: 'Queries',
  mutations: 'Mutations',
  subscriptions: 'Subscriptions',
  objects: 'Objects',
  abstract: 'Interfaces and unions',
  inputs: 'Inputs',
  enums: 'Enums',
  scalars: 'Scalars',
};

/** The pages by their path in docs/, without title and header. */
export function referencePages() {
  const operations = Object.entries(roots).map(([page, type]) => [
    page,
    Object.entries(type.getFields()).map((entry) => [entry[0], operation(entry)]),
  ]);
  const others = Object.keys(kinds).map((page) => [page, types.filter(kinds[page]).map((type) => [type.name, typePart(type)])]);
  const pages = [...operations, ...others];
  const index = pages.map(([page, parts]) => {
    const links = parts.map(([name]) => `[${name}](${page}.md#${name.toLowerCase()})`);
    return `## [${titles[page]}](${page}.md)\n\n${links.join(' · ')}`;
  });
  return [
    [
      'reference/README.md',
      'API reference',
      `Everything in [schema.graphql](../../schema/schema.graphql), ${pages.reduce((sum, [, parts]) => sum + parts.length, 0)} names.\n\n${index.join('\n\n')}`,
    ],
    ...pages.map(([page, parts]) => [`reference/${page}.md`, titles[page], parts.map(([, text]) => text).join('\n\n')]),
  ];
}
