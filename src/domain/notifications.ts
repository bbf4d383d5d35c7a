import { Channel, type Language, ProgressEventType, type ReviewPhase } from './words.js';

/** Events that people are told of; the others show in the timeline alone (R26). */
const told: ReadonlySet<ProgressEventType> = new Set([
  ProgressEventType.CERTIFICATION_SUBMITTED,
  ProgressEventType.CERTIFICATION_RESUBMITTED,
  ProgressEventType.CERTIFICATION_WITHDRAWN,
  ProgressEventType.PHASE_PASSED,
  ProgressEventType.CHANGES_REQUESTED,
  ProgressEventType.CERTIFICATION_APPROVED,
  ProgressEventType.CERTIFICATION_REJECTED,
  ProgressEventType.RELEASE_SUBMITTED,
  ProgressEventType.RELEASE_WITHDRAWN,
  ProgressEventType.RELEASE_APPROVED,
  ProgressEventType.RELEASE_REJECTED,
  ProgressEventType.PRODUCT_DELISTED,
  ProgressEventType.REVIEW_OVERDUE,
]);

/** Where a contact can be reached. */
export interface Reachable {
  readonly mobile: string | null;
  readonly email: string | null;
}

/** One message to one recipient. */
export interface Address {
  readonly channel: Channel;
  readonly recipient: string;
  readonly language: Language;
}

/** Who hears of an event, and how: the seller's inbox, the business contact by e-mail and SMS, the Huawei contact by SMS (R26). */
export function addressesOf(
  event: { readonly type: ProgressEventType; readonly sellerId: string },
  { business, huawei }: { readonly business: Reachable | null; readonly huawei: Reachable | null },
): Address[] {
  if (!told.has(event.type)) return [];
  const all: (Address | null)[] = [
    { channel: Channel.INBOX, recipient: event.sellerId, language: 'en' },
    business?.email ? { channel: Channel.EMAIL, recipient: business.email, language: languageOf(business) } : null,
    business?.mobile ? { channel: Channel.SMS, recipient: business.mobile, language: languageOf(business) } : null,
    huawei?.mobile ? { channel: Channel.SMS, recipient: huawei.mobile, language: languageOf(huawei) } : null,
  ];
  const seen = new Set<string>();
  return all.filter((address): address is Address => {
    if (!address) return false;
    const key = `${address.channel} ${address.recipient}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** Which text tells of an event. */
export const textOf = ({ type, phase }: { readonly type: ProgressEventType; readonly phase: ReviewPhase | null }): string =>
  type === ProgressEventType.REVIEW_OVERDUE && phase === null ? 'RELEASE_OVERDUE' : type;

/** Numbers of Greater China read Chinese, others English (R39). */
const languageOf = ({ mobile }: Reachable): Language => (/^\+(86|852|853|886)/.test(mobile ?? '') ? 'zh' : 'en');

/** Milliseconds until a delivery is tried again: 30 s, 2 min, 8 min, 32 min, 2 h and then 6 h, each up to a fifth more or less; null when it has failed for good. */
export function retryDelay(attempts: number, random: number): number | null {
  if (attempts >= maxAttempts) return null;
  return Math.round(Math.min(30_000 * 4 ** (attempts - 1), 6 * 3_600_000) * (0.8 + 0.4 * random));
}

/** Attempts to deliver a notification, over some 20 hours. */
export const maxAttempts = 8;
