import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { transports, type Watch, watch } from '../support/live.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

const query = 'subscription ($after: String) { notificationReceived(after: $after) { id channel title status event { cursor type } } }';
const inbox =
  '{ notifications(channel: INBOX, first: 100) { nodes { id event { cursor subject { ... on CertificationRequest { id } } } } } }';

let world: World;
let seller: SellerPerson;
const open: Watch[] = [];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

describe.each(transports)('notificationReceived over: %s', (transport) => {
  it('R26, R27: after a cursor the inbox comes once and in order, then what arrives', async () => {
    const id = await world.submitted(seller);
    const nodes = await until(async () => {
      const found = (await seller.query(inbox)).notifications.nodes.filter(({ event }: Json) => event.subject.id === id);
      return found.length > 0 && found;
    }, 'a message');
    const made = watch(seller, transport, query, { after: nodes[0].event.cursor });
    open.push(made);
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await world.decide(id, 'PRODUCT', 'APPROVE');
    await made.count(2);
    expect(made.values.map(({ event }) => event.type)).toEqual(['PHASE_PASSED', 'CERTIFICATION_APPROVED']);
    const resumed = watch(seller, transport, query, { after: made.values[0].event.cursor });
    open.push(resumed);
    await resumed.count(1);
    expect(resumed.values[0].id).toBe(made.values[1].id);
  });

  it('R2, R28: another seller and the platform hear nothing of it; without a token it is UNAUTHENTICATED', async () => {
    const stranger = await world.newSeller();
    const theirs = watch(stranger, transport, query, { after: null });
    const reviewers = watch(world.qualificationReviewer, transport, query);
    open.push(theirs, reviewers);
    const nobody = watch(world.anonymous, transport, query);
    await nobody.until(({ ended }) => ended !== null);
    expect(nobody.values).toEqual([]);
    await world.submitted(seller);
    const mine = await world.submitted(stranger);
    const [first] = (await theirs.count(1)).values;
    expect((await world.look(stranger, mine)).number).toBe(first.title.split(' ')[0]);
    expect(reviewers.values).toEqual([]);
  });
});
