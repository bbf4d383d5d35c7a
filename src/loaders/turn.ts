const settled = Promise.resolve();

/** Sends together what is asked for at one moment. */
export class Turn {
  private readonly unsent: (() => void)[] = [];

  /** Sends when nothing that runs now can ask for more, as DataLoader waits. */
  atEnd(send: () => void): void {
    if (this.unsent.push(send) > 1) return;
    settled.then(() =>
      process.nextTick(() => {
        for (const each of this.unsent.splice(0)) each();
      }),
    );
  }
}
