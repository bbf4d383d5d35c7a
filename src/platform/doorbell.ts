import { AsyncLocalStorage } from 'node:async_hooks';
import { Redis } from 'ioredis';
import type { Logger } from './log.js';

/** Tells that there is news in the log. It carries nothing: whoever hears it reads the log, which is the truth. */
export interface Doorbell {
  ring(): void;
  /** Calls `listener` whenever any process rings, this one included. */
  onRing(listener: () => void): void;
  close(): Promise<void>;
}

/** A doorbell within this process. */
export class LocalDoorbell implements Doorbell {
  private readonly listeners = new Set<() => void>();
  /** What listeners do is no part of the request that rang. */
  private readonly outside = AsyncLocalStorage.snapshot();

  ring(): void {
    for (const listener of this.listeners) this.outside(listener);
  }

  onRing(listener: () => void): void {
    this.listeners.add(listener);
  }

  async close(): Promise<void> {
    this.listeners.clear();
  }
}

const channel = 'joint-ops:news';

/** A doorbell that all processes on one Redis hear. While Redis is away only this process does; the others poll. */
export class RedisDoorbell extends LocalDoorbell {
  private readonly sender: Redis;
  private readonly hearer: Redis;
  private lost = false;

  constructor(
    url: string,
    private readonly log: Logger,
  ) {
    super();
    const connect = (options: object): Redis => {
      const redis = new Redis(url, {
        connectTimeout: 2000,
        commandTimeout: 2000,
        maxRetriesPerRequest: 0,
        retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 2000),
        ...options,
      });
      redis.on('error', () => this.told(true)).on('ready', () => this.told(false));
      return redis;
    };
    this.sender = connect({ enableOfflineQueue: false });
    // What was heard of before the connection broke is heard of again.
    this.hearer = connect({ autoResubscribe: true, maxRetriesPerRequest: null, commandTimeout: undefined });
    this.hearer.on('message', () => super.ring());
    void this.hearer.subscribe(channel).catch(() => {});
  }

  override ring(): void {
    super.ring();
    void this.sender.publish(channel, '').catch(() => {});
  }

  override async close(): Promise<void> {
    await super.close();
    this.sender.disconnect();
    this.hearer.disconnect();
  }

  private told(lost: boolean): void {
    if (lost !== this.lost) this.log.warn({ lost }, 'redis doorbell');
    this.lost = lost;
  }
}
