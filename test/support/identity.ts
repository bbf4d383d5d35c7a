import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JWK } from 'jose';
import { type Json, Person, type Place } from './client.js';

/** What the provider tells of itself. */
interface Told {
  /** How often it was asked. */
  readonly asked: { readonly discovery: number; readonly keys: number };
  /** The key that signs. */
  readonly privateJwk: JWK;
}

/** The identity provider of tests. */
export class IdentityProvider {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./identity-provider.mjs', import.meta.url))], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [{ issuer }] = await once(child, 'message');
    return new IdentityProvider(child, issuer);
  }

  stop(): void {
    this.child.kill();
  }

  /** The settings of a server that trusts it. */
  settings(): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_AUDIENCE: 'urn:joint-ops-api',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_SELLER_CLAIM: 'https://joint-ops.example/seller',
      OIDC_SCOPES_CLAIM: 'permissions',
    };
  }

  async tell(command: 'rotate' | 'leave' | 'comeBack' | 'look'): Promise<Told> {
    this.child.send({ command });
    return (await once(this.child, 'message'))[0];
  }

  /** A token that it issues to a client, for a resource. */
  async token(client: string, resource = 'urn:joint-ops-api'): Promise<string> {
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client}:${client}-secret`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    });
    return ((await response.json()) as Json).access_token;
  }

  async signIn(place: Place, client: string, resource?: string): Promise<Person> {
    return new Person(place, await this.token(client, resource));
  }
}
