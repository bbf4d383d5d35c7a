/** Milliseconds after which it is looked whether something is due, though nobody rang. */
const pollMs = 1000;

/** Runs the work that turns news into deliveries and sends them: when the doorbell rings, and each second; never twice at once. */
export class Outgoing {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.ring(), pollMs).unref();
    this.ring();
  }

  ring(): void {
    if (!this.timer) return;
    this.again = true;
    this.running ??= this.drain().finally(() => {
      this.running = null;
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    this.again = false;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.work().catch(this.report);
    }
  }
}

/** Makes a call that happens at once, and then once in so many milliseconds, however often it is asked for; the last asking is heeded. */
export function seldom(call: () => void, ms: number): () => void {
  let resting = false;
  let asked = false;
  const run = (): void => {
    [resting, asked] = [true, false];
    call();
    setTimeout(() => {
      resting = false;
      if (asked) run();
    }, ms).unref();
  };
  return () => {
    asked = true;
    if (!resting) run();
  };
}
