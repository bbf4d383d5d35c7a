import type { ProgressEventType, ReviewPhase, Role } from './_generated.js';
import { JointOpsError } from './errors.js';

/** What is posted to a webhook. It names no person; ask the API for more. */
export interface WebhookEvent {
  readonly type: ProgressEventType;
  /** When it happened. */
  readonly timestamp: string;
  readonly data: {
    /** The event, the same as `webhook-id`: each post of it carries the same. */
    readonly id: string;
    /** Its place in the log: what a subscription takes as `after`. */
    readonly cursor: string;
    readonly subject: { readonly __typename: string; readonly id: string; readonly number: string };
    readonly sellerId: string;
    readonly phase: ReviewPhase | null;
    readonly reason: string | null;
    readonly actor: { readonly role: Role | null };
    readonly occurredAt: string;
  };
}

/** A post that is not to be believed: `code` says why. Answer 400. */
export class WebhookVerificationError extends JointOpsError {
  override readonly name = 'WebhookVerificationError';
}

/** A post as it arrived. */
export interface WebhookPost {
  /** The body, byte for byte as it came: not parsed and written anew. */
  readonly body: string | Uint8Array;
  /** The headers, in lower case: those of Node's request, a `Headers`, or a record. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface VerifyOptions {
  /** The endpoint's secret, `whsec_…`; while it is being changed, the new one and the old one. */
  readonly secret: string | readonly string[];
  /** Seconds by which the time of a post may differ from now, so that an old one cannot be sent again. @default 300 */
  readonly toleranceSeconds?: number;
}

/**
 * Checks a post as Standard Webhooks says (https://www.standardwebhooks.com), and answers the event. Throws a WebhookVerificationError.
 */
export async function verifyWebhook(
  { body, headers }: WebhookPost,
  { secret, toleranceSeconds = 300 }: VerifyOptions,
): Promise<WebhookEvent> {
  const header = (name: string): string => {
    const value = headers instanceof Headers ? headers.get(name) : (headers as Readonly<Record<string, unknown>>)[name];
    if (typeof value !== 'string') throw refused('HEADER_MISSING', `The header ${name} is missing.`);
    return value;
  };
  const [id, timestamp, signatures] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')];
  const difference = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(difference <= toleranceSeconds)) throw refused('TIMESTAMP_OUT_OF_TOLERANCE', 'The time of the post is too far from now.');
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const signed = signedBytes(id, timestamp, text);
  for (const each of [secret].flat()) {
    const key = await keyOf(each as string);
    for (const [, signature = ''] of signatures.matchAll(/(?:^| )v1,(\S+)/g)) {
      if (await crypto.subtle.verify('HMAC', key, bytesOf(signature), signed)) return JSON.parse(text) as WebhookEvent;
    }
  }
  throw refused('SIGNATURE_MISMATCH', 'No signature of the post is by the secret of this endpoint.');
}

/** Signs a post as the server does, to test a receiver with. Answers its headers. */
export async function signWebhook(
  body: string,
  { secret, id = 'event_test', at = new Date() }: { readonly secret: string; readonly id?: string; readonly at?: Date },
): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(id, timestamp, body)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${btoa(String.fromCharCode(...mac))}` };
}

const signedBytes = (id: string, timestamp: string, body: string) => new TextEncoder().encode(`${id}.${timestamp}.${body}`);

const keyOf = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(secret.replace(/^whsec_/, '')), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

const refused = (code: string, message: string): WebhookVerificationError => new WebhookVerificationError({ code, message, status: 400 });
