import { beforeAll, describe, expect, it } from '@jest/globals';
import { Releases } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
});
const released = async () => releases.released(seller, await world.certified(seller));

describe('delistProduct', () => {
  refusesStrangers('delistProduct', async () => {
    const { productId } = await released();
    return { world, owner: seller, input: { id: productId, reason: 'Sold out.' }, look: () => releases.product(seller, productId) };
  });

  it('R34: keeps the product, its history and its address', async () => {
    const { productId, releaseId } = await released();
    const before = await releases.product(seller, productId);
    const { product } = await seller.do('delistProduct', { id: productId, reason: 'Sold out.' }, 'product { status delistedAt }');
    expect(product).toEqual({ status: 'DELISTED', delistedAt: expect.any(String) });
    expect(await releases.product(seller, productId)).toEqual({ ...before, status: 'DELISTED', delistedAt: product.delistedAt });
    expect((await releases.look(seller, releaseId)).timeline.nodes.at(-1)).toMatchObject({ type: 'PRODUCT_DELISTED', reason: 'Sold out.' });
    const listed = async (status: string) =>
      (await seller.query('query ($s: ProductStatus) { products(status: $s, first: 100) { nodes { id } } }', { s: status })).products.nodes;
    expect(await listed('DELISTED')).toContainEqual({ id: productId });
    expect(await listed('LISTED')).not.toContainEqual({ id: productId });
  });

  it('R34: the operations manager may, with a reason; twice is INVALID_STATE', async () => {
    const { productId } = await released();
    expect(await world.operationsManager.codes('delistProduct', { id: productId, reason: ' ' })).toEqual(['REQUIRED']);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => world.operationsManager.codes('delistProduct', { id: productId, reason: 'Complaints.' })),
    );
    expect(all.map((codes) => codes.join()).sort()).toEqual(['', ...Array(4).fill('INVALID_STATE')]);
  });

  it('R34: a change that is approved afterwards lists it again only when it was submitted afterwards', async () => {
    const request = await world.certified(seller);
    const { productId } = await releases.released(seller, request);
    const before = await releases.begun(seller, request);
    await seller.do('submitProductRelease', { id: before });
    await seller.do('delistProduct', { id: productId, reason: 'Sold out.' });
    expect((await releases.decide(before, 'APPROVE')).product).toMatchObject({ id: productId, status: 'DELISTED' });
    const after = await releases.begun(seller, request);
    await seller.do('submitProductRelease', { id: after });
    expect((await releases.decide(after, 'APPROVE')).product).toMatchObject({ id: productId, status: 'LISTED' });
    expect((await releases.product(seller, productId)).delistedAt).toBeNull();
  });

  it('R36: an approval at the same time does not undo it', async () => {
    const request = await world.certified(seller);
    const { productId } = await releases.released(seller, request);
    const changed = async () => {
      const id = await releases.begun(seller, request);
      await seller.do('submitProductRelease', { id });
      return id;
    };
    for (let round = 0; round < 4; round++) {
      const id = await changed();
      await Promise.all([releases.decide(id, 'APPROVE'), seller.do('delistProduct', { id: productId, reason: 'Sold out.' })]);
      expect(await releases.product(seller, productId)).toMatchObject({ status: 'DELISTED', currentRelease: { id } });
      await releases.decide(await changed(), 'APPROVE');
    }
  });
});
