import { type Actor, hasScope } from '../domain/actor.js';
import type { FindingFacts } from '../domain/certification-facts.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { requiredText } from '../domain/text.js';
import { Action, FindingStatus } from '../domain/words.js';
import { Finding } from '../entities/finding.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { CertificationSteps } from './certification-steps.js';
import type { ReleaseSteps } from './release-steps.js';
import { refuseIf } from './typed-input.js';

/** What was answered: a finding of a request or of a release. */
export interface AnsweredFinding {
  readonly findingId: string;
  readonly requestId: string | null;
  readonly releaseId: string | null;
}

/** Takes the seller's answers to what reviewers found (R20). */
export class FindingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly certification: CertificationSteps,
    private readonly releases: ReleaseSteps,
  ) {}

  /** Answers a finding, or answers it anew while it is not resolved. */
  async answer(command: Command, { id, answer }: { id: string; answer: string }): Promise<AnsweredFinding> {
    const notFound = new Refusal(problem('notFound', { field: 'finding' }, ['id']));
    const finding = await this.unitOfWork.committed.one(Finding, id);
    const { certificationRequestId: requestId = null, productReleaseId: releaseId = null } = finding ?? {};
    const record = async ({ tx, facts }: { tx: Transaction; facts: { findings: readonly FindingFacts[] } }) => {
      await write(tx, facts.findings, id, answer);
      return { findingId: id, requestId, releaseId };
    };
    const ask = { action: Action.ANSWER_FINDINGS, notFound };
    // What is not there takes as long as what is somebody else's.
    if (!releaseId) return this.certification.take(command, { ...ask, id: requestId ?? id }, record);
    return this.releases.take(command, { ...ask, id: releaseId }, (step) => {
      mayWriteReleases(command.actor);
      return record(step);
    });
  }
}

function mayWriteReleases(actor: Actor): void {
  if (!hasScope(actor, 'release:write')) throw new Refusal(problem('releaseScope'));
}

async function write({ manager, now }: Transaction, open: readonly FindingFacts[], id: string, answer: string): Promise<void> {
  const problems: Problem[] = [];
  const text = requiredText(answer, { field: 'answer', max: limits.reasonLength, multiline: true }, ['answer'], problems);
  if (!open.some((finding) => finding.id === id)) problems.push(problem('findingNotOpen', {}, ['id']));
  refuseIf(problems);
  await manager.update(Finding, id, { answer: text, answeredAt: now, status: FindingStatus.ANSWERED });
}
