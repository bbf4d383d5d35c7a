import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { everything, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('withdrawCertificationRequest', () => {
  refusesStrangers('withdrawCertificationRequest', async () => {
    const requestId = await world.submitted(seller);
    return { world, owner: seller, requestId, input: { id: requestId } };
  });

  it('R19: takes a request out of either review, back to a draft, and the reason is told', async () => {
    for (const id of [await world.submitted(seller), await world.inProductReview(seller), (await world.changesRequested(seller)).id]) {
      const payload = await seller.do(
        'withdrawCertificationRequest',
        { id, reason: 'A mistake' },
        `certificationRequest { ${everything} }`,
      );
      expect(payload.certificationRequest).toMatchObject({ status: 'DRAFT', phase: null, waitingOn: 'SELLER' });
      expect(payload.certificationRequest.timeline.nodes.at(-1)).toMatchObject({ type: 'CERTIFICATION_WITHDRAWN', reason: 'A mistake' });
    }
  });

  it('R19: submitted again it is the next round, at qualification', async () => {
    const id = await world.inProductReview(seller);
    await seller.do('withdrawCertificationRequest', { id });
    await world.submit(seller, id);
    const request = await world.look(seller, id);
    expect(request).toMatchObject({ status: 'QUALIFICATION_REVIEW', phase: 'QUALIFICATION' });
    expect(request.submissions.map((s: { round: number }) => s.round)).toEqual([1, 2]);
    expect(request.timeline.nodes.at(-1).type).toBe('CERTIFICATION_RESUBMITTED');
  });

  it('R19: not from a draft, nor once it is decided', async () => {
    const draft = await world.draft(seller);
    const certified = await world.certified(seller);
    for (const id of [draft, certified]) {
      const { before, after } = await world.unchanged(seller, id, async () => {
        expect(await seller.codes('withdrawCertificationRequest', { id })).toEqual(['INVALID_STATE']);
      });
      expect(after).toEqual(before);
    }
  });

  it('R19: a reviewer who holds it loses it, and a decision then is NOT_FOUND: it is a draft', async () => {
    const id = await world.submitted(seller);
    const digest = await world.digest(id);
    await world.qualificationReviewer.do('claimReview', { id });
    await seller.do('withdrawCertificationRequest', { id });
    const decision = { id, phase: 'QUALIFICATION', digest, decision: 'APPROVE' };
    expect(await world.qualificationReviewer.codes('reviewCertificationRequest', decision)).toEqual(['NOT_FOUND']);
  });
});
