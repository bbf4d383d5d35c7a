/** A row of a log that is read in the order of its positions. */
export interface Positioned {
  readonly position: number;
}

/** What a feed is made of. */
export interface FeedSource<T extends Positioned> {
  /** The rows after a position, in order. */
  read(after: number, limit: number): Promise<T[]>;
  /** The position of the newest row. */
  newest(): Promise<number>;
}

/** Milliseconds after which the log is looked at though nobody rang. */
const pollMs = 1000;
/** Rows that are read and told at once. */
const batch = 100;

/** Reads a log from its last position on, whenever the doorbell rings, and each second as a safety net; tells each row once, in order. */
export class Feed<T extends Positioned> {
  /** The position of the last row that listeners were told of. */
  position = 0;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(
    readonly source: FeedSource<T>,
    /** Told of rows in order, each once. Never rejects. */
    private readonly listener: (rows: readonly T[]) => Promise<void>,
    /** Whether anybody listens: while nobody does, nothing is read. */
    private readonly isHeard: () => boolean,
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.ring(), pollMs).unref();
  }

  /** There may be news. */
  ring(): void {
    if (this.stopped || this.timer === undefined || !this.isHeard()) return;
    this.again = true;
    this.reading ??= this.drain().finally(() => {
      this.reading = null;
    });
  }

  /** Leaves out what was written while nobody listened: whoever begins to listen first says where to begin. */
  skipTo(position: number): void {
    this.position = Math.max(this.position, position);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.reading;
  }

  private async drain(): Promise<void> {
    while (this.again && !this.stopped && this.isHeard()) {
      this.again = false;
      try {
        for (let rows = await this.next(); rows.length > 0; rows = rows.length < batch ? [] : await this.next()) {
          this.position = rows.at(-1)!.position;
          await this.listener(rows);
        }
      } catch (error) {
        // The log could not be read: the next ring or second tries again.
        this.report(error);
      }
    }
  }

  private next(): Promise<T[]> {
    return this.source.read(this.position, batch);
  }
}
