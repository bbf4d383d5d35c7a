import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let sentId: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  await world.submitted(seller);
  const query = '{ notifications(channel: EMAIL) { nodes { id status } } }';
  const [sent] = await until(async () => {
    const { nodes } = (await seller.query(query)).notifications;
    return nodes[0]?.status === 'SENT' && nodes;
  }, 'the mail');
  sentId = sent.id;
});

describe('retryNotification', () => {
  refusesStrangers(
    'retryNotification',
    async () => ({ world, owner: seller, requestId: await world.draft(seller), input: { id: sentId } }),
    {
      ownObjects: false,
    },
  );

  it('R26: what was sent is not sent again', async () => {
    expect(await world.admin.codes('retryNotification', { id: sentId })).toEqual(['INVALID_STATE']);
  });

  it('R26: one that does not exist is NOT_FOUND', async () => {
    expect(await world.admin.codes('retryNotification', { id: 'notification_01h455vb4pex5vsknk084sn02q' })).toEqual(['NOT_FOUND']);
  });

  // That a failed one is sent again: deliveries.test.ts.
});
