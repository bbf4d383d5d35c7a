import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { developmentIssuer, developmentKey } from '../../src/platform/development-issuer.js';
import { Person } from '../support/client.js';
import { startServer } from '../support/own-server.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const graphql = (init: RequestInit) => fetch(`${world.place.url}/graphql`, { method: 'POST', ...init });
const query = JSON.stringify({ query: '{ viewer { subject } }' });
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
const codeOf = async (response: Response) =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

describe('access tokens', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({
    iss: developmentIssuer,
    aud: 'joint-ops',
    sub: 'mallory',
    roles: ['PLATFORM_ADMIN'],
    exp: Math.floor(Date.now() / 1000) + 600,
  });
  const signed = async (change: object, protectedHeader = {}) => {
    const { privateJwk } = await developmentKey(world.place.dataDir);
    const payload = { ...claims(), ...change };
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: privateJwk.kid!, ...protectedHeader }).sign(privateJwk);
  };
  const cases: [string, () => Promise<string>][] = [
    ['no token', async () => ''],
    ['nonsense', async () => 'x.y.z'],
    ['alg none', async () => `${encode({ alg: 'none' })}.${encode(claims())}.`],
    [
      'an HMAC with the public key',
      async () => {
        const { publicJwk } = await developmentKey(world.place.dataDir);
        const start = `${encode({ alg: 'HS256', kid: publicJwk.kid })}.${encode(claims())}`;
        return `${start}.${createHmac('sha256', JSON.stringify(publicJwk)).update(start).digest('base64url')}`;
      },
    ],
    [
      'the key of somebody else',
      async () => {
        const { privateKey } = await generateKeyPair('ES256', { extractable: true });
        void (await exportJWK(privateKey));
        return new SignJWT(claims()).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
      },
    ],
    ['another audience', () => signed({ aud: 'something-else' })],
    ['another issuer', () => signed({ iss: 'https://evil.example' })],
    ['an end in the past', () => signed({ exp: Math.floor(Date.now() / 1000) - 60 })],
    ['a start in the future', () => signed({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['no subject', () => signed({ sub: undefined })],
    ['no end', () => signed({ exp: undefined })],
  ];
  it.each(cases)('R1: %s is UNAUTHENTICATED with 401 and WWW-Authenticate', async (_, make) => {
    const response = await graphql({ headers: bearer(await make()), body: query });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await codeOf(response)).toBe('UNAUTHENTICATED');
  });

  it('R1: a sound token is let in; an address that is not verified counts for nothing', async () => {
    const token = await signed({ email: 'boss@example.com', email_verified: false });
    expect((await new Person(world.place, token).query('{ viewer { subject email } }')).viewer).toEqual({
      subject: 'mallory',
      email: null,
    });
  });

  it('R1 R39: the refusal is in the language of the caller', async () => {
    const response = await graphql({ headers: { 'content-type': 'application/json', 'accept-language': 'zh' }, body: query });
    expect(((await response.json()) as { errors: { message: string }[] }).errors[0]!.message).toMatch(/请登录/);
  });
});

