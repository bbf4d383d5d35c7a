import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

async function inboxOf(seller: SellerPerson): Promise<{ nodes: Json[]; unreadCount: number }> {
  return (await seller.query('{ notifications(channel: INBOX, first: 50) { unreadCount nodes { id readAt } } }')).notifications;
}
/** A seller with three messages in its inbox. */
async function sellerWithInbox(): Promise<SellerPerson> {
  const seller = await world.newSeller();
  await world.certified(seller);
  await until(async () => (await inboxOf(seller)).unreadCount === 3, 'three messages');
  return seller;
}
const mark = 'unreadCount';

describe('markNotificationsRead', () => {
  refusesStrangers(
    'markNotificationsRead',
    async () => {
      const owner = await world.newSeller();
      return { world, owner, requestId: await world.draft(owner), input: { all: true } };
    },
    { ownObjects: false },
  );

  it('R26: marks some, then all; marking again changes nothing', async () => {
    const seller = await sellerWithInbox();
    const [newest] = (await inboxOf(seller)).nodes;
    expect((await seller.do('markNotificationsRead', { ids: [newest.id] }, mark)).unreadCount).toBe(2);
    const [{ readAt }] = (await inboxOf(seller)).nodes;
    expect(readAt).not.toBeNull();
    expect((await seller.do('markNotificationsRead', { all: true }, mark)).unreadCount).toBe(0);
    expect((await inboxOf(seller)).nodes[0].readAt).toBe(readAt);
    expect((await seller.do('markNotificationsRead', { ids: [newest.id] }, mark)).unreadCount).toBe(0);
  });

  it("R2: another seller's message stays unread", async () => {
    const seller = await sellerWithInbox();
    const [newest] = (await inboxOf(seller)).nodes;
    const stranger = await world.newSeller();
    expect((await stranger.do('markNotificationsRead', { ids: [newest.id] }, mark)).unreadCount).toBe(0);
    expect((await inboxOf(seller)).unreadCount).toBe(3);
  });

  it.each([
    { what: 'neither', input: {}, codes: ['INVALID'] },
    { what: 'both', input: { ids: [], all: true }, codes: ['INVALID'] },
    { what: 'all: false', input: { all: false }, codes: ['INVALID'] },
    { what: 'too many', input: { ids: Array(101).fill('notification_01h455vb4pex5vsknk084sn02q') }, codes: ['TOO_MANY'] },
  ])('R37: $what is refused', async ({ input, codes }) => {
    const seller = await world.newSeller();
    expect(await seller.codes('markNotificationsRead', input)).toEqual(codes);
  });
});
