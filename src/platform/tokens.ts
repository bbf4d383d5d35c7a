import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { cleanText } from '../domain/text.js';
import { Role } from '../domain/words.js';
import type { Config } from './config.js';
import { type DevelopmentKey, developmentIssuer } from './development-issuer.js';
import { sha256Of } from './hash.js';
import { type Issuer, ProviderKeys, ProviderUnreachable } from './provider-keys.js';

/** What a verified access token says of a person. */
export interface Identity {
  readonly subject: string;
  readonly name: string;
  /** In lower case, and only when the provider has verified it. */
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  /** The seller that the token names, by id or by the subject of its main account. */
  readonly seller: string | null;
  /** When the token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Verifies access tokens (R1). */
export interface TokenVerifier {
  /** Whom a token names that was verified before and still counts, at once; else null. */
  remembered(token: string | null): Identity | null;
  /** Whether a token was good when it was last verified; keys that are loaded anew since may have to verify it again. */
  wasGood(token: string | null): boolean;
  /** Throws a Failure: UNAUTHENTICATED, or SERVICE_UNAVAILABLE when the provider's keys cannot be fetched. */
  verify(token: string | null): Promise<Identity>;
}

const algorithms = ['RS256', 'ES256'];
/** Seconds by which the provider's clock may differ from ours. */
const clockTolerance = 5;
/** Tokens that are remembered as verified. */
const mostVerified = 10_000;
/** Characters of a token; what is longer is not looked at. */
const maxLength = 16_384;

/** A failure that says why nobody is signed in. */
const unauthenticated = (en: string, zh: string): Failure => new Failure('UNAUTHENTICATED', { en, zh });

/** Verifies tokens of the configured OpenID Connect provider, and of the development issuer where that is on. */
export function createTokenVerifier(config: Pick<Config, 'oidc'>, developmentKey: DevelopmentKey | null): TokenVerifier {
  const { issuer: oidcIssuer, audience, types, claims } = config.oidc;
  const provider = oidcIssuer ? new ProviderKeys(oidcIssuer) : null;
  const development: Issuer | null = developmentKey && {
    issuer: developmentIssuer,
    keys: createLocalJWKSet({ keys: [developmentKey.publicJwk] }),
  };
  // By the token's sha256: to check a signature costs more than many a query.
  const known = new LRUCache<string, VerifiedToken>({ max: mostVerified });
  const check = async (token: string): Promise<VerifiedToken> => {
    if (token.length > maxLength) throw notValid();
    const named = issuerOf(token);
    const ofProvider = provider && (development === null || named !== development.issuer);
    const trusted = ofProvider ? await provider.issuer().catch(unreachable) : development;
    if (!trusted) throw unauthenticated('The access token comes from an issuer that is not trusted here.', '访问令牌的签发者不受信任。');
    const { payload, protectedHeader } = await verified(token, trusted, {
      issuer: trusted.issuer,
      audience,
      algorithms,
      clockTolerance,
      requiredClaims: ['sub', 'exp'],
    }).catch(refuse);
    if (!isAccessToken(protectedHeader.typ, payload, types)) throw wrongType();
    return { identity: identityOf(payload, claims), trusted };
  };
  return {
    remembered(token) {
      if (token === null || token.length > maxLength) return null;
      const found = known.get(sha256Of(token));
      if (!found || isExpired(found.identity)) return null;
      // Keys that are loaded anew may lack the one that signed it.
      return found.trusted === development || found.trusted === provider?.known ? found.identity : null;
    },
    wasGood: (token) => token !== null && known.has(sha256Of(token)),
    async verify(token) {
      if (token === null) throw noToken();
      try {
        const checked = await check(token);
        known.set(sha256Of(token), checked);
        return checked.identity;
      } catch (error) {
        if (error instanceof Failure && error.code === 'UNAUTHENTICATED') known.delete(sha256Of(token));
        throw error;
      }
    },
  };
}

interface VerifiedToken {
  readonly identity: Identity;
  /** With whose keys it was verified. */
  readonly trusted: Issuer;
}

const isExpired = ({ expiresAt }: Identity): boolean => expiresAt + clockTolerance * 1000 <= Date.now();

/** Verifies a token. A provider that names no key in its tokens may have several: each is tried. */
async function verified(token: string, { keys }: Issuer, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options);
      } catch (wrong) {
        if (!(wrong instanceof errors.JWSSignatureVerificationFailed)) throw wrong;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/**
 * Whether a token is an access token (RFC 8725, 3.11 and 3.12). at+jwt says so (RFC 9068). Of many providers the type is JWT or none, which
 * is that of ID tokens too: those, refresh and logout tokens are told by their claims.
 */
function isAccessToken(typ: unknown, payload: JWTPayload, types: readonly string[]): boolean {
  const type = typ === undefined ? 'jwt' : typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : null;
  if (type === null || !types.includes(type)) return false;
  if (type !== 'jwt') return true;
  // Keycloak says Bearer, ID, Refresh, Logout; Cognito says access, id.
  const { typ: use, token_use: cognito } = payload;
  if (use !== undefined) return typeof use === 'string' && use.toLowerCase() === 'bearer';
  if (cognito !== undefined) return cognito === 'access';
  return !['nonce', 'at_hash', 'c_hash', 's_hash', 'events'].some((name) => name in payload);
}

const noToken = (): Failure =>
  unauthenticated(
    'Sign in: send an access token as Authorization: Bearer TOKEN.',
    '请登录：以 Authorization: Bearer TOKEN 的形式发送访问令牌。',
  );

const notValid = (): Failure => unauthenticated('The access token is not valid.', '访问令牌无效。');

const wrongType = (): Failure =>
  unauthenticated(
    'The token is no access token: send the access token that the identity provider issues for this service, not an ID, refresh or logout token.',
    '该令牌不是访问令牌：请发送身份提供方为此服务签发的访问令牌，而不是 ID、刷新或注销令牌。',
  );

function unreachable(cause: unknown): never {
  const failure = new Failure('SERVICE_UNAVAILABLE', {
    en: 'The identity provider does not answer; try again in a moment.',
    zh: '身份提供方没有响应；请稍后重试。',
  });
  failure.cause = cause;
  throw failure;
}

function issuerOf(token: string): string | null {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload;
    return typeof payload.iss === 'string' ? payload.iss : null;
  } catch {
    return null;
  }
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired)
    throw unauthenticated('The access token has expired; sign in again.', '访问令牌已过期；请重新登录。');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    throw unauthenticated('The access token is for another audience.', '访问令牌的受众不是此服务。');
  }
  if (error instanceof ProviderUnreachable) unreachable(error);
  throw notValid();
}

