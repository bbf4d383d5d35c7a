import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person, sharedServer } from '../support/client.js';
import { until } from '../support/until.js';
import { businessContact, huaweiContact, type SellerPerson, World } from '../support/world.js';

const fields =
  'id channel recipient title body status createdAt sentAt readAt event { id type subject { ... on CertificationRequest { id } } }';
const document = `query ($first: Int, $after: String, $channel: Channel, $unread: Boolean) {
  notifications(first: $first, after: $after, channel: $channel, unread: $unread) { nodes { ${fields} } edges { cursor } pageInfo { hasNextPage endCursor } totalCount unreadCount }
}`;
const read = async (viewer: Person, variables: Json = {}): Promise<Json> =>
  (await viewer.query(document, { first: 100, ...variables })).notifications;

let world: World;
let seller: SellerPerson;
let id: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  id = await world.completeDraft(seller);
  await seller.do('updateCertificationRequest', { id, huaweiContact });
  await world.submit(seller, id);
  await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'Not yet.' });
  await until(async () => (await read(seller)).totalCount === 8, 'the messages of two events');
});

describe('notifications', () => {
  it('R1: without a token they are UNAUTHENTICATED', async () => {
    const { status, body } = await world.anonymous.send(document);
    expect([status, body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('R2: another seller, a reviewer and a Huawei contact see none of them', async () => {
    const contact = await Person.as(sharedServer(), [], { email: huaweiContact.email });
    for (const viewer of [await world.newSeller(), world.qualificationReviewer, world.operationsManager, contact]) {
      expect(await read(viewer)).toMatchObject({ nodes: [], totalCount: 0, unreadCount: 0 });
    }
    const [{ id: messageId }] = (await read(seller)).nodes;
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await (await world.newSeller()).query(node, { id: messageId })).node).toBeNull();
    expect((await seller.query(node, { id: messageId })).node).toEqual({ id: messageId });
  });

  it('R26: the seller sees its inbox and what was sent to the contacts, newest first', async () => {
    const { nodes, unreadCount, totalCount } = await read(seller);
    expect(totalCount).toBe(8);
    expect(unreadCount).toBe(2);
    expect(nodes.slice(0, 4).map(({ event }: Json) => event.type)).toEqual(Array(4).fill('CERTIFICATION_REJECTED'));
    expect(nodes.slice(4).map(({ event }: Json) => event.type)).toEqual(Array(4).fill('CERTIFICATION_SUBMITTED'));
    const { number } = await world.look(seller, id);
    const inbox = nodes.filter(({ channel }: Json) => channel === 'INBOX');
    expect(inbox[0]).toMatchObject({
      recipient: seller.sellerId,
      title: `${number} was rejected`,
      body: expect.stringContaining('Not yet.'),
      status: 'SENT',
      readAt: null,
      event: { subject: { id } },
    });
    expect(nodes.map(({ recipient }: Json) => recipient).sort()).toEqual(
      [...Array(2)].flatMap(() => ['+8613800138000', '+8613912345678', businessContact.email, seller.sellerId]).sort(),
    );
  });

  it('R39: the inbox speaks the language of its reader', async () => {
    const { notifications } = await seller.query(document, { channel: 'INBOX', first: 1 }, { language: 'zh-CN' });
    expect(notifications.nodes[0].title).toMatch(/[\u4e00-\u9fff]/);
  });

  it('by channel, read or not, and page by page', async () => {
    expect((await read(seller, { channel: 'SMS' })).totalCount).toBe(4);
    expect((await read(seller, { channel: 'INBOX', unread: true })).totalCount).toBe(2);
    expect((await read(seller, { unread: false })).totalCount).toBe(0);
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Json = await read(seller, { first: 3, after });
      seen.push(...page.nodes.map((node: Json) => node.id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual((await read(seller)).nodes.map((node: Json) => node.id));
  });

  it('R4: an administrator sees all, an auditor with addresses masked', async () => {
    const of = async (viewer: Person) => (await read(viewer)).nodes.filter(({ event }: Json) => event.subject.id === id);
    expect((await of(world.admin)).map(({ recipient }: Json) => recipient)).toContain(businessContact.email);
    const masked = (await of(world.auditor)).map(({ recipient }: Json) => recipient);
    expect(masked).toHaveLength(8);
    expect(masked.join()).not.toMatch(/li\.lei@|13800138000|13912345678/);
  });
});
