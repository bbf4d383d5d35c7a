// A real OpenID Connect provider on loopback, as a process of its own. Each client gets access tokens with the claims below, under
// claim names that differ from our defaults.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const people = {
  administrator: { realm_access: { roles: ['platform-admin', 'offline_access'] } },
  reviewer: { realm_access: { roles: ['QUALIFICATION_REVIEWER'] } },
  'main-account': { realm_access: { roles: ['seller'] } },
  'sub-user': {
    realm_access: { roles: ['seller'] },
    'https://joint-ops.example/seller': 'main-account',
    permissions: ['certification:write'],
  },
  reader: { realm_access: { roles: ['seller'] }, 'https://joint-ops.example/seller': 'main-account', permissions: [] },
  stranger: {},
};

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'first' }] },
  clients: Object.keys(people).map((client_id) => ({
    client_id,
    client_secret: `${client_id}-secret`,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  })),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:joint-ops-api',
      getResourceServerInfo: (_context, resource) => ({
        scope: '',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: (_context, token) => ({ sub: token.clientId, name: `Person ${token.clientId}`, ...people[token.clientId] }),
});
server.on('request', provider.callback());
process.stdout.write(`${issuer}\n`);
process.once('SIGTERM', () => process.exit(0));
