import type { AcceptedAgreement, CertificationFacts, CompanyFacts, DecisionFacts } from './certification-facts.js';
import { failedBlockers } from './checks.js';
import { type Problem, problem } from './errors.js';
import { entityProblems } from './legal-entity.js';
import { assertReachable, type Guard, type LifecycleTable, type Transition } from './lifecycle.js';
import { pausedClock, type ReviewClock, resumedClock, startedClock, stoppedClock } from './review-clock.js';
import {
  blockerProblems,
  claimedByMe,
  claimOf,
  conflictsOfInterest,
  notClaimedByOther,
  reasonProblems,
  unclaimed,
} from './review-rules.js';
import { changesQualification, snapshotOf } from './snapshot.js';
import {
  Action,
  ProgressEventType as Event,
  FindingStatus,
  type Instant,
  ReviewDecision,
  ReviewPhase,
  Role,
  SellerStatus,
  CertificationStatus as Status,
} from './words.js';

/** What a step may be given: a submit its accepted agreements, a review its decision. */
export interface CertificationInput {
  readonly accepted?: { readonly agreements: readonly AcceptedAgreement[]; readonly problems: readonly Problem[] };
  readonly decision?: DecisionFacts;
  /** Number of the request, for the snapshot. */
  readonly number?: string;
}

/** The columns that a step writes beside status, version and time. */
export interface CertificationPatch extends ReviewClock {
  phase: ReviewPhase | null;
  round: number;
  company: CompanyFacts | null;
  registrationNumber: string | null;
  claimedBy: string | null;
  claimedUntil: Instant | null;
  submittedAt: Instant;
  decidedAt: Instant;
}

type Facts = CertificationFacts;
type Row = Transition<Status, Facts, CertificationInput, Partial<CertificationPatch>>;

const REVIEWS = [Status.QUALIFICATION_REVIEW, Status.PRODUCT_REVIEW] as const;
const ALL = Object.values(Status);
const seller = [Role.SELLER];

const sellerActive: Guard<Facts, unknown> = ({ seller: s }) => (s.status === SellerStatus.REGISTERED ? [] : [problem('sellerSuspended')]);
const programSigned: Guard<Facts, unknown> = ({ seller: s }) => (s.programAgreement === 'NONE' ? [problem('programRequired')] : []);
const certified: Guard<Facts, unknown> = ({ status, number }) => (status === Status.CERTIFIED ? [] : [problem('notCertified', { number })]);
const releaserActive: Guard<Facts, unknown> = ({ actorSeller }) =>
  actorSeller?.status === SellerStatus.SUSPENDED ? [problem('sellerSuspended')] : [];
/** R30. */
const sameEntity: Guard<Facts, unknown> = ({ status, registrationNumber, actorSeller }) =>
  status === Status.CERTIFIED ? entityProblems(registrationNumber, actorSeller?.registrationNumber ?? null) : [];
const complete: Guard<Facts, unknown> = (facts) => failedBlockers(facts);
const hasFindings: Guard<Facts, unknown> = ({ findings }) => (findings.length > 0 ? [] : [problem('noFindings')]);
const committed: Guard<Facts, CertificationInput> = (_, { accepted }) => accepted?.problems ?? [];

/** R6. */
const impartial: Guard<Facts, unknown> = ({ submission, sellerId, actorSeller, seller: s }, _, actor) => {
  const { businessContact, huaweiContact, company = s.company } = submission?.snapshot ?? {};
  const emails = [businessContact?.email, huaweiContact?.email];
  return conflictsOfInterest(actor, actorSeller?.registrationNumber ?? null, { sellerId, emails, companies: [company.registrationNumber] });
};

const readSubmission: Guard<Facts, CertificationInput> = ({ submission }, { decision }) =>
  decision && submission?.digest === decision.digest ? [] : [problem('digestMoved', {}, ['digest'])];
