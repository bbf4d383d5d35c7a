import { type Actor, isPlatform, platformRoles, recordOf } from '../domain/actor.js';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Language } from '../domain/words.js';
import { Reader } from '../loaders/reader.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Links } from '../platform/links.js';
import type { MessageTexts } from '../platform/message-texts.js';
import type { Context, Services } from '../resolvers/context.js';
import type { ReviewTimes } from '../services/review-times.js';

/** RFC 6750: Authorization: Bearer TOKEN. Null for anything else. */
export const bearerToken = (authorization = ''): string | null => /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1] ?? null;

/** The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): up to 255 visible characters. */
export function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined || header === '') return null;
  if (typeof header !== 'string' || header.length > limits.idempotencyKeyLength || !/^[\x21-\x7e]+$/.test(header)) {
    throw new Failure('BAD_REQUEST', {
      en: `Idempotency-Key takes up to ${limits.idempotencyKeyLength} visible ASCII characters, for example a UUID.`,
      zh: `Idempotency-Key 最多 ${limits.idempotencyKeyLength} 个可见 ASCII 字符，例如 UUID。`,
    });
  }
  return header;
}

/** Who a context is made for. */
export interface Caller {
  readonly actor: Actor;
  readonly language: Language;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
}

interface ContextParts {
  readonly services: Services;
  readonly database: Database;
  readonly clock: Clock;
  readonly links: Links;
  readonly texts: MessageTexts;
  readonly times: ReviewTimes;
}

/** Makes the context in which resolvers work for a caller. */
export function contextOf(
  { actor, language, requestId, idempotencyKey }: Caller,
  { services, database, clock, links, texts, times }: ContextParts,
): Context {
  return {
    actor,
    language,
    requestId,
    idempotencyKey,
    services,
    texts,
    times,
    reader: new Reader(database, actor),
    mutations: 0,
    // Apollo hands a copy of the context to the resolvers: it is that which changes.
    beginMutation() {
      this.mutations++;
      this.reader = new Reader(database, actor);
    },
    now: () => clock.now(),
    contactsShown: new Set(),
    link: (target) => links.to(target, { subject: actor.subject, staff: isPlatform(actor) ? recordOf(actor, platformRoles).role : null }),
  };
}
