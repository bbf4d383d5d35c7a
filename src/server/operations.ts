import { type FastifyInstance, fastify } from 'fastify';
import { type Readiness, serveHealth } from './health.js';
import type { Metrics } from './metrics.js';

/** Listens for operators, at an address that strangers do not reach: /metrics, /livez, and /readyz that names what is lost. */
export async function serveOperations(
  at: { host: string; port: number },
  readiness: Readiness,
  metrics: Metrics,
): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true }) as unknown as FastifyInstance;
  serveHealth(app, readiness, { names: true });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.addHook('onClose', async () => metrics.stop());
  await app.listen(at);
  return app;
}
