import { seesRequest } from '../domain/actor.js';
import { type CertificationInput, type CertificationPatch, certification } from '../domain/certification.js';
import type { CertificationFacts } from '../domain/certification-facts.js';
import type { CertificationStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { stepFacts } from './facts.js';
import { type LifecycleStep, LifecycleSteps } from './lifecycle-steps.js';
import type { ReviewTimes } from './review-times.js';

/** A step of a certification request. */
export type Step = LifecycleStep<
  CertificationRequest,
  CertificationStatus,
  CertificationFacts,
  CertificationInput,
  Partial<CertificationPatch>
>;

/** Takes the steps of certification requests. */
export class CertificationSteps extends LifecycleSteps<
  CertificationRequest,
  CertificationStatus,
  CertificationFacts,
  CertificationInput,
  Partial<CertificationPatch>
> {
  constructor(unitOfWork: UnitOfWork, times: ReviewTimes) {
    super(unitOfWork, {
      entity: CertificationRequest,
      table: certification,
      label: 'certificationRequest',
      sees: seesRequest,
      reviewTime: () => times.ofCertification(),
      facts: stepFacts,
      phaseOf: ({ phase }) => phase,
    });
  }
}
