import { AsyncLocalStorage } from 'node:async_hooks';
import type { Redis } from 'ioredis';
import type { Logger } from './log.js';
import { connectRedis } from './redis.js';

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

/** Milliseconds between two looks whether Redis still answers, and those that it has for an answer. */
const aliveMs = 2000;

/** A doorbell that all processes on one Redis hear. While Redis is away only this process does; the others poll. */
export class RedisDoorbell extends LocalDoorbell {
  private readonly sender: Redis;
  private readonly hearer: Redis;
  private readonly timer: NodeJS.Timeout;
  private lost = false;

  constructor(
    url: string,
    private readonly log: Logger,
  ) {
    super();
    this.sender = connectRedis(url, aliveMs);
    this.hearer = connectRedis(url, aliveMs, { autoResubscribe: false });
    for (const redis of [this.sender, this.hearer]) redis.on('error', () => this.told(true)).on('ready', () => this.told(false));
    this.hearer.on('message', () => super.ring());
    this.hearer.on('ready', () => void this.hearer.subscribe(channel).catch(() => this.hearer.disconnect(true)));
    // Who only listens never learns that the other side is gone for good.
    this.timer = setInterval(() => {
      for (const redis of [this.sender, this.hearer]) {
        if (redis.status === 'ready') void redis.ping().catch(() => redis.disconnect(true));
      }
    }, aliveMs).unref();
  }

  override ring(): void {
    super.ring();
    void this.sender.publish(channel, '').catch(() => {});
  }

  override async close(): Promise<void> {
    await super.close();
    clearInterval(this.timer);
    this.sender.disconnect();
    this.hearer.disconnect();
  }

  private told(lost: boolean): void {
    if (lost !== this.lost) this.log.warn({ lost }, 'redis doorbell');
    this.lost = lost;
  }
}
