import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { information, Releases } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
let certified: string;
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
  certified = await world.certified(seller);
});

/** A certified request of a delivery method other than the usual one. */
const certifiedAs = async (deliveryMethod: string, name: string): Promise<string> => {
  const id = await world.submitted(seller, { deliveryMethod, name });
  await world.decide(id, 'QUALIFICATION', 'APPROVE');
  await world.decide(id, 'PRODUCT', 'APPROVE');
  return id;
};

describe('updateProductRelease', () => {
  refusesStrangers('updateProductRelease', async () => {
    const id = await releases.begun(seller, certified);
    return { world, owner: seller, input: { id, information: { description: 'Mine.' } }, look: () => releases.look(seller, id) };
  });

  it('R31: what is absent stays, null clears, and the version grows', async () => {
    const id = await releases.complete(seller, certified);
    const before = await releases.look(seller, id);
    await seller.do('updateProductRelease', { id, information: { description: null, highlights: ['New'] } });
    expect(await releases.look(seller, id)).toEqual({
      ...before,
      description: null,
      highlights: ['New'],
      version: before.version + 1,
      updatedAt: expect.any(String),
    });
    await seller.do('updateProductRelease', { id, information: { details: null } });
    expect((await releases.look(seller, id)).details).toBeNull();
  });

  it('R31: customers get addresses that lead there, and a telephone number with nothing around it', async () => {
    const id = await releases.begun(seller, certified, information);
    const before = await releases.look(seller, id);
    const bad = [
      'https://me:secret@example.com',
      'https://example.com/a b',
      'https://example.com\\@evil.example',
      'https://me@example.com',
    ];
    for (const consultationUrl of bad) {
      const details = { consultingService: { consultationUrl } };
      const { userErrors } = await seller.mutate('updateProductRelease', { id, information: { details } });
      expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['information', 'details', 'consultingService', 'consultationUrl'] }]);
    }
    for (const supportPhone of ['call 0755-28780808 now', 'tel. 400-820-8820', '0755-28780808 ext 12']) {
      const { userErrors } = await seller.mutate('updateProductRelease', { id, information: { supportPhone } });
      expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['information', 'supportPhone'] }]);
    }
    expect(await releases.look(seller, id)).toEqual(before);
    const good: [string, string][] = [
      ['400-820-8820', '+864008208820'],
      ['(+86) 755 2878 0808', '+8675528780808'],
      ['0755-28780808', '+8675528780808'],
    ];
    for (const [typed, kept] of good) {
      await seller.do('updateProductRelease', { id, information: { supportPhone: typed } });
      expect((await releases.look(seller, id)).supportPhone).toBe(kept);
    }
    const consultationUrl = 'https://例子.example/问?to=a@b.example';
    await seller.do('updateProductRelease', { id, information: { details: { consultingService: { consultationUrl } } } });
    expect((await releases.look(seller, id)).details).toEqual({ consultationUrl });
  });

  it('R36: a stale version is CONFLICT, and changes nothing', async () => {
    const id = await releases.begun(seller, certified);
    const before = await releases.look(seller, id);
    expect(await seller.codes('updateProductRelease', { id, expectedVersion: 7, information: {} })).toEqual(['CONFLICT']);
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R36: not while it is in review', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    const before = await releases.look(seller, id);
    expect(await seller.codes('updateProductRelease', { id, information: { description: 'Late' } })).toEqual(['INVALID_STATE']);
    expect(await releases.look(seller, id)).toEqual(before);
  });

  const methods: [string, string, Json, string, Json][] = [
    [
      'IMAGE',
      'image',
      { imageId: 'img-1', regions: ['cn-north-4', 'ap-southeast-1'], operatingSystem: 'EulerOS', billingMode: 'MONTHLY' },
      '... on ImageDetails { imageId regions operatingSystem billingMode }',
      null,
    ],
    [
      'SAAS',
      'saas',
      { productionApiUrl: 'https://saas.example.com/api', serviceSupervision: true, billingMode: 'YEARLY' },
      '... on SaasDetails { productionApiUrl serviceSupervision billingMode }',
      null,
    ],
    [
      'LICENSE',
      'license',
      { deliveryPeriodDays: 3, billingMode: 'ONE_TIME', activationGuideUrl: 'https://example.com/activate' },
      '... on LicenseDetails { deliveryPeriodDays billingMode activationGuideUrl }',
      { deliveryPeriodDays: 0 },
    ],
    [
      'PROFESSIONAL_SERVICE',
      'professionalService',
      { serviceScope: '迁移上云', deliveryPeriodDays: 30, relatedSoftware: 'ERP' },
      '... on ProfessionalServiceDetails { serviceScope deliveryPeriodDays relatedSoftware }',
      { deliveryPeriodDays: 99999 },
    ],
    [
      'HARDWARE',
      'hardware',
      { model: 'AX-1', inventory: 12, shippingDays: 2 },
      '... on HardwareDetails { model inventory shippingDays }',
      { inventory: -1 },
    ],
  ];
  it.each(methods)('R31: %s has details of its own', async (method, key, details, fields, bad) => {
    const id = await releases.begun(seller, await certifiedAs(method, `Shop ${method}`));
    await seller.do('updateProductRelease', { id, information: { details: { [key]: details } } });
    const query = `query ($id: ID!) { productRelease(id: $id) { details { __typename ${fields} } } }`;
    const read = async () => (await seller.query(query, { id })).productRelease.details;
    expect(await read()).toMatchObject(details);
    if (bad) {
      const { userErrors } = await seller.mutate('updateProductRelease', { id, information: { details: { [key]: bad } } });
      expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['information', 'details', key, Object.keys(bad)[0]] }]);
    }
    const [field, value] = Object.entries(details)[0]!;
    await seller.do('updateProductRelease', { id, information: { details: { [key]: { [field]: null } } } });
    expect(await read()).toMatchObject({ ...details, [field]: null });
    await seller.do('updateProductRelease', { id, information: { details: { [key]: { [field]: value } } } });
    expect(await seller.codes('updateProductRelease', { id, information: { details: information.details } })).toEqual([
      'DELIVERY_METHOD_MISMATCH',
    ]);
    expect(await read()).toMatchObject(details);
  });
});
