import { type Actor, isSellerOf, seesRelease } from '../domain/actor.js';
import { certification } from '../domain/certification.js';
import type { CertificationFacts } from '../domain/certification-facts.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { decide, wrongState } from '../domain/lifecycle.js';
import { limits } from '../domain/limits.js';
import { changeableReleases, isPendingChange } from '../domain/release-checks.js';
import type { ProductInformation, ReleaseSnapshot } from '../domain/release-facts.js';
import { allOf } from '../domain/soon.js';
import { Action, CertificationStatus, FindingStatus, ReleaseKind, ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Finding } from '../entities/finding.js';
import { ProductRelease } from '../entities/product-release.js';
import { productOfRequest, releasesOfRequest } from '../entities/relations.js';
import { ReleaseSubmission } from '../entities/release-review.js';
import { nextValue } from '../platform/event-log.js';
import { digestOf } from '../platform/hash.js';
import { newId, newRowId } from '../platform/ids.js';
import { pngSize } from '../platform/png.js';
import type { StagedFile } from '../platform/staging.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { stepFacts } from './facts.js';
import type { FileIntake, IncomingFile } from './file-intake.js';
import { cleanInformation, type InformationInput } from './release-input.js';
import type { ReleaseStep, ReleaseSteps } from './release-steps.js';
import { cleanReason } from './review-input.js';
import type { ReviewTimes } from './review-times.js';
import { referenceObject } from './stored-objects.js';
import { refuseIf } from './typed-input.js';

type ReleaseResult = { releaseId: string };

const logoRule = { maxBytes: limits.logoBytes, acceptedTypes: ['image/png'], path: ['file'] };

/** The seller's steps with a release (R30–R34). */
export class ReleaseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: ReleaseSteps,
    private readonly times: ReviewTimes,
    private readonly intake: FileIntake,
  ) {}

  /**
   * Begins to release a certified request of the seller's legal entity; where it has been released, a change of the product, filled with
   * what is live. Refuses: NOT_CERTIFIED, ENTITY_MISMATCH, CHANGE_PENDING, TAKEN, and what is wrong with the information.
   */
  async create(
    command: Command,
    { certificationRequestId: id, information }: { certificationRequestId: string; information?: InformationInput | null },
  ): Promise<ReleaseResult> {
    const time = await this.times.ofRelease();
    return this.unitOfWork.run(command, async (tx) => {
      const { actor } = command;
      // The seller of the actor is read in any case: what is not there takes as long as what is somebody else's (R2).
      const { request, factsOf } = await allOf({
        request: tx.lock(CertificationRequest, id),
        factsOf: stepFacts(tx, { id, action: Action.RELEASE }, actor, time),
      });
      const facts = request && (await factsOf(request));
      if (!facts || !selects(actor, facts)) {
        throw new Refusal(problem('notFound', { field: 'certificationRequest' }, ['certificationRequestId']));
      }
      const outcome = decide(certification, Action.RELEASE, facts, {}, actor);
      if (!('transition' in outcome)) throw new Refusal(...outcome);
      const live = await liveRelease(tx, actor, id);
      const problems: Problem[] = [];
      const typed = cleanInformation(information, request.deliveryMethod, live?.details ?? null, problems);
      refuseIf(problems);
      const { productName: name, productVersion, category } = request;
      const start = live ? informationOf(live) : { name, productVersion, category, highlights: [] };
      return {
        releaseId: await insertRelease(tx, actor.sellerId!, id, {
          kind: live ? ReleaseKind.MODIFICATION : ReleaseKind.RELEASE,
          ...start,
          ...typed,
        }),
      };
    });
  }

  /** Saves product information, half done or not. */
  update(
    command: Command,
    { id, expectedVersion, information }: { id: string; expectedVersion?: number | null; information: InformationInput },
  ): Promise<ReleaseResult> {
    return this.steps.take(command, { id, action: Action.UPDATE, expectedVersion }, async (step) => {
      const problems: Problem[] = [];
      step.patch = cleanInformation(
        information,
        step.facts.certified.deliveryMethod,
        step.row.details,
        problems,
      ) as Partial<ProductRelease>;
      refuseIf(problems);
      return { releaseId: id };
    });
  }

  /** Stores the logo (R31): PNG, square, 120×120 pixels at least, 5 MiB at most. */
  uploadLogo(command: Command, input: { productReleaseId: string; file: IncomingFile }): Promise<ReleaseResult> {
    return this.unitOfWork.onceOrRecall(command, () => this.takeLogo(command, input));
  }

  private async takeLogo(
    command: Command,
    { productReleaseId: id, file }: { productReleaseId: string; file: IncomingFile },
  ): Promise<ReleaseResult> {
    const notFound = new Refusal(problem('notFound', { field: 'productRelease' }, ['productReleaseId']));
    // Looked at before the bytes stream; the step looks again.
    const release = await this.unitOfWork.committed.one(ProductRelease, id);
    if (!release || !seesRelease(command.actor, release)) throw notFound;
    if (!changeableReleases.includes(release.status)) throw new Refusal(wrongState([{ from: changeableReleases }], release.status));
    return this.intake.receiveScanned(
      file,
      logoRule,
      ({ facts: logo }) =>
        this.steps.take(command, { id, action: Action.UPDATE, notFound }, async (step) => {
          step.patch = { logo };
          await referenceObject(step.tx, logo, id);
          return { releaseId: id };
        }),
      refuseOddLogo,
    );
  }

  /** Freezes the release and sends it to the operations manager. Refuses with every failed check at once. */
  submit(command: Command, { id, expectedVersion }: { id: string; expectedVersion?: number | null }): Promise<ReleaseResult> {
    return this.steps.take(command, { id, action: Action.SUBMIT, expectedVersion }, async (step) => {
      await freeze(step);
      return { releaseId: id };
    });
  }

  /** Takes a release out of review, back to a draft. */
  withdraw(command: Command, { id, reason }: { id: string; reason?: string | null }): Promise<ReleaseResult> {
    const problems: Problem[] = [];
    const text = cleanReason(reason, problems);
    return this.steps.take(command, { id, action: Action.WITHDRAW }, async (step) => {
      refuseIf(problems);
      step.reason = text;
      return { releaseId: id };
    });
  }

  /** Puts a release that is not in review out of sight; nothing is erased. */
  discard(command: Command, { id }: { id: string }): Promise<ReleaseResult> {
    return this.steps.take(command, { id, action: Action.DISCARD }, async () => ({ releaseId: id }));
  }
}

