import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, everything, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const copy = (id: string) => seller.do('copyCertificationRequest', { id }, `certificationRequest { ${everything} copiedFrom { id } }`);

describe('copyCertificationRequest', () => {
  refusesStrangers('copyCertificationRequest', async () => {
    const requestId = await world.draft(seller, { product: completeProduct });
    return { world, owner: seller, requestId, input: { id: requestId } };
  });

  it('R18: a copy of any request holds contents and materials, but no decisions, commitments or company', async () => {
    const { id } = await world.changesRequested(seller);
    const source = await world.look(seller, id);
    const { certificationRequest: made } = await copy(id);
    expect(made).toMatchObject({
      status: 'DRAFT',
      version: 1,
      product: source.product,
      copiedFrom: { id },
      submissions: [],
      reviews: [],
      findings: [],
      commitments: [],
    });
    expect(made.number).not.toBe(source.number);
    expect(made.rejectionReasons).toEqual([]);
    const files = (request: { materials: { file: object; template: object; status: string }[] }) =>
      request.materials.map(({ file, template, status }) => ({ file, template, status }));
    expect(files(made)).toEqual(files(source));
    expect(made.materials[0].id).not.toBe(source.materials[0].id);
    expect(made.timeline.nodes).toMatchObject([{ type: 'CERTIFICATION_COPIED' }]);
    expect(await world.look(seller, id)).toEqual(source);
  });

  it('R18: whatever its status: draft, in review, certified, rejected, discarded', async () => {
    const draft = await world.draft(seller, { product: completeProduct });
    const inReview = await world.submitted(seller);
    const certified = await world.certified(seller);
    const rejected = await world.submitted(seller);
    await world.decide(rejected, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    const discarded = await world.draft(seller);
    await seller.do('discardCertificationRequest', { id: discarded });
    for (const id of [draft, inReview, certified, rejected, discarded]) {
      const { before, after } = await world.unchanged(seller, id, async () => {
        expect((await copy(id)).certificationRequest.status).toBe('DRAFT');
      });
      expect(after).toEqual(before);
    }
  });

  it('R18: a copy of a rejected request can be submitted', async () => {
    const id = await world.submitted(seller);
    await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    const { certificationRequest } = await copy(id);
    await world.submit(seller, certificationRequest.id);
    expect((await world.look(seller, certificationRequest.id)).status).toBe('QUALIFICATION_REVIEW');
  });

  it('R36: copied while it is edited, a copy is whole: before the edit or after it', async () => {
    const id = await world.draft(seller, { product: { name: 'N0', introduction: 'N0' } });
    const edits = Array.from({ length: 8 }, (_, n) =>
      seller.do('updateCertificationRequest', { id, product: { name: `N${n}`, introduction: `N${n}` } }),
    );
    const copies = Array.from({ length: 8 }, () => copy(id));
    await Promise.all(edits);
    for (const { certificationRequest } of await Promise.all(copies))
      expect(certificationRequest.product.name).toBe(certificationRequest.product.introduction);
  });
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
