import { beforeAll, describe, expect, it } from '@jest/globals';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let ids: string[];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  ids = [];
  for (let n = 0; n < 7; n++)
    ids.push(await world.draft(seller, { product: { name: `Product ${n}`, deliveryMethod: n % 2 ? 'SAAS' : 'IMAGE' } }));
});

describe('node and nodes', () => {
  it('R2: finds every kind of object of the own seller, and none of another', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    const { r } = await seller.query(
      'query ($id: ID!) { r: certificationRequest(id: $id) { businessContact { id } materials { id template { id } } reviews { id } timeline { nodes { id } } commitments { agreement { id } } seller { id } } }',
      { id },
    );
    const all = [
      id,
      findingId,
      r.businessContact.id,
      r.materials[0].id,
      r.materials[0].template.id,
      r.reviews[0].id,
      r.timeline.nodes[0].id,
      r.commitments[0].agreement.id,
      r.seller.id,
    ];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const found = (await seller.query(query, { ids: all })).nodes;
    expect(found.map((n: { __typename: string }) => n.__typename)).toEqual([
      'CertificationRequest',
      'Finding',
      'Contact',
      'Material',
      'MaterialTemplate',
      'Review',
      'ProgressEvent',
      'Agreement',
      'Seller',
    ]);
    expect(found.map((n: { id: string }) => n.id)).toEqual(all);
    const stranger = await world.newSeller();
    const seen = (await stranger.query(query, { ids: all })).nodes.map((n: { __typename: string } | null) => n?.__typename ?? null);
    expect(seen).toEqual([null, null, null, null, 'MaterialTemplate', null, null, 'Agreement', null]);
  });

  it('ids that are none are null; more than 100 are refused', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await seller.query(query, { ids: ['', 'x', 'request_1', '💥', "x' OR '1'='1"] })).nodes).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect((await seller.send(query, { ids: Array(101).fill('x') })).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});
