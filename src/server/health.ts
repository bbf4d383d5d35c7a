import type { FastifyInstance } from 'fastify';
import type { Logger } from '../platform/log.js';

/** Milliseconds after which a dependency counts as lost. */
const probeTimeoutMs = 1500;
/** Milliseconds for which an answer holds: whoever asks more often sends nothing more to the dependencies. */
const freshMs = 400;

/** Throws when what it looks at cannot be reached. */
export type Probe = () => Promise<void>;

/** Whether requests are served: while every dependency answers, and the server is not about to stop. */
export class Readiness {
  private asked: { readonly at: number; readonly lost: Promise<readonly string[]> } | null = null;
  private known = '';
  /** The server is about to stop: nobody is to be sent here. */
  draining = false;

  constructor(
    private readonly dependencies: Readonly<Record<string, Probe>>,
    private readonly log: Logger,
  ) {}

  /** The dependencies that do not answer, within 1.5 s; at most 0.4 s old. */
  lost(): Promise<readonly string[]> {
    const now = performance.now();
    if (!this.asked || now - this.asked.at > freshMs) this.asked = { at: now, lost: this.look() };
    return this.asked.lost;
  }

  private async look(): Promise<readonly string[]> {
    const lost: string[] = [];
    await Promise.all(
      Object.entries(this.dependencies).map(([name, probe]) => within(probeTimeoutMs, probe()).catch(() => lost.push(name))),
    );
    lost.sort();
    const now = lost.join();
    if (now !== this.known) this.log[lost.length > 0 ? 'error' : 'info']({ lost }, 'readiness');
    this.known = now;
    return lost;
  }
}

/**
 * /livez: the process runs; touches nothing. /readyz: 200 while requests are served, else 503. `names` has it tell which dependencies are
 * lost: for operators, not for strangers.
 */
export function serveHealth(app: FastifyInstance, readiness: Readiness, { names }: { names: boolean }): void {
  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (readiness.draining) return reply.code(503).send({ status: 'stopping' });
    const lost = await readiness.lost();
    const status = lost.length > 0 ? 'unavailable' : 'ready';
    return reply.code(lost.length > 0 ? 503 : 200).send(names ? { status, lost } : { status });
  });
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
