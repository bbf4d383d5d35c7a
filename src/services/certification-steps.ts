import { actingOn, recordOf, seesRequest } from '../domain/actor.js';
import { type CertificationInput, type CertificationPatch, certification } from '../domain/certification.js';
import type { CertificationFacts } from '../domain/certification-facts.js';
import { problem, Refusal } from '../domain/errors.js';
import { decide, type Outcome } from '../domain/lifecycle.js';
import { Action, type CertificationStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import type { Command, Transaction, UnitOfWork } from '../platform/unit-of-work.js';
import { gatherFacts, type Part, partsOf } from './facts.js';

/** Which step of which request is asked for. */
export interface StepRequest {
  readonly id: string;
  readonly action: Action;
  readonly expectedVersion?: number | null;
  /** Reads what the step is given beside the request. */
  readonly input?: (tx: Transaction, request: CertificationRequest) => Promise<CertificationInput>;
  /** The parts of the facts that this step needs; by default those of its action. */
  readonly parts?: readonly Part[];
  /** What is said when there is no such request, or it is not to be seen. */
  readonly notFound?: Refusal;
}

/** A step that the table allows, while its transaction runs. */
export interface Step {
  readonly tx: Transaction;
  readonly request: CertificationRequest;
  readonly facts: CertificationFacts;
  readonly outcome: Outcome<CertificationStatus, CertificationFacts, CertificationInput, Partial<CertificationPatch>>;
  /** Columns to write beside those of the table. */
  patch: Partial<CertificationRequest>;
  /** The reason that the event tells. */
  reason: string | null;
  /** The request that the event is about, where it is not the one stepped on; that one then stays as it is. */
  subjectId?: string;
  /** Set when there is nothing to do after all: nothing is written. */
  nothing?: boolean;
}

/** Takes steps of the lifecycle table: loads, decides, writes records, compares and sets, tells the event; all or nothing (R25). */
export class CertificationSteps {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws a Refusal with every reason why not. `records` writes the rows that belong to the step and makes its answer. */
  take<R>(command: Command, ask: StepRequest, records: (step: Step) => Promise<R>): Promise<R> {
    return this.unitOfWork.run(command, (tx) => this.within(tx, command, ask, records));
  }

  private async within<R>(tx: Transaction, { actor }: Command, ask: StepRequest, records: (step: Step) => Promise<R>): Promise<R> {
    const request = await tx.lock(CertificationRequest, ask.id);
    if (!request || !seesRequest(actor, request)) {
      throw ask.notFound ?? new Refusal(problem('notFound', { field: 'certificationRequest' }, ['id']));
    }
    const { expectedVersion } = ask;
    if (expectedVersion != null && expectedVersion !== request.version) {
      throw new Refusal(problem('versionMoved', { expected: expectedVersion, actual: request.version }, ['expectedVersion']));
    }
    const facts = await gatherFacts(tx, request, actor, tx.now, ask.parts ?? partsOf[ask.action]);
    const input = (await ask.input?.(tx, request)) ?? {};
    const acting = actingOn(actor, request);
    const outcome = decide(certification, ask.action, facts, input, acting);
    if (!('transition' in outcome)) throw new Refusal(...outcome);
    const step: Step = { tx, request, facts, outcome, patch: {}, reason: null };
    const before = request.phase;
    const result = await records(step);
    if (step.nothing) return result;
    if (!step.subjectId) await tx.compareAndSet(CertificationRequest, request, { ...outcome.patch, ...step.patch, status: outcome.to });
    if (outcome.event) {
      tx.emit({
        type: outcome.event,
        subjectId: step.subjectId ?? request.id,
        sellerId: request.sellerId,
        phase: step.subjectId ? null : ask.action === Action.SUBMIT ? request.phase : before,
        actor: recordOf(acting, outcome.transition.by),
        reason: step.reason,
      });
    }
    return result;
  }
}
