import { createHmac, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { ProviderKeys } from '../../src/platform/provider-keys.js';
import { type Json, Person } from '../support/client.js';
import { IdentityProvider } from '../support/identity.js';
import { startProcess } from '../support/server-process.mjs';
import { until } from '../support/until.js';

let provider: IdentityProvider;
let server: Awaited<ReturnType<typeof startProcess>>;
let privateJwk: JWK;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startProcess({ env: provider.settings() });
  ({ privateJwk } = await provider.tell('look'));
});
afterAll(async () => {
  provider.stop();
  await server.stop();
});

const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const claims = (): Json => ({
  iss: provider.issuer,
  aud: 'urn:joint-ops-api',
  sub: 'mallory',
  realm_access: { roles: ['PLATFORM_ADMIN'] },
  iat: now(),
  exp: now() + 300,
});
const header = (): Json => ({ alg: 'RS256', kid: privateJwk.kid, typ: 'at+jwt' });
/** A token that the provider's own key signs: only what is changed in it is wrong. */
const signed = async (change: Json = {}, headerChange: Json = {}, key: JWK | null = null) =>
  new SignJWT({ ...claims(), ...change })
    .setProtectedHeader({ ...header(), ...headerChange })
    .sign(await importJWK(key ?? privateJwk, headerChange.alg ?? 'RS256'));
/** Signs bytes as they are, which no library would put into a token. */
const signedRaw = async (head: string, payload: string): Promise<string> => {
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await subtle.importKey('jwk', privateJwk as never, algorithm, false, ['sign']);
  const start = `${encode(head)}.${encode(payload)}`;
  return `${start}.${Buffer.from(await subtle.sign(algorithm, key, Buffer.from(start))).toString('base64url')}`;
};
const publicPem = () =>
  createPublicKey({ key: privateJwk as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
/** A key of somebody else's, one for each algorithm. */
const ownKeys = new Map<string, ReturnType<typeof makeKey>>();
const makeKey = async (alg: string) => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), alg, use: 'sig' } };
};
const ownKey = (alg: string) => {
  if (!ownKeys.has(alg)) ownKeys.set(alg, makeKey(alg));
  return ownKeys.get(alg)!;
};
const bySomebodyElse = async (headerChange: (own: Awaited<ReturnType<typeof ownKey>>) => Json, alg = 'RS256') => {
  const own = await ownKey(alg);
  return new SignJWT(claims()).setProtectedHeader({ ...header(), alg, ...headerChange(own) }).sign(own.privateKey);
};
const hmac = (secret: string, alg: string) => {
  const start = `${encode({ ...header(), alg })}.${encode(claims())}`;
  return `${start}.${createHmac(`sha${alg.slice(2)}`, secret)
    .update(start)
    .digest('base64url')}`;
};
const send = (token: string, at = server) => new Person(at, token).send('{ viewer { subject roles } }');

