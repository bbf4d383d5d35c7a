import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person } from '../support/client.js';
import { startServer } from '../support/own-server.js';
import { Receiver } from '../support/receiver.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let receiver: Receiver;
let server: Awaited<ReturnType<typeof startServer>>;
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  receiver = await Receiver.start();
  server = await startServer({ env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' } });
  world = await World.open(server);
  seller = await world.newSeller();
});
afterAll(async () => {
  await server.stop();
  await receiver.stop();
});
const fields = 'webhookEndpoint { id url eventTypes enabled createdAt lastDeliveryAt lastError cursor attempts nextAttemptAt } secret';
const create = (person: Person, path: string, rest: Json = {}) =>
  person.do('createWebhookEndpoint', { url: receiver.url + path, ...rest }, fields);
const endpoints = async (person: Person): Promise<Json[]> =>
  (await person.query('{ webhookEndpoints { id url lastDeliveryAt lastError enabled } }')).webhookEndpoints;

describe('createWebhookEndpoint', () => {
  refusesStrangers(
    'createWebhookEndpoint',
    async () => ({ world, owner: seller, requestId: await world.draft(seller), input: { url: 'https://example.com/hook' } }),
    { ownObjects: false },
  );

  it('R27, R29: events are posted in order, signed as Standard Webhooks says; the secret is shown once', async () => {
    const { webhookEndpoint, secret } = await create(seller, '/order');
    expect(webhookEndpoint).toMatchObject({
      url: `${receiver.url}/order`,
      enabled: true,
      lastDeliveryAt: null,
      lastError: null,
      attempts: 0,
    });
    expect(webhookEndpoint.eventTypes).toContain('CERTIFICATION_SUBMITTED');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const id = await world.certified(seller);
    const expected = ['CERTIFICATION_SUBMITTED', 'PHASE_PASSED', 'CERTIFICATION_APPROVED'];
    await until(() => receiver.types('/order').length >= 3, 'three posts');
    expect(receiver.types('/order')).toEqual(expected);
    const got = receiver.received.filter(({ path }) => path === '/order');
    for (const each of got) expect(Receiver.verify(each, secret)).toEqual(each.body);
    expect(() => Receiver.verify({ ...got[0]!, raw: got[0]!.raw.replace('SUBMITTED', 'APPROVED!') }, secret)).toThrow();
    const timeline =
      'query ($id: ID!) { r: certificationRequest(id: $id) { number timeline(first: 10) { nodes { id cursor occurredAt } } } }';
    const { r } = await seller.query(timeline, { id });
    expect(got.map(({ headers }) => headers['webhook-id'])).toEqual(r.timeline.nodes.map((event: Json) => event.id));
    expect(got.map(({ body }) => body.data.cursor)).toEqual(r.timeline.nodes.map((event: Json) => event.cursor));
    expect(got[1]!.body).toEqual({
      type: 'PHASE_PASSED',
      timestamp: r.timeline.nodes[1].occurredAt,
      data: {
        id: r.timeline.nodes[1].id,
        cursor: r.timeline.nodes[1].cursor,
        subject: { __typename: 'CertificationRequest', id, number: r.number },
        sellerId: seller.sellerId,
        phase: 'QUALIFICATION',
        reason: null,
        actor: { role: 'QUALIFICATION_REVIEWER' },
        occurredAt: r.timeline.nodes[1].occurredAt,
      },
    });
    const [shown] = await until(async () => {
      const found = (await endpoints(seller)).filter(({ id: each, lastDeliveryAt }) => each === webhookEndpoint.id && lastDeliveryAt);
      return found.length > 0 && found;
    }, 'lastDeliveryAt');
    expect(JSON.stringify(shown)).not.toContain(secret.slice(6));
  });

  it('R29: only the types that were asked for', async () => {
    await create(seller, '/types', { eventTypes: ['CERTIFICATION_APPROVED', 'CERTIFICATION_APPROVED'] });
    await world.certified(seller);
    await until(() => receiver.types('/types').length > 0, 'the post');
    expect(receiver.types('/types')).toEqual(['CERTIFICATION_APPROVED']);
  });

  it("R2, R4: a seller's endpoint gets its own events alone; the platform's those of all, but nothing of drafts", async () => {
    const [first, second] = [await world.newSeller(), await world.newSeller()];
    await create(first, '/first');
    await create(world.admin, '/all');
    const id = await world.submitted(first);
    await first.do('copyCertificationRequest', { id });
    await world.submitted(second);
    await until(() => receiver.types('/all').length >= 2 && receiver.types('/first').length >= 2, 'the posts');
    const sellers = (path: string) =>
      receiver.received.filter((each) => each.path === path).map(({ body }) => [body.type, body.data.sellerId]);
    expect(sellers('/first')).toEqual([
      ['CERTIFICATION_SUBMITTED', first.sellerId],
      ['CERTIFICATION_COPIED', first.sellerId],
    ]);
    expect(sellers('/all')).toEqual([
      ['CERTIFICATION_SUBMITTED', first.sellerId],
      ['CERTIFICATION_SUBMITTED', second.sellerId],
    ]);
    expect((await endpoints(second)).length).toBe(0);
    expect((await endpoints(world.admin)).map(({ url }) => url)).toEqual([`${receiver.url}/all`]);
    expect((await endpoints(world.auditor)).length).toBe(1);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    const [{ id: foreign }] = (await endpoints(first)) as [Json];
    expect((await second.query(node, { id: foreign })).node).toBeNull();
    expect((await first.query(node, { id: foreign })).node).toEqual({ id: foreign });
    const refused = await world.qualificationReviewer.send('{ webhookEndpoints { id } }');
    expect(refused.body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('R29: each of twenty endpoints, and no more', async () => {
    const own = await world.newSeller();
    for (let n = 0; n < 20; n++) await create(own, `/many/${n}`);
    expect(await own.codes('createWebhookEndpoint', { url: `${receiver.url}/21` })).toEqual(['TOO_MANY']);
    expect(await endpoints(own)).toHaveLength(20);
    await world.submitted(own);
    await until(() => receiver.received.filter(({ path }) => path.startsWith('/many/')).length === 20, 'twenty posts');
  });

  it('R37: under an Idempotency-Key it is made once, and the secret is told again', async () => {
    const own = await world.newSeller();
    const input = { url: `${receiver.url}/once` };
    const [first, again] = [
      await own.do('createWebhookEndpoint', input, fields, { idempotencyKey: 'k' }),
      await own.do('createWebhookEndpoint', input, fields, { idempotencyKey: 'k' }),
    ];
    expect(again).toEqual(first);
    expect(await endpoints(own)).toHaveLength(1);
  });

  it.each([
    { url: 'https://127.0.0.2/hook', what: 'loopback' },
    { url: 'https://10.0.0.1/hook', what: 'a private network' },
    { url: 'https://169.254.169.254/latest/meta-data', what: 'the link-local metadata service' },
    { url: 'https://[::1]/hook', what: 'loopback in IPv6' },
    { url: 'https://[::ffff:10.0.0.1]/hook', what: 'a private network within IPv6' },
    { url: 'https://[fd00::1]/hook', what: 'a unique local address' },
    { url: 'https://[64:ff9b::a00:1]/hook', what: 'a private network behind NAT64' },
    { url: 'https://[::127.0.0.2]/hook', what: 'loopback as a compatible address' },
    { url: 'https://[64:ff9b:1::a00:1]/hook', what: 'a private network behind a NAT64 of its own' },
    { url: 'https://[4000::1]/hook', what: 'an address that nobody has' },
    { url: 'https://2130706434/hook', what: 'loopback as one number' },
    { url: 'https://0x7f.0.0.2/hook', what: 'loopback in hexadecimal' },
    { url: 'https://0/hook', what: 'the unspecified address' },
    { url: 'https://100.64.0.1/hook', what: 'a carrier network' },
    { url: 'http://93.184.215.14/hook', what: 'http on the public internet' },
    { url: 'https://user:password@example.com/', what: 'a password' },
  ])('R29: $url ($what) is refused', async ({ url }) => {
    const { userErrors } = await seller.mutate('createWebhookEndpoint', { url });
    expect(userErrors).toEqual([{ code: 'INVALID', message: expect.any(String), path: ['url'] }]);
  });

  it.each(['ftp://example.com/', 'example.com', 'https://', 'javascript:alert(1)'])('R37: %s is no address', async (url) => {
    const { status, body } = await seller.send(
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret } }',
      {
        input: { url },
      },
    );
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('R2: a suspended seller makes none', async () => {
    const own = await world.newSeller();
    await world.admin.do('updateSeller', { id: own.sellerId, status: 'SUSPENDED' });
    expect(await own.codes('createWebhookEndpoint', { url: `${receiver.url}/suspended` })).toEqual(['SELLER_NOT_REGISTERED']);
    expect(await endpoints(own)).toEqual([]);
  });
});
