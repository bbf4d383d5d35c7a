import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createJointOps, JointOpsError } from '@joint-ops/sdk';
import { signWebhook, verifyWebhook, type WebhookPost, WebhookVerificationError } from '@joint-ops/sdk/webhooks';
import { Webhook } from 'standardwebhooks';
import { Hooks } from '../support/hooks.js';
import { until } from '../support/until.js';
import type { SellerPerson } from '../support/world.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"PHASE_PASSED","data":{"reason":"好"}}';
const post = async (options: { at?: Date; id?: string } = {}): Promise<WebhookPost> => ({
  body,
  headers: await signWebhook(body, { secret, ...options }),
});

describe('posts of a server', () => {
  let hooks: Hooks;
  let seller: SellerPerson;
  beforeAll(async () => {
    hooks = await Hooks.open();
    seller = await hooks.world.newSeller();
  });
  afterAll(() => hooks.close());

  it('R29: are verified with the secret of their endpoint, and with either while it is being changed', async () => {
    const jointOps = createJointOps({ url: hooks.at.url, token: seller.token! });
    const { webhookEndpoint, secret: first } = await jointOps.createWebhookEndpoint({ url: `${hooks.receiver.url}/sdk` });
    const id = await hooks.world.submitted(seller);
    await until(() => hooks.received('/sdk').length === 1, 'the first post');
    const [one] = hooks.received('/sdk');
    const event = await verifyWebhook({ body: one!.raw, headers: one!.headers }, { secret: first });
    expect(event).toMatchObject({ type: 'CERTIFICATION_SUBMITTED', data: { subject: { id, __typename: 'CertificationRequest' } } });
    expect(one!.headers['webhook-id']).toBe(event.data.id);

    const { secret: second } = await jointOps.rotateWebhookSecret({ id: webhookEndpoint.id });
    await jointOps.withdrawCertificationRequest({ id });
    await until(() => hooks.received('/sdk').length === 2, 'the second post');
    const rotated = hooks.received('/sdk')[1]!;
    for (const known of [first, second, [second, first]]) {
      const headers = new Headers(rotated.headers as Record<string, string>);
      expect(await verifyWebhook({ body: Buffer.from(rotated.raw), headers }, { secret: known })).toMatchObject({
        type: 'CERTIFICATION_WITHDRAWN',
      });
    }
    // The event can be followed from there.
    const subscription = jointOps.progress({ subjectId: id, after: event.data.cursor });
    expect((await subscription.next()).value).toMatchObject({ type: 'CERTIFICATION_WITHDRAWN' });
    await subscription.return();
  });
});

describe('verification', () => {
  const codeOf = async (given: WebhookPost, options: Parameters<typeof verifyWebhook>[1] = { secret }): Promise<string> => {
    const error = await verifyWebhook(given, options).catch((reason) => reason);
    expect(error).toBeInstanceOf(WebhookVerificationError);
    expect(error).toBeInstanceOf(JointOpsError);
    return error.code;
  };

  it('R29: what was changed, or signed by somebody else, is refused', async () => {
    const good = await post();
    expect(await verifyWebhook(good, { secret })).toMatchObject({ data: { reason: '好' } });
    expect(await codeOf({ ...good, body: body.replace('PASSED', 'FAILED') })).toBe('SIGNATURE_MISMATCH');
    expect(await codeOf({ ...good, headers: { ...good.headers, 'webhook-id': 'event_other' } })).toBe('SIGNATURE_MISMATCH');
    expect(await codeOf(good, { secret: `${secret.slice(0, -2)}xx` })).toBe('SIGNATURE_MISMATCH');
    for (const signature of ['', 'v1,', 'v1,!!', 'v2,AAAA', 'v1a,AAAA']) {
      expect(await codeOf({ ...good, headers: { ...good.headers, 'webhook-signature': signature } })).toBe('SIGNATURE_MISMATCH');
    }
  });

  it('R29: an old post cannot be sent again, nor one of the future; how far is a matter of choice', async () => {
    const old = await post({ at: new Date(Date.now() - 301_000) });
    expect(await codeOf(old)).toBe('TIMESTAMP_OUT_OF_TOLERANCE');
    expect(await codeOf(await post({ at: new Date(Date.now() + 302_000) }))).toBe('TIMESTAMP_OUT_OF_TOLERANCE');
    expect(await verifyWebhook(old, { secret, toleranceSeconds: 600 })).toMatchObject({ type: 'PHASE_PASSED' });
    expect(await codeOf({ ...old, headers: { ...old.headers, 'webhook-timestamp': 'soon' } })).toBe('TIMESTAMP_OUT_OF_TOLERANCE');
  });

  it('a missing header is named', async () => {
    const { headers } = await post();
    expect(await codeOf({ body, headers: { ...headers, 'webhook-id': undefined } })).toBe('HEADER_MISSING');
    expect(await codeOf({ body, headers: new Headers() })).toBe('HEADER_MISSING');
  });

  it('R29: agrees with the library of Standard Webhooks, both ways', async () => {
    const headers = await signWebhook(body, { secret });
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    const at = new Date();
    const signature = new Webhook(secret).sign('event_1', at, body);
    const theirs = {
      'webhook-id': 'event_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    };
    expect(await verifyWebhook({ body, headers: theirs }, { secret })).toEqual(JSON.parse(body));
  });
});