function identityOf(payload: JWTPayload, claims: Config['oidc']['claims']): Identity {
  const { sub, name, email, email_verified: verified } = payload;
  const known = new Set<string>(Object.values(Role));
  // It goes into records as it is: what could not be kept there is nobody.
  if (typeof sub !== 'string' || textOf(sub, limits.subjectLength) === null) throw notValid();
  const roles = words(claim(payload, claims.roles)).map(roleNamed);
  const seller = claim(payload, claims.seller);
  return {
    subject: sub,
    name: (typeof name === 'string' ? textOf(name, limits.nameLength) : null) ?? sub,
    email: verified === true && typeof email === 'string' && isAscii(email) ? email.toLowerCase() : null,
    roles: [...new Set(roles)].filter((role): role is Role => known.has(role)),
    scopes: words(claim(payload, claims.scopes)),
    seller: typeof seller === 'string' && seller ? seller : null,
    expiresAt: payload.exp! * 1000,
  };
}

const textOf = (value: string, max: number): string | null => cleanText(value, { field: 'name', max }, [], []);

/** Visible ASCII alone: other letters may become these when they are made small or capital, as the Kelvin sign becomes k. */
const isAscii = (value: string): boolean => /^[\x21-\x7e]+$/.test(value);
const roleNamed = (role: string): string => (isAscii(role) ? role.toUpperCase().replaceAll('-', '_') : '');

/** A claim by name; a name with dots leads into objects, unless the whole name is a claim, as in https://example.com/roles. */
const claim = (payload: JWTPayload, name: string): unknown =>
  name in payload
    ? payload[name]
    : name
        .split('.')
        .reduce<unknown>((value, key) => (value && typeof value === 'object' ? (value as JWTPayload)[key] : undefined), payload);

const words = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((word) => typeof word === 'string')
    : typeof value === 'string'
      ? value.split(/\s+/).filter(Boolean)
      : [];
