import { beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

describe('the whole flow', () => {
  it('R17 R24: a seller certifies a product, from draft to decision', async () => {
    const seller = await world.newSeller();
    const id = await world.certified(seller);
    const request = await world.look(seller, id);
    expect(request).toMatchObject({ status: 'CERTIFIED', phase: 'PRODUCT', waitingOn: 'NOBODY' });
    expect(request.timeline.nodes.map((event: { type: string }) => event.type)).toEqual([
      'CERTIFICATION_SUBMITTED',
      'PHASE_PASSED',
      'CERTIFICATION_APPROVED',
    ]);
  });
});
