import { type Actor, isPlatform, isSellerOf } from './actor.js';
import { ProgressEventType, ReviewPhase, Role } from './words.js';

/** What the rights to an event depend on. */
export interface EventFacts {
  readonly type: ProgressEventType;
  readonly sellerId: string;
  readonly phase: ReviewPhase | null;
}

/** Events of drafts, which only their seller sees (R4). */
export const ofDrafts: readonly ProgressEventType[] = [
  ProgressEventType.CERTIFICATION_COPIED,
  ProgressEventType.CERTIFICATION_DISCARDED,
  ProgressEventType.RELEASE_DISCARDED,
];

/** Whether an actor may see an event: its seller, the platform, and the request's Huawei contact by its verified address (R2, R4, R5). */
export function seesEvent(actor: Actor, event: EventFacts, huaweiContact: string | null): boolean {
  if (isSellerOf(actor, event.sellerId)) return true;
  if (ofDrafts.includes(event.type)) return false;
  return isPlatform(actor) || (actor.email !== null && actor.email === huaweiContact);
}

/** A queue of reviews: one for each phase of certification, and that of releases. */
export type Queue = ReviewPhase | 'RELEASE';

/** The queues that an event enters, changes or leaves. */
export function queuesOf({ type, phase }: EventFacts): readonly Queue[] {
  if (ofDrafts.includes(type) || type === ProgressEventType.PRODUCT_DELISTED) return [];
  if (type === ProgressEventType.PHASE_PASSED) return [ReviewPhase.QUALIFICATION, ReviewPhase.PRODUCT];
  return phase ? [phase] : ['RELEASE'];
}

const queueOfRole: Readonly<Partial<Record<Role, Queue>>> = {
  [Role.QUALIFICATION_REVIEWER]: ReviewPhase.QUALIFICATION,
  [Role.PRODUCT_REVIEWER]: ReviewPhase.PRODUCT,
  [Role.OPERATIONS_MANAGER]: 'RELEASE',
};

/** The queues that an actor works on. */
export const queuesOfActor = ({ roles }: Actor): Queue[] => roles.flatMap((role) => queueOfRole[role] ?? []);
