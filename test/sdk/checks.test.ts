import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CertificationProductInput, createJointOps, type DeliveryMethod, type JointOps } from '@joint-ops/sdk';
import { type Draft, type DraftTemplate, validate } from '@joint-ops/sdk/checks';
import fc from 'fast-check';
import { businessContact, completeProduct, huaweiContact, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let jointOps: JointOps;
let templates: DraftTemplate[];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  jointOps = createJointOps({ url: world.place.url, token: seller.token! });
  templates = await jointOps.materialTemplates();
});

/** What the server says of a request, and what is said of it offline. */
async function both(id: string, language: 'en' | 'zh' = 'en') {
  const request = (await jointOps.certificationRequest({ id }, { language }))!;
  const { seller: account } = await jointOps.viewer();
  return { request, server: request.checks, offline: validate({ ...request, seller: account! }, { language }) };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const name = maybe(fc.constantFrom('Cloud Move', 'Move for ¥100', 'Move V1.0', 'Huawei Cloud Move', 'Call 13800138000', '云迁移', ''));
const version = maybe(fc.constantFrom('V1.0', '1.0', 'v2', ''));
const deliveryMethod = maybe(fc.constantFrom<DeliveryMethod>('SAAS', 'LICENSE', 'CONSULTING_SERVICE'));
const product = maybe(
  fc.record({ name, version, deliveryMethod, category: maybe(fc.constant('Tools')), introduction: maybe(fc.constantFrom('Moves.', '')) }),
);
const contact = (whole: { name: string; mobile: string; email: string }) =>
  maybe(
    fc.record({ name: maybe(fc.constant(whole.name)), mobile: maybe(fc.constant(whole.mobile)), email: maybe(fc.constant(whole.email)) }),
  );
const draft = fc.record({
  product,
  supportingProducts: maybe(fc.array(fc.record({ name, version, deliveryMethod }), { maxLength: 3 })),
  businessContact: contact(businessContact),
  huaweiContact: contact(huaweiContact),
});

describe('validate', () => {
  it('R11: says of any draft what the server says, word for word', async () => {
    await fc.assert(
      fc.asyncProperty(draft, fc.constantFrom('en' as const, 'zh' as const), async (input, language) => {
        const { certificationRequest } = await jointOps.createCertificationRequest(input);
        const { server, offline } = await both(certificationRequest.id, language);
        expect(offline).toEqual(server);
      }),
      { numRuns: 40 },
    );
  });

  it('R11: says it of the very input, before it is saved', async () => {
    const input = { product: { ...(completeProduct as CertificationProductInput), name: ' Move for ¥100 ' }, businessContact };
    const { certificationRequest } = await jointOps.createCertificationRequest(input);
    const { server } = await both(certificationRequest.id);
    expect(validate(input, { templates })).toEqual(server);
  });

  it('R14: compares with the quotation, R16 looks at the materials, R20 at the findings', async () => {
    const { id } = await world.changesRequested(seller);
    await jointOps.updateCertificationRequest({ id, product: { name: 'Another Name', deliveryMethod: 'SAAS' } });
    const { server, offline, request } = await both(id);
    expect(offline).toEqual(server);
    // Of another delivery method only the templates in force are known.
    const changed = validate({ ...request, product: { ...request.product, deliveryMethod: 'IMAGE' } }, { templates });
    await jointOps.updateCertificationRequest({ id, product: { deliveryMethod: 'IMAGE' } });
    expect(changed).toEqual((await both(id)).server);
    const failed = offline.filter(({ passed }) => !passed).map(({ code }) => code);
    expect(failed).toEqual(
      expect.arrayContaining(['QUOTATION_MISMATCH', 'DELIVERY_METHOD_MISMATCH', 'MATERIAL_MISSING', 'FINDING_UNANSWERED']),
    );
  });

  it('R7, R9: looks at the seller where it is known, and takes it to be in order where not', async () => {
    const codes = (part: Draft['seller']) =>
      validate(part ? { seller: part } : {})
        .filter(({ passed }) => !passed)
        .map(({ code }) => code);
    expect(codes({ status: 'SUSPENDED', programAgreement: null })).toEqual(
      expect.arrayContaining(['SELLER_NOT_REGISTERED', 'PROGRAM_AGREEMENT_REQUIRED']),
    );
    expect(codes({ status: 'REGISTERED', programAgreement: { current: false } })).toContain('AGREEMENT_OUTDATED');
    expect(codes(undefined)).not.toContain('SELLER_NOT_REGISTERED');
    const ends = validate({ company: { businessTermEnd: '2026-12-31' } }, { now: new Date('2026-12-01') });
    expect(ends.find(({ severity }) => severity === 'WARNING')?.message).toContain('2026-12-31');
  });

  it('R38: says too what saving would refuse', async () => {
    const product = { ...(completeProduct as CertificationProductInput), category: 'x'.repeat(61), introduction: 'a\u202eb' };
    const { userErrors } = await jointOps.safe.createCertificationRequest({ product });
    const offline = validate({ product, businessContact }).filter(({ passed, path }) => !passed && path?.[0] === 'product');
    for (const { code, message, path } of userErrors)
      expect(offline).toContainEqual({ code, message, path, severity: 'BLOCKER', passed: false });
  });
});
