import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Whose tokens are trusted, and with which keys. */
export interface Issuer {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

/** Milliseconds to wait for the provider's discovery document and keys together. */
const fetchTimeoutMs = 3000;
/** Milliseconds after which keys are looked for anew, so that one that was withdrawn is not trusted for long. */
const maxAgeMs = 10 * 60_000;
/** Milliseconds between two looks at the provider, whatever tokens come: strangers cannot have it asked more often. */
const cooldownMs = 5000;

/** That the provider could not be asked, or answered nothing of use. */
export class ProviderUnreachable extends Error {
  constructor(cause: unknown) {
    super('the identity provider cannot be asked', { cause });
  }
}

interface Loaded extends Issuer {
  readonly find: ReturnType<typeof createLocalJWKSet>;
}

/**
 * The keys of an OpenID Connect provider, found by discovery (OpenID Connect Discovery 1.0). A key that is new is looked for when its first
 * token comes; keys that are known go on counting while the provider does not answer.
 */
export class ProviderKeys {
  private loaded: Loaded | null = null;
  private loadedAt = 0;
  private triedAt = Number.NEGATIVE_INFINITY;
  private failure: ProviderUnreachable | null = null;
  private loading: Promise<void> | null = null;

  constructor(
    private readonly url: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The provider, with the keys that are known; null when it has never answered. */
  get known(): Issuer | null {
    if (this.loaded && this.now() - this.loadedAt > maxAgeMs) void this.load().catch(() => {});
    return this.loaded;
  }

  /** The provider. Throws ProviderUnreachable when it has never answered. */
  async issuer(): Promise<Issuer> {
    if (!this.known) await this.load();
    return this.loaded!;
  }

  /** Throws JWKSNoMatchingKey for a key that the provider does not have, ProviderUnreachable when it cannot be asked. */
  private readonly find: JWTVerifyGetKey = async (header, token) => {
    const { loaded } = this;
    try {
      return await loaded!.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.load();
      if (this.loaded === loaded) throw error;
      return this.loaded!.find(header, token);
    }
  };

  /** Asks the provider, unless it was asked just now: then throws what came of it, if that was a failure. */
  private async load(): Promise<void> {
    if (!this.loading && this.now() - this.triedAt < cooldownMs) {
      if (this.failure) throw this.failure;
      return;
    }
    this.loading ??= this.fetch().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.now();
    const signal = AbortSignal.timeout(fetchTimeoutMs);
    try {
      const { issuer, jwks_uri: address } = (await json(`${withoutSlash(this.url)}/.well-known/openid-configuration`, signal)) as Discovery;
      if (withoutSlash(issuer) !== withoutSlash(this.url)) throw new Error('discovery names another issuer');
      if (new URL(this.url).protocol === 'https:' && new URL(address).protocol !== 'https:')
        throw new Error('keys are not served over https');
      this.loaded = { issuer, keys: this.find, find: createLocalJWKSet((await json(address, signal)) as JSONWebKeySet) };
      this.loadedAt = this.now();
      this.failure = null;
    } catch (error) {
      this.failure = new ProviderUnreachable(error);
      throw this.failure;
    }
  }
}

interface Discovery {
  readonly issuer: string;
  readonly jwks_uri: string;
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

async function json(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { redirect: 'error', signal });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}
