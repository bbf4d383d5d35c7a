import { outsideRequests } from './request-scope.js';
import { awaitShared } from './waits.js';

/**
 * Answers what many ask at once by one reading, which begins after each of them has asked: nobody is told how things were before. However
 * many ask, one is under way and one waits.
 */
export class SharedReads<T> {
  private readonly running = new Map<string, Promise<T>>();
  private readonly waiting = new Map<string, Promise<T>>();

  /** What `read` answers; who asks under one key reads the same. Throws what it throws, and what {@link awaitShared} does. */
  ask(key: string, read: () => Promise<T>): Promise<T> {
    const running = this.running.get(key);
    if (!running) return awaitShared(this.begin(key, read));
    let next = this.waiting.get(key);
    if (!next) {
      const begin = () => {
        this.waiting.delete(key);
        return this.begin(key, read);
      };
      next = running.then(begin, begin);
      this.waiting.set(key, next);
    }
    return awaitShared(next);
  }

  private begin(key: string, read: () => Promise<T>): Promise<T> {
    const running = outsideRequests(read).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }
}
