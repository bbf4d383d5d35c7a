import type { ExecutionResult } from 'graphql';
import { limits } from '../../domain/limits.js';

/** Sends a result, and calls `done` when the connection has taken it. */
export type Send = (result: ExecutionResult, done: () => void) => void;

const texts = new WeakMap<object, string>();

/** A result as text, which is made once for all who get it. */
export function textOf(result: ExecutionResult): string {
  let text = texts.get(result);
  if (text === undefined) {
    text = JSON.stringify(result);
    texts.set(result, text);
  }
  return text;
}

/** What one subscription sends, until it ends. Bounded: who does not take results in time is told to resume, and let go. */
export class Subscriber implements AsyncIterableIterator<ExecutionResult> {
  private readonly queue: ExecutionResult[] = [];
  private waiting: ((result: IteratorResult<ExecutionResult>) => void) | null = null;
  private send: Send | null = null;
  private sending = 0;
  /** Bytes that wait, in the queue and on the connection. */
  private queued = 0;
  private unsent = (): number => 0;
  private ended = false;
  /** The cursor of the last result that was accepted, or that from which the subscription began: from there it resumes. */
  cursor: string;

  constructor(
    /** The place from which the subscription began. */
    readonly start: string,
    /** Makes the last result of one that is too slow. */
    private readonly tooSlow: () => ExecutionResult,
    /** Called once it has ended, for whatever reason. */
    private readonly onEnd: () => void,
  ) {
    this.cursor = start;
  }

  /** Has results sent as they come, instead of being iterated over; `unsent` tells the bytes that the connection has not taken yet. */
  sendBy(send: Send, unsent: () => number): void {
    this.send = send;
    this.unsent = unsent;
    this.queued = 0;
    for (const result of this.queue.splice(0)) this.accept(result);
  }

  push(result: ExecutionResult): void {
    if (this.ended) return;
    if (this.fill >= 1) this.end(this.tooSlow());
    else {
      this.accept(result);
      this.cursor = String(result.extensions?.cursor);
    }
  }

  /** How much of what may wait for its receiver does: 1 is too much. */
  get fill(): number {
    const results = (this.queue.length + this.sending) / limits.subscriberBacklog;
    return Math.max(results, (this.queued + this.unsent()) / limits.subscriberBacklogBytes);
  }

  /** Ends it after what waits, and after a last result where there is one. */
  end(last?: ExecutionResult): void {
    if (this.ended) return;
    if (last) this.accept(last);
    this.ended = true;
    this.waiting?.({ value: undefined, done: true });
    this.waiting = null;
    this.onEnd();
  }

  private accept(result: ExecutionResult): void {
    if (this.send) {
      this.sending++;
      this.send(result, this.sent);
    } else if (this.waiting) {
      this.waiting({ value: result, done: false });
      this.waiting = null;
    } else {
      this.queue.push(result);
      this.queued += textOf(result).length;
    }
  }

  private readonly sent = (): void => {
    this.sending--;
  };

  next(): Promise<IteratorResult<ExecutionResult>> {
    const value = this.queue.shift();
    if (value) {
      this.queued -= textOf(value).length;
      return Promise.resolve({ value, done: false });
    }
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.queue.length = 0;
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
