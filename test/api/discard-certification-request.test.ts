import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('discardCertificationRequest', () => {
  refusesStrangers('discardCertificationRequest', async () => {
    const requestId = await world.draft(seller);
    return { world, owner: seller, requestId, input: { id: requestId } };
  });

  it('R19: puts a draft out of sight, and erases nothing', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    expect((await seller.do('discardCertificationRequest', { id }, 'discardedId')).discardedId).toBe(id);
    const ids = async (filter: object) =>
      (
        await seller.query('query ($f: CertificationRequestFilter) { certificationRequests(first: 100, filter: $f) { nodes { id } } }', {
          f: filter,
        })
      ).certificationRequests.nodes.map((n: { id: string }) => n.id);
    expect(await ids({})).not.toContain(id);
    expect(await ids({ status: ['DISCARDED'] })).toContain(id);
    const request = await world.look(seller, id);
    expect(request).toMatchObject({ status: 'DISCARDED', waitingOn: 'NOBODY', product: completeProduct });
    expect(request.timeline.nodes).toMatchObject([{ type: 'CERTIFICATION_DISCARDED' }]);
  });

  it('R19: only a draft', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await seller.codes('discardCertificationRequest', { id })).toEqual(['INVALID_STATE']);
    });
    expect(after).toEqual(before);
  });
});
