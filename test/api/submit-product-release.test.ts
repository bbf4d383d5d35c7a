import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Person } from '../support/client.js';
import { information, Releases } from '../support/releases.js';
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

const checks = async (id: string, viewer: Person = seller): Promise<Json[]> =>
  (await viewer.query('query ($id: ID!) { productRelease(id: $id) { checks { code severity passed message path } } }', { id }))
    .productRelease.checks;
const failed = async (id: string, viewer?: Person) =>
  (await checks(id, viewer)).filter((check) => !check.passed && check.severity === 'BLOCKER');

describe('submitProductRelease', () => {
  refusesStrangers('submitProductRelease', async () => {
    const id = await releases.complete(seller, certified);
    return { world, owner: seller, input: { id }, look: () => releases.look(seller, id) };
  });

  it('R32: sends it to the operations manager, due within three working days, and shows under My Applications', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    const release = await releases.look(seller, id);
    expect(release).toMatchObject({ status: 'IN_REVIEW', kind: 'RELEASE', version: 3 });
    expect(release.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(release.timeline.nodes).toMatchObject([{ type: 'RELEASE_SUBMITTED', phase: null, actor: { role: 'SELLER' } }]);
    const query =
      'query ($id: ID!) { productRelease(id: $id) { clock { state dueAt dueIsEstimate workingDaysLeft overdue queuePosition } } productReleases(filter: { status: [IN_REVIEW] }) { nodes { id status } } }';
    const { productRelease, productReleases } = await seller.query(query, { id });
    expect(productRelease.clock).toMatchObject({ state: 'RUNNING', overdue: false, dueAt: expect.any(String) });
    expect(productRelease.clock.workingDaysLeft).toBeCloseTo(3, 1);
    expect(productRelease.clock.queuePosition).toBeGreaterThan(0);
    expect(productReleases.nodes).toContainEqual({ id, status: 'IN_REVIEW' });
  });

  it('R11: a refusal names everything that is still to do, exactly as checks does, and changes nothing', async () => {
    const id = await releases.begun(seller, certified, { name: 'Another Name', category: null, productVersion: '1' });
    const before = await releases.look(seller, id);
    const { userErrors } = await seller.mutate('submitProductRelease', { id });
    const said = (await failed(id)).map(({ code, message, path }: Json) => ({ code, message, path }));
    expect(userErrors).toEqual(said);
    expect(userErrors.map(({ path }: Json) => path?.join('.')).sort()).toEqual(
      ['category', 'description', 'details', 'highlights', 'logo', 'name', 'productVersion', 'supportEmail'].sort(),
    );
    expect(await releases.look(seller, id)).toEqual(before);
  });

  it('R31: the name must be the certified one', async () => {
    const id = await releases.complete(seller, certified, { name: 'Cloud Move Pro' });
    expect(await failed(id)).toMatchObject([{ code: 'INVALID', path: ['name'] }]);
    await seller.do('updateProductRelease', { id, information: { name: 'Cloud Move' } });
    expect(await failed(id)).toEqual([]);
  });

  it('R30: the legal entity is compared when it is submitted', async () => {
    const mover = await world.newSeller();
    const id = await releases.complete(mover, await world.certified(mover));
    await world.admin.do('updateSeller', { id: mover.sellerId, company: { ...company, registrationNumber: '91440300MOVED5432' } });
    const before = await releases.look(mover, id);
    const { userErrors } = await mover.mutate('submitProductRelease', { id });
    expect(userErrors).toMatchObject([{ code: 'ENTITY_MISMATCH' }]);
    expect(userErrors[0].message).toMatch(new RegExp(`${mover.registrationNumber.slice(-4)}.*5432`));
    expect(await releases.look(mover, id)).toEqual(before);
  });

  it('R34: of two releases of one certified product, one is in review', async () => {
    const request = await world.certified(seller);
    const [first, second] = [await releases.complete(seller, request), await releases.complete(seller, request)];
    const all = await Promise.all([first, second].map((id) => seller.codes('submitProductRelease', { id })));
    expect(all.map((codes) => codes.join()).sort()).toEqual(['', 'CHANGE_PENDING']);
    const winner = all[0]!.length === 0 ? first : second;
    const loser = winner === first ? second : first;
    await releases.decide(winner, 'APPROVE');
    await seller.do('submitProductRelease', { id: loser });
    expect(await releases.look(seller, loser)).toMatchObject({ kind: 'MODIFICATION', status: 'IN_REVIEW' });
  });

  it('R34: a draft of another account of the company does not take over a product that was released meanwhile', async () => {
    const request = await world.certified(seller);
    const sibling = await releases.sameCompany(seller);
    const id = await releases.complete(sibling, request);
    const { productId } = await releases.released(seller, request);
    const before = [await releases.look(sibling, id), await releases.product(world.operationsManager, productId)];
    expect(await failed(id, sibling)).toMatchObject([{ code: 'TAKEN' }]);
    expect(await sibling.codes('submitProductRelease', { id })).toEqual(['TAKEN']);
    expect([await releases.look(sibling, id), await releases.product(world.operationsManager, productId)]).toEqual(before);
  });

  it('R34: a draft that was begun before the release waits for a change that is pending', async () => {
    const request = await world.certified(seller);
    const old = await releases.complete(seller, request);
    await releases.released(seller, request);
    const change = await releases.begun(seller, request);
    const before = await releases.look(seller, old);
    expect(await seller.codes('submitProductRelease', { id: old })).toEqual(['CHANGE_PENDING']);
    expect(await releases.look(seller, old)).toEqual(before);
    await seller.do('discardProductRelease', { id: change });
    expect(await seller.codes('submitProductRelease', { id: old })).toEqual([]);
  });

  it('R31: service supervision cannot change once released', async () => {
    const name = 'Supervised Shop';
    const request = await world.submitted(seller, { deliveryMethod: 'SAAS', name });
    await world.decide(request, 'QUALIFICATION', 'APPROVE');
    await world.decide(request, 'PRODUCT', 'APPROVE');
    const saas = { productionApiUrl: 'https://saas.example.com', serviceSupervision: true, billingMode: 'YEARLY' };
    const id = await releases.complete(seller, request, { details: { saas } });
    await seller.do('submitProductRelease', { id });
    await releases.decide(id, 'APPROVE');
    const change = await releases.begun(seller, request, { details: { saas: { serviceSupervision: false } } });
    const { userErrors } = await seller.mutate('submitProductRelease', { id: change });
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['details', 'saas', 'serviceSupervision'] }]);
    await seller.do('updateProductRelease', {
      id: change,
      information: { details: { saas: { serviceSupervision: true, billingMode: 'MONTHLY' } } },
    });
    expect(await seller.codes('submitProductRelease', { id: change })).toEqual([]);
  });

  it('R36: a double click submits once; a stale version is CONFLICT', async () => {
    const id = await releases.complete(seller, await world.certified(seller));
    expect(await seller.codes('submitProductRelease', { id, expectedVersion: 1 })).toEqual(['CONFLICT']);
    const all = await Promise.all(Array.from({ length: 10 }, () => seller.codes('submitProductRelease', { id })));
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(new Set(all.flat())).toEqual(new Set(['INVALID_STATE']));
    expect((await releases.look(seller, id)).timeline.nodes).toHaveLength(1);
  });

  it('R39: checks speak Chinese', async () => {
    const id = await releases.begun(seller, certified);
    const { userErrors } = await seller.mutate('submitProductRelease', { id }, '', { language: 'zh-CN' });
    expect(userErrors.map((e: Json) => e.message).join()).toMatch(/请填写商品描述/);
    expect(information.highlights).toHaveLength(2);
  });
});
