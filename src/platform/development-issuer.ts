import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Role } from '../domain/words.js';
import { readOrCreate } from './files.js';

/** The issuer of tokens for development; its key lies in the data folder. */
export const developmentIssuer = 'urn:joint-ops:development';

/** The key pair of the development issuer. */
export interface DevelopmentKey {
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

/** Reads the key from the data folder, or makes it there. */
export async function developmentKey(dataDir: string): Promise<DevelopmentKey> {
  const stored = await readOrCreate(join(dataDir, 'keys', 'development-issuer.jwk.json'), async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomUUID() });
  });
  const privateJwk = JSON.parse(stored) as JWK;
  const { d: _, ...publicJwk } = privateJwk;
  return { publicJwk, privateJwk };
}

/** What a development token says. */
export interface DevelopmentToken {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly audience: string;
  /** Seconds until it expires. */
  readonly expiresIn: number;
  readonly seller?: string;
  readonly scope?: string;
  readonly email?: string;
}

/** Signs an access token (RFC 9068) that lasts for `expiresIn` seconds. */
export async function signDevelopmentToken(key: DevelopmentKey, token: DevelopmentToken): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    name: token.name,
    roles: token.roles,
    ...(token.seller && { seller: token.seller }),
    ...(token.scope !== undefined && { scope: token.scope }),
    ...(token.email && { email: token.email, email_verified: true }),
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.privateJwk.kid!, typ: 'at+jwt' })
    .setIssuer(developmentIssuer)
    .setAudience(token.audience)
    .setSubject(token.subject)
    .setIssuedAt(now)
    .setJti(randomUUID())
    .setExpirationTime(now + token.expiresIn)
    .sign(await importJWK(key.privateJwk, 'ES256'));
}
