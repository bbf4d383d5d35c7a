/** Runs tasks side by side, up to so many at once; a slow one holds up no other. Tasks never reject. */
export class Lanes {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly max: number,
    /** Called whenever a lane is free again. */
    private readonly onFree: () => void,
  ) {}

  get free(): number {
    return this.max - this.running.size;
  }

  start(task: () => Promise<void>): void {
    const done = task().finally(() => {
      this.running.delete(done);
      this.onFree();
    });
    this.running.add(done);
  }

  /** Waits until all that runs has ended, or for so many milliseconds. */
  async idle(maxMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, maxMs);
    });
    await Promise.race([Promise.all(this.running), late]);
    clearTimeout(timer);
  }
}
