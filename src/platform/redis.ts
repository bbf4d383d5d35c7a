import { Redis } from 'ioredis';

/** Connects to Redis: commands fail at once while it is away, and after `answerMs` when it does not answer; it is tried again by itself. */
export const connectRedis = (url: string, answerMs: number, options: object = {}): Redis =>
  new Redis(url, {
    connectTimeout: 2000,
    commandTimeout: answerMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 2000),
    ...options,
  });
