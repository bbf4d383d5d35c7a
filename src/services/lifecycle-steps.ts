import { type Actor, actingOn, recordOf } from '../domain/actor.js';
import { problem, Refusal } from '../domain/errors.js';
import { decide, type LifecycleTable, type Outcome } from '../domain/lifecycle.js';
import type { ReviewTime } from '../domain/review-clock.js';
import { allOf, type Soon } from '../domain/soon.js';
import { Action, type ReviewPhase } from '../domain/words.js';
import type { EntityClass } from '../platform/database.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** A row whose status a lifecycle table governs. */
interface Governed<Status extends string> {
  id: string;
  status: Status;
  version: number;
  sellerId: string;
  updatedAt: string;
}

/** A lifecycle table, and the rows that it governs. */
export interface Lifecycle<Row extends Governed<Status>, Status extends string, Facts extends { status: Status }, Input, Patch> {
  readonly entity: EntityClass<Row>;
  readonly table: LifecycleTable<Status, Facts, Input, Patch>;
  /** What a row is called in messages. */
  readonly label: 'certificationRequest' | 'productRelease';
  /** Whether the actor may see the row; else it is as if it were not there (R2). */
  sees(actor: Actor, row: Row): boolean;
  /** By what reviews are due; asked for before the transaction begins. */
  reviewTime(): Soon<ReviewTime>;
  /** Begins to read what the rules look at, in the packet that locks the row; goes on when that is known and may be seen. */
  facts(tx: Transaction, ask: StepRequest<Input>, actor: Actor, time: ReviewTime): Soon<(row: Row) => Soon<Facts>>;
  /** The review phase in which a row is. */
  phaseOf(row: Row): ReviewPhase | null;
}

/** Which step of which row is asked for. */
export interface StepRequest<Input> {
  readonly id: string;
  readonly action: Action;
  readonly expectedVersion?: number | null;
  /** What the step is given beside the row, or what reads it. */
  readonly input?: Input | ((tx: Transaction) => Promise<Input>);
  /** What is said when there is no such row, or it is not to be seen. */
  readonly notFound?: Refusal;
  /** The columns of the row that the rules look at or the answer shows; all of them where it is not said. */
  readonly columns?: StepColumns;
}

/** Columns of the row that a step is about. */
export interface StepColumns {
  readonly shown: readonly string[];
  /** Those, and what the rules look at. */
  readonly read: readonly string[];
}

/** A step that the table allows, while its transaction runs. */
export interface LifecycleStep<Row, Status extends string, Facts, Input, Patch> {
  readonly tx: Transaction;
  readonly row: Row;
  readonly facts: Facts;
  readonly outcome: Outcome<Status, Facts, Input, Patch>;
  /** Columns to write beside those of the table. */
  patch: Partial<Row>;
  /** The reason that the event tells. */
  reason: string | null;
  /** The row that the event is about, where it is not the one stepped on; that one then stays as it is. */
  subjectId?: string;
  /** Set when there is nothing to do after all: nothing is written. */
  nothing?: boolean;
}

/** Takes steps of a lifecycle table: loads, decides, writes records, compares and sets, tells the event; all or nothing (R25). */
export class LifecycleSteps<
  Row extends Governed<Status>,
  Status extends string,
  Facts extends { status: Status },
  Input extends object,
  Patch,
> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycle: Lifecycle<Row, Status, Facts, Input, Patch>,
  ) {}

  /** Throws a Refusal with every reason why not. `records` writes the rows that belong to the step and makes its answer. */
  take<R>(
    command: Command,
    ask: StepRequest<Input>,
    records: (step: LifecycleStep<Row, Status, Facts, Input, Patch>) => Soon<R>,
  ): Promise<R> {
    const begin = (time: ReviewTime): Promise<R> => this.unitOfWork.run(command, (tx) => this.within(tx, command, ask, time, records));
    const time = this.lifecycle.reviewTime();
    return time instanceof Promise ? time.then(begin) : begin(time);
  }

  private async within<R>(
    tx: Transaction,
    { actor }: Command,
    ask: StepRequest<Input>,
    time: ReviewTime,
    records: (step: LifecycleStep<Row, Status, Facts, Input, Patch>) => Soon<R>,
  ): Promise<R> {
    const { entity, table, label, sees, facts: gather, phaseOf } = this.lifecycle;
    const { row, factsOf } = await allOf({ row: tx.lock(entity, ask.id, ask.columns?.read), factsOf: gather(tx, ask, actor, time) });
    if (!row || !sees(actor, row)) throw ask.notFound ?? new Refusal(problem('notFound', { field: label }, ['id']));
    const { expectedVersion } = ask;
    if (expectedVersion != null && expectedVersion !== row.version) {
      throw new Refusal(problem('versionMoved', { expected: expectedVersion, actual: row.version }, ['expectedVersion']));
    }
    const input = typeof ask.input === 'function' ? await ask.input(tx) : (ask.input ?? ({} as Input));
    const gathered = factsOf(row);
    const facts = gathered instanceof Promise ? await gathered : gathered;
    const acting = actingOn(actor, row);
    const outcome = decide(table, ask.action, facts, input, acting);
    if (!('transition' in outcome)) throw new Refusal(...outcome);
    const step: LifecycleStep<Row, Status, Facts, Input, Patch> = { tx, row, facts, outcome, patch: {}, reason: null };
    const phase = phaseOf(row);
    tx.changes(row.id);
    const recorded = records(step);
    const result = recorded instanceof Promise ? await recorded : recorded;
    if (step.nothing) {
      tx.changesNothing();
      return result;
    }
    if (!step.subjectId) tx.compareAndSet(entity, row, { ...outcome.patch, ...step.patch, status: outcome.to }, ask.columns?.shown);
    if (outcome.event) {
      tx.emit({
        type: outcome.event,
        subjectId: step.subjectId ?? row.id,
        sellerId: row.sellerId,
        // A submission begins a phase; every other step happens in the one in which the row was.
        phase: step.subjectId ? null : ask.action === Action.SUBMIT ? phaseOf(row) : phase,
        actor: recordOf(acting, outcome.transition.by),
        reason: step.reason,
      });
    }
    return result;
  }
}
