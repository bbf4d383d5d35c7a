import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';

/** How many points somebody has. */
export interface Standing {
  /** Points of a whole minute. */
  readonly limit: number;
  /** Points that are left. */
  readonly remaining: number;
  /** Milliseconds until all of them are there again. */
  readonly resetMs: number;
}

/** Callers that were let in and are not looked at again. */
const knownCallers = 10_000;

/** Counts what callers spend. */
export class Rates {
  private readonly points: RateLimiterMemory | RateLimiterRedis | null;
  private readonly failures: RateLimiterMemory | null;
  private readonly known = new LRUCache<string, true>({ max: knownCallers });

  /** `redis`: counts for all processes; while it is away each counts for itself. */
  constructor(
    private readonly pointsPerMinute: number | null,
    failuresPerMinute: number | null,
    private readonly redis: Redis | null,
  ) {
    const duration = limits.rateWindowMs / 1000;
    this.failures = failuresPerMinute === null ? null : new RateLimiterMemory({ points: failuresPerMinute, duration });
    if (pointsPerMinute === null) {
      this.points = null;
      return;
    }
    const here = new RateLimiterMemory({ points: pointsPerMinute, duration });
    this.points = redis
      ? new RateLimiterRedis({
          storeClient: redis,
          keyPrefix: 'joint-ops:points',
          points: pointsPerMinute,
          duration,
          rejectIfRedisNotReady: true,
          // Who has nothing left is refused without asking Redis again.
          inMemoryBlockOnConsumed: pointsPerMinute + 1,
          insuranceLimiter: here,
        })
      : here;
    // What does not answer in time is connected to anew: until then each process counts for itself, and nobody waits.
    redis?.on('error', () => {});
  }

  /** Points that one operation may cost. */
  get operationCost(): number {
    return Math.min(limits.operationCost, this.pointsPerMinute ?? limits.operationCost);
  }

  /** Takes points off somebody's. Answers null where points are not bounded. Throws {@link RateLimited}. */
  async take(subject: string, points: number): Promise<Standing | null> {
    if (!this.points) return null;
    try {
      return this.standing(await this.consume(subject, points));
    } catch (spent) {
      if (!(spent instanceof RateLimiterRes)) throw spent;
      throw new RateLimited(this.standing(spent));
    }
  }

  /** Verifies a token from an address. An address with too many bad ones is refused, except with a token that was good before. */
  async watch<T>(address: string, authorization: string | undefined, verify: () => Promise<T>): Promise<T> {
    if (!this.failures) return verify();
    const tried = this.known.has(authorization ?? '') ? null : await this.failures.get(address);
    if (tried && tried.consumedPoints >= this.failures.points)
      throw new RateLimited({ limit: this.failures.points, remaining: 0, resetMs: tried.msBeforeNext });
    try {
      const verified = await verify();
      if (authorization) this.known.set(authorization, true);
      return verified;
    } catch (error) {
      if (error instanceof Failure && error.code === 'UNAUTHENTICATED') {
        if (authorization) this.known.delete(authorization);
        await this.failures.penalty(address);
      }
      throw error;
    }
  }

  close(): void {
    this.redis?.disconnect();
  }

  private async consume(subject: string, points: number): Promise<RateLimiterRes> {
    const begun = performance.now();
    const taken = await this.points!.consume(subject, points);
    if (this.redis?.status === 'ready' && performance.now() - begun >= limits.rateStoreMs) this.redis.disconnect(true);
    return taken;
  }

  private standing({ remainingPoints, msBeforeNext }: RateLimiterRes): Standing {
    return { limit: this.pointsPerMinute!, remaining: remainingPoints, resetMs: msBeforeNext };
  }
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** What the headers of an answer tell of it (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateHeaders({ limit, remaining, resetMs }: Standing): Record<string, string> {
  return {
    'ratelimit-policy': `"points";q=${limit};w=${limits.rateWindowMs / 1000}`,
    ratelimit: `"points";r=${remaining};t=${seconds(resetMs)}`,
  };
}

/** Somebody has spent all points: the failure RATE_LIMITED. */
export class RateLimited extends Failure {
  constructor(readonly standing: Standing) {
    super(
      'RATE_LIMITED',
      {
        en: `You have spent your ${standing.limit} points of this minute; come again in ${seconds(standing.resetMs)} s.`,
        zh: `您已用完本分钟的 ${standing.limit} 点；请在 ${seconds(standing.resetMs)} 秒后重试。`,
      },
      { retryAfterMs: seconds(standing.resetMs) * 1000 },
    );
  }

  /** The headers of its answer. */
  get headers(): Record<string, string> {
    return { ...rateHeaders(this.standing), 'retry-after': String(seconds(this.standing.resetMs)) };
  }
}
