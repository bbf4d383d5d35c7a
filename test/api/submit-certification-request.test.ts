import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalize } from 'json-canonicalize';
import { filledQuotation } from '../../src/cli/quotation-form.js';
import { startServer } from '../support/own-server.js';
import { refusesStrangers } from '../support/strangers.js';
import { businessContact, completeProduct, huaweiContact, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let acceptedAgreementIds: string[];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  acceptedAgreementIds = await world.commitments();
});
type Check = { code: string; passed: boolean; severity: string; path: string[] | null; message: string };
const checksOf = async (id: string): Promise<Check[]> =>
  (await seller.query('query ($id: ID!) { certificationRequest(id: $id) { checks { code passed severity path message } } }', { id }))
    .certificationRequest.checks;
const failing = async (id: string) => (await checksOf(id)).filter((c) => !c.passed && c.severity === 'BLOCKER');
const submit = (id: string, rest = {}) =>
  seller.mutate('submitCertificationRequest', { id, acceptedAgreementIds, ...rest }, 'certificationRequest { id status version phase }');

/** Submits, and shows that submit refuses for exactly what the checks say (R11). */
const expectAgreement = async (id: string): Promise<string[]> => {
  const expected = (await failing(id)).map(({ code, path, message }) => ({ code, path, message }));
  const { before, after } = await world.unchanged(seller, id, async () => {
    expect((await submit(id)).userErrors).toEqual(expected);
  });
  expect(after).toEqual(before);
  return expected.map(({ code, path }) => `${code} ${(path ?? []).join('.')}`.trim());
};

