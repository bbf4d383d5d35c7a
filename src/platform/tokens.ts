import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Failure } from '../domain/errors.js';
import { Role } from '../domain/words.js';
import type { Config } from './config.js';
import { type DevelopmentKey, developmentIssuer } from './development-issuer.js';

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
  /** Throws a Failure: UNAUTHENTICATED, or SERVICE_UNAVAILABLE when the provider's keys cannot be fetched. */
  verify(token: string): Promise<Identity>;
}

interface Issuer {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

const algorithms = ['RS256', 'ES256'];
/** Seconds by which the provider's clock may differ from ours. */
const clockTolerance = 5;
/** Milliseconds to wait for the provider's discovery document or keys. */
const fetchTimeoutMs = 3000;

/** A failure that says why nobody is signed in. */
export const unauthenticated = (en: string, zh: string): Failure => new Failure('UNAUTHENTICATED', { en, zh });

/** Verifies tokens of the configured OpenID Connect provider, and of the development issuer where that is on. */
export function createTokenVerifier(config: Pick<Config, 'oidc'>, developmentKey: DevelopmentKey | null): TokenVerifier {
  const { issuer: oidcIssuer, audience, claims } = config.oidc;
  const provider = oidcIssuer ? discovered(oidcIssuer) : null;
  const development: Issuer | null = developmentKey && {
    issuer: developmentIssuer,
    keys: createLocalJWKSet({ keys: [developmentKey.publicJwk] }),
  };
  return {
    async verify(token) {
      const named = issuerOf(token);
      const trusted = development && named === development.issuer ? development : await provider?.();
      if (!trusted) throw unauthenticated('The access token comes from an issuer that is not trusted here.', '访问令牌的签发者不受信任。');
      const { payload } = await jwtVerify(token, trusted.keys, {
        issuer: trusted.issuer,
        audience,
        algorithms,
        clockTolerance,
        requiredClaims: ['sub', 'exp'],
      }).catch(refuse);
      return identityOf(payload, claims);
    },
  };
}

/** Finds the provider's keys by discovery (OpenID Connect Discovery 1.0), once; a failed attempt is made again with the next token. */
function discovered(url: string): () => Promise<Issuer> {
  let found: Promise<Issuer> | null = null;
  const discover = async (): Promise<Issuer> => {
    const response = await fetch(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(fetchTimeoutMs),
    });
    if (!response.ok) throw new Error(`discovery answered ${response.status}`);
    const { issuer, jwks_uri: jwksUri } = (await response.json()) as { issuer: string; jwks_uri: string };
    if (issuer.replace(/\/$/, '') !== url.replace(/\/$/, '')) throw new Error('discovery names another issuer');
    return { issuer, keys: createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: fetchTimeoutMs, cooldownDuration: 5000 }) };
  };
  return () => {
    found ??= discover().catch((error: unknown) => {
      found = null;
      throw unreachable(error);
    });
    return found;
  };
}

const unreachable = (cause: unknown): Failure => {
  const failure = new Failure('SERVICE_UNAVAILABLE', {
    en: 'The identity provider does not answer; try again in a moment.',
    zh: '身份提供方没有响应；请稍后重试。',
  });
  failure.cause = cause;
  return failure;
};

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
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw unreachable(error);
  throw unauthenticated('The access token is not valid.', '访问令牌无效。');
}

function identityOf(payload: JWTPayload, claims: Config['oidc']['claims']): Identity {
  const { sub, name, email, email_verified: verified } = payload;
  const known = new Set<string>(Object.values(Role));
  const roles = words(claim(payload, claims.roles)).map((role) => role.toUpperCase().replaceAll('-', '_'));
  const seller = claim(payload, claims.seller);
  return {
    subject: sub!,
    name: typeof name === 'string' && name ? name : sub!,
    email: typeof email === 'string' && verified === true ? email.toLowerCase() : null,
    roles: [...new Set(roles)].filter((role): role is Role => known.has(role)),
    scopes: words(claim(payload, claims.scopes)),
    seller: typeof seller === 'string' && seller ? seller : null,
    expiresAt: payload.exp! * 1000,
  };
}

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
