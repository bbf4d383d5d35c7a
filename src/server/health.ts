import type { FastifyInstance } from 'fastify';

/** Milliseconds after which a dependency counts as lost. */
const probeTimeoutMs = 1500;

/**
 * /livez: the process runs; touches nothing. /readyz: requests are served: 200 while every dependency answers, else 503. Which one
 * does not is for the log, not for strangers.
 */
export function serveHealth(app: FastifyInstance, dependencies: Readonly<Record<string, () => Promise<void>>>): void {
  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const lost: string[] = [];
    await Promise.all(
      Object.entries(dependencies).map(([name, probe]) =>
        within(probeTimeoutMs, probe()).catch(() => {
          lost.push(name);
        }),
      ),
    );
    if (lost.length > 0) app.log.error({ lost }, 'not ready');
    return reply.code(lost.length > 0 ? 503 : 200).send({ status: lost.length > 0 ? 'unavailable' : 'ready' });
  });
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