describe('R1: attacks on tokens (RFC 8725)', () => {
  const attacks: [string, () => string | Promise<string>][] = [
    // 3.1, 3.2: the algorithm
    ['alg none', () => `${encode({ ...header(), alg: 'none' })}.${encode(claims())}.`],
    ['alg None, in another case', () => `${encode({ ...header(), alg: 'nOnE' })}.${encode(claims())}.`],
    [
      'alg none with the signature of another token',
      async () => `${encode({ ...header(), alg: 'none' })}.${encode(claims())}.${(await signed()).split('.')[2]}`,
    ],
    ['no alg', () => `${encode({ typ: 'at+jwt' })}.${encode(claims())}.`],
    ['no signature', async () => `${(await signed()).split('.').slice(0, 2).join('.')}.`],
    ['HS256 with the public key as PEM', () => hmac(publicPem(), 'HS256')],
    ['HS256 with the public key as PEM, trimmed', () => hmac(publicPem().trim(), 'HS256')],
    ['HS512 with the modulus', () => hmac(privateJwk.n!, 'HS512')],
    ['RS384, of the right key', () => signed({}, { alg: 'RS384' }, { ...privateJwk, alg: 'RS384' })],
    ['PS256, of the right key', () => signed({}, { alg: 'PS256' }, { ...privateJwk, alg: 'PS256' })],
    ['ES256 under the kid of an RSA key', () => bySomebodyElse(() => ({}), 'ES256')],
    ['EdDSA', () => bySomebodyElse(() => ({}), 'EdDSA')],
    ['an RSA key of somebody else under the kid', () => bySomebodyElse(() => ({}))],
    [
      'a changed payload',
      async () =>
        (await signed())
          .split('.')
          .with(1, encode({ ...claims(), sub: 'boss' }))
          .join('.'),
    ],
    [
      'a changed header',
      async () =>
        (await signed())
          .split('.')
          .with(0, encode({ ...header(), x: 1 }))
          .join('.'),
    ],
    // 3.10: where the header leads
    ['jwk: a key in the header', () => bySomebodyElse(({ publicJwk }) => ({ jwk: publicJwk }))],
    ["jku: keys of one's own", () => bySomebodyElse(() => ({ jku: `${server.url}/keys.json` }))],
    ["x5u: a certificate of one's own", () => bySomebodyElse(() => ({ x5u: `${server.url}/cert.pem` }))],
    ['x5c: a certificate in the header', () => bySomebodyElse(() => ({ x5c: ['MIIB'] }))],
    ['kid: a path', () => bySomebodyElse(() => ({ kid: '../../../../dev/null' }))],
    ['kid: SQL', () => bySomebodyElse(() => ({ kid: "x' UNION SELECT 'key' -- " }))],
    ['kid: __proto__', () => bySomebodyElse(() => ({ kid: '__proto__' }))],
    ['kid: no text', () => signedRaw(JSON.stringify({ ...header(), kid: 42 }), JSON.stringify(claims()))],
    ['kid: very long', () => bySomebodyElse(() => ({ kid: 'k'.repeat(6000) }))],
    [
      'crit: an extension that nobody knows',
      () => signedRaw(JSON.stringify({ ...header(), crit: ['exotic'], exotic: 1 }), JSON.stringify(claims())),
    ],
    ['crit: empty', () => signedRaw(JSON.stringify({ ...header(), crit: [] }), JSON.stringify(claims()))],
    [
      'crit: a payload that is not encoded',
      () => signedRaw(JSON.stringify({ ...header(), crit: ['b64'], b64: false }), JSON.stringify(claims())),
    ],
    ['a header that is no object', () => signedRaw('[]', JSON.stringify(claims()))],
    // 3.8, 3.9: issuer, subject, audience
    ['another issuer', () => signed({ iss: 'https://evil.example' })],
    ['an issuer that begins alike', () => signed({ iss: `${provider.issuer}.evil.example` })],
    ['a list of issuers', () => signed({ iss: [provider.issuer] })],
    ['no issuer', () => signed({ iss: undefined })],
    ['the development issuer', () => signed({ iss: 'urn:joint-ops:development' })],
    ['another audience', () => signed({ aud: 'urn:something-else' })],
    ['a list of other audiences', () => signed({ aud: ['urn:something-else', 'urn:joint-ops-api-2'] })],
    ['an audience that holds ours', () => signed({ aud: 'urn:joint-ops-api urn:something-else' })],
    ['an audience in another case', () => signed({ aud: 'URN:JOINT-OPS-API' })],
    ['an audience that is an object', () => signed({ aud: { 'urn:joint-ops-api': true } })],
    ['no audience', () => signed({ aud: undefined })],
    ['an empty list of audiences', () => signed({ aud: [] })],
    ['no subject', () => signed({ sub: undefined })],
    ['an empty subject', () => signed({ sub: '' })],
    ['a subject that is a number', () => signed({ sub: 7 })],
    ['a subject that is a list', () => signed({ sub: ['mallory'] })],
    ['a subject of 256 characters', () => signed({ sub: 's'.repeat(256) })],
    ['a subject with a control character', () => signed({ sub: 'mal\u0000lory' })],
    ['a subject that is no Unicode', () => signedRaw(JSON.stringify(header()), JSON.stringify(claims()).replace('mallory', '\\ud800'))],
    // time
    ['an end in the past', () => signed({ exp: now() - 10 })],
    ['no end', () => signed({ exp: undefined })],
    ['an end that is a text', () => signed({ exp: String(now() + 300) })],
    ['an end that is no number', () => signedRaw(JSON.stringify(header()), JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":null'))],
    ['a start in the future', () => signed({ nbf: now() + 60 })],
    ['a start that is a text', () => signed({ nbf: 'tomorrow' })],
    // 3.11, 3.12: what kind of token it is
    ['an ID token: nonce', () => signed({ nonce: 'n' }, { typ: 'JWT' })],
    ['an ID token: at_hash', () => signed({ at_hash: 'h' }, { typ: undefined })],
    ['an ID token of Keycloak', () => signed({ typ: 'ID' }, { typ: 'JWT' })],
    ['a refresh token of Keycloak', () => signed({ typ: 'Refresh' }, { typ: 'JWT' })],
    ['an ID token of Cognito', () => signed({ token_use: 'id' }, { typ: undefined })],
    ['a logout token', () => signed({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, { typ: 'logout+jwt' })],
    [
      'a logout token without its type',
      () => signed({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, { typ: 'JWT' }),
    ],
    ['a security event', () => signed({}, { typ: 'secevent+jwt' })],
    ['a proof of possession', () => signed({}, { typ: 'dpop+jwt' })],
    ['a signed request', () => signed({}, { typ: 'oauth-authz-req+jwt' })],
    ['a type that is no text', () => signedRaw(JSON.stringify({ ...header(), typ: ['at+jwt'] }), JSON.stringify(claims()))],
    // forms
    ['a token in a token', async () => signedRaw(JSON.stringify({ ...header(), cty: 'JWT' }), await signed())],
    ['an encrypted token', () => `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`],
    ['a payload that is no object', () => signedRaw(JSON.stringify(header()), '["mallory"]')],
    ['a payload that is no JSON', () => signedRaw(JSON.stringify(header()), '{"sub":"mallory"')],
    ['four parts', async () => `${await signed()}.x`],
    ['one part', () => 'token'],
    ['a second token behind it', async () => `${await signed()} ${await signed()}`],
    ['a line break in it', async () => (await signed()).replace('.', '.%0a')],
  ];
  it.each(attacks)('R1: %s is UNAUTHENTICATED', async (_, make) => {
    const { status, headers, body } = await send(await make());
    expect({ status, code: body.errors?.[0].extensions.code, data: body.data ?? null }).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
      data: null,
    });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(JSON.stringify(body)).not.toMatch(/jose|jwk|signature|stack|127\.0\.0\.1/i);
  });

  it('R1: a token that is larger than a header may be does not reach the verification; over a websocket it is refused', async () => {
    const huge = await signed({ pad: 'x'.repeat(200_000) });
    expect((await fetch(`${server.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${huge}` } })).status).toBe(431);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => {});
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${huge}` } })));
    expect(await new Promise((resolve) => socket.on('close', resolve))).not.toBe(1000);
    expect((await send(await signed())).status).toBe(200);
  });

  const sound: [string, () => Promise<string>, Json][] = [
    ['at+jwt', () => signed(), {}],
    ['application/at+jwt', () => signed({}, { typ: 'application/at+jwt' }), {}],
    ['AT+JWT', () => signed({}, { typ: 'AT+JWT' }), {}],
    ['JWT, as of Keycloak', () => signed({ typ: 'Bearer', nonce: 'n' }, { typ: 'JWT' }), {}],
    ['no type, as of Cognito', () => signed({ token_use: 'access' }, { typ: undefined }), {}],
    ['a list of audiences with ours', () => signed({ aud: ['account', 'urn:joint-ops-api'] }), {}],
    ['a clock that is 3 seconds ahead', () => signed({ nbf: now() + 3, iat: now() + 3 }), {}],
    ['an end 3 seconds ago', () => signed({ exp: now() - 3 }), {}],
    [
      'a claim twice: the last one counts, as everywhere',
      () => signedRaw(JSON.stringify(header()), JSON.stringify(claims()).replace('{', '{"sub":"boss",')),
      {},
    ],
    [
      'jku, x5u and jwk of others beside the right key: they are not looked at',
      () => signed({}, { jku: 'http://127.0.0.1:9/', x5u: 'http://127.0.0.1:9/' }),
      {},
    ],
    ['roles as a text', () => signed({ realm_access: { roles: 'auditor unknown' } }), { roles: ['AUDITOR'] }],
    [
      'roles that are no texts',
      () => signed({ realm_access: { roles: [7, null, ['PLATFORM_ADMIN'], { PLATFORM_ADMIN: true }] } }),
      { roles: [] },
    ],
    ['roles that are an object', () => signed({ realm_access: { roles: { PLATFORM_ADMIN: true } } }), { roles: [] }],
    ['roles that are true', () => signed({ realm_access: { roles: true } }), { roles: [] }],
    [
      'roles where they are not looked for',
      () => signed({ realm_access: undefined, roles: ['PLATFORM_ADMIN'], 'realm_access.roles.x': 1 }),
      { roles: [] },
    ],
    [
      'roles under a prototype',
      () =>
        signedRaw(
          JSON.stringify(header()),
          JSON.stringify({ ...claims(), realm_access: undefined }).replace(
            '{',
            '{"__proto__":{"realm_access":{"roles":["PLATFORM_ADMIN"]}},',
          ),
        ),
      { roles: [] },
    ],
    ['a role in letters that become capital S', () => signed({ realm_access: { roles: ['\u017feller'] } }), { roles: [] }],
  ];
  it.each(sound)('R1: %s is let in', async (_, make, expected) => {
    const { status, body } = await send(await make());
    expect({ status, viewer: body.data?.viewer }).toEqual({
      status: 200,
      viewer: { subject: 'mallory', roles: ['PLATFORM_ADMIN'], ...expected },
    });
  });

  it('R1: a real token of the provider is at+jwt; changed by one character it is refused', async () => {
    const token = await provider.token('reviewer');
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    expect(decodeJwt(token).aud).toBe('urn:joint-ops-api');
    expect((await send(token)).status).toBe(200);
    // The last character holds bits that are no part of the signature: the one before it counts.
    const other = token.at(-3) === 'A' ? 'B' : 'A';
    expect((await send(`${token.slice(0, -3)}${other}${token.slice(-2)}`)).status).toBe(401);
  });

  it('R5: an address counts only when the provider says that it is verified, and in plain letters', async () => {
    const emailOf = async (change: Json) => (await new Person(server, await signed(change)).query('{ viewer { email } }')).viewer.email;
    expect(await emailOf({ email: 'Ann@Example.com', email_verified: true })).toBe('ann@example.com');
    for (const change of [{ email_verified: 'true' }, { email_verified: 1 }, {}, { email: ['ann@example.com'], email_verified: true }]) {
      expect(await emailOf({ email: 'ann@example.com', ...change })).toBeNull();
    }
    expect(await emailOf({ email: '\u212aate@example.com', email_verified: true })).toBeNull();
  });

  it('R1: where OIDC_TOKEN_TYPES is at+jwt, nothing else is an access token', async () => {
    const strict = await startProcess({ env: { ...provider.settings(), OIDC_TOKEN_TYPES: 'at+jwt' } });
    try {
      expect((await send(await signed(), strict)).status).toBe(200);
      for (const typ of ['JWT', undefined]) expect((await send(await signed({}, { typ }), strict)).status).toBe(401);
      expect((await send(await signed({ typ: 'Bearer' }, { typ: 'JWT' }), strict)).status).toBe(401);
    } finally {
      await strict.stop();
    }
  });
});

describe('R1: the keys of the provider', () => {
  // Each begins with a server that has asked for nothing yet.
  const withServer = async (test: (own: typeof server) => Promise<void>) => {
    // They ask again and again until a key is there: that is no guessing of tokens.
    const own = await startProcess({ env: { ...provider.settings(), FAILED_TOKENS: '0' } });
    try {
      await test(own);
    } finally {
      await own.stop();
    }
  };
  const askedFor = async () => (await provider.tell('look')).asked;

  it('R1: rotate without a restart: the new key is found with its first token, the old one counts as long as it is served', async () => {
    await withServer(async (own) => {
      const before = await provider.token('reviewer');
      expect((await send(before, own)).status).toBe(200);
      // One look at the provider in five seconds: the first token of a new key may have to wait for the next.
      const rotated = Date.now();
      ({ privateJwk } = await provider.tell('rotate'));
      const after = await provider.token('reviewer');
      expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
      let status = 0;
      while (status !== 200 && Date.now() - rotated < 10_000) ({ status } = await send(after, own));
      expect(status).toBe(200);
      expect((await send(before, own)).status).toBe(200);
    });
  });

  it('R1: an unknown kid has the provider asked once, however many come, and locks nobody out', async () => {
    await withServer(async (own) => {
      const known = await provider.token('reviewer');
      expect((await send(known, own)).status).toBe(200);
      const before = await askedFor();
      const strangers = await Promise.all(Array.from({ length: 50 }, (_, n) => bySomebodyElse(() => ({ kid: `unknown-${n}` }))));
      const started = Date.now();
      const answers = await Promise.all(strangers.map((token) => send(token, own)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      const after = await askedFor();
      expect(after.keys - before.keys).toBeLessThanOrEqual(1 + Math.floor((Date.now() - started) / 5000));
      expect((await send(known, own)).status).toBe(200);
    });
  }, 60_000);

  it('R1: that are loaded anew verify again who was let in before, also from an address that has sent too many bad tokens', async () => {
    const own = await startProcess({ env: { ...provider.settings(), FAILED_TOKENS: '3', TRUST_PROXY: '127.0.0.1' } });
    const statusOf = async (token: string, address: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-forwarded-for': address };
      return (await fetch(`${own.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ viewer { subject } }"}' })).status;
    };
    try {
      const before = await provider.token('reviewer');
      expect(await statusOf(before, '192.0.2.1')).toBe(200);
      ({ privateJwk } = await provider.tell('rotate'));
      const after = await provider.token('reviewer');
      let tries = 0;
      await until(async () => (await statusOf(after, `2001:db8::${(++tries).toString(16)}`)) === 200, 'the new key');
      for (let n = 0; n < 3; n++) expect(await statusOf('a.b.c', '192.0.2.1')).toBe(401);
      expect(await statusOf('a.b.c', '192.0.2.1')).toBe(429);
      expect(await statusOf(before, '192.0.2.1')).toBe(200);
    } finally {
      await own.stop();
    }
  }, 60_000);

  it('R1: while the provider is away, known keys count, an unknown one is told to try again, at once; it heals by itself', async () => {
    await withServer(async (own) => {
      const known = await provider.token('reviewer');
      expect((await send(known, own)).status).toBe(200);
      await provider.tell('leave');
      try {
        const unknown = await bySomebodyElse(() => ({ kid: 'unknown' }));
        const tried = Date.now();
        let answer = await send(unknown, own);
        // Asked just now, it had no such key; asked again, it does not answer.
        while (answer.status !== 503 && Date.now() - tried < 10_000) answer = await send(unknown, own);
        expect({ status: answer.status, ...answer.body.errors[0].extensions }).toMatchObject({
          status: 503,
          code: 'SERVICE_UNAVAILABLE',
          retryable: true,
        });
        const started = Date.now();
        for (let n = 0; n < 20; n++) {
          expect((await send(known, own)).status).toBe(200);
          expect((await send(unknown, own)).status).toBe(503);
        }
        expect(Date.now() - started).toBeLessThan(5000);
      } finally {
        await provider.tell('comeBack');
      }
      const back = Date.now();
      const unknown = await bySomebodyElse(() => ({ kid: 'unknown' }));
      let status = 0;
      while (status !== 401 && Date.now() - back < 10_000) ({ status } = await send(unknown, own));
      expect(status).toBe(401);
    });
  }, 60_000);

  it('R1: a provider that is away from the start is asked once in five seconds, not with each token', async () => {
    await provider.tell('leave');
    await withServer(async (own) => {
      const token = await signed();
      const before = await askedFor();
      for (let n = 0; n < 10; n++) expect((await send(token, own)).status).toBe(503);
      await provider.tell('comeBack');
      const back = Date.now();
      let status = 0;
      while (status !== 200 && Date.now() - back < 10_000) ({ status } = await send(token, own));
      expect(status).toBe(200);
      expect((await askedFor()).discovery - before.discovery).toBe(1);
    });
  }, 60_000);

  it('R1: are looked for anew after ten minutes; while that fails, those that are known count, and one that is withdrawn counts no more once it does not', async () => {
    let clock = 0;
    const keys = new ProviderKeys(provider.issuer, () => clock);
    const verify = async (token: string) => (await jwtVerify(token, (await keys.issuer()).keys)).payload.sub;
    const first = await provider.token('reviewer');
    expect(await verify(first)).toBe('reviewer');
    await provider.tell('leave');
    for (let hours = 0; hours < 24; hours++) {
      clock += 3_600_000;
      expect(await verify(first)).toBe('reviewer');
    }
    await provider.tell('comeBack');
    // Two rotations on, the provider serves the first key no more.
    await provider.tell('rotate');
    ({ privateJwk } = await provider.tell('rotate'));
    clock += 11 * 60_000;
    await until(async () => {
      clock += 6000;
      return verify(first)
        .catch(({ code }) => code === 'ERR_JWKS_NO_MATCHING_KEY' && 'withdrawn')
        .then((found) => found === 'withdrawn');
    }, 'the new keys');
    expect(await verify(await provider.token('reviewer'))).toBe('reviewer');
  });
});