describe('submitCertificationRequest', () => {
  refusesStrangers('submitCertificationRequest', async () => {
    const requestId = await world.completeDraft(seller);
    return { world, owner: seller, requestId, input: { id: requestId, acceptedAgreementIds } };
  });

  it('R17: freezes a snapshot whose digest anybody can compute again, and starts the qualification review', async () => {
    const id = await world.completeDraft(seller);
    await seller.do('updateCertificationRequest', { id, huaweiContact });
    expect(await failing(id)).toEqual([]);
    const { certificationRequest, userErrors } = await submit(id);
    expect(userErrors).toEqual([]);
    expect(certificationRequest).toMatchObject({ status: 'QUALIFICATION_REVIEW', phase: 'QUALIFICATION' });
    const { r } = await seller.query(
      'query ($id: ID!) { r: certificationRequest(id: $id) { number waitingOn submittedAt commitments { agreement { kind } current } submissions { round digest snapshot changesSincePrevious { path } } materials { file { sha256 } template { code } } } }',
      { id },
    );
    const [submission] = r.submissions;
    expect(submission.digest).toBe(createHash('sha256').update(canonicalize(submission.snapshot)).digest('hex'));
    expect(submission.snapshot).toMatchObject({
      number: r.number,
      round: 1,
      company: { registrationNumber: seller.registrationNumber },
      product: completeProduct,
      businessContact: { email: businessContact.email, mobile: '+8613800138000' },
    });
    for (const { file, template } of r.materials) expect(submission.snapshot.materials[template.code].sha256).toBe(file.sha256);
    expect(submission.snapshot.agreements.map((a: { kind: string }) => a.kind)).toEqual([
      'JOINT_PARTNER_PROGRAM',
      'PRICING_RIGHTS',
      'SERVICE_ASSURANCE',
    ]);
    expect(submission.changesSincePrevious).toEqual([]);
    expect(r.commitments.map((c: { agreement: { kind: string } }) => c.agreement.kind).sort()).toEqual([
      'PRICING_RIGHTS',
      'SERVICE_ASSURANCE',
    ]);
    expect(r.waitingOn).toBe('PLATFORM');
    expect((await world.look(seller, id)).timeline.nodes).toMatchObject([{ type: 'CERTIFICATION_SUBMITTED', phase: 'QUALIFICATION' }]);
  });

  it('R11: an empty draft is refused with every failed check at once', async () => {
    const codes = await expectAgreement(await world.draft(seller));
    expect(codes).toEqual(
      expect.arrayContaining(['REQUIRED product.name', 'REQUIRED product.deliveryMethod', 'CONTACT_INCOMPLETE businessContact.mobile']),
    );
  });

  it.each([
    ['R12: a price', { name: 'Cloud Move ¥99' }, 'INVALID product.name'],
    ['R12: a version', { name: 'Cloud Move V2.0' }, 'INVALID product.name'],
    ['R12: a telephone number', { name: 'Cloud Move 400-820-8820' }, 'INVALID product.name'],
    ['R12: “Huawei Cloud”', { name: 'Huawei Cloud Move' }, 'INVALID product.name'],
    ['R12: “华为云”', { name: '华为云搬迁' }, 'INVALID product.name'],
    ['R12: a version that is not like V1.0', { version: '1.0' }, 'INVALID product.version'],
    ['R14: a name that is not the quotation’s', { name: 'Something Else' }, 'QUOTATION_MISMATCH product.name'],
    [
      'R14: a delivery method that is not the quotation’s',
      { deliveryMethod: 'HARDWARE' },
      'DELIVERY_METHOD_MISMATCH product.deliveryMethod',
    ],
  ])('%s is saved, told by the checks and refused by submit', async (_, product, expected) => {
    const id = await world.completeDraft(seller);
    await seller.do('updateCertificationRequest', { id, product });
    expect(await expectAgreement(id)).toContain(expected);
  });

  it('R14: the mismatch names both values', async () => {
    const id = await world.completeDraft(seller);
    await seller.do('updateCertificationRequest', { id, product: { name: 'Something Else' } });
    expect((await failing(id))[0]!.message).toMatch(/Something Else.*Cloud Move/);
  });

  it('R15: a half Huawei contact is CONTACT_INCOMPLETE with its path', async () => {
    const id = await world.completeDraft(seller);
    await seller.do('updateCertificationRequest', { id, huaweiContact: { name: 'Han' } });
    expect(await expectAgreement(id)).toEqual(['CONTACT_INCOMPLETE huaweiContact.mobile', 'CONTACT_INCOMPLETE huaweiContact.email']);
  });

  it('R13: a half supporting product is told with its place', async () => {
    const id = await world.completeDraft(seller);
    await seller.do('addSupportingProduct', { certificationRequestId: id, product: { name: 'Kit' } });
    expect(await expectAgreement(id)).toEqual(['REQUIRED supportingProducts.0.version', 'REQUIRED supportingProducts.0.deliveryMethod']);
  });

  it('R16: each missing material is MATERIAL_MISSING and names its template', async () => {
    const id = await world.draft(seller, { product: completeProduct, businessContact });
    const codes = (await world.templates()).map((template) => template.code).sort();
    expect((await expectAgreement(id)).sort()).toEqual(codes.map((code) => `MATERIAL_MISSING materials.${code}`));
    await world.uploadMaterial(seller, id, await world.templateId('QUOTATION'), {
      name: 'q.xlsx',
      bytes: filledQuotation({ PRODUCT_NAME: completeProduct.name, DELIVERY_METHOD: completeProduct.deliveryMethod }),
    });
    expect(await expectAgreement(id)).not.toContain('MATERIAL_MISSING materials.QUOTATION');
  });

  it('R10: without both commitments it is COMMITMENT_REQUIRED; other agreements do not count', async () => {
    const id = await world.completeDraft(seller);
    const [assurance, pricing] = acceptedAgreementIds as [string, string];
    const program = await world.agreementId('JOINT_PARTNER_PROGRAM');
    const codes = async (ids: string[]) =>
      (await submit(id, { acceptedAgreementIds: ids })).userErrors.map((e: { code: string }) => e.code);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await codes([])).toEqual(['COMMITMENT_REQUIRED', 'COMMITMENT_REQUIRED']);
      expect(await codes([assurance])).toEqual(['COMMITMENT_REQUIRED']);
      expect(await codes([assurance, assurance])).toEqual(['COMMITMENT_REQUIRED']);
      expect(await codes([assurance, pricing, program])).toEqual(['INVALID']);
      expect(await codes([assurance, pricing, 'agreement_x'])).toEqual(['NOT_FOUND']);
    });
    expect(after).toEqual(before);
  });

  it('R36: submitted twice at once, one wins; the other is INVALID_STATE, and there is one round', async () => {
    const id = await world.completeDraft(seller);
    const all = await Promise.all(Array.from({ length: 5 }, () => submit(id)));
    expect(all.filter((p) => p.userErrors.length === 0)).toHaveLength(1);
    expect(all.filter((p) => p.userErrors[0]?.code === 'INVALID_STATE')).toHaveLength(4);
    const { submissions, timeline } = await world.look(seller, id);
    expect(submissions).toHaveLength(1);
    expect(timeline.nodes).toHaveLength(1);
  });

  it('R36: edited and submitted at once, what was frozen is what stands', async () => {
    for (let n = 0; n < 5; n++) {
      const id = await world.completeDraft(seller);
      const [, edited] = await Promise.all([
        submit(id),
        seller.codes('updateCertificationRequest', { id, product: { introduction: `Edit ${n}` } }),
      ]);
      const { r } = await seller.query(
        'query ($id: ID!) { r: certificationRequest(id: $id) { status product { introduction } submissions { snapshot } } }',
        { id },
      );
      expect(r.status).toBe('QUALIFICATION_REVIEW');
      expect(r.submissions[0].snapshot.product.introduction).toBe(r.product.introduction);
      if (edited.length === 0) expect(r.product.introduction).toBe(`Edit ${n}`);
      else expect(edited).toEqual(['INVALID_STATE']);
    }
  });

  it('R8: the company is frozen at submit and live before it', async () => {
    const own = await world.newSeller();
    const id = await world.completeDraft(own);
    const name = async () =>
      (await own.query('query ($id: ID!) { certificationRequest(id: $id) { company { name } } }', { id })).certificationRequest.company
        .name;
    const rename = (to: string) =>
      world.admin.do('updateSeller', {
        id: own.sellerId,
        company: { registrationNumber: own.registrationNumber, name: to, introduction: 'x', businessTermStart: '2015-01-01' },
      });
    await rename('Before');
    expect(await name()).toBe('Before');
    await world.submit(own, id);
    await rename('After');
    expect(await name()).toBe('Before');
    await own.do('withdrawCertificationRequest', { id });
    expect(await name()).toBe('After');
  });

  it('R9 R10: a newer version of an agreement asks for a new signature, and for the new commitments', async () => {
    const own = await startServer();
    try {
      const there = await World.open(own);
      const sellerThere = await there.newSeller();
      const id = await there.completeDraft(sellerThere);
      const old = await there.commitments();
      await there.admin.do('publishAgreement', { kind: 'JOINT_PARTNER_PROGRAM', title: 'Program', body: 'Second text' });
      await there.admin.do('publishAgreement', { kind: 'PRICING_RIGHTS', title: 'Pricing', body: 'Second text' });
      const { programAgreement } = (await sellerThere.query('{ viewer { seller { programAgreement { current agreement { version } } } } }'))
        .viewer.seller;
      expect(programAgreement).toEqual({ current: false, agreement: { version: 1 } });
      expect(await sellerThere.codes('submitCertificationRequest', { id, acceptedAgreementIds: old })).toEqual([
        'AGREEMENT_OUTDATED',
        'AGREEMENT_OUTDATED',
      ]);
      await sellerThere.do('signAgreement', { agreementId: await there.agreementId('JOINT_PARTNER_PROGRAM') });
      expect(await sellerThere.codes('submitCertificationRequest', { id, acceptedAgreementIds: old })).toEqual(['AGREEMENT_OUTDATED']);
      expect(await sellerThere.codes('submitCertificationRequest', { id, acceptedAgreementIds: await there.commitments() })).toEqual([]);
    } finally {
      await own.stop();
    }
  });
});
