/** Milliseconds that one request waits for the database, all its statements together; it is then answered with SERVICE_UNAVAILABLE, within 5 s. */
const patienceMs = 4500;

/** How long somebody still waits for the database: the time of waits that overlap counts once, and work of our own counts nothing. */
export class Patience {
  private used = 0;
  private waits = 0;
  private since = 0;

  /** Milliseconds that are left. */
  get left(): number {
    return patienceMs - this.used - (this.waits > 0 ? performance.now() - this.since : 0);
  }

  /** A wait begins; answers what ends it. */
  begin(): () => void {
    if (this.waits++ === 0) this.since = performance.now();
    return () => {
      if (--this.waits === 0) this.used += performance.now() - this.since;
    };
  }
}
