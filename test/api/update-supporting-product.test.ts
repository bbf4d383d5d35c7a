import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const draftWith = async (...names: string[]): Promise<{ id: string; products: { id: string; name: string; position: number }[] }> => {
  const id = await world.draft(seller, { supportingProducts: names.map((name) => ({ name })) });
  return { id, products: (await world.look(seller, id)).supportingProducts };
};

describe('updateSupportingProduct', () => {
  refusesStrangers('updateSupportingProduct', async () => {
    const { id, products } = await draftWith('A');
    return { world, owner: seller, requestId: id, input: { id: products[0]!.id, product: { name: 'B' } } };
  });

  it('R13: changes what is given and leaves the rest', async () => {
    const { id, products } = await draftWith('A', 'B');
    await seller.do('updateSupportingProduct', { id: products[1]!.id, product: { version: 'V2.0', name: 'C' } });
    await seller.do('updateSupportingProduct', { id: products[1]!.id, product: { version: null } });
    const { supportingProducts, version } = await world.look(seller, id);
    expect(supportingProducts[1]).toMatchObject({ name: 'C', version: null });
    expect(version).toBe(3);
  });

  it('R36: an old expectedVersion is CONFLICT, an unknown id NOT_FOUND', async () => {
    const { id, products } = await draftWith('A');
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await seller.codes('updateSupportingProduct', { id: products[0]!.id, expectedVersion: 7, product: { name: 'B' } })).toEqual([
        'CONFLICT',
      ]);
      expect(await seller.codes('updateSupportingProduct', { id, product: { name: 'B' } })).toEqual(['NOT_FOUND']);
    });
    expect(after).toEqual(before);
  });
});
