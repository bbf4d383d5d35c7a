import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const another = (role: string) => Person.as(world.place, role, { subject: `${role}-other` });

describe('unclaimReview', () => {
  refusesStrangers('unclaimReview', async () => {
    const requestId = await world.submitted(seller);
    await world.qualificationReviewer.do('claimReview', { id: requestId });
    return { world, owner: seller, requestId, input: { id: requestId } };
  });

  it('R21: gives it back, and then another may claim it', async () => {
    const id = await world.submitted(seller);
    const other = await another('qualification-reviewer');
    await world.qualificationReviewer.do('claimReview', { id });
    expect(await other.codes('unclaimReview', { id })).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
    await world.qualificationReviewer.do('unclaimReview', { id });
    expect(await world.qualificationReviewer.codes('unclaimReview', { id })).toEqual(['INVALID_STATE']);
    expect(await other.codes('claimReview', { id })).toEqual([]);
    const { timeline } = await world.look(seller, id);
    expect(timeline.nodes.map((e: { type: string }) => e.type)).toEqual([
      'CERTIFICATION_SUBMITTED',
      'REVIEW_CLAIMED',
      'REVIEW_UNCLAIMED',
      'REVIEW_CLAIMED',
    ]);
  });
});
