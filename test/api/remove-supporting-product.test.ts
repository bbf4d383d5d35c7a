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
const names = async (id: string) =>
  (await world.look(seller, id)).supportingProducts.map((p: { name: string; position: number }) => `${p.position} ${p.name}`);

describe('removeSupportingProduct', () => {
  refusesStrangers('removeSupportingProduct', async () => {
    const { id, products } = await draftWith('A');
    return { world, owner: seller, requestId: id, input: { id: products[0]!.id } };
  });

  it('R13: those behind it move up; a second removal is NOT_FOUND', async () => {
    const { id, products } = await draftWith('A', 'B', 'C');
    const payload = await seller.do('removeSupportingProduct', { id: products[1]!.id }, 'removedId');
    expect(payload.removedId).toBe(products[1]!.id);
    expect(await names(id)).toEqual(['0 A', '1 C']);
    expect(await seller.codes('removeSupportingProduct', { id: products[1]!.id })).toEqual(['NOT_FOUND']);
  });

  it('R13: not while the request is in review', async () => {
    const id = await world.completeDraft(seller);
    await seller.do('addSupportingProduct', {
      certificationRequestId: id,
      product: { name: 'Kit', version: 'V1.0', deliveryMethod: 'LICENSE' },
    });
    await world.submit(seller, id);
    const { before, after } = await world.unchanged(seller, id, async () => {
      const [product] = (await world.look(seller, id)).supportingProducts;
      expect(await seller.codes('removeSupportingProduct', { id: product.id })).toEqual(['INVALID_STATE']);
    });
    expect(after).toEqual(before);
  });
});
