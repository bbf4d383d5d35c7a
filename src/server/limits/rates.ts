import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import type { Soon } from '../../domain/soon.js';

/** How many points somebody has. */
export interface Standing {
  /** Points of a whole minute. */
  readonly limit: number;
  /** Points that are left. */
  readonly remaining: number;
  /** Milliseconds until all of them are there again. */
  readonly resetMs: number;
}

type Limiter = RateLimiterMemory | RateLimiterRedis;

function limiter(name: string, points: number | null, redis: Redis | null): Limiter | null {
  if (points === null) return null;
  const here = new RateLimiterMemory({ points, duration: limits.rateWindowMs / 1000 });
  if (!redis) return here;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `joint-ops:${name}`,
    points,
    duration: here.duration,
    rejectIfRedisNotReady: true,
    // Who has nothing left is refused without asking Redis again.
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: here,
  });
}

/** Counts what callers spend. */
export class Rates {
  private readonly points: Limiter | null;
  private readonly failures: Limiter | null;

  /** `redis`: counts for all processes; while it is away each counts for itself. */
  constructor(
    private readonly pointsPerMinute: number | null,
    failuresPerMinute: number | null,
    private readonly redis: Redis | null,
  ) {
    this.points = limiter('points', pointsPerMinute, redis);
    this.failures = limiter('failed-tokens', failuresPerMinute, redis);
    // What does not answer in time is connected to anew: until then each process counts for itself, and nobody waits.
    redis?.on('error', () => {});
  }

  /** Points that one operation may cost. */
  get operationCost(): number {
    return Math.min(limits.operationCost, this.pointsPerMinute ?? limits.operationCost);
  }

  /** Takes points off somebody's. Answers null where points are not bounded. Throws {@link RateLimited}. */
  take(subject: string, points: number): Soon<Standing | null> {
    if (!this.points) return null;
    return this.inTime(this.points.consume(subject, points)).then(
      (left) => this.standing(left),
      (spent: unknown) => {
        throw spent instanceof RateLimiterRes ? new RateLimited(this.standing(spent)) : spent;
      },
    );
  }

  /** Verifies a token from an address. An address with too many bad ones is refused, except with a token that was good before. */
  async watch<T>(address: string, wasGood: boolean, verify: () => Promise<T>): Promise<T> {
    const { failures } = this;
    if (!failures) return verify();
    const tried = wasGood ? null : await this.inTime(failures.get(address));
    if (tried && tried.consumedPoints >= failures.points)
      throw new RateLimited({ limit: failures.points, remaining: 0, resetMs: tried.msBeforeNext });
    try {
      return await verify();
    } catch (error) {
      if (error instanceof Failure && error.code === 'UNAUTHENTICATED') await this.inTime(failures.penalty(address));
      throw error;
    }
  }

  close(): void {
    this.redis?.disconnect();
  }

  /** What a limiter answers that was just asked; connects to Redis anew when that takes too long. */
  private inTime<T>(asked: Promise<T>): Promise<T> {
    const { redis } = this;
    if (!redis) return asked;
    const begun = performance.now();
    return asked.finally(() => {
      if (redis.status === 'ready' && performance.now() - begun >= limits.rateStoreMs) redis.disconnect(true);
    });
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
