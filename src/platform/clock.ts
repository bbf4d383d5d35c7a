import type { Instant } from '../domain/words.js';

/** Tells the time; tests pass one of their own. */
export interface Clock {
  now(): Instant;
}
export const systemClock: Clock = { now: () => new Date().toISOString() };
