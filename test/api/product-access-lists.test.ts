import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person } from '../support/client.js';
import { Releases } from '../support/releases.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
let other: SellerPerson;
let request: string;
let drafts: string[];
let live: { releaseId: string; productId: string };
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
  other = await world.newSeller();
  request = await world.certified(seller);
  drafts = [];
  for (let n = 0; n < 5; n++) drafts.push(await releases.begun(seller, request, { category: `Kind ${n}` }));
  live = await releases.released(seller, await world.certified(seller));
});

const list = async (viewer: Person, args: Json = {}): Promise<Json> => {
  const query =
    'query ($first: Int, $after: String, $last: Int, $before: String, $filter: ProductReleaseFilter, $orderBy: ProductReleaseOrder) { productReleases(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) { totalCount nodes { id number status kind } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
  return (await viewer.query(query, args)).productReleases;
};
const idsOf = ({ nodes }: Json): string[] => nodes.map(({ id }: Json) => id);

describe('productReleases', () => {
  it('R32: My Applications: the own ones, newest first', async () => {
    expect(idsOf(await list(seller))).toEqual([live.releaseId, ...[...drafts].reverse()]);
    expect(await list(other)).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it('R4: the platform sees all but drafts; nobody else sees anything', async () => {
    for (const person of [world.operationsManager, world.auditor, world.qualificationReviewer, world.admin]) {
      const page = await list(person, { filter: { sellerId: seller.sellerId } });
      expect(idsOf(page)).toEqual([live.releaseId]);
      expect(await releases.look(person, drafts[0]!)).toBeNull();
      expect(await releases.look(person, live.releaseId)).not.toBeNull();
    }
    expect(await list(other, { filter: { sellerId: seller.sellerId } })).toMatchObject({ totalCount: 0 });
    const contact = await Person.as(world.place, 'seller', { email: 'han.meimei@example.com' });
    expect(await list(contact)).toMatchObject({ totalCount: 0 });
  });

  it('R1: nothing without a token', async () => {
    for (const query of [
      '{ productReleases { totalCount } }',
      '{ products { totalCount } }',
      '{ certifiedProducts { totalCount } }',
      '{ reviewStatistics { backlog } }',
    ]) {
      expect((await world.anonymous.send(query)).status).toBe(401);
    }
  });

  it.each(['CREATED_ASC', 'CREATED_DESC', 'UPDATED_DESC', 'SUBMITTED_ASC', 'SUBMITTED_DESC', 'DUE_ASC'])(
    'pages by %s both ways, without a gap or a repeat',
    async (orderBy) => {
      const all = idsOf(await list(seller, { orderBy, first: 100 }));
      const forward: string[] = [];
      let page: Json = { pageInfo: { hasNextPage: true, endCursor: null } };
      while (page.pageInfo.hasNextPage) {
        page = await list(seller, { orderBy, first: 2, after: page.pageInfo.endCursor });
        forward.push(...idsOf(page));
      }
      expect(forward).toEqual(all);
      const backward: string[] = [];
      page = { pageInfo: { hasPreviousPage: true, startCursor: null } };
      while (page.pageInfo.hasPreviousPage) {
        page = await list(seller, { orderBy, last: 4, before: page.pageInfo.startCursor });
        backward.unshift(...idsOf(page));
      }
      expect(backward).toEqual(all);
    },
  );

  it('filters by status, kind and what is searched for', async () => {
    expect(idsOf(await list(seller, { filter: { status: ['DRAFT'] } }))).toHaveLength(5);
    expect(idsOf(await list(seller, { filter: { status: [] } }))).toEqual([]);
    expect(await list(seller, { filter: { kind: 'MODIFICATION' } })).toMatchObject({ totalCount: 0 });
    const { number } = (await list(seller)).nodes[0];
    expect(idsOf(await list(seller, { filter: { search: number.toLowerCase() } }))).toEqual([live.releaseId]);
    expect(idsOf(await list(seller, { filter: { search: 'cloud mo' } }))).toHaveLength(6);
    expect(idsOf(await list(seller, { filter: { search: '%' } }))).toEqual([]);
    expect(idsOf(await list(seller, { filter: { overdue: true } }))).toEqual([]);
  });

  it('refuses cursors and sizes that are none', async () => {
    for (const args of [{ first: 0 }, { first: 101 }, { first: 1, last: 1 }, { after: 'x' }]) {
      const { body } = await seller.send(
        'query ($first: Int, $last: Int, $after: String) { productReleases(first: $first, last: $last, after: $after) { totalCount } }',
        args,
      );
      expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('products and certifiedProducts', () => {
  it('R30: certifiedProducts lists what the legal entity may release, whichever of its accounts asked', async () => {
    const query =
      '{ certifiedProducts { totalCount nodes { id status product { name } company { registrationNumber } releases { totalCount } huaweiContact { id } actions { action allowed } } } }';
    const own = (await seller.query(query)).certifiedProducts;
    expect(own.totalCount).toBe(2);
    expect(
      own.nodes.every((node: Json) => node.status === 'CERTIFIED' && node.company.registrationNumber === seller.registrationNumber),
    ).toBe(true);
    const sibling = await releases.sameCompany(seller);
    const shared = (await sibling.query(query)).certifiedProducts;
    expect(shared.nodes.map((n: Json) => n.id)).toEqual(own.nodes.map((n: Json) => n.id));
    expect(shared.nodes[0]).toMatchObject({ product: { name: 'Cloud Move' }, releases: { totalCount: 0 }, huaweiContact: null });
    expect(shared.nodes[0].actions).toContainEqual({ action: 'RELEASE', allowed: true });
    expect(
      (await sibling.query('query ($id: ID!) { certificationRequest(id: $id) { id } }', { id: request })).certificationRequest,
    ).toBeNull();
    expect((await other.query(query)).certifiedProducts.totalCount).toBe(0);
    expect((await world.operationsManager.query(query)).certifiedProducts.totalCount).toBe(0);
  });

  it('R33: My Products: the own ones; the platform sees all', async () => {
    const query = 'query ($id: ID!) { products { nodes { id } } product(id: $id) { id } node(id: $id) { id __typename } }';
    expect(await seller.query(query, { id: live.productId })).toEqual({
      products: { nodes: [{ id: live.productId }] },
      product: { id: live.productId },
      node: { id: live.productId, __typename: 'Product' },
    });
    expect(await other.query(query, { id: live.productId })).toEqual({ products: { nodes: [] }, product: null, node: null });
    expect((await world.auditor.query(query, { id: live.productId })).product).toEqual({ id: live.productId });
  });

  it('R34: actions of a product tell what can be done, and what stands in the way', async () => {
    const query = 'query ($id: ID!) { product(id: $id) { actions { action allowed blockers { code } } } }';
    const actions = async (viewer: Person) => (await viewer.query(query, { id: live.productId })).product.actions;
    expect(await actions(seller)).toEqual([
      { action: 'RELEASE', allowed: true, blockers: [] },
      { action: 'DELIST', allowed: true, blockers: [] },
    ]);
    expect(await actions(world.operationsManager)).toEqual([{ action: 'DELIST', allowed: true, blockers: [] }]);
    expect(await actions(world.auditor)).toEqual([]);
    const subUser = await Person.as(world.place, 'seller', { seller: seller.sellerId, scope: 'certification:write' });
    expect((await actions(subUser))[0].blockers).toEqual([{ code: 'RELEASE_PERMISSION_REQUIRED' }]);
  });

  it('the releases of a request and of a product page like other lists', async () => {
    const query =
      'query ($id: ID!, $first: Int, $after: String) { certificationRequest(id: $id) { releases(first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }';
    const page = async (args: Json) => (await seller.query(query, { id: request, ...args })).certificationRequest.releases;
    const first = await page({ first: 3 });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect([...idsOf(first), ...idsOf(await page({ first: 3, after: first.pageInfo.endCursor }))]).toEqual(drafts);
  });
});

describe('reviewStatistics', () => {
  it('R4: is for the platform', async () => {
    const { body } = await seller.send('{ reviewStatistics { backlog } }');
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await world.auditor.query('{ reviewStatistics { backlog } }')).reviewStatistics.backlog).toBeGreaterThanOrEqual(0);
  });

  it('tells how reviews went, and refuses a period that ends before it begins', async () => {
    const query =
      'query ($from: Date, $to: Date) { reviewStatistics(from: $from, to: $to) { submitted approved rejected firstPassRate medianHours p90Hours overdue backlog } }';
    const { reviewStatistics: all } = await world.operationsManager.query(query);
    expect(all.submitted).toBeGreaterThanOrEqual(3);
    expect(all.approved).toBeGreaterThanOrEqual(3);
    expect(all.firstPassRate).toBeGreaterThan(0);
    expect(all.medianHours).toBeLessThanOrEqual(all.p90Hours);
    expect((await world.operationsManager.query(query, { from: '2001-01-01', to: '2001-12-31' })).reviewStatistics).toMatchObject({
      submitted: 0,
      approved: 0,
      rejected: 0,
      firstPassRate: null,
      medianHours: null,
      p90Hours: null,
    });
    const { body } = await world.operationsManager.send(query, { from: '2026-02-01', to: '2026-01-01' });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});
