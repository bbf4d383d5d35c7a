import type { Logger } from '../platform/log.js';
import { tell } from './failures.js';

/** Work that comes back by itself. */
export interface Chore {
  readonly everyMs: number;
  run(): Promise<unknown>;
}

/** Runs chores again and again, each never twice at once. A chore that fails is logged and comes back all the same. */
export class Housekeeping {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<unknown>>();
  private stopped = false;

  constructor(
    private readonly chores: readonly Chore[],
    private readonly log: Logger,
  ) {}

  start(): void {
    for (const chore of this.chores) this.schedule(chore);
  }

  /** Starts nothing more, and waits for what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.running);
  }

  private schedule(chore: Chore): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const done = chore.run().catch((error) => tell(error, this.log));
      this.running.add(done);
      void done.finally(() => {
        this.running.delete(done);
        this.schedule(chore);
      });
    }, chore.everyMs).unref();
    this.timers.add(timer);
  }
}
