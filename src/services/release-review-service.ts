import { recordOf } from '../domain/actor.js';
import { type Problem, problem } from '../domain/errors.js';
import { isReleasePath } from '../domain/paths.js';
import type { ReleaseDecisionFacts } from '../domain/release-facts.js';
import { durationsOf } from '../domain/review-clock.js';
import { holdsFresh } from '../domain/review-rules.js';
import { Action, FindingStatus, ProductStatus, type ReleaseDecision, ReleaseStatus } from '../domain/words.js';
import { Finding } from '../entities/finding.js';
import { Product } from '../entities/product.js';
import { ReleaseReview } from '../entities/release-review.js';
import { newId, newRowId } from '../platform/ids.js';
import type { Command } from '../platform/transaction.js';
import { productUrl } from './product-service.js';
import type { ReleaseStep, ReleaseSteps } from './release-steps.js';
import { cleanFindings, cleanReason, type FindingInput } from './review-input.js';
import { refuseIf } from './typed-input.js';

export interface ReleaseReviewInput {
  readonly id: string;
  readonly digest: string;
  readonly decision: ReleaseDecision;
  readonly reason?: string | null;
  readonly findings?: readonly FindingInput[] | null;
}

/** The operations manager's steps: claim, give back, decide (R32, R33). */
export class ReleaseReviewService {
  constructor(
    private readonly steps: ReleaseSteps,
    /** The address of a product's page, with {slug} in it. */
    private readonly productUrlTemplate: string,
  ) {}

  /** Takes a review for 8 hours. The holder renews it once half of them have passed; before, claiming again changes nothing. */
  claim(command: Command, { id }: { id: string }): Promise<{ releaseId: string }> {
    return this.steps.take(command, { id, action: Action.CLAIM }, async (step) => {
      step.nothing = holdsFresh(step.facts, command.actor);
      return { releaseId: id };
    });
  }

  /** Gives a review back. */
  unclaim(command: Command, { id }: { id: string }): Promise<{ releaseId: string }> {
    return this.steps.take(command, { id, action: Action.UNCLAIM }, async () => ({ releaseId: id }));
  }

  /** Decides on what `digest` names; an approval releases the product at once. */
  review(command: Command, input: ReleaseReviewInput): Promise<{ releaseId: string; productId: string | null }> {
    const problems: Problem[] = [];
    const { id, digest } = input;
    const findings = cleanFindings(input.findings, isReleasePath, problems);
    const decision = { digest, decision: input.decision, reason: cleanReason(input.reason, problems), findings };
    findings.forEach(({ materialId }, index) => {
      if (materialId) problems.push(problem('notFound', { field: 'material' }, ['findings', String(index), 'materialId']));
    });
    return this.steps.take(command, { id, action: Action.REVIEW, input: { decision } }, async (step) => {
      refuseIf(problems);
      step.reason = decision.reason;
      await record(step, command, decision);
      return { releaseId: id, productId: step.outcome.to === ReleaseStatus.RELEASED ? await this.goLive(step) : null };
    });
  }

  /** R33, R34: the release becomes what is live; the first one makes the product. */
  private async goLive({ tx, row, facts }: ReleaseStep): Promise<string> {
    const { id: currentReleaseId, certificationRequestId, sellerId } = row;
    const { product, certified } = facts;
    if (product) {
      // What was submitted before a delisting does not undo it.
      const listed = product.delistedAt === null || facts.submittedAt! > product.delistedAt;
      await tx.manager.update(Product, product.id, {
        currentReleaseId,
        ...(listed && { status: ProductStatus.LISTED, delistedAt: null }),
      });
      return product.id;
    }
    const id = newId('Product');
    const name = certified.productName!;
    await tx.manager.insert(Product, {
      id,
      status: ProductStatus.LISTED,
      name,
      deliveryMethod: certified.deliveryMethod!,
      sellerId,
      certificationRequestId,
      currentReleaseId,
      productUrl: productUrl(this.productUrlTemplate, name, id),
      releasedAt: tx.now,
      delistedAt: null,
    });
    return id;
  }
}

async function record(step: ReleaseStep, { actor }: Command, { digest, decision, reason, findings }: ReleaseDecisionFacts): Promise<void> {
  const { tx, row, facts, outcome } = step;
  const id = newRowId('review');
  const common = { productReleaseId: row.id, round: row.round };
  await tx.manager.insert(ReleaseReview, {
    ...common,
    id,
    decision,
    reason,
    digest,
    decider: recordOf(actor, outcome.transition.by),
    ...durationsOf(facts),
    decidedAt: tx.now,
  });
  if (outcome.to === ReleaseStatus.RELEASED) {
    await tx.manager.update(Finding, { productReleaseId: row.id }, { status: FindingStatus.RESOLVED });
  }
  if (findings.length === 0) return;
  const status = FindingStatus.OPEN;
  const rows = findings.map((finding) => ({
    ...common,
    ...finding,
    path: finding.path as string[] | null,
    id: newId('Finding'),
    releaseReviewId: id,
    status,
  }));
  await tx.manager.insert(Finding, rows);
}
