import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createJointOps, type JointOps, type TypedDocument } from '@joint-ops/sdk';
import { Gateway } from '../support/gateway.js';
import { type SellerPerson, World } from '../support/world.js';

let seller: SellerPerson;
let gateway: Gateway;
let jointOps: JointOps;
let drafts: string[];
let reviewed: string;
beforeAll(async () => {
  const world = await World.open();
  seller = await world.newSeller();
  gateway = await Gateway.start(() => world.place.url);
  jointOps = createJointOps({ url: gateway.url, token: seller.token! });
  drafts = await Promise.all(Array.from({ length: 12 }, () => world.draft(seller)));
  reviewed = await world.certified(seller);
});
beforeEach(() => {
  gateway.passed.length = 0;
});
afterAll(() => gateway.stop());

describe('lists', () => {
  it('for await goes over every item, each once, page by page', async () => {
    const ids: string[] = [];
    for await (const request of jointOps.certificationRequests({ first: 5, orderBy: 'CREATED_ASC' })) ids.push(request.id);
    expect(ids).toEqual([...drafts.toSorted(), reviewed]);
    expect(gateway.passed).toHaveLength(3);
  });

  it('no page is read before it is needed', async () => {
    const list = jointOps.certificationRequests({ first: 5 });
    expect(gateway.passed).toHaveLength(0);
    for await (const _ of list) break;
    expect(gateway.passed).toHaveLength(1);
  });

  it('pages() gives the pages, with what else they say; await gives the first', async () => {
    const sizes: number[] = [];
    for await (const page of jointOps.certificationRequests({ first: 5 }).pages()) sizes.push(page.nodes.length);
    expect(sizes).toEqual([5, 5, 3]);
    const { nodes, pageInfo } = await jointOps.certificationRequests({ first: 5 });
    expect(nodes).toHaveLength(5);
    const next = await jointOps.certificationRequests({ first: 5, after: pageInfo.endCursor! });
    expect(next.nodes.map(({ id }) => id)).not.toContain(nodes[0]!.id);
    expect(await jointOps.notifications({ first: 1 })).toMatchObject({ unreadCount: expect.any(Number) });
  });

  it('a list inside of an object goes on too; where there is no object there is nothing', async () => {
    const types: string[] = [];
    for await (const { type } of jointOps.certificationTimeline({ id: reviewed, first: 1 })) types.push(type);
    expect(types).toEqual(['CERTIFICATION_SUBMITTED', 'PHASE_PASSED', 'CERTIFICATION_APPROVED']);
    for await (const _ of jointOps.certificationTimeline({ id: 'request_none' })) throw new Error('there is something');
    expect(await jointOps.certificationTimeline({ id: 'request_none' })).toBeUndefined();
  });

  it('a document of your own is read in the same way', async () => {
    interface Data {
      certificationRequests: { nodes: { number: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    }
    const text =
      'query ($first: Int, $after: String) { certificationRequests(first: $first, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } } }';
    const document = text as TypedDocument<Data, { first?: number; after?: string }>;
    const numbers: string[] = [];
    for await (const { number } of jointOps.paginate(document, { first: 6 }, (data) => data.certificationRequests)) numbers.push(number);
    expect(new Set(numbers).size).toBe(13);
  });

  it('a failure in the middle is thrown where it happens, and what it was trying is said', async () => {
    const list = createJointOps({ url: gateway.url, token: seller.token!, retryForMs: 0 }).certificationRequests({ first: 5 });
    let seen = 0;
    const walk = async (): Promise<void> => {
      for await (const _ of list) if (++seen === 5) gateway.mishaps.push({ status: 503 });
    };
    await expect(walk()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(seen).toBe(5);
  });
});
