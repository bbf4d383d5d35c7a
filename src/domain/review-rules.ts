import type { Actor } from './actor.js';
import { type Problem, problem } from './errors.js';
import type { Guard } from './lifecycle.js';
import { limits } from './limits.js';
import { FindingSeverity, type Instant } from './words.js';

/** Who holds a review, and until when. */
export interface Claim {
  readonly by: string;
  readonly until: Instant;
}
interface Claimed {
  readonly claim: Claim | null;
  readonly now: Instant;
}

/** What ends a claim. */
export const unclaimed = { claimedBy: null, claimedUntil: null };

/** A claim that begins now (R21). */
export const claimOf = ({ now }: { readonly now: Instant }, { subject }: Actor) => ({
  claimedBy: subject,
  claimedUntil: new Date(Date.parse(now) + limits.claimLeaseMs).toISOString(),
});

const live = ({ claim, now }: Claimed): Claim | null => (claim && claim.until > now ? claim : null);

/** R21: a claim is exclusive. */
export const notClaimedByOther: Guard<Claimed, unknown> = (facts, _, actor) => {
  const claim = live(facts);
  return claim && claim.by !== actor.subject ? [problem('claimedByOther', { until: claim.until })] : [];
};

/** Whether the actor holds the review with more than half of its time left: then there is nothing to renew yet. */
export const holdsFresh = ({ claim, now }: Claimed, { subject }: Actor): boolean =>
  claim?.by === subject && Date.parse(claim.until) - Date.parse(now) > limits.claimLeaseMs / 2;

/** Only its holder gives a review back. */
export const claimedByMe: Guard<Claimed, unknown> = (facts, input, actor) =>
  live(facts) ? notClaimedByOther(facts, input, actor) : [problem('notClaimed')];

/** R6: nobody reviews what names them as a contact, or is of their own company. */
export const conflictsOfInterest = (
  actor: Actor,
  actorCompany: string | null,
  involved: {
    readonly sellerId: string;
    readonly emails: readonly (string | null | undefined)[];
    readonly companies: readonly (string | null)[];
  },
): Problem[] => {
  const named = actor.email !== null && involved.emails.some((email) => email?.toLowerCase() === actor.email);
  // The seller's own people stay so when its legal entity has changed since the submit.
  const own = actor.sellerId === involved.sellerId || (actorCompany !== null && involved.companies.includes(actorCompany));
  return named || own ? [problem('conflictOfInterest')] : [];
};

/** R23: a negative decision has a reason or a finding. */
export const reasonProblems = (
  decision: { readonly reason: string | null; readonly findings: readonly unknown[] } | undefined,
): Problem[] => (decision?.reason || decision?.findings.length ? [] : [problem('reasonRequired', {}, ['reason'])]);

/** R23: nothing is approved over an open BLOCKER finding. */
export const blockerProblems = (open: readonly { readonly severity: FindingSeverity }[]): Problem[] =>
  open.some((finding) => finding.severity === FindingSeverity.BLOCKER) ? [problem('blockerOpen', {}, ['decision'])] : [];
