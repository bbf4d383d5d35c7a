import { problem } from './errors.js';
import { entityProblems } from './legal-entity.js';
import { assertReachable, type Guard, type LifecycleTable } from './lifecycle.js';
import { changeableReleases, failedReleaseBlockers } from './release-checks.js';
import type { ReleaseDecisionFacts, ReleaseFacts } from './release-facts.js';
import { type ReviewClock, startedClock, stoppedClock } from './review-clock.js';
import {
  blockerProblems,
  claimedByMe,
  claimOf,
  conflictsOfInterest,
  notClaimedByOther,
  reasonProblems,
  unclaimed,
} from './review-rules.js';
import {
  Action,
  ProgressEventType as Event,
  type Instant,
  ReleaseDecision,
  ReleaseKind,
  Role,
  SellerStatus,
  ReleaseStatus as Status,
} from './words.js';

/** What a step may be given. */
export interface ReleaseInput {
  readonly decision?: ReleaseDecisionFacts;
}

/** The columns that a step writes beside status, version and time. */
export interface ReleasePatch extends ReviewClock {
  kind: ReleaseKind;
  round: number;
  claimedBy: string | null;
  claimedUntil: Instant | null;
  submittedAt: Instant;
  decidedAt: Instant;
}

type Facts = ReleaseFacts;
const seller = [Role.SELLER];
const manager = [Role.OPERATIONS_MANAGER];
const inReview = [Status.IN_REVIEW];

const sellerActive: Guard<Facts, unknown> = ({ seller: s }) => (s.status === SellerStatus.REGISTERED ? [] : [problem('sellerSuspended')]);
const sellerRegistered: Guard<Facts, unknown> = ({ seller: s }) =>
  s.status === SellerStatus.REGISTERED ? [] : [problem('releasingSellerSuspended')];
const complete: Guard<Facts, unknown> = (facts) => failedReleaseBlockers(facts);
const sameEntity: Guard<Facts, unknown> = ({ certified, seller: s }) => entityProblems(certified.registrationNumber, s.registrationNumber);
const readSubmission: Guard<Facts, ReleaseInput> = ({ digest }, { decision }) =>
  decision && digest === decision.digest ? [] : [problem('digestMoved', {}, ['digest'])];
const reasoned: Guard<Facts, ReleaseInput> = (_, { decision }) => reasonProblems(decision);
/** What was found before is answered by the submit of this round. */
const noOpenBlocker: Guard<Facts, ReleaseInput> = (_, { decision }) => blockerProblems(decision?.findings ?? []);
const hasFindings: Guard<Facts, unknown> = ({ findings }) => (findings.length > 0 ? [] : [problem('noFindings')]);
const impartial: Guard<Facts, unknown> = ({ certified, sellerId, seller: s, actorSeller }, _, actor) =>
  conflictsOfInterest(actor, actorSeller?.registrationNumber ?? null, {
    sellerId,
    emails: certified.contactEmails,
    companies: [s.registrationNumber, certified.registrationNumber],
  });

const decides = (decision: ReleaseDecision) => (_: Facts, input: ReleaseInput) => input.decision?.decision === decision;
const review = { action: Action.REVIEW, from: inReview, by: manager };

/** The lifecycle of a release: every step that there is (R30–R34). */
export const release: LifecycleTable<Status, Facts, ReleaseInput, Partial<ReleasePatch>> = [
  {
    name: 'update',
    doc: 'The seller changes the product information or the logo.',
    action: Action.UPDATE,
    from: changeableReleases,
    to: 'same',
    by: seller,
    guards: [sellerActive],
  },
  {
    name: 'submit',
    doc: 'The seller submits the release, or one that was rejected once more; the operations manager has three working days.',
    action: Action.SUBMIT,
    from: changeableReleases,
    to: Status.IN_REVIEW,
    by: seller,
    guards: [complete],
    effect: (facts) => ({
      // Another release of the same certified request may have gone live since this one was begun.
      kind: facts.product ? ReleaseKind.MODIFICATION : ReleaseKind.RELEASE,
      round: facts.round + 1,
      submittedAt: facts.now,
      ...unclaimed,
      ...startedClock(facts.now, facts.reviewTime),
    }),
    event: Event.RELEASE_SUBMITTED,
  },
  {
    name: 'withdraw',
    doc: 'The seller takes the release out of review, back to a draft.',
    action: Action.WITHDRAW,
    from: inReview,
    to: Status.DRAFT,
    by: seller,
    guards: [sellerActive],
    effect: () => ({ ...unclaimed, ...stoppedClock }),
    event: Event.RELEASE_WITHDRAWN,
  },
  {
    name: 'discard',
    doc: 'The seller puts a release that is not in review out of sight; nothing is erased.',
    action: Action.DISCARD,
    from: changeableReleases,
    to: Status.DISCARDED,
    by: seller,
    guards: [sellerActive],
    event: Event.RELEASE_DISCARDED,
  },
  {
    name: 'answerFinding',
    doc: 'The seller answers a finding of the last review.',
    action: Action.ANSWER_FINDINGS,
    from: changeableReleases,
    to: 'same',
    by: seller,
    guards: [sellerActive, hasFindings],
  },
  {
    name: 'claim',
    doc: 'An operations manager takes the review for 8 hours; the holder renews it once half of them have passed.',
    action: Action.CLAIM,
    from: inReview,
    to: 'same',
    by: manager,
    guards: [notClaimedByOther, impartial],
    effect: (facts, _, actor) => claimOf(facts, actor),
    event: Event.REVIEW_CLAIMED,
  },
  {
    name: 'unclaim',
    doc: 'The holder gives the review back.',
    action: Action.UNCLAIM,
    from: inReview,
    to: 'same',
    by: manager,
    guards: [claimedByMe],
    effect: () => unclaimed,
    event: Event.REVIEW_UNCLAIMED,
  },
  // The row that asks for less comes first: `actions` answers by it.
  {
    ...review,
    name: 'reject',
    doc: 'The operations manager rejects; the seller may change the release and submit it again.',
    to: Status.REJECTED,
    when: decides(ReleaseDecision.REJECT),
    guards: [notClaimedByOther, impartial],
    inputGuards: [readSubmission, reasoned],
    effect: (facts) => ({ ...unclaimed, ...stoppedClock, decidedAt: facts.now }),
    event: Event.RELEASE_REJECTED,
  },
  {
    ...review,
    name: 'approve',
    doc: 'The operations manager approves; the product is released at once. The seller must still be registered, and its legal entity is compared once more.',
    to: Status.RELEASED,
    when: decides(ReleaseDecision.APPROVE),
    guards: [notClaimedByOther, impartial, sellerRegistered, sameEntity],
    inputGuards: [readSubmission, noOpenBlocker],
    effect: (facts) => ({ ...unclaimed, ...stoppedClock, decidedAt: facts.now }),
    event: Event.RELEASE_APPROVED,
  },
];

assertReachable(release, Status.DRAFT, Object.values(Status));
