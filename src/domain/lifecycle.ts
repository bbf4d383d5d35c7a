import { type Actor, hasRole } from './actor.js';
import { type Problem, problem } from './errors.js';
import type { Action, ProgressEventType, Role } from './words.js';

/** A rule that a step must keep: every reason why it does not. Pure. */
export type Guard<Facts, Input> = (facts: Facts, input: Input, actor: Actor) => readonly Problem[];

/** One row of a lifecycle table. `to: 'same'` keeps the status. */
export interface Transition<Status extends string, Facts, Input, Patch> {
  readonly name: string;
  /** What it is for, in one sentence; printed in the docs. */
  readonly doc: string;
  readonly action: Action;
  readonly from: readonly Status[];
  readonly to: Status | 'same';
  readonly by: readonly Role[];
  /** Chooses between rows of one action and status; a row without it always fits. */
  readonly when?: (facts: Facts, input: Input) => boolean;
  /** Guards that need no input: they also answer `actions`. */
  readonly guards: readonly Guard<Facts, undefined>[];
  /** Guards on the input of this step. */
  readonly inputGuards?: readonly Guard<Facts, Input>[];
  readonly effect?: (facts: Facts, input: Input, actor: Actor) => Patch;
  /** The event that the step writes; a function where it depends on the facts. */
  readonly event?: ProgressEventType | ((facts: Facts) => ProgressEventType);
}

export type LifecycleTable<Status extends string, Facts, Input, Patch> = readonly Transition<Status, Facts, Input, Patch>[];

/** What a step comes to: the row, the new status, the columns to write and the event. */
export interface Outcome<Status extends string, Facts, Input, Patch> {
  readonly transition: Transition<Status, Facts, Input, Patch>;
  readonly to: Status;
  readonly patch: Partial<Patch>;
  readonly event: ProgressEventType | null;
}

/** Decides one step: its outcome, or every reason why not. Nothing is written. */
export function decide<Status extends string, Facts extends { status: Status }, Input, Patch>(
  table: LifecycleTable<Status, Facts, Input, Patch>,
  action: Action,
  facts: Facts,
  input: Input,
  actor: Actor,
): Outcome<Status, Facts, Input, Patch> | readonly Problem[] {
  const rows = table.filter((row) => row.action === action && (!row.when || row.when(facts, input)));
  const inState = rows.filter((row) => row.from.includes(facts.status));
  if (inState.length === 0) return [wrongState(rows, facts.status)];
  const row = inState.find((candidate) => hasRole(actor, candidate.by));
  if (!row) return [problem('forbidden', { needs: inState.flatMap((candidate) => candidate.by).join(',') })];
  const problems = [
    ...row.guards.flatMap((guard) => guard(facts, undefined, actor)),
    ...(row.inputGuards ?? []).flatMap((guard) => guard(facts, input, actor)),
  ];
  if (problems.length > 0) return problems;
  return {
    transition: row,
    to: row.to === 'same' ? facts.status : row.to,
    patch: row.effect?.(facts, input, actor) ?? {},
    event: typeof row.event === 'function' ? row.event(facts) : (row.event ?? null),
  };
}

/** What stands in the way of an action whose input is not known yet; empty when it is allowed. */
export function blockers<Status extends string, Facts extends { status: Status }, Input, Patch>(
  table: LifecycleTable<Status, Facts, Input, Patch>,
  action: Action,
  facts: Facts,
  actor: Actor,
): readonly Problem[] {
  const rows = table.filter((row) => row.action === action && hasRole(actor, row.by));
  const row = rows.find((candidate) => candidate.from.includes(facts.status));
  if (!row) return [wrongState(rows, facts.status)];
  return row.guards.flatMap((guard) => guard(facts, undefined, actor));
}

/** The actions that anybody with the actor's roles could ever take, in the table's order. */
export function actionsOf<Status extends string, Facts, Input, Patch>(
  table: LifecycleTable<Status, Facts, Input, Patch>,
  actor: Actor,
): readonly Action[] {
  return [...new Set(table.filter((row) => hasRole(actor, row.by)).map((row) => row.action))];
}

/** The refusal of an action in a status that has no row for it. */
export function wrongState(rows: readonly { from: readonly string[] }[], status: string): Problem {
  return problem('state', { status, expected: [...new Set(rows.flatMap((row) => row.from))].join(',') });
}

/** Throws when a status of the table cannot be reached from `initial`, so that a mistake stops the start-up. */
export function assertReachable<Status extends string>(
  table: readonly { from: readonly Status[]; to: Status | 'same'; name: string }[],
  initial: Status,
  statuses: readonly Status[],
): void {
  const reached = new Set<Status>([initial]);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const row of table) if (row.to !== 'same' && row.from.some((status) => reached.has(status))) reached.add(row.to);
  }
  const lost = statuses.filter((status) => !reached.has(status));
  if (lost.length > 0) throw new Error(`Lifecycle: no transition leads to ${lost.join(', ')}`);
}