/** R30: a seller selects what it certified itself, and what another account of its legal entity did. */
function selects(actor: Actor, { sellerId, status, registrationNumber, actorSeller }: CertificationFacts): boolean {
  if (isSellerOf(actor, sellerId)) return true;
  return status === CertificationStatus.CERTIFIED && actorSeller?.registrationNumber === registrationNumber;
}

/** What is live of the product of a certified request, when it may be changed now; null when there is no product yet (R34). */
async function liveRelease(tx: Transaction, actor: Actor, requestId: string): Promise<ProductRelease | null> {
  const product = (await tx.list(productOfRequest, requestId)).at(0);
  if (!product) return null;
  if (!isSellerOf(actor, product.sellerId)) throw new Refusal(problem('releasedByOther', {}, ['certificationRequestId']));
  const releases = await tx.list(releasesOfRequest, requestId);
  const pending = releases.find(isPendingChange);
  if (pending) throw new Refusal(problem('changePending', { number: pending.number }, ['certificationRequestId']));
  return releases.find((release) => release.id === product.currentReleaseId) ?? null;
}

async function insertRelease(
  tx: Transaction,
  sellerId: string,
  certificationRequestId: string,
  fields: Partial<ProductRelease>,
): Promise<string> {
  const id = newId('ProductRelease');
  tx.changes(id);
  const year = tx.now.slice(0, 4);
  const number = `JOR-${year}-${String(await nextValue(tx.manager, `release-${year}`)).padStart(6, '0')}`;
  const { now: createdAt, now: updatedAt } = tx;
  await tx.manager.insert(ProductRelease, {
    ...(fields as object),
    id,
    number,
    sellerId,
    certificationRequestId,
    version: 1,
    status: ReleaseStatus.DRAFT,
    round: 0,
    createdAt,
    updatedAt,
  });
  if (fields.logo) await referenceObject(tx, fields.logo, id);
  return id;
}

const informationOf = (release: ProductInformation): ProductInformation => {
  const { name, productVersion, category, highlights, description, supportEmail, supportPhone, details, logo } = release;
  return { name, productVersion, category, highlights, description, supportEmail, supportPhone, details, logo };
};

async function freeze(step: ReleaseStep): Promise<void> {
  const { tx, row, facts, outcome } = step;
  const round = facts.round + 1;
  const snapshot: ReleaseSnapshot = {
    ...informationOf(row),
    number: row.number,
    round,
    kind: outcome.patch.kind ?? row.kind,
    certificationRequest: facts.certified.number,
    registrationNumber: facts.seller.registrationNumber,
  };
  const digest = digestOf(snapshot);
  const productReleaseId = row.id;
  await tx.manager.insert(ReleaseSubmission, {
    id: newRowId('submission'),
    productReleaseId,
    round,
    digest,
    snapshot: snapshot as object,
    submittedAt: tx.now,
  });
  // What was changed answers what was found.
  await tx.manager.update(
    Finding,
    { productReleaseId, status: FindingStatus.OPEN },
    { status: FindingStatus.ANSWERED, answeredAt: tx.now },
  );
  step.patch = { digest };
}

async function refuseOddLogo({ path }: StagedFile): Promise<void> {
  const size = await pngSize(path);
  if (!size) throw new Refusal(problem('fileDamaged', {}, logoRule.path));
  const { width, height } = size;
  if (width === height && width >= limits.logoPixels) return;
  throw new Refusal(problem('logoSize', { min: limits.logoPixels, width, height }, logoRule.path));
}
