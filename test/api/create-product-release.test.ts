import { beforeAll, describe, expect, it } from '@jest/globals';
import { certifiedName, information, Releases, wholeRelease } from '../support/releases.js';
import { refusesStrangers } from '../support/strangers.js';
import { company, type SellerPerson, World } from '../support/world.js';

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

const count = async () => (await seller.query('{ productReleases { totalCount } }')).productReleases.totalCount;

describe('createProductRelease', () => {
  refusesStrangers('createProductRelease', async () => ({
    world,
    owner: seller,
    input: { certificationRequestId: certified, information },
    look: count,
  }));

  it('R30: begins a release of a certified product, filled with what was certified', async () => {
    const { productRelease } = await seller.do(
      'createProductRelease',
      { certificationRequestId: certified },
      `productRelease { ${wholeRelease} seller { id } certificationRequest { id } }`,
    );
    expect(productRelease).toMatchObject({
      kind: 'RELEASE',
      status: 'DRAFT',
      version: 1,
      name: certifiedName,
      productVersion: 'V1.0',
      category: 'Consulting',
      highlights: [],
      description: null,
      details: null,
      product: null,
      digest: null,
      seller: { id: seller.sellerId },
      certificationRequest: { id: certified },
    });
    expect(productRelease.number).toMatch(/^JOR-\d{4}-\d{6}$/);
    expect(productRelease.timeline.nodes).toEqual([]);
  });

  it('R30: everything can be given at once, and is kept clean', async () => {
    const { productRelease } = await seller.do(
      'createProductRelease',
      { certificationRequestId: certified, information },
      `productRelease { ${wholeRelease} }`,
    );
    expect(productRelease).toMatchObject({
      highlights: ['Fixed price', 'On site'],
      supportEmail: 'support@example.com',
      supportPhone: '+8675528780808',
      details: { consultationUrl: 'https://example.com/ask' },
    });
  });

  it('R30: what is not certified is NOT_CERTIFIED, in every status', async () => {
    const before = await count();
    const others = [
      await world.draft(seller),
      await world.submitted(seller),
      await world.inProductReview(seller),
      (await world.changesRequested(seller)).id,
    ];
    for (const id of others) expect(await seller.codes('createProductRelease', { certificationRequestId: id })).toEqual(['NOT_CERTIFIED']);
    expect(await count()).toBe(before);
  });

  it('R30: what is not certified yet is not there for another account of the same legal entity', async () => {
    const sibling = await releases.sameCompany(seller);
    for (const certificationRequestId of [await world.draft(seller), await world.submitted(seller)])
      expect(await sibling.codes('createProductRelease', { certificationRequestId })).toEqual(['NOT_FOUND']);
  });

  it('R30: another seller account of the same legal entity may; it sees of the request what a release needs', async () => {
    const sibling = await releases.sameCompany(seller);
    const id = await releases.begun(sibling, certified);
    const query =
      'query ($id: ID!) { productRelease(id: $id) { certificationRequest { id number status product { name } businessContact { name } materials { id } submissions { digest } timeline { nodes { id } } } } }';
    expect((await sibling.query(query, { id })).productRelease.certificationRequest).toMatchObject({
      id: certified,
      status: 'CERTIFIED',
      product: { name: certifiedName },
      businessContact: null,
      materials: [],
      submissions: [],
      timeline: { nodes: [] },
    });
    expect(await releases.look(seller, id)).toBeNull();
  });

  it('R30: a seller whose company changed since is refused with ENTITY_MISMATCH, which tells the last four characters of both', async () => {
    const mover = await world.newSeller();
    const request = await world.certified(mover);
    await world.admin.do('updateSeller', { id: mover.sellerId, company: { ...company, registrationNumber: '91440300MOVED9876' } });
    const payload = await mover.mutate('createProductRelease', { certificationRequestId: request });
    expect(payload.userErrors.map((e: { code: string }) => e.code)).toEqual(['ENTITY_MISMATCH']);
    expect(payload.userErrors[0].message).toContain(mover.registrationNumber.slice(-4));
    expect(payload.userErrors[0].message).toContain('9876');
    const zh = await mover.mutate('createProductRelease', { certificationRequestId: request }, '', { language: 'zh' });
    expect(zh.userErrors[0].message).toMatch(/一致.*9876/);
  });

  it('R7: a suspended seller cannot', async () => {
    const suspended = await world.newSeller();
    const request = await world.certified(suspended);
    await world.admin.do('updateSeller', { id: suspended.sellerId, status: 'SUSPENDED' });
    expect(await suspended.codes('createProductRelease', { certificationRequestId: request })).toEqual(['SELLER_NOT_REGISTERED']);
  });

  it('R31: exactly the details of the certified delivery method are taken', async () => {
    const wrong = [{}, { saas: { billingMode: 'YEARLY' } }, { ...information.details, saas: { billingMode: 'FREE' } }];
    for (const details of wrong) {
      const { userErrors } = await seller.mutate('createProductRelease', { certificationRequestId: certified, information: { details } });
      expect(userErrors).toMatchObject([{ code: 'DELIVERY_METHOD_MISMATCH', path: ['information', 'details'] }]);
    }
  });

  it('R31: bad input is told by its path, all at once', async () => {
    const bad = {
      name: 'x'.repeat(101),
      productVersion: 'a\u202eb',
      highlights: ['ok', 'y'.repeat(101)],
      supportEmail: 'nobody',
      supportPhone: '12',
      details: { consultingService: { consultationUrl: 'javascript:alert(1)' } },
    };
    const { userErrors } = await seller.mutate('createProductRelease', { certificationRequestId: certified, information: bad });
    expect(userErrors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')])).toEqual([
      ['TOO_LONG', 'information.name'],
      ['INVALID', 'information.productVersion'],
      ['TOO_LONG', 'information.highlights.1'],
      ['INVALID', 'information.supportEmail'],
      ['INVALID', 'information.supportPhone'],
      ['INVALID', 'information.details.consultingService.consultationUrl'],
    ]);
  });

  it('R34: for a released product it begins a change, filled with what is live; one at a time', async () => {
    const request = await world.certified(seller);
    const { releaseId, productId } = await releases.released(seller, request);
    const live = await releases.look(seller, releaseId);
    const id = await releases.begun(seller, request);
    expect(await releases.look(seller, id)).toMatchObject({
      kind: 'MODIFICATION',
      status: 'DRAFT',
      description: live.description,
      highlights: live.highlights,
      details: live.details,
      logo: live.logo,
      product: { id: productId },
    });
    const { userErrors } = await seller.mutate('createProductRelease', { certificationRequestId: request });
    expect(userErrors).toMatchObject([{ code: 'CHANGE_PENDING' }]);
    expect(userErrors[0].message).toContain('JOR-');
    await seller.do('discardProductRelease', { id });
    expect(await seller.codes('createProductRelease', { certificationRequestId: request })).toEqual([]);
  });

  it('R34: a product that another account of the company released is changed from there', async () => {
    const request = await world.certified(seller);
    await releases.released(seller, request);
    const sibling = await releases.sameCompany(seller);
    expect(await sibling.codes('createProductRelease', { certificationRequestId: request })).toEqual(['TAKEN']);
  });

  it('R34: of ten changes begun at once, one is', async () => {
    const request = await world.certified(seller);
    await releases.released(seller, request);
    const all = await Promise.all(
      Array.from({ length: 10 }, () => seller.codes('createProductRelease', { certificationRequestId: request })),
    );
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(new Set(all.flat())).toEqual(new Set(['CHANGE_PENDING']));
  });

  it('R37: repeated with one key it makes one release', async () => {
    const before = await count();
    const input = { certificationRequestId: certified };
    const options = { idempotencyKey: 'one-release' };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => seller.mutate('createProductRelease', input, 'productRelease { id }', options)),
    );
    expect(new Set(all.map((payload) => payload.productRelease.id)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });
});
