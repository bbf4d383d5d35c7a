import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Person } from '../support/client.js';
import { type Transport, transports, type Watch, watch } from '../support/live.js';
import { Releases } from '../support/releases.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let releases: Releases;
let seller: SellerPerson;
const open: Watch[] = [];
beforeAll(async () => {
  world = await World.open();
  releases = new Releases(world);
  seller = await world.newSeller();
});
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});
const fields = 'id type phase reason actor { name role } subject { ... on ProductRelease { id number releaseStatus: status description } }';
const follow = (person: Person, transport: Transport, field: string, after: string): Watch => {
  const made = watch(person, transport, `subscription ($after: String) { ${field}(after: $after) { ${fields} } }`, { after });
  open.push(made);
  return made;
};
const newest = async (id: string): Promise<string> =>
  (await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { timeline(last: 1) { nodes { cursor } } } }', { id })).r
    .timeline.nodes[0].cursor;

describe.each(transports)('the progress of releases over: %s', (transport) => {
  it('R27: its seller, and the operations manager by the queue, hear every step in order', async () => {
    const request = await world.certified(seller);
    const after = await newest(request);
    const id = await releases.submitted(seller, request);
    await releases.decide(id, 'REJECT', { reason: 'Not yet.' });
    await seller.do('submitProductRelease', { id });
    const { product } = await releases.decide(id, 'APPROVE');
    await seller.do('delistProduct', { id: product.id, reason: 'Sold out.' });
    const types = ['RELEASE_SUBMITTED', 'RELEASE_REJECTED', 'RELEASE_SUBMITTED', 'RELEASE_APPROVED'];
    const own = follow(seller, transport, 'progress', after);
    await own.count(5);
    expect(own.values.map((event) => event.type)).toEqual([...types, 'PRODUCT_DELISTED']);
    expect(own.values[1]).toMatchObject({ phase: null, reason: 'Not yet.', actor: { role: 'OPERATIONS_MANAGER' }, subject: { id } });
    expect(own.values[1].actor.name).not.toContain('demo');
    const queue = follow(world.operationsManager, transport, 'reviewQueue', after);
    await queue.until((made) => made.values.filter((event) => event.subject.id === id).length >= 4);
    expect(queue.values.filter((event) => event.subject.id === id).map((event) => event.type)).toEqual(types);
  });

  it('R28: others hear nothing; of a draft the platform learns no more than that it is one', async () => {
    const request = await world.certified(seller);
    const after = await newest(request);
    const stranger = follow(await world.newSeller(), transport, 'progress', after);
    const reviewer = follow(world.productReviewer, transport, 'reviewQueue', after);
    const id = await releases.submitted(seller, request);
    await seller.do('withdrawProductRelease', { id });
    const other = await releases.complete(seller, request);
    await seller.do('discardProductRelease', { id: other });
    const auditor = follow(world.auditor, transport, 'progress', after);
    await auditor.until((made) => made.values.filter((event) => event.subject?.id === id).length >= 2);
    const withdrawn = auditor.values.find((event) => event.type === 'RELEASE_WITHDRAWN' && event.subject.id === id);
    expect(withdrawn.subject).toMatchObject({ id, releaseStatus: 'DRAFT', description: null });
    expect(auditor.values.some((event) => event.subject?.id === other)).toBe(false);
    expect(stranger.values).toEqual([]);
    expect(reviewer.values.filter((event) => event.subject?.id === id)).toEqual([]);
  });
});

describe('messages about releases', () => {
  it('R26: the seller account gets an internal message of each step, in its words', async () => {
    const id = await releases.submitted(seller, await world.certified(seller));
    await releases.decide(id, 'REJECT', { reason: 'The logo is blurred.' });
    const query =
      'query { notifications(channel: INBOX, first: 100) { nodes { title body event { type subject { ... on ProductRelease { id } } } } } }';
    const mine = async (): Promise<Json[]> =>
      (await seller.query(query)).notifications.nodes.filter((message: Json) => message.event.subject.id === id);
    await until(async () => (await mine()).length === 2, 'two messages');
    const [rejected] = (await mine()).filter((message) => message.event.type === 'RELEASE_REJECTED');
    expect(rejected.title).toMatch(/^JOR-\d{4}-\d{6} was rejected$/);
    expect(rejected.body).toContain('The logo is blurred.');
  });
});
