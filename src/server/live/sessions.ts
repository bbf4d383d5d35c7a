import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/actor.js';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import type { Language } from '../../domain/words.js';
import type { Viewer } from './hub.js';

/** Somebody whose token was verified, for as long as a stream lasts. */
export interface LiveSession extends Viewer {
  /** Subscriptions that run in it. */
  subscriptions: number;
  /** Called when the session ends by itself; set by whoever runs subscriptions in it. */
  readonly endings: Set<(failure: Failure) => void>;
  close(): void;
}

/** A verified token. */
export interface Verified {
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Milliseconds between two looks at the tokens: one that expires ends its streams within a second. */
const lookMs = 1000;

interface Watch {
  readonly expiresAt: number;
  verifyAt: number;
  end(failure: Failure): void;
  verifyAgain(): Promise<void>;
}

const expired = (): Failure =>
  new Failure('UNAUTHENTICATED', {
    en: 'The access token has expired; sign in again and resume.',
    zh: '访问令牌已过期；请重新登录后继续。',
  });

/** Watches over the tokens of streams: one that expires, or is not valid any more, ends its stream (R28). */
export class Sessions {
  private readonly streams = new Map<string, number>();
  private readonly watched = new Set<Watch>();
  /** One for all of them: a timer for each would take more memory than the rest of a session. */
  private readonly timer = setInterval(() => this.look(), lookMs).unref();

  constructor(private readonly verify: (authorization: string | undefined) => Promise<Verified>) {}

  /** Throws a Failure: UNAUTHENTICATED, TOO_MANY_STREAMS. `onEnd` is called when the session ends by itself. */
  async open(authorization: string | undefined, language: Language, onEnd: (failure: Failure) => void): Promise<LiveSession> {
    const { actor, expiresAt } = await this.verify(authorization);
    const open = this.streams.get(actor.subject) ?? 0;
    if (open >= limits.streamsPerPerson) {
      throw new Failure('TOO_MANY_STREAMS', {
        en: `You have ${open} streams open; close one, or run several subscriptions over one websocket.`,
        zh: `您已打开 ${open} 个连接；请关闭其一，或在同一 websocket 上运行多个订阅。`,
      });
    }
    this.streams.set(actor.subject, open + 1);
    const end = (failure: Failure): void => {
      for (const ending of [...session.endings]) ending(failure);
      session.close();
      onEnd(failure);
    };
    const verifyAgain = async (): Promise<void> => {
      try {
        const { actor: now } = await this.verify(authorization);
        if (now.sellerId !== actor.sellerId || now.main !== actor.main) end(expired());
      } catch (error) {
        // A provider that is away locks nobody out.
        if (error instanceof Failure && error.code === 'UNAUTHENTICATED') end(error);
      }
    };
    const session: LiveSession = {
      actor,
      language,
      requestId: randomUUID(),
      subscriptions: 0,
      endings: new Set(),
      close: () => {
        if (!this.watched.delete(watch)) return;
        const left = (this.streams.get(actor.subject) ?? 1) - 1;
        if (left > 0) this.streams.set(actor.subject, left);
        else this.streams.delete(actor.subject);
      },
    };
    const watch: Watch = { expiresAt, verifyAt: Date.now() + limits.reverifyMs, end, verifyAgain };
    this.watched.add(watch);
    return session;
  }

  /** Stops watching. */
  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = Date.now();
    for (const watch of this.watched) {
      if (watch.expiresAt <= now) watch.end(expired());
      else if (watch.verifyAt <= now) {
        watch.verifyAt = now + limits.reverifyMs;
        void watch.verifyAgain();
      }
    }
  }
}
