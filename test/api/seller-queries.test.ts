import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('seller, sellers, agreements, viewer', () => {
  it('R2: a seller sees itself; another, and one that does not exist, are both null', async () => {
    const other = await world.newSeller();
    const look = async (viewer: Person, id: string) =>
      await viewer.query('query ($id: ID!) { seller(id: $id) { id } node(id: $id) { id } }', { id });
    expect(await look(seller, seller.sellerId)).toEqual({ seller: { id: seller.sellerId }, node: { id: seller.sellerId } });
    expect(await look(seller, other.sellerId)).toEqual({ seller: null, node: null });
    expect(await look(seller, 'seller_00000000000000000000000000')).toEqual({ seller: null, node: null });
    expect((await look(world.auditor, other.sellerId)).seller).toEqual({ id: other.sellerId });
  });

  it('R4: the platform lists and searches sellers; a seller is FORBIDDEN, nobody UNAUTHENTICATED', async () => {
    const needle = randomUUID().slice(0, 8);
    const own = await world.newSeller({ companyFields: { name: `100% ${needle} GmbH` } });
    const query = 'query ($s: String) { sellers(search: $s) { totalCount nodes { id } } }';
    for (const term of [needle, needle.toUpperCase(), `100% ${needle}`]) {
      expect((await world.operationsManager.query(query, { s: term })).sellers).toEqual({ totalCount: 1, nodes: [{ id: own.sellerId }] });
    }
    expect((await world.operationsManager.query(query, { s: `1000 ${needle}` })).sellers.totalCount).toBe(0);
    const refused = await seller.send(query, {});
    expect(refused.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await world.anonymous.send(query, {})).status).toBe(401);
  });

  it('R9: agreements shows one current version of each kind', async () => {
    const { agreements } = await seller.query('{ agreements { kind version } }');
    expect(agreements.map((a: { kind: string }) => a.kind)).toEqual(['JOINT_PARTNER_PROGRAM', 'SERVICE_ASSURANCE', 'PRICING_RIGHTS']);
  });

  it('R1: viewer tells whose token it is, with a verified address', async () => {
    const person = await Person.as(world.place, 'auditor', { email: 'Ann@Example.com', name: 'Ann' });
    expect((await person.query('{ viewer { subject name email roles scopes seller { id } } }')).viewer).toEqual({
      subject: 'auditor|Ann@Example.com',
      name: 'Ann',
      email: 'ann@example.com',
      roles: ['AUDITOR'],
      scopes: [],
      seller: null,
    });
  });
});
