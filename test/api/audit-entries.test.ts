import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person } from '../support/client.js';
import { watch } from '../support/live.js';
import { businessContact, huaweiContact, type SellerPerson, World } from '../support/world.js';

const fields = 'id action operation objectId actorSubject actorRole occurredAt chain position hash event { type phase reason }';
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

/** A reviewer of whom the trail knows nothing yet. */
const newReviewer = () => Person.as(world.place, 'qualification-reviewer', { subject: `reader-${randomUUID()}` });
const subjectOf = async (person: Person): Promise<string> => (await person.query('{ viewer { subject } }')).viewer.subject;
const trail = async (filter: Json, viewer = world.auditor): Promise<Json[]> => {
  const query = `query ($filter: AuditEntryFilter) { auditEntries(first: 100, filter: $filter) { nodes { ${fields} } } }`;
  return (await viewer.query(query, { filter })).auditEntries.nodes;
};
const operations = async (objectId: string) => (await trail({ objectId, action: 'CHANGED' })).map(({ operation }) => operation).reverse();

describe('R25: the audit trail', () => {
  it('R25: every mutation that took effect is in it, with who, what, when, and the event where one tells it', async () => {
    const id = await world.draft(seller, { product: { name: 'Trail' } });
    await seller.do('updateCertificationRequest', { id, businessContact });
    await seller.do('discardCertificationRequest', { id });
    expect(await operations(id)).toEqual(['createCertificationRequest', 'updateCertificationRequest', 'discardCertificationRequest']);
    const [discarded, updated] = await trail({ objectId: id });
    const actorSubject = await subjectOf(seller);
    expect(discarded).toMatchObject({ actorSubject, actorRole: 'SELLER', chain: 'event', event: { type: 'CERTIFICATION_DISCARDED' } });
    expect(updated).toMatchObject({ actorSubject, actorRole: 'SELLER', action: 'CHANGED', event: null });
    expect(updated!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Math.abs(Date.parse(updated!.occurredAt) - Date.now())).toBeLessThan(60_000);
  });

  it('R25: a decision is in it by its reviewer, with phase and outcome', async () => {
    const id = await world.submitted(seller);
    await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'Not this.' });
    const [entry] = await trail({ objectId: id, operation: 'reviewCertificationRequest' });
    expect(entry).toMatchObject({
      actorSubject: await subjectOf(world.qualificationReviewer),
      actorRole: 'QUALIFICATION_REVIEWER',
      event: { type: 'CERTIFICATION_REJECTED', phase: 'QUALIFICATION', reason: 'Not this.' },
    });
    expect(
      (await world.auditor.query(`query ($id: ID!) { node(id: $id) { ... on AuditEntry { ${fields} } } }`, { id: entry!.id })).node,
    ).toEqual(entry);
  });

  it('R25: what was refused, repeated under its key, or came to nothing is not in it', async () => {
    const id = await world.submitted(seller);
    await world.qualificationReviewer.do('claimReview', { id });
    await world.qualificationReviewer.do('claimReview', { id });
    expect(await seller.codes('updateCertificationRequest', { id, product: { name: 'Late' } })).toEqual(['INVALID_STATE']);
    expect(await world.auditor.codes('claimReview', { id })).toEqual(['FORBIDDEN']);
    const repeated = { idempotencyKey: `once-${id}` };
    await seller.do('withdrawCertificationRequest', { id }, '', repeated);
    await seller.do('withdrawCertificationRequest', { id }, '', repeated);
    const done = await operations(id);
    expect(done.filter((operation) => operation === 'claimReview')).toHaveLength(1);
    expect(done.filter((operation) => operation === 'withdrawCertificationRequest')).toHaveLength(1);
    expect(done).not.toContain('updateCertificationRequest');
  });

  it('R25: what administrators change is in it, by the object that was changed', async () => {
    const actorSubject = await subjectOf(world.admin);
    await world.admin.do('updateSeller', { id: seller.sellerId, status: 'REGISTERED' });
    expect((await trail({ objectId: seller.sellerId, actorSubject })).map(({ operation }) => operation)).toEqual([
      'updateSeller',
      'registerSeller',
    ]);
  });
});

