import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('answerFinding', () => {
  refusesStrangers('answerFinding', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    return { world, owner: seller, requestId: id, input: { id: findingId, answer: 'Done.' } };
  });

  it('R20: a blocking finding must be answered before the next round', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    const acceptedAgreementIds = await world.commitments();
    expect(await seller.codes('submitCertificationRequest', { id, acceptedAgreementIds })).toEqual(['FINDING_UNANSWERED']);
    const { finding } = await seller.do('answerFinding', { id: findingId, answer: ' Said more. ' }, 'finding { status answer answeredAt }');
    expect(finding).toMatchObject({ status: 'ANSWERED', answer: 'Said more.', answeredAt: expect.any(String) });
    expect(await seller.codes('submitCertificationRequest', { id, acceptedAgreementIds })).toEqual([]);
  });

  it('R20: an answer can be given anew until the finding is resolved', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    await seller.do('answerFinding', { id: findingId, answer: 'One' });
    await seller.do('answerFinding', { id: findingId, answer: 'Two' });
    await world.submit(seller, id);
    expect(await seller.codes('answerFinding', { id: findingId, answer: 'Three' })).toEqual(['INVALID_STATE']);
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    const { findings } = await world.look(seller, id);
    expect(findings).toMatchObject([{ status: 'RESOLVED', answer: 'Two' }]);
  });

  it.each([
    ['an empty answer', '  ', 'REQUIRED'],
    ['one of 2001 characters', 'x'.repeat(2001), 'TOO_LONG'],
    ['one with a control character', 'a\u0000b', 'INVALID'],
  ])('R38: %s is refused', async (_, answer, code) => {
    const { id, findingId } = await world.changesRequested(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await seller.codes('answerFinding', { id: findingId, answer })).toEqual([code]);
    });
    expect(after).toEqual(before);
  });
});
