import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { startProcess } from '../support/server-process.mjs';
import { company } from '../support/world.js';

let provider: ChildProcess;
let issuer: string;
let server: Awaited<ReturnType<typeof startProcess>>;

const settings = () => ({
  OIDC_ISSUER: issuer,
  OIDC_AUDIENCE: 'urn:joint-ops-api',
  OIDC_ROLES_CLAIM: 'realm_access.roles',
  OIDC_SELLER_CLAIM: 'https://joint-ops.example/seller',
  OIDC_SCOPES_CLAIM: 'permissions',
});

beforeAll(async () => {
  provider = spawn(process.execPath, [fileURLToPath(new URL('../support/identity-provider.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(provider.stdout!, 'data')) as [Buffer];
  issuer = line.toString().trim();
  server = await startProcess({ env: settings(), args: ['serve', '--demo'] });
});
afterAll(async () => {
  provider.kill();
  await server.stop();
});

/** Signs in at the provider as a client, for a resource. */
async function signIn(client: string, resource = 'urn:joint-ops-api'): Promise<Person> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${client}-secret`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return new Person(server, token);
}

describe('an OpenID Connect provider', () => {
  it('R1: is found by discovery; its tokens are verified with its keys, roles under the configured claim', async () => {
    const person = await signIn('reviewer');
    expect((await person.query('{ viewer { subject name roles seller { id } } }')).viewer).toEqual({
      subject: 'reviewer',
      name: 'Person reviewer',
      roles: ['QUALIFICATION_REVIEWER'],
      seller: null,
    });
  });

  it('R3: the main account may do everything for its seller, a sub-user what its scopes say', async () => {
    const administrator = await signIn('administrator');
    const { seller } = await administrator.do('registerSeller', { accountSubject: 'main-account', company }, 'seller { id }');
    const main = await signIn('main-account');
    const { agreements } = await main.query('{ agreements(kind: JOINT_PARTNER_PROGRAM) { id } }');
    await main.do('signAgreement', { agreementId: agreements[0].id });
    expect(await main.codes('createCertificationRequest', {})).toEqual([]);
    const subUser = await signIn('sub-user');
    expect((await subUser.query('{ viewer { scopes seller { id } } }')).viewer).toEqual({
      scopes: ['certification:write'],
      seller: { id: seller.id },
    });
    expect(await subUser.codes('createCertificationRequest', {})).toEqual([]);
    const reader = await signIn('reader');
    expect(await reader.codes('createCertificationRequest', {})).toEqual(['FORBIDDEN']);
    expect((await reader.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount).toBe(2);
  });

  it('R1: a token for another audience, and one of the development issuer, are refused', async () => {
    const elsewhere = await signIn('reviewer', 'urn:something-else');
    expect((await elsewhere.send('{ viewer { subject } }')).status).toBe(401);
    const development = await Person.as(server, 'admin');
    expect((await development.send('{ viewer { subject } }')).status).toBe(401);
  });

  it('R1: somebody without a role sees nothing and may do nothing', async () => {
    const stranger = await signIn('stranger');
    expect(await stranger.query('{ viewer { roles } certificationRequests { totalCount } }')).toEqual({
      viewer: { roles: [] },
      certificationRequests: { totalCount: 0 },
    });
    expect(await stranger.codes('createCertificationRequest', {})).toEqual(['FORBIDDEN']);
  });

  it('R1: while the provider cannot be reached, nobody new is let in, and the answer says to try again', async () => {
    const lost = await startProcess({ env: { ...settings(), OIDC_ISSUER: 'http://127.0.0.1:9' } });
    try {
      const { token } = await signIn('reviewer');
      const { status, body } = await new Person(lost, token).send('{ viewer { subject } }');
      expect(status).toBe(503);
      expect(body.errors[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    } finally {
      await lost.stop();
    }
  });
});
