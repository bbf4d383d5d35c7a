import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { IdentityProvider } from '../support/identity.js';
import { startProcess } from '../support/server-process.mjs';
import { company } from '../support/world.js';

let provider: IdentityProvider;
let server: Awaited<ReturnType<typeof startProcess>>;
const signIn = (client: string, resource?: string) => provider.signIn(server, client, resource);

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startProcess({ env: provider.settings(), args: ['serve', '--seed'] });
});
afterAll(async () => {
  provider.stop();
  await server.stop();
});

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
    const lost = await startProcess({ env: { ...provider.settings(), OIDC_ISSUER: 'http://127.0.0.1:9' } });
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
