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
const decision = async (id: string, rest = {}) => ({
  id,
  phase: 'QUALIFICATION',
  digest: await world.digest(id),
  decision: 'APPROVE',
  ...rest,
});
const another = (role: string) => Person.as(world.place, role, { subject: `${role}-other` });

describe('claimReview', () => {
  refusesStrangers('claimReview', async () => {
    const requestId = await world.submitted(seller);
    return { world, owner: seller, requestId, input: { id: requestId } };
  });
  const claim = `subject { ... on CertificationRequest { version claim { mine until } } }`;

  it('R21: is a lease of 8 hours, exclusive, and told', async () => {
    const id = await world.submitted(seller);
    const other = await another('qualification-reviewer');
    const { subject } = await world.qualificationReviewer.do('claimReview', { id }, claim);
    expect(subject.claim.mine).toBe(true);
    const hours = (Date.parse(subject.claim.until) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await other.codes('claimReview', { id })).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
      expect(await other.codes('reviewCertificationRequest', await decision(id))).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
    });
    expect(after).toEqual(before);
    expect(after.timeline.nodes.at(-1)).toMatchObject({ type: 'REVIEW_CLAIMED', phase: 'QUALIFICATION' });
  });

  it('R21: claiming again what one holds, or a hundred times at once, is one claim', async () => {
    const id = await world.submitted(seller);
    const all = await Promise.all(Array.from({ length: 20 }, () => world.qualificationReviewer.codes('claimReview', { id })));
    expect(all.flat()).toEqual([]);
    expect((await world.look(seller, id)).timeline.nodes).toHaveLength(2);
  });

  it('R21: of ten reviewers at once one gets it', async () => {
    const id = await world.submitted(seller);
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, n) => Person.as(world.place, 'qualification-reviewer', { subject: `claimer-${n}` })),
    );
    const all = await Promise.all(people.map((person) => person.codes('claimReview', { id })));
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(all.flat()).toEqual(Array(9).fill('REVIEW_CLAIMED_BY_OTHER'));
  });

  it('R21: deciding without a claim takes it; a decision ends the claim', async () => {
    const id = await world.submitted(seller);
    await world.qualificationReviewer.do('claimReview', { id });
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    const { r } = await world.productReviewer.query('query ($id: ID!) { r: certificationRequest(id: $id) { claim { mine } } }', { id });
    expect(r.claim).toBeNull();
    expect(await world.productReviewer.codes('claimReview', { id })).toEqual([]);
  });

  it('R4: not of the other phase, nor of what is not in review', async () => {
    const id = await world.submitted(seller);
    expect(await world.productReviewer.codes('claimReview', { id })).toEqual(['FORBIDDEN']);
    expect(await world.qualificationReviewer.codes('claimReview', { id: await world.certified(seller) })).toEqual(['INVALID_STATE']);
    expect(await world.qualificationReviewer.codes('claimReview', { id: await world.draft(seller) })).toEqual(['NOT_FOUND']);
  });
});
