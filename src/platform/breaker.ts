/** Waits in a row that came to nothing until nobody is let in. */
const threshold = 3;
/** Milliseconds between two looks whether it is back. */
const probeMs = 500;

/**
 * Keeps callers from waiting for what does not answer: after three timeouts in a row it is open, and everybody is refused at once, until
 * a probe is answered. Without it each caller would wait in vain, and with them all that they hold.
 */
export class Breaker {
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Throws, soon, while it is away. */
    private readonly probe: () => Promise<void>,
    /** Told when it opens and when it closes. */
    private readonly onChange: (open: boolean) => void = () => {},
  ) {}

  get open(): boolean {
    return this.timer !== undefined;
  }

  answered(): void {
    this.failures = 0;
  }

  timedOut(): void {
    if (++this.failures < threshold || this.open) return;
    this.onChange(true);
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private schedule(): void {
    const timer = setTimeout(async () => {
      const back = await this.probe().then(
        () => true,
        () => false,
      );
      // Stopped meanwhile.
      if (this.timer !== timer) return;
      if (!back) return this.schedule();
      this.stop();
      this.failures = 0;
      this.onChange(false);
    }, probeMs).unref();
    this.timer = timer;
  }
}
