import { seesRelease } from '../domain/actor.js';
import { type ReleaseInput, type ReleasePatch, release } from '../domain/release.js';
import type { ReleaseFacts } from '../domain/release-facts.js';
import type { ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { ProductRelease } from '../entities/product-release.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { type LifecycleStep, LifecycleSteps } from './lifecycle-steps.js';
import { gatherReleaseFacts } from './release-facts.js';
import type { ReviewTimes } from './review-times.js';

/** A step of a release. */
export type ReleaseStep = LifecycleStep<ProductRelease, ReleaseStatus, ReleaseFacts, ReleaseInput, Partial<ReleasePatch>>;

/** Takes the steps of releases. */
export class ReleaseSteps extends LifecycleSteps<ProductRelease, ReleaseStatus, ReleaseFacts, ReleaseInput, Partial<ReleasePatch>> {
  constructor(unitOfWork: UnitOfWork, times: ReviewTimes) {
    super(unitOfWork, {
      entity: ProductRelease,
      table: release,
      label: 'productRelease',
      sees: seesRelease,
      reviewTime: () => times.ofRelease(),
      facts: (tx, _, actor, time) => async (row) => {
        // Releases of one certified request take their steps one after the other: of two, one is the change that is pending.
        const locked = tx.lock(CertificationRequest, row.certificationRequestId);
        const [facts] = await Promise.all([gatherReleaseFacts(tx, row, actor, tx.now, time), locked]);
        return facts;
      },
      phaseOf: () => null,
    });
  }
}
