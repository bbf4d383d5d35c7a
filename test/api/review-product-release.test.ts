import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person } from '../support/client.js';
import { information, Releases } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { businessContact, company, type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
});
const inReview = async (): Promise<string> => releases.submitted(seller, await world.certified(seller));
const decision = async (id: string, rest: Json = {}) => ({
  id,
  decision: 'APPROVE',
  digest: (await releases.look(seller, id)).digest,
  ...rest,
});

describe('reviewProductRelease', () => {
  refusesStrangers(
    'reviewProductRelease',
    async () => {
      const id = await inReview();
      return { world, owner: seller, input: await decision(id), look: () => releases.look(seller, id) };
    },
    { ownObjects: false },
  );

  it('R33: approval releases the product at once, with a page of its own', async () => {
    const id = await inReview();
    const { productRelease, product } = await releases.decide(id, 'APPROVE');
    expect(productRelease).toMatchObject({
      status: 'RELEASED',
      decidedAt: expect.any(String),
      product: { id: product.id, status: 'LISTED' },
    });
    expect(productRelease.timeline.nodes.at(-1)).toMatchObject({ type: 'RELEASE_APPROVED', actor: { role: 'OPERATIONS_MANAGER' } });
    expect(await releases.product(seller, product.id)).toMatchObject({
      status: 'LISTED',
      name: 'Cloud Move',
      deliveryMethod: 'CONSULTING_SERVICE',
      currentRelease: { id },
      serviceInformation: { productUrl: expect.stringMatching(/^https:\/\/marketplace\.example\.com\/products\/cloud-move-[0-9a-z]{12}$/) },
    });
    const { products } = await seller.query('{ products(status: LISTED) { nodes { id } } }');
    expect(products.nodes).toContainEqual({ id: product.id });
    const clock = await seller.query('query ($id: ID!) { productRelease(id: $id) { clock { state dueAt workingDaysLeft overdue } } }', {
      id,
    });
    expect(clock.productRelease.clock).toEqual({ state: 'STOPPED', dueAt: null, workingDaysLeft: null, overdue: false });
  });

  it('R33: a product whose name has no Latin letters has a page too', async () => {
    const request = await world.submitted(seller, { name: '云迁移' });
    await world.decide(request, 'QUALIFICATION', 'APPROVE');
    await world.decide(request, 'PRODUCT', 'APPROVE');
    const { product } = await releases.decide(await releases.submitted(seller, request), 'APPROVE');
    expect(product.serviceInformation.productUrl).toMatch(/products\/[0-9a-z]{12}$/);
  });

  it('R33: rejection keeps the application, with reasons, to be changed and submitted again', async () => {
    const id = await inReview();
    const findings = [{ severity: 'BLOCKER', message: 'The logo is blurred.', path: ['logo'] }];
    const { productRelease, product } = await releases.decide(id, 'REJECT', { reason: 'Not yet.', findings });
    expect(product).toBeNull();
    expect(productRelease).toMatchObject({ status: 'REJECTED', rejectionReasons: ['Not yet.', 'The logo is blurred.'], product: null });
    expect(await releases.look(seller, id)).toMatchObject({
      rejectionReasons: ['Not yet.', 'The logo is blurred.'],
      findings: [{ status: 'OPEN', severity: 'BLOCKER', path: ['logo'] }],
    });
    await seller.do('updateProductRelease', { id, information: { description: 'Better.' } });
    await seller.do('submitProductRelease', { id });
    expect((await releases.look(seller, id)).findings).toMatchObject([{ status: 'ANSWERED' }]);
    const again = await releases.decide(id, 'APPROVE');
    expect(again.productRelease).toMatchObject({ status: 'RELEASED', findings: [{ status: 'RESOLVED' }] });
  });

  it('R20: the seller may answer what was found', async () => {
    const id = await inReview();
    await releases.decide(id, 'REJECT', { findings: [{ severity: 'MINOR', message: 'Which hours?' }] });
    const [{ id: findingId }] = (await releases.look(seller, id)).findings;
    const payload = await seller.do(
      'answerFinding',
      { id: findingId, answer: 'Nine to six.' },
      'finding { answer } productRelease { id } certificationRequest { id }',
    );
    expect(payload).toMatchObject({ finding: { answer: 'Nine to six.' }, productRelease: { id }, certificationRequest: null });
    const other = await world.newSeller();
    expect(await other.codes('answerFinding', { id: findingId, answer: 'Mine.' })).toEqual(['NOT_FOUND']);
    expect((await seller.query('query ($id: ID!) { node(id: $id) { id } }', { id: findingId })).node).toEqual({ id: findingId });
    expect((await other.query('query ($id: ID!) { node(id: $id) { id } }', { id: findingId })).node).toBeNull();
  });

  it('R30: the legal entity is compared when it is approved', async () => {
    const mover = await world.newSeller();
    const id = await releases.submitted(mover, await world.certified(mover));
    await world.admin.do('updateSeller', { id: mover.sellerId, company: { ...company, registrationNumber: '91440300MOVED1111' } });
    const before = await releases.look(mover, id);
    const { userErrors } = await world.operationsManager.mutate('reviewProductRelease', { id, decision: 'APPROVE', digest: before.digest });
    expect(userErrors).toMatchObject([{ code: 'ENTITY_MISMATCH' }]);
    expect(userErrors[0].message).toMatch(new RegExp(`${mover.registrationNumber.slice(-4)}.*1111`));
    expect(await releases.look(mover, id)).toEqual(before);
    expect(
      await world.operationsManager.codes('reviewProductRelease', {
        id,
        decision: 'REJECT',
        digest: before.digest,
        reason: 'Another company.',
      }),
    ).toEqual([]);
  });

  it('R7: the product of a suspended seller is not released; the application can be rejected', async () => {
    const suspended = await world.newSeller();
    const id = await releases.submitted(suspended, await world.certified(suspended));
    await world.admin.do('updateSeller', { id: suspended.sellerId, status: 'SUSPENDED' });
    const before = await releases.look(suspended, id);
    const input = { id, digest: before.digest };
    expect(await world.operationsManager.codes('reviewProductRelease', { ...input, decision: 'APPROVE' })).toEqual([
      'SELLER_NOT_REGISTERED',
    ]);
    expect(await releases.look(suspended, id)).toEqual(before);
    expect(await world.operationsManager.codes('reviewProductRelease', { ...input, decision: 'REJECT', reason: 'No.' })).toEqual([]);
  });

  it('R22: another digest is CONFLICT, and changes nothing; each round has its own', async () => {
    const id = await inReview();
    const { digest } = await releases.look(seller, id);
    await seller.do('withdrawProductRelease', { id });
    await seller.do('submitProductRelease', { id });
    const before = await releases.look(seller, id);
    expect(before.digest).not.toBe(digest);
    expect(await world.operationsManager.codes('reviewProductRelease', { id, decision: 'APPROVE', digest })).toEqual(['CONFLICT']);
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R22: of ten decisions at once, one wins', async () => {
    const id = await inReview();
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, n) => Person.as(world.place, 'operations-manager', { subject: `decider-${n}` })),
    );
    const input = await decision(id);
    const all = await Promise.all(
      people.map((person, n) => person.codes('reviewProductRelease', { ...input, decision: n % 2 ? 'REJECT' : 'APPROVE', reason: 'So.' })),
    );
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(all.flat().every((code) => ['INVALID_STATE', 'CONFLICT'].includes(code))).toBe(true);
    expect((await releases.look(seller, id)).timeline.nodes).toHaveLength(2);
  });

  it('R23: a rejection needs a reason or a finding; an approval has no blocker', async () => {
    const id = await inReview();
    const before = await releases.look(seller, id);
    expect(await world.operationsManager.codes('reviewProductRelease', await decision(id, { decision: 'REJECT', reason: ' ' }))).toEqual([
      'REQUIRED',
    ]);
    const findings = [{ severity: 'BLOCKER', message: 'Wrong.' }];
    expect(await world.operationsManager.codes('reviewProductRelease', await decision(id, { findings }))).toEqual(['INVALID']);
    const elsewhere = [
      ['businessContact', 'name'],
      ['details', 'consultingService', 'price'],
      ['details', 'consultingService', 'consultationUrl', '0'],
      ['name', '0'],
    ];
    for (const path of elsewhere) {
      const finding = { severity: 'NOTE', message: 'Hm.', path };
      expect(await world.operationsManager.codes('reviewProductRelease', await decision(id, { findings: [finding] }))).toEqual(['INVALID']);
    }
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R21: a claim is exclusive, and given back', async () => {
    const id = await inReview();
    const other = await releases.another('operations-manager');
    await world.operationsManager.do('claimReview', { id });
    expect(await other.codes('claimReview', { id })).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
    expect(await other.codes('reviewProductRelease', await decision(id))).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
    expect(await world.qualificationReviewer.codes('claimReview', { id })).toEqual(['FORBIDDEN']);
    await world.operationsManager.do('unclaimReview', { id });
    expect(await other.codes('reviewProductRelease', await decision(id))).toEqual([]);
  });

  it('R6: a contact of the certified request, or somebody of the company, does not decide', async () => {
    const id = await inReview();
    const contact = await Person.as(world.place, 'operations-manager', { subject: 'om-contact', email: businessContact.email });
    const own = await Person.as(world.place, ['operations-manager', 'seller'], { subject: 'om-own', seller: seller.sellerId });
    const before = await releases.look(seller, id);
    for (const person of [contact, own]) {
      expect(await person.codes('claimReview', { id })).toEqual(['CONFLICT_OF_INTEREST']);
      expect(await person.codes('reviewProductRelease', await decision(id))).toEqual(['CONFLICT_OF_INTEREST']);
    }
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R34: a change is reviewed while the old stays live, and takes its place; the address never changes', async () => {
    const request = await world.certified(seller);
    const { releaseId, productId } = await releases.released(seller, request);
    const live = await releases.product(seller, productId);
    const change = await releases.begun(seller, request, { productVersion: 'V2.0', details: information.details });
    await seller.do('submitProductRelease', { id: change });
    expect(await releases.product(seller, productId)).toMatchObject({ currentRelease: { id: releaseId }, status: 'LISTED' });
    const { product } = await releases.decide(change, 'APPROVE');
    expect(product).toEqual({ id: productId, status: 'LISTED', serviceInformation: live.serviceInformation });
    expect(await releases.product(seller, productId)).toMatchObject({
      currentRelease: { id: change, productVersion: 'V2.0' },
      releasedAt: live.releasedAt,
      releases: { totalCount: 2, nodes: [{ kind: 'RELEASE' }, { kind: 'MODIFICATION' }] },
    });
  });
});