const reasoned: Guard<Facts, CertificationInput> = (_, { decision }) => reasonProblems(decision);
const noOpenBlocker: Guard<Facts, CertificationInput> = ({ findings }, { decision }) =>
  blockerProblems([...findings.filter((finding) => finding.status === FindingStatus.OPEN), ...(decision?.findings ?? [])]);

/** R20: whether a round that was asked for starts at qualification again. */
const startsAtQualification = (facts: Facts, input: CertificationInput): boolean =>
  facts.phase !== ReviewPhase.PRODUCT ||
  !facts.submission ||
  changesQualification(facts.submission.snapshot, snapshotOf('', 0, facts, input.accepted?.agreements ?? []));

const submitted =
  (phase: ReviewPhase) =>
  (facts: Facts): Partial<CertificationPatch> => ({
    phase,
    round: facts.round + 1,
    company: facts.seller.company,
    registrationNumber: facts.seller.company.registrationNumber,
    submittedAt: facts.now,
    ...unclaimed,
    // A phase that asked for changes goes on with the time that it had left (R35).
    ...(facts.status === Status.CHANGES_REQUESTED && facts.phase === phase
      ? resumedClock(facts.clock, facts.now, facts.reviewTime)
      : startedClock(facts.now, facts.reviewTime)),
  });
const submitEvent = (facts: Facts) => (facts.round === 0 ? Event.CERTIFICATION_SUBMITTED : Event.CERTIFICATION_RESUBMITTED);
const submit = { action: Action.SUBMIT, by: seller, guards: [complete], inputGuards: [committed], event: submitEvent };

/** The rows of one review phase: claiming, giving back and the three decisions. */
function reviewRows(
  phase: ReviewPhase,
  from: Status,
  reviewer: Role,
  approved: Pick<Row, 'name' | 'doc' | 'to' | 'event' | 'effect'>,
): Row[] {
  const decides = (decision: ReviewDecision) => (_: Facts, input: CertificationInput) =>
    input.decision?.decision === decision && input.decision.phase === phase;
  const review = { action: Action.REVIEW, from: [from], by: [reviewer], guards: [notClaimedByOther, impartial] };
  return [
    {
      name: 'claim',
      doc: 'A reviewer of the phase takes the review for 8 hours; the holder renews it once half of them have passed.',
      action: Action.CLAIM,
      from: [from],
      to: 'same',
      by: [reviewer],
      guards: [notClaimedByOther, impartial],
      effect: (facts, _, actor) => claimOf(facts, actor),
      event: Event.REVIEW_CLAIMED,
    },
    {
      name: 'unclaim',
      doc: 'The holder gives the review back.',
      action: Action.UNCLAIM,
      from: [from],
      to: 'same',
      by: [reviewer],
      guards: [claimedByMe],
      effect: () => unclaimed,
      event: Event.REVIEW_UNCLAIMED,
    },
    { ...review, ...approved, when: decides(ReviewDecision.APPROVE), inputGuards: [readSubmission, noOpenBlocker] },
    {
      ...review,
      name: 'requestChanges',
      doc: 'The reviewer asks the seller for changes; findings say which.',
      to: Status.CHANGES_REQUESTED,
      when: decides(ReviewDecision.REQUEST_CHANGES),
      inputGuards: [readSubmission, reasoned],
      effect: (facts) => ({ ...unclaimed, ...pausedClock(facts.clock, facts.now, facts.reviewTime) }),
      event: Event.CHANGES_REQUESTED,
    },
    {
      ...review,
      name: 'reject',
      doc: 'The reviewer rejects the request for good; the seller may copy it.',
      to: Status.REJECTED,
      when: decides(ReviewDecision.REJECT),
      inputGuards: [readSubmission, reasoned],
      effect: (facts) => ({ ...unclaimed, ...stoppedClock, decidedAt: facts.now }),
      event: Event.CERTIFICATION_REJECTED,
    },
  ];
}

