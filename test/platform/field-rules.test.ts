import { describe, expect, it } from '@jest/globals';
import { buildSchema, extendSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { assertFieldRules } from '../../src/resolvers/field-rights.js';
import { assertPermissions, createSchema } from '../../src/server/schema.js';

const schema = await createSchema();
const extended = (sdl: string) => extendSchema(schema, parse(sdl));
/** The schema without some lines of it. */
const without = (line: RegExp) => buildSchema(printSchema(lexicographicSortSchema(schema)).replace(line, ''));

describe('deny by default', () => {
  it('R2: the schema that ships has a rule for each operation, type and field, and none to spare', () => {
    assertFieldRules(schema);
    assertPermissions(schema);
  });

  it.each([
    ['a field', 'extend type Seller { bankAccount: String }', 'Seller.bankAccount'],
    ['a field that leads to an object', 'extend type Seller { owner: Actor }', 'Seller.owner'],
    ['a scalar of a payload', 'extend type RegisterSellerPayload { password: String }', 'RegisterSellerPayload.password'],
    ['a scalar of a connection', 'extend type SellerConnection { sum: Int }', 'SellerConnection.sum'],
    ['a type', 'type Invoice { amount: Int } extend type Seller { company2: Invoice }', 'Seller.company2, Invoice.amount'],
  ])('R2: %s without a rule is refused at start-up, by name', (_, sdl, named) => {
    expect(() => assertFieldRules(extended(sdl))).toThrow(
      `Nobody said who may see ${named}: add it to typeRules in src/domain/field-rules.ts`,
    );
  });

  it.each([
    ['query', 'extend type Query { everything: String }', 'everything'],
    ['mutation', 'extend type Mutation { eraseAll: String }', 'eraseAll'],
    ['subscription', 'extend type Subscription { secrets: String }', 'secrets'],
  ])('R4: a %s without a rule is refused at start-up, by name', (_, sdl, named) => {
    expect(() => assertPermissions(extended(sdl))).toThrow(`lacks: ${named}`);
  });

  it('R2: a rule for a field or an operation that is gone is refused too', () => {
    expect(() => assertFieldRules(without(/ {2}"{3}[^"]*"{3}\n {2}registrationNumber: String!\n/))).toThrow(
      'rules for what the schema lacks: Company.registrationNumber',
    );
    expect(() => assertPermissions(without(/ {2}"{3}[^"]*"{3}\n {2}viewer: Viewer!\n/))).toThrow('has too many: viewer');
  });
});
