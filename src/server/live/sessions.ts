import { randomBytes } from 'node:crypto';
import type { Actor } from '../../domain/actor.js';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import type { Soon } from '../../domain/soon.js';
import type { Language } from '../../domain/words.js';
import type { Viewer } from './hub.js';

/** Somebody whose token was verified, for as long as a stream lasts. */
export interface LiveSession extends Viewer {
  /** Subscriptions that run in it. */
  subscriptions: number;
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

interface Session extends LiveSession {
  readonly onEnd: (failure: Failure) => void;
}

/** Who opens a stream. */
export interface Opening {
  readonly authorization: string | undefined;
  /** The caller's address. */
  readonly address: string;
  readonly language: Language;
}

/** A token, and the streams that are open under it: however many there are, it is kept and verified once. */
interface Grant extends Verified {
  readonly authorization: string | undefined;
  readonly address: string;
  readonly sessions: Set<Session>;
  verifyAt: number;
}

const expired = (): Failure =>
  new Failure('UNAUTHENTICATED', {
    en: 'The access token has expired; sign in again and resume.',
    zh: '访问令牌已过期；请重新登录后继续。',
  });

/** Watches over the tokens of streams: one that expires, or is not valid any more, ends its streams (R28). */
export class Sessions {
  private readonly streams = new Map<string, number>();
  private readonly grants = new Map<string | undefined, Grant>();
  /** One for all of them: a timer for each would take more memory than the rest of a session. */
  private readonly timer = setInterval(() => this.look(), lookMs).unref();

  constructor(
    private readonly verify: (authorization: string | undefined, address: string) => Soon<Verified>,
    /** Ends the subscriptions of sessions. */
    private readonly fail: (sessions: ReadonlySet<Viewer>, failure: Failure) => void,
  ) {}

  /** Throws a Failure: UNAUTHENTICATED, TOO_MANY_STREAMS. `onEnd` is called when the session ends by itself. */
  async open({ authorization, address, language }: Opening, onEnd: (failure: Failure) => void): Promise<LiveSession> {
    const verified = await this.verify(authorization, address);
    const { subject } = verified.actor;
    const open = this.streams.get(subject) ?? 0;
    if (open >= limits.streamsPerPerson) {
      throw new Failure('TOO_MANY_STREAMS', {
        en: `You have ${open} streams open; close one, or run several subscriptions over one websocket.`,
        zh: `您已打开 ${open} 个连接；请关闭其一，或在同一 websocket 上运行多个订阅。`,
      });
    }
    this.streams.set(subject, open + 1);
    const grant = this.grantOf(authorization, address, verified);
    const session: Session = {
      actor: grant.actor,
      language,
      // Not randomUUID(): a string that it has put together takes ten times its length.
      requestId: randomBytes(16).toString('hex'),
      subscriptions: 0,
      onEnd,
      close: () => this.close(grant, session),
    };
    grant.sessions.add(session);
    return session;
  }

  /** How many are open. */
  get size(): number {
    return [...this.streams.values()].reduce((sum, open) => sum + open, 0);
  }

  /** Stops watching. */
  stop(): void {
    clearInterval(this.timer);
  }

  private grantOf(authorization: string | undefined, address: string, verified: Verified): Grant {
    const known = this.grants.get(authorization);
    if (known) return known;
    const grant = { ...verified, authorization, address, sessions: new Set<Session>(), verifyAt: Date.now() + limits.reverifyMs };
    this.grants.set(authorization, grant);
    return grant;
  }

  private close(grant: Grant, session: Session): void {
    if (!grant.sessions.delete(session)) return;
    if (grant.sessions.size === 0) this.grants.delete(grant.authorization);
    const { subject } = grant.actor;
    const left = (this.streams.get(subject) ?? 1) - 1;
    if (left > 0) this.streams.set(subject, left);
    else this.streams.delete(subject);
  }

  private end(grant: Grant, failure: Failure): void {
    this.fail(grant.sessions, failure);
    for (const session of [...grant.sessions]) {
      this.close(grant, session);
      session.onEnd(failure);
    }
  }

  private look(): void {
    const now = Date.now();
    for (const grant of [...this.grants.values()]) {
      if (grant.expiresAt <= now) this.end(grant, expired());
      else if (grant.verifyAt <= now) {
        grant.verifyAt = now + limits.reverifyMs;
        void this.verifyAgain(grant);
      }
    }
  }

  private async verifyAgain(grant: Grant): Promise<void> {
    try {
      const { actor } = await this.verify(grant.authorization, grant.address);
      if (actor.sellerId !== grant.actor.sellerId || actor.main !== grant.actor.main) this.end(grant, expired());
    } catch (error) {
      // A provider that is away locks nobody out.
      if (error instanceof Failure && error.code === 'UNAUTHENTICATED') this.end(grant, error);
    }
  }
}