/** The lifecycle of a certification request: every step that there is (R11, R17–R24). */
export const certification: LifecycleTable<Status, Facts, CertificationInput, Partial<CertificationPatch>> = [
  {
    name: 'update',
    doc: 'The seller changes product, supporting products, contacts or materials.',
    action: Action.UPDATE,
    from: [Status.DRAFT, Status.CHANGES_REQUESTED],
    to: 'same',
    by: seller,
    guards: [sellerActive],
  },
  {
    ...submit,
    name: 'submit',
    doc: 'The seller submits a draft; its snapshot goes to the qualification review.',
    from: [Status.DRAFT],
    to: Status.QUALIFICATION_REVIEW,
    effect: submitted(ReviewPhase.QUALIFICATION),
  },
  {
    ...submit,
    name: 'resubmitToQualification',
    doc: 'The next round starts at qualification: it asked, or something that it judges has changed.',
    from: [Status.CHANGES_REQUESTED],
    to: Status.QUALIFICATION_REVIEW,
    when: startsAtQualification,
    effect: submitted(ReviewPhase.QUALIFICATION),
  },
  {
    ...submit,
    name: 'resubmitToProduct',
    doc: 'The next round goes on at the product review, which asked.',
    from: [Status.CHANGES_REQUESTED],
    to: Status.PRODUCT_REVIEW,
    when: (facts, input) => !startsAtQualification(facts, input),
    effect: submitted(ReviewPhase.PRODUCT),
  },
  {
    name: 'withdraw',
    doc: 'The seller takes the request out of review, back to a draft, until it is decided.',
    action: Action.WITHDRAW,
    from: [...REVIEWS, Status.CHANGES_REQUESTED],
    to: Status.DRAFT,
    by: seller,
    guards: [sellerActive],
    effect: () => ({ phase: null, ...unclaimed, ...stoppedClock }),
    event: Event.CERTIFICATION_WITHDRAWN,
  },
  {
    name: 'discard',
    doc: 'The seller puts a draft out of sight; nothing is erased.',
    action: Action.DISCARD,
    from: [Status.DRAFT],
    to: Status.DISCARDED,
    by: seller,
    guards: [sellerActive],
    event: Event.CERTIFICATION_DISCARDED,
  },
  {
    name: 'copy',
    doc: 'The seller makes a new draft from the request, whatever its status; the event stands on the new one.',
    action: Action.COPY,
    from: ALL,
    to: 'same',
    by: seller,
    guards: [sellerActive, programSigned],
    event: Event.CERTIFICATION_COPIED,
  },
  {
    name: 'release',
    doc: 'A seller account of the certified legal entity begins to release the product; the lifecycle of a release goes on from there.',
    action: Action.RELEASE,
    from: ALL,
    to: 'same',
    by: seller,
    guards: [certified, releaserActive, sameEntity],
  },
  {
    name: 'answerFinding',
    doc: 'The seller answers a finding of the last review.',
    action: Action.ANSWER_FINDINGS,
    from: [Status.CHANGES_REQUESTED, Status.DRAFT],
    to: 'same',
    by: seller,
    guards: [sellerActive, hasFindings],
  },
  ...reviewRows(ReviewPhase.QUALIFICATION, Status.QUALIFICATION_REVIEW, Role.QUALIFICATION_REVIEWER, {
    name: 'passQualification',
    doc: 'The qualification reviewer approves; the product review starts.',
    to: Status.PRODUCT_REVIEW,
    effect: (facts) => ({ phase: ReviewPhase.PRODUCT, ...unclaimed, ...startedClock(facts.now, facts.reviewTime) }),
    event: Event.PHASE_PASSED,
  }),
  ...reviewRows(ReviewPhase.PRODUCT, Status.PRODUCT_REVIEW, Role.PRODUCT_REVIEWER, {
    name: 'certify',
    doc: 'The product reviewer approves; the product is certified.',
    to: Status.CERTIFIED,
    effect: (facts) => ({ ...unclaimed, ...stoppedClock, decidedAt: facts.now }),
    event: Event.CERTIFICATION_APPROVED,
  }),
];

assertReachable(certification, Status.DRAFT, ALL);
