import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthenticationError,
  type CertificationStatus,
  type ClientOptions,
  ConnectionError,
  createClient,
  createJointOps,
  IdempotencyError,
  InvalidRequestError,
  JointOpsError,
  PermissionError,
  RateLimitError,
  RefusedError,
  type Retry,
  type TypedDocument,
  UnavailableError,
} from '@joint-ops/sdk';
import { createCertificationRequest, viewer } from '@joint-ops/sdk/operations';
import { parse } from 'graphql';
import { tokenFor } from '../support/client.js';
import { Gateway } from '../support/gateway.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let gateway: Gateway;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  gateway = await Gateway.start(() => world.place.url);
});
afterEach(() => {
  gateway.mishaps.length = 0;
  gateway.passed.length = 0;
});
afterAll(() => gateway.stop());

const connect = (options: Partial<ClientOptions> = {}) => createJointOps({ url: gateway.url, token: seller.token!, ...options });
const thrown = async <T extends JointOpsError>(family: new (...args: never[]) => T, promise: Promise<unknown>): Promise<T> => {
  const error = await promise.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(family);
  expect(error).toBeInstanceOf(JointOpsError);
  return error;
};
const keys = () => gateway.passed.map(({ headers }) => headers['idempotency-key']);

describe('operations', () => {
  it('each is a method that answers its field, and a function of its own', async () => {
    const jointOps = connect();
    const { certificationRequest } = await jointOps.createCertificationRequest({ product: completeProduct as never });
    expect(certificationRequest).toMatchObject({ status: 'DRAFT', product: completeProduct });
    expect(await jointOps.certificationRequest({ id: certificationRequest.id })).toMatchObject({ id: certificationRequest.id, version: 1 });
    expect(await jointOps.certificationRequest({ id: 'request_none' })).toBeNull();
    const client = createClient({ url: `${gateway.url}/`, token: seller.token! });
    expect(await viewer(client)).toMatchObject({ roles: ['SELLER'], seller: { id: seller.sellerId } });
    expect(createCertificationRequest.document).toMatch(/^mutation CreateCertificationRequest\(/);
  });

  it('R39: a refused mutation throws every reason, in the language of the client or of the call', async () => {
    const jointOps = connect({ language: 'zh' });
    const input = { product: { ...completeProduct, name: 'x'.repeat(101), category: 'y'.repeat(61) } as never };
    const error = await thrown(RefusedError, jointOps.createCertificationRequest(input));
    expect(error).toMatchObject({ code: 'TOO_LONG', path: ['product', 'name'], retryable: false, name: 'RefusedError' });
    expect(error.errors).toHaveLength(2);
    expect(error.message).toContain('请缩短商品名称');
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const english = await thrown(RefusedError, jointOps.createCertificationRequest(input, { language: 'en' }));
    expect(english.errors[0]!.message).toMatch(/^Shorten the product name/);
  });

  it('safe answers what you can fix, and throws everything else', async () => {
    const jointOps = connect();
    const payload = await jointOps.safe.submitCertificationRequest({ id: 'request_none', acceptedAgreementIds: [] });
    expect(payload).toMatchObject({ certificationRequest: null, userErrors: [{ code: 'NOT_FOUND' }] });
    await thrown(AuthenticationError, connect({ token: 'x' }).safe.submitCertificationRequest({ id: 'x', acceptedAgreementIds: [] }));
  });
});

describe('documents of your own', () => {
  interface Data {
    certificationRequests: { totalCount: number; nodes: { id: string; status: CertificationStatus }[] };
  }
  const text = `query Mine($first: Int!) { ...F } fragment F on Query { certificationRequests(first: $first) { totalCount nodes { id status } } }`;

  it('a text, a typed text and a parsed document run, and tell their types', async () => {
    const jointOps = connect();
    const plain = await jointOps.request<Data, { first: number }>(text, { first: 2 });
    const typed = await jointOps.request(text as TypedDocument<Data, { first: number }>, { first: 2 });
    const parsed = await jointOps.request(parse(text, { noLocation: true }) as TypedDocument<Data, { first: number }>, { first: 2 });
    const totals: number[] = [plain, typed, parsed].map(({ certificationRequests: { totalCount } }) => totalCount);
    expect(new Set(totals).size).toBe(1);
    expect(keys()).toEqual([undefined, undefined, undefined]);
  });

  it('R37: their mutations carry a key and throw what is refused; or answer it, on request', async () => {
    const jointOps = connect();
    const mutation =
      'fragment E on UserError { code } mutation ($id: ID!) { withdrawCertificationRequest(input: { id: $id }) { userErrors { ...E message path } } }';
    expect((await thrown(RefusedError, jointOps.request(mutation, { id: 'request_none' }))).code).toBe('NOT_FOUND');
    expect(await jointOps.request(mutation, { id: 'request_none' }, { userErrors: 'return' })).toMatchObject({
      withdrawCertificationRequest: { userErrors: [{ code: 'NOT_FOUND' }] },
    });
    expect(keys().every((key) => /^[0-9a-f]{32}$/.test(String(key)))).toBe(true);
    expect(new Set(keys()).size).toBe(2);
  });
});

describe('failures', () => {
  it('each family has its class, with code, path, request id and status', async () => {
    const jointOps = connect();
    const invalid = await thrown(InvalidRequestError, jointOps.request('{ nothing }'));
    expect(invalid).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400, retryable: false });
    expect(invalid.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await thrown(PermissionError, jointOps.request('{ sellers { totalCount } }'))).toMatchObject({
      code: 'FORBIDDEN',
      path: ['sellers'],
    });
    expect(await thrown(AuthenticationError, connect({ token: 'x' }).viewer())).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    const idempotencyKey = `key-${Date.now()}`;
    await jointOps.createCertificationRequest({}, { idempotencyKey });
    const reused = jointOps.createCertificationRequest({ product: { name: 'Other' } }, { idempotencyKey });
    expect(await thrown(IdempotencyError, reused)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await thrown(ConnectionError, createJointOps({ url: 'http://127.0.0.1:9', retryForMs: 0 }).viewer())).toMatchObject({
      code: 'CONNECTION_FAILED',
      status: null,
      retryable: true,
    });
  });

  it('what a proxy says is told with its status', async () => {
    gateway.mishaps.push({ status: 502, body: '<html>Bad gateway</html>' }, { status: 200, body: 'hello' }, { status: 404, body: 'no' });
    const jointOps = connect({ retryForMs: 0 });
    expect(await thrown(UnavailableError, jointOps.viewer())).toMatchObject({ status: 502, message: '<html>Bad gateway</html>' });
    expect(await thrown(UnavailableError, jointOps.viewer())).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await thrown(InvalidRequestError, jointOps.viewer())).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});

