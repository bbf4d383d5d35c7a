import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const contract = buildSchema(read('./contract.graphql'));
const schema = buildSchema(read('../../schema/schema.graphql'));
/** What of the contract later releases bring; the list shrinks to nothing. */
const notBuiltYet = new Set<string>(JSON.parse(read('./not-built-yet.json')) as string[]);

/** Every name that a schema promises, with its type and nullability. */
function promises(from: GraphQLSchema): Map<string, string> {
  const found = new Map<string, string>();
  for (const type of Object.values(from.getTypeMap()) as GraphQLNamedType[]) {
    if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
    found.set(type.name, type.constructor.name);
    if (isEnumType(type)) for (const value of type.getValues()) found.set(`${type.name}.${value.name}`, 'enum value');
    if (isUnionType(type)) for (const member of type.getTypes()) found.set(`${type.name} = ${member.name}`, 'member');
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) found.set(`${type.name}.${field.name}`, String(field.type));
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const implemented of type.getInterfaces()) found.set(`${type.name} implements ${implemented.name}`, 'interface');
      for (const field of Object.values(type.getFields())) {
        found.set(`${type.name}.${field.name}`, String(field.type));
        for (const argument of field.args) found.set(`${type.name}.${field.name}(${argument.name}:)`, String(argument.type));
      }
    }
  }
  return found;
}

const promised = promises(contract);
const built = promises(schema);
const isLater = (name: string): boolean =>
  [...notBuiltYet].some((later) => name === later || ['.', '(', ' '].some((next) => name.startsWith(`${later}${next}`)));

describe('contract.graphql', () => {
  it('is kept in every name, argument and nullability of what is built', () => {
    const broken = [...promised].filter(([name, type]) => !isLater(name) && built.get(name) !== type);
    expect(broken.map(([name, type]) => `${name}: promised ${type}, built ${built.get(name)}`)).toEqual([]);
  });

  it('lists as not built yet only what is promised and not built', () => {
    expect([...notBuiltYet].filter((name) => built.has(name) || !promised.has(name))).toEqual([]);
  });

  it('takes no required argument or input field that it does not promise', () => {
    const bent = [...built].filter(
      ([name, type]) => !promised.has(name) && type.endsWith('!') && (isArgumentOfPromised(name) || isRequiredInput(name)),
    );
    expect(bent).toEqual([]);
  });
});

/** Operations of our own may take what they like. */
const isArgumentOfPromised = (name: string): boolean => name.endsWith(':)') && promised.has(name.replace(/\(.*$/, ''));

function isRequiredInput(name: string): boolean {
  const type = contract.getType(name.split('.')[0]!);
  return isInputObjectType(type);
}
