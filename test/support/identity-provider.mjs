// A real OpenID Connect provider on loopback, as a process of its own. Each client gets access tokens with the claims below, under
// claim names that differ from our defaults. Over IPC it can be told to rotate its keys and to go away and come back, and tells how
// often it was asked for them; it hands out its private key, so that tests can have it sign what it never would.
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

const asked = { discovery: 0, keys: 0 };
let answer;
let keys = 0;
let privateJwk;
const server = createServer((request, response) => {
  if (request.url.startsWith('/.well-known')) asked.discovery++;
  if (request.url.startsWith('/jwks')) asked.keys++;
  answer(request, response);
});
const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
await listen(0);
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;

/** Takes new keys, with those of before beside them until the next rotation. */
async function rotate() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const before = privateJwk;
  privateJwk = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: `key-${++keys}` };
  const provider = new Provider(issuer, {
    jwks: { keys: [privateJwk, ...(before ? [before] : [])] },
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
  answer = provider.callback();
}
await rotate();

const commands = {
  rotate,
  async leave() {
    server.close();
    server.closeAllConnections();
  },
  comeBack: () => listen(port),
  async look() {},
};
process.on('message', async ({ command }) => {
  await commands[command]();
  process.send({ asked, privateJwk });
});
process.send?.({ issuer });
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