describe('R4: contacts that people of the platform read', () => {
  const list =
    'query ($seller: ID) { certificationRequests(first: 50, filter: { sellerId: $seller }) { nodes { id businessContact { name mobile email } huaweiContact { name } } } }';

  it('R4: one entry for each request that an answer shows, however many fields', async () => {
    const ids = [await world.submitted(seller), await world.submitted(seller)];
    const reader = await newReviewer();
    const actorSubject = await subjectOf(reader);
    await reader.query(list, { seller: seller.sellerId });
    const read = await trail({ actorSubject, action: 'CONTACTS_READ' });
    for (const id of ids) expect(read.filter(({ objectId }) => objectId === id)).toHaveLength(1);
    expect(read[0]).toMatchObject({ operation: null, actorRole: 'QUALIFICATION_REVIEWER', event: null });
  });

  it.each([
    ['a snapshot', 'query ($id: ID!) { certificationRequest(id: $id) { submissions { snapshot } } }'],
    ['one field', 'query ($id: ID!) { certificationRequest(id: $id) { businessContact { email } } }'],
  ])('R4: through %s too', async (_, query) => {
    const id = await world.submitted(seller);
    const reader = await newReviewer();
    await reader.query(query, { id });
    expect(await trail({ actorSubject: await subjectOf(reader) })).toMatchObject([{ action: 'CONTACTS_READ', objectId: id }]);
  });

  it.each(['websocket', 'event stream'] as const)('R4: over a subscription by %s, for each viewer', async (transport) => {
    const readers = [await newReviewer(), await newReviewer()];
    const query =
      'subscription ($id: ID, $after: String) { progress(subjectId: $id, after: $after) { subject { ... on CertificationRequest { businessContact { mobile } } } } }';
    const id = await world.submitted(seller);
    const start = 'query ($id: ID!) { certificationRequest(id: $id) { timeline(first: 1) { nodes { cursor } } } }';
    const after = (await seller.query(start, { id })).certificationRequest.timeline.nodes[0].cursor;
    const watches = readers.map((reader) => watch(reader, transport, query, { id, after }));
    await world.qualificationReviewer.do('claimReview', { id });
    for (const each of watches) await each.count(1);
    for (const each of watches) each.dispose();
    for (const reader of readers) {
      expect(await trail({ actorSubject: await subjectOf(reader) })).toMatchObject([{ action: 'CONTACTS_READ', objectId: id }]);
    }
  });

  it('R4: not of an auditor, who sees them masked, nor of their own seller, nor where none is asked for', async () => {
    const id = await world.submitted(seller);
    const reader = await newReviewer();
    await world.auditor.query('query ($id: ID!) { certificationRequest(id: $id) { businessContact { name mobile email } } }', { id });
    await seller.query('query ($id: ID!) { certificationRequest(id: $id) { businessContact { name mobile email } } }', { id });
    await reader.query('query ($id: ID!) { certificationRequest(id: $id) { number businessContact { id kind } } }', { id });
    expect(await trail({ objectId: id, action: 'CONTACTS_READ' })).toEqual([]);
  });
});

describe('R4: auditEntries', () => {
  it('R4: pages through events and entries in one order, both ways, and counts them', async () => {
    const id = await world.submitted(seller);
    const reader = await newReviewer();
    for (let n = 0; n < 3; n++) {
      await reader.query('query ($id: ID!) { certificationRequest(id: $id) { businessContact { email } } }', { id });
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('unclaimReview', { id });
    }
    const query =
      'query ($first: Int, $after: String, $last: Int, $before: String, $id: ID) { auditEntries(first: $first, after: $after, last: $last, before: $before, objectId: $id) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
    const page = async (args: Json) => (await world.auditor.query(query, { id, ...args })).auditEntries;
    const whole = await page({ first: 100 });
    const ids = whole.nodes.map((node: Json) => node.id);
    expect(whole.totalCount).toBe(ids.length);
    expect(ids).toEqual([...ids].sort().reverse());
    const forward: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const next = await page({ first: 4, after });
      forward.push(...next.nodes.map((node: Json) => node.id));
      ({ hasNextPage: more, endCursor: after } = next.pageInfo);
    }
    expect(forward).toEqual(ids);
    const backward: string[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const next = await page({ last: 4, before });
      backward.unshift(...next.nodes.map((node: Json) => node.id));
      ({ hasPreviousPage: more, startCursor: before } = next.pageInfo);
    }
    expect(backward).toEqual(ids);
  });

  it('R4: is narrowed by time', async () => {
    const id = await world.draft(seller);
    const [entry] = await trail({ objectId: id });
    const at = Date.parse(entry!.occurredAt);
    const around = (from: number, to: number) =>
      trail({ objectId: id, occurredAfter: new Date(at + from).toISOString(), occurredBefore: new Date(at + to).toISOString() });
    expect(await around(-1, 1)).toHaveLength(1);
    expect(await around(0, 1000)).toHaveLength(0);
    expect(await around(-1000, 0)).toHaveLength(0);
  });

  it.each(['qualificationReviewer', 'productReviewer', 'operationsManager'] as const)('R4: is FORBIDDEN to a %s', async (role) => {
    const { body } = await world[role].send('{ auditEntries { totalCount } }');
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('R4: is FORBIDDEN to sellers, whose node is null', async () => {
    expect((await seller.send('{ auditEntries { totalCount } }')).body.errors[0].extensions.code).toBe('FORBIDDEN');
    const [entry] = await trail({ objectId: seller.sellerId });
    expect((await seller.query('query ($id: ID!) { node(id: $id) { id } }', { id: entry!.id })).node).toBeNull();
  });

  it('R40: names, mobiles and e-mail addresses appear nowhere in it', async () => {
    const id = await world.draft(seller, { businessContact, huaweiContact });
    await seller.do('updateCertificationRequest', { id, businessContact: { ...businessContact, name: 'Canary Name' } });
    const text = JSON.stringify(await trail({ objectId: id }));
    for (const canary of ['Canary', '李雷', '13800138000', 'li.lei', 'Han Meimei', '13912345678']) expect(text).not.toContain(canary);
  });
});
