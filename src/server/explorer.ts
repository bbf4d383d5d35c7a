import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config.js';
import { shipped } from '../platform/shipped.js';

/** A role to try the API in, with a token that is good for a day. */
export interface DemoRole {
  /** As `joint-ops token --as` takes it. */
  readonly key: string;
  /** Who that is, for people: English, Chinese. */
  readonly who: { readonly en: string; readonly zh: string };
  readonly token: string;
}

/** The bundle that `vite build explorer` makes. */
const folder = shipped('dist/explorer/');

/** Addresses that only this machine can reach. */
const loopback = ['127.0.0.1', '::1', 'localhost'];

/** Monaco writes its own style sheets; everything else comes from files of ours. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whether the explorer may hand out tokens of the demo's roles: only in development, to this machine (ADR 33). */
const givesTokens = ({ environment, developmentIssuer, host }: Config): boolean =>
  environment !== 'production' && developmentIssuer && loopback.includes(host);

/** Serves the explorer at `/`, its files below `/explorer/`, and at `/explorer/roles` the demo's roles with their tokens. */
export async function serveExplorer(app: FastifyInstance, config: Config, demoRoles: (() => Promise<DemoRole[]>) | null): Promise<void> {
  await app.register(async (explorer) => {
    explorer.addHook('onSend', async (_request, reply) => {
      void reply.headers({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    });
    // The names of the files hold their hashes.
    await explorer.register(fastifyStatic, { root: folder, prefix: '/explorer/', index: false, immutable: true, maxAge: '1y' });
    explorer.get('/', (_request, reply) => reply.sendFile('index.html', { immutable: false, maxAge: 0 }));
    if (demoRoles && givesTokens(config)) {
      explorer.get('/explorer/roles', async ({ hostname }, reply) => {
        // A name of somebody else's that leads here (DNS rebinding) gets nothing.
        if (!loopback.includes(hostname.replace(/^\[|\]$/g, ''))) return reply.callNotFound();
        return reply.header('cache-control', 'no-store').send(await demoRoles());
      });
    }
  });
}

/** Whether the explorer was built; where only the server was, there is none. */
export const hasExplorer = (): boolean => existsSync(folder);
