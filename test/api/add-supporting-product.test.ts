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

describe('addSupportingProduct', () => {
  refusesStrangers('addSupportingProduct', async () => {
    const { id } = await draftWith('A');
    return { world, owner: seller, requestId: id, input: { certificationRequestId: id, product: { name: 'B' } } };
  });

  it('R13: adds at the end, half done if need be', async () => {
    const { id } = await draftWith('A');
    const payload = await seller.do(
      'addSupportingProduct',
      { certificationRequestId: id, expectedVersion: 1, product: { name: 'B', version: 'V1.0' } },
      'supportingProduct { id name position deliveryMethod } certificationRequest { version }',
    );
    expect(payload).toMatchObject({
      supportingProduct: { name: 'B', position: 1, deliveryMethod: null },
      certificationRequest: { version: 2 },
    });
    expect(await names(id)).toEqual(['0 A', '1 B']);
  });

  it('R13: the fifty-first is TOO_MANY', async () => {
    const { id } = await draftWith(...Array.from({ length: 50 }, (_, n) => `P${n}`));
    expect(await seller.codes('addSupportingProduct', { certificationRequestId: id, product: { name: 'X' } })).toEqual(['TOO_MANY']);
    expect(await names(id)).toHaveLength(50);
  });

  it('R36: of ten added at once none is lost, and each has a place of its own', async () => {
    const { id } = await draftWith();
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => seller.do('addSupportingProduct', { certificationRequestId: id, product: { name: `P${n}` } })),
    );
    const { supportingProducts } = await world.look(seller, id);
    expect(supportingProducts.map((p: { position: number }) => p.position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