describe('GraphQL over HTTP', () => {
  it.each([
    ['JSON that is none', '{', 'application/json', 400, 'BAD_REQUEST'],
    ['no query', '{}', 'application/json', 400, 'BAD_REQUEST'],
    ['an empty body', '', 'application/json', 400, 'BAD_REQUEST'],
    ['a form', 'query=x', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['JSON as plain text', query, 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a document that is no GraphQL', JSON.stringify({ query: '{' }), 'application/json', 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'a field that there is not',
      JSON.stringify({ query: '{ viewer { password } }' }),
      'application/json',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an operation that there is not',
      JSON.stringify({ query: 'query A { viewer { subject } }', operationName: 'B' }),
      'application/json',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a hash in place of a document',
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
      'application/json',
      200,
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['a subscription', JSON.stringify({ query: 'subscription { progress { id } }' }), 'application/json', 400, 'BAD_REQUEST'],
    ['a batch', JSON.stringify([{ query: '{ viewer { subject } }' }]), 'application/json', 400, 'BAD_REQUEST'],
    ['a body of over 1 MiB', JSON.stringify({ query: `# ${'x'.repeat(1024 * 1024)}` }), 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused with its code', async (_, body, type, status, code) => {
    const response = await graphql({ headers: { ...bearer(seller.token!), 'content-type': type }, body });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['a document that is no GraphQL', { query: '{' }],
    ['a field that there is not', { query: '{ viewer { password } }' }],
    ['an operation that there is not', { query: 'query A { viewer { subject } }', operationName: 'B' }],
    [
      'an enum value that there is not',
      {
        query: 'query ($s: [CertificationStatus!]) { certificationRequests(filter: { status: $s }) { totalCount } }',
        variables: { s: ['X'] },
      },
    ],
    ['a day that there is not', { query: '{ certificationRequests(filter: { submittedAfter: "2026-02-30T00:00:00Z" }) { totalCount } }' }],
    ['a cursor that there is not', { query: '{ certificationRequests(after: "x") { totalCount } }' }],
    ['no document', {}],
    ['a hash in place of a document', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }],
    ['a subscription', { query: 'subscription { progress { id } }' }],
    ['what the role may not', { query: '{ sellers { totalCount } }' }],
  ])('R39: %s is told in Chinese to whom reads Chinese, in English to others', async (_, body) => {
    const told = async (language: string) => {
      const headers = { ...bearer(seller.token!), 'accept-language': language };
      const { errors } = (await (await graphql({ headers, body: JSON.stringify(body) })).json()) as { errors: { message: string }[] };
      return errors[0]!.message;
    };
    expect(await told('zh-CN')).toMatch(/\p{Script=Han}/u);
    expect(await told('en')).not.toMatch(/\p{Script=Han}/u);
  });

  it('a query can be a GET, a mutation cannot', async () => {
    const get = (document: string) =>
      fetch(`${world.place.url}/graphql?query=${encodeURIComponent(document)}`, { headers: bearer(seller.token!) });
    expect((await get('{ viewer { subject } }')).status).toBe(200);
    expect((await get('mutation { createCertificationRequest(input: {}) { userErrors { code } } }')).status).toBe(405);
  });

  it('an address that there is not is NOT_FOUND', async () => {
    const response = await fetch(`${world.place.url}/nothing`);
    expect([response.status, await codeOf(response)]).toEqual([404, 'NOT_FOUND']);
  });

  it('/livez and /readyz answer without a token', async () => {
    for (const path of ['/livez', '/readyz']) expect((await fetch(`${world.place.url}${path}`)).status).toBe(200);
  });
});

describe('personal data', () => {
  it('R40: stands in no log and in no error', async () => {
    const own = await startServer({ env: { LOG_LEVEL: 'trace' } });
    try {
      const there = await World.open(own);
      const canary = { name: 'Canaria Vogel', mobile: '+4915112345678', email: 'canaria@vogel.example' };
      const somebody = await there.newSeller();
      const id = await there.draft(somebody, { businessContact: canary, product: { name: 'X' } });
      await somebody.codes('submitCertificationRequest', { id, acceptedAgreementIds: [] });
      await somebody.codes('updateCertificationRequest', {
        id,
        businessContact: { ...canary, mobile: `${canary.mobile}99`, name: `${canary.name}\u0000` },
      });
      const update =
        'mutation ($input: UpdateCertificationRequestInput!) { updateCertificationRequest(input: $input) { userErrors { message } } }';
      for (const businessContact of [{ mobile: 4915112345678 }, { email: [canary.email] }, { ...canary, nickname: 'x' }]) {
        const { status, body } = await somebody.send(update, { input: { id, businessContact } });
        expect(status).toBe(400);
        expect(body.errors[0].message).toMatch(/businessContact/);
        expect(JSON.stringify(body)).not.toMatch(/Vogel|vogel|4915112345678/);
      }
      await there.look(there.admin, id);
      expect(own.output.stderr).toContain('"msg":"request"');
      expect(own.output.stderr + own.output.stdout).not.toMatch(/Vogel|vogel|4915112345678/);
    } finally {
      await own.stop();
    }
  });
});