describe('retries', () => {
  it('Retry-After is heeded in seconds and as a date', async () => {
    const retries: Retry[] = [];
    const jointOps = connect({ onRetry: (retry) => retries.push(retry) });
    gateway.mishaps.push({ status: 429, headers: { 'retry-after': '1' } });
    await jointOps.viewer();
    gateway.mishaps.push({ status: 503, headers: { 'retry-after': new Date(Date.now() + 2000).toUTCString() } });
    await jointOps.viewer();
    expect(retries.map(({ error }) => error.constructor)).toEqual([RateLimitError, UnavailableError]);
    const waits = [0, 2].map((n) => gateway.passed[n + 1]!.at - gateway.passed[n]!.at);
    expect(waits[0]).toBeGreaterThan(990);
    // A date has whole seconds.
    expect(retries[1]!.error.retryAfterMs).toBeGreaterThan(500);
    expect(waits[1]).toBeGreaterThan(retries[1]!.error.retryAfterMs! - 10);
  });

  it('who is asked to wait for longer than it tries says so at once', async () => {
    gateway.mishaps.push({ status: 429, headers: { 'retry-after': '3600' } });
    const error = await thrown(RateLimitError, connect().viewer());
    expect(error).toMatchObject({ retryAfterMs: 3_600_000, retryable: true });
    expect(gateway.passed).toHaveLength(1);
  });

  it.each(['cut before', 'cut after'] as const)(
    'R37: a mutation whose connection is %s the server had it takes effect once',
    async (mishap) => {
      const jointOps = connect();
      const total = async () =>
        (await jointOps.request<{ certificationRequests: { totalCount: number } }, object>('{ certificationRequests { totalCount } }'))
          .certificationRequests.totalCount;
      const before = await total();
      gateway.mishaps.push(mishap, mishap);
      const { certificationRequest } = await jointOps.createCertificationRequest({ product: { name: mishap } });
      expect(certificationRequest.product?.name).toBe(mishap);
      expect(await total()).toBe(before + 1);
      const sent = keys().filter((key) => key !== undefined);
      expect(sent).toHaveLength(3);
      expect(new Set(sent).size).toBe(1);
    },
  );

  it('what fails for good, or is refused, is not tried again', async () => {
    gateway.mishaps.push({ status: 500 });
    await thrown(JointOpsError, connect().viewer());
    await thrown(RefusedError, connect().submitCertificationRequest({ id: 'request_none', acceptedAgreementIds: [] }));
    expect(gateway.passed).toHaveLength(2);
  });

  it('nothing coming in time is a TIMEOUT, and tried again', async () => {
    const retries: Retry[] = [];
    // Of its own: what was given up may arrive all the same, and take the mishap of a test that comes later.
    const own = await Gateway.start(() => world.place.url);
    const held = connect({ url: own.url, timeoutMs: 1, retryForMs: 300, onRetry: (retry) => retries.push(retry) });
    expect(await thrown(ConnectionError, held.viewer())).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(retries.every(({ error }) => error.code === 'TIMEOUT')).toBe(true);
    await own.stop();
  });

  it('a signal ends a call with its reason, whether it waits for an answer or for the next try', async () => {
    gateway.mishaps.push({ status: 503, headers: { 'retry-after': '30' } });
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = connect({ onRetry: () => controller.abort(reason) }).viewer({}, { signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    await expect(connect().viewer({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(gateway.passed).toHaveLength(1);
  });
});

describe('tokens', () => {
  it('a function is asked once for many calls, and once again when the token has expired', async () => {
    let asked = 0;
    const fresh = async (): Promise<string> => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return asked === 1 ? 'expired' : tokenFor(world.place, { as: ['seller'], seller: seller.sellerId });
    };
    const jointOps = connect({ token: fresh });
    const viewers = await Promise.all(Array.from({ length: 5 }, () => jointOps.viewer()));
    expect(viewers.map((each) => each.seller?.id)).toEqual(Array(5).fill(seller.sellerId));
    expect(asked).toBe(2);
    await jointOps.viewer();
    expect(asked).toBe(2);
  });

  it('a function that fails is tried again, and told as the cause', async () => {
    let asked = 0;
    const flaky = (): string => {
      if (++asked === 1) throw new Error('the identity provider is away');
      return seller.token!;
    };
    expect((await connect({ token: flaky }).viewer()).seller?.id).toBe(seller.sellerId);
    const failing = connect({ token: () => Promise.reject(new Error('gone')), retryForMs: 0 });
    const error = await thrown(AuthenticationError, failing.viewer());
    expect(error.code).toBe('TOKEN_UNAVAILABLE');
    expect((error.cause as Error).message).toBe('gone');
  });
});
