import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { refusesStrangers } from '../support/strangers.js';
import { company, huaweiContact, type SellerPerson, World } from '../support/world.js';

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

describe('reviewCertificationRequest', () => {
  refusesStrangers('reviewCertificationRequest', async () => {
    const requestId = await world.submitted(seller);
    return { world, owner: seller, requestId, input: await decision(requestId) };
  });

  it('R24: approving qualification starts the product review, approving that certifies', async () => {
    const id = await world.submitted(seller);
    const first = await world.decide(id, 'QUALIFICATION', 'APPROVE', { reason: 'Fine.' });
    expect(first.certificationRequest).toMatchObject({
      status: 'PRODUCT_REVIEW',
      phase: 'PRODUCT',
      waitingOn: 'PLATFORM',
      decidedAt: null,
    });
    const second = await world.decide(id, 'PRODUCT', 'APPROVE');
    expect(second.certificationRequest).toMatchObject({
      status: 'CERTIFIED',
      phase: 'PRODUCT',
      waitingOn: 'NOBODY',
      decidedAt: expect.any(String),
    });
    expect(second.certificationRequest.reviews).toMatchObject([
      { phase: 'QUALIFICATION', decision: 'APPROVE', reason: 'Fine.', round: 1 },
      { phase: 'PRODUCT', decision: 'APPROVE', reason: null, round: 1 },
    ]);
    expect(second.certificationRequest.timeline.nodes.map((e: { type: string; phase: string }) => `${e.type} ${e.phase}`)).toEqual([
      'CERTIFICATION_SUBMITTED QUALIFICATION',
      'PHASE_PASSED QUALIFICATION',
      'CERTIFICATION_APPROVED PRODUCT',
    ]);
  });

  it('R24: the answer shows of the request what is asked for, alone or with others, as it is afterwards', async () => {
    const selections = [
      'version updatedAt',
      'number submittedAt createdAt decidedAt',
      'product { name introduction category }',
      'company { registrationNumber name }',
      'seller { id company { name } } copiedFrom { id }',
      'materials { id template { code } } requiredMaterials { template { code } }',
      'claim { until } waitingOn',
      'actions { action allowed } checks { code passed } clock { state dueAt }',
    ];
    for (const selection of selections) {
      const id = await world.submitted(seller);
      const reviewer = world.reviewer('QUALIFICATION');
      const answer = await reviewer.do('reviewCertificationRequest', await decision(id), `certificationRequest { ${selection} }`);
      const { certificationRequest } = await reviewer.query(`query ($id: ID!) { certificationRequest(id: $id) { ${selection} } }`, { id });
      expect(answer.certificationRequest).toEqual(certificationRequest);
    }
  });

  it('R24: the seller sees the reasons, and a reviewer by role, not by name', async () => {
    const { id } = await world.changesRequested(seller, 'PRODUCT');
    const query = `query ($id: ID!) { certificationRequest(id: $id) { phase rejectionReasons reviews { reviewer { name role } } timeline { nodes { actor { name role } } } } }`;
    const seen = async (viewer: Person, language?: string) => (await viewer.query(query, { id }, { language })).certificationRequest;
    const bySeller = await seen(seller);
    expect(bySeller.phase).toBe('PRODUCT');
    expect(bySeller.rejectionReasons).toEqual(['Too short.', 'Say more.']);
    expect(bySeller.reviews[0].reviewer).toEqual({ name: 'Qualification reviewer', role: 'QUALIFICATION_REVIEWER' });
    expect(bySeller.timeline.nodes[0].actor).toEqual({ name: 'Demo seller', role: 'SELLER' });
    expect((await seen(seller, 'zh')).reviews[1].reviewer.name).toBe('商品审核人');
    expect((await seen(world.auditor)).reviews[1].reviewer.name).toBe('Demo product reviewer');
  });

  it('R23: rejecting and asking for changes need a reason or a finding', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      for (const what of ['REJECT', 'REQUEST_CHANGES']) {
        expect(
          await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { decision: what, reason: '  ' })),
        ).toEqual(['REQUIRED']);
      }
    });
    expect(after).toEqual(before);
    const findings = [{ severity: 'NOTE', message: 'Only this.' }];
    expect(
      await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { decision: 'REQUEST_CHANGES', findings })),
    ).toEqual([]);
  });

  it('R23: a finding points at a field or a material of this request, or at nothing at all', async () => {
    const id = await world.submitted(seller);
    const [material] = (await world.look(seller, id)).materials;
    const elsewhere = (await world.look(seller, await world.completeDraft(seller))).materials[0];
    const finding = { severity: 'MINOR', message: 'Look.' };
    const codes = async (more: object) =>
      (
        await world.qualificationReviewer.mutate(
          'reviewCertificationRequest',
          await decision(id, { decision: 'REQUEST_CHANGES', findings: [{ ...finding, ...more }] }),
        )
      ).userErrors;
    expect(await codes({ path: ['product', 'colour'] })).toMatchObject([{ code: 'INVALID', path: ['findings', '0', 'path'] }]);
    expect(await codes({ path: ['constructor'] })).toMatchObject([{ code: 'INVALID' }]);
    expect(await codes({ materialId: elsewhere.id })).toMatchObject([{ code: 'NOT_FOUND', path: ['findings', '0', 'materialId'] }]);
    expect(await codes({ message: '' })).toMatchObject([{ code: 'REQUIRED', path: ['findings', '0', 'message'] }]);
    const findings = [
      { ...finding, path: ['supportingProducts', '0', 'name'] },
      { ...finding, materialId: material.id },
      { ...finding, hint: 'Anything.' },
    ];
    await world.decide(id, 'QUALIFICATION', 'REQUEST_CHANGES', { findings });
    const { r } = await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { findings { path hint material { id } } } }', {
      id,
    });
    expect(r.findings).toEqual([
      { path: ['supportingProducts', '0', 'name'], hint: null, material: null },
      { path: null, hint: null, material: { id: material.id } },
      { path: null, hint: 'Anything.', material: null },
    ]);
  });

  it('R23: no phase passes with an open blocking finding', async () => {
    const id = await world.submitted(seller);
    const findings = [{ severity: 'BLOCKER', message: 'But this.' }];
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { findings }))).toEqual(['INVALID']);
    });
    expect(after).toEqual(before);
  });

  it('R22: another digest is CONFLICT, another phase INVALID_STATE, and nothing changes', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      for (const digest of ['', 'x', '0'.repeat(64), (await world.digest(id)).toUpperCase()]) {
        expect(await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { digest }))).toEqual(['CONFLICT']);
      }
      expect(await world.productReviewer.codes('reviewCertificationRequest', await decision(id, { phase: 'PRODUCT' }))).toEqual([
        'INVALID_STATE',
      ]);
    });
    expect(after).toEqual(before);
  });

  it('R22: the digest of the round before is CONFLICT', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    const old = await world.digest(id);
    await seller.do('answerFinding', { id: findingId, answer: 'Done.' });
    await world.submit(seller, id);
    expect(await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { digest: old }))).toEqual([
      'CONFLICT',
    ]);
  });

  it('R22: two reviewers and ten clicks at once: exactly one decision', async () => {
    const id = await world.submitted(seller);
    const other = await another('qualification-reviewer');
    const approve = await decision(id);
    const reject = await decision(id, { decision: 'REJECT', reason: 'No.' });
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        n % 2
          ? other.codes('reviewCertificationRequest', reject)
          : world.qualificationReviewer.codes('reviewCertificationRequest', approve),
      ),
    );
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(all.flat().every((code) => ['INVALID_STATE', 'CONFLICT'].includes(code))).toBe(true);
    const { reviews, timeline } = await world.look(seller, id);
    expect(reviews).toHaveLength(1);
    expect(timeline.nodes).toHaveLength(2);
  });

  it('R4: each phase is decided by its own role', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await world.productReviewer.codes('reviewCertificationRequest', await decision(id))).toEqual(['FORBIDDEN']);
    });
    expect(after).toEqual(before);
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    expect(await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id, { phase: 'PRODUCT' }))).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('R20: REJECT is final', async () => {
    const id = await world.submitted(seller);
    await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    const { before, after } = await world.unchanged(seller, id, async () => {
      const acceptedAgreementIds = await world.commitments();
      expect(await seller.codes('submitCertificationRequest', { id, acceptedAgreementIds })).toContain('INVALID_STATE');
      expect(await seller.codes('withdrawCertificationRequest', { id })).toEqual(['INVALID_STATE']);
      expect(await seller.codes('updateCertificationRequest', { id, product: { name: 'X' } })).toEqual(['INVALID_STATE']);
      expect(await world.qualificationReviewer.codes('reviewCertificationRequest', await decision(id))).toEqual(['INVALID_STATE']);
    });
    expect(after).toEqual(before);
    expect(after).toMatchObject({ status: 'REJECTED', phase: 'QUALIFICATION', rejectionReasons: ['No.'] });
  });

  it('R6: a contact of the request, or somebody of its company, has a CONFLICT_OF_INTEREST', async () => {
    const draft = await world.completeDraft(seller);
    await seller.do('updateCertificationRequest', { id: draft, huaweiContact });
    await world.submit(seller, draft);
    const sameEntity = await world.newSeller({ companyFields: { registrationNumber: seller.registrationNumber } });
    const involved = [
      await Person.as(world.place, 'qualification-reviewer', { email: huaweiContact.email.toUpperCase() }),
      await Person.as(world.place, ['qualification-reviewer', 'seller'], { seller: seller.sellerId }),
      await Person.as(world.place, ['qualification-reviewer', 'seller'], { seller: sameEntity.sellerId }),
      await Person.as(world.place, 'qualification-reviewer', { subject: seller.accountSubject }),
    ];
    const { before, after } = await world.unchanged(seller, draft, async () => {
      for (const person of involved) {
        expect(await person.codes('claimReview', { id: draft })).toEqual(['CONFLICT_OF_INTEREST']);
        expect(await person.codes('reviewCertificationRequest', await decision(draft))).toEqual(['CONFLICT_OF_INTEREST']);
      }
    });
    expect(after).toEqual(before);
  });

  it('R6: the seller’s own people stay so when its legal entity changes during the review', async () => {
    const own = await world.newSeller();
    const id = await world.submitted(own);
    await world.admin.do('updateSeller', { id: own.sellerId, company: { ...company, registrationNumber: 'SOMETHING-ELSE' } });
    const person = await Person.as(world.place, 'qualification-reviewer', { seller: own.sellerId });
    expect(await person.codes('claimReview', { id })).toEqual(['CONFLICT_OF_INTEREST']);
    expect(await person.codes('reviewCertificationRequest', await decision(id))).toEqual(['CONFLICT_OF_INTEREST']);
  });

  it('R25: every change of state has exactly one event, with the time of the change', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    await seller.do('answerFinding', { id: findingId, answer: 'Done.' });
    await world.submit(seller, id);
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await world.decide(id, 'PRODUCT', 'APPROVE');
    const { r } = await seller.query(
      'query ($id: ID!) { r: certificationRequest(id: $id) { decidedAt submittedAt updatedAt timeline { nodes { type occurredAt cursor } } } }',
      { id },
    );
    const events = r.timeline.nodes;
    expect(events.map((e: { type: string }) => e.type)).toEqual([
      'CERTIFICATION_SUBMITTED',
      'CHANGES_REQUESTED',
      'CERTIFICATION_RESUBMITTED',
      'PHASE_PASSED',
      'CERTIFICATION_APPROVED',
    ]);
    expect(events.at(-1).occurredAt).toBe(r.decidedAt);
    expect(events[2].occurredAt).toBe(r.submittedAt);
    expect(new Set(events.map((e: { cursor: string }) => e.cursor)).size).toBe(5);
  });
});
