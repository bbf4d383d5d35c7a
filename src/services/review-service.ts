import { In } from 'typeorm';
import { recordOf } from '../domain/actor.js';
import type { DecisionFacts, FindingInputFacts } from '../domain/certification-facts.js';
import { type Problem, problem } from '../domain/errors.js';
import { isRequestPath } from '../domain/paths.js';
import { durationsOf } from '../domain/review-clock.js';
import { holdsFresh } from '../domain/review-rules.js';
import { type Soon, soon } from '../domain/soon.js';
import { Action, CertificationStatus, FindingStatus, type ReviewDecision, type ReviewPhase } from '../domain/words.js';
import type { CertificationRequest } from '../entities/certification-request.js';
import { Finding } from '../entities/finding.js';
import { Material } from '../entities/material.js';
import { Review } from '../entities/review.js';
import { newId } from '../platform/ids.js';
import { memo } from '../platform/memo.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { CertificationSteps, Step } from './certification-steps.js';
import type { StepColumns } from './lifecycle-steps.js';
import { cleanFindings, cleanReason, type FindingInput } from './review-input.js';
import { refuseIf } from './typed-input.js';

export interface ReviewInput {
  readonly id: string;
  readonly phase: ReviewPhase;
  readonly digest: string;
  readonly decision: ReviewDecision;
  readonly reason?: string | null;
  readonly findings?: readonly FindingInput[] | null;
}

/** What a decision looks at of its request. */
const lookedAt: readonly (keyof CertificationRequest)[] = [
  ...(['id', 'version', 'status', 'round', 'phase', 'sellerId', 'claimedBy', 'claimedUntil'] as const),
  // Of the clock, what tells how long the review took and what is left of its time.
  ...(['clockStartedAt', 'clockLeftMs', 'overdueAt'] as const),
];
const withLookedAt = new WeakMap<readonly string[], StepColumns>();

/** The reviewers' steps: claim, give back, decide (R21–R24). */
export class ReviewService {
  constructor(private readonly steps: CertificationSteps) {}

  /** Takes a review for 8 hours. The holder renews it once half of them have passed; before, claiming again changes nothing. */
  claim(command: Command, { id }: { id: string }): Promise<{ requestId: string }> {
    return this.steps.take(command, { id, action: Action.CLAIM }, async (step) => {
      step.nothing = holdsFresh(step.facts, command.actor);
      return { requestId: id };
    });
  }

  /** Gives a review back. */
  unclaim(command: Command, { id }: { id: string }): Promise<{ requestId: string }> {
    return this.steps.take(command, { id, action: Action.UNCLAIM }, async () => ({ requestId: id }));
  }

  /** Decides a phase on the submission that `digest` names. `shown` are the columns of the request that are of interest afterwards. */
  review(command: Command, input: ReviewInput, shown: readonly string[]): Promise<{ requestId: string; reviewId: string }> {
    const { problems, decision } = cleanDecision(input);
    const columns = memo(withLookedAt, shown, () => ({ shown, read: [...new Set([...lookedAt, ...shown])] }));
    return this.steps.take(command, { id: input.id, action: Action.REVIEW, input: { decision }, columns }, (step) =>
      soon(unknownMaterials(step.tx, input.id, decision.findings), (unknown) => {
        refuseIf([...problems, ...unknown]);
        step.reason = decision.reason;
        return soon(resolveFindings(step, decision.phase), () => ({ requestId: input.id, reviewId: record(step, command, decision) }));
      }),
    );
  }
}

/** Has a decision and its findings written; answers the id of the review. */
function record({ tx, row: request, outcome, facts }: Step, { actor }: Command, decision: DecisionFacts): string {
  const id = newId('Review');
  const { id: certificationRequestId, round } = request;
  const { phase, reason, digest } = decision;
  const decider = recordOf(actor, outcome.transition.by);
  const { waitedMs, workedMs } = durationsOf(facts);
  const common = { certificationRequestId, round, phase };
  tx.insert(Review, [
    {
      id,
      certificationRequestId,
      round,
      phase,
      decision: decision.decision,
      reason,
      digest,
      decider,
      waitedMs,
      workedMs,
      decidedAt: tx.now,
    },
  ]);
  tx.insert(
    Finding,
    decision.findings.map((finding) => ({
      ...common,
      ...finding,
      path: finding.path as string[] | null,
      id: newId('Finding'),
      reviewId: id,
      status: FindingStatus.OPEN,
    })),
  );
  return id;
}

/** A phase that is passed resolves its findings; a certificate resolves what is left. */
function resolveFindings({ tx, facts, outcome }: Step, phase: ReviewPhase): Soon<unknown> {
  const certified = outcome.to === CertificationStatus.CERTIFIED;
  if (!certified && outcome.to !== CertificationStatus.PRODUCT_REVIEW) return;
  const done = facts.findings.filter((finding) => certified || finding.phase === phase).map(({ id }) => id);
  if (done.length > 0) return tx.manager.update(Finding, done, { status: FindingStatus.RESOLVED });
}

function unknownMaterials(tx: Transaction, requestId: string, findings: readonly FindingInputFacts[]): Soon<Problem[]> {
  const named = findings.flatMap(({ materialId }) => materialId ?? []);
  if (named.length === 0) return [];
  const where = { id: In(named), certificationRequestId: requestId };
  return tx.manager.find(Material, { select: { id: true }, where }).then((found) => {
    const known = new Set(found.map(({ id }) => id));
    return findings.flatMap(({ materialId }, index) =>
      materialId === null || known.has(materialId)
        ? []
        : [problem('notFound', { field: 'material' }, ['findings', String(index), 'materialId'])],
    );
  });
}

function cleanDecision(input: ReviewInput): { decision: DecisionFacts; problems: Problem[] } {
  const problems: Problem[] = [];
  const findings = cleanFindings(input.findings, isRequestPath, problems);
  const reason = cleanReason(input.reason, problems);
  const { phase, digest, decision } = input;
  return { decision: { phase, digest, decision, reason, findings }, problems };
}
