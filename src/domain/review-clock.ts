import type { Instant } from './words.js';
import type { WorkingTime } from './working-days.js';

/** The clock of a review as it is kept: how much working time there was when it last started, and since when it runs. */
export interface ReviewClock {
  /** Since when it runs; null while it is paused or stopped. */
  readonly clockStartedAt: Instant | null;
  /** Working milliseconds that were left when it started or was paused; null when there is no due date. */
  readonly clockLeftMs: number | null;
  /** When they are used up; null while it does not run. */
  readonly dueAt: Instant | null;
  /** False when a year up to then has no calendar: weekends alone were counted as days off. */
  readonly dueCovered: boolean | null;
  /** When it was told that the review is overdue; null until then. */
  readonly overdueAt: Instant | null;
  /** By which revision of the calendars `dueAt` was counted. */
  readonly calendarRevision: number | null;
}

/** The working time of the platform, and how long a review may take. */
export interface ReviewTime {
  readonly time: WorkingTime;
  /** Grows with every calendar that is imported. */
  readonly revision: number;
  /** Working days for one review; null: without a due date. */
  readonly days: number | null;
}

/** Working days that reviews may take: each phase of a certification, null without a due date; and a release. */
export interface ReviewDays {
  readonly certification: number | null;
  readonly release: number;
}

/** What rules look at of a clock. */
export interface ClockFacts {
  readonly clock: ReviewClock;
  readonly now: Instant;
  readonly reviewTime: ReviewTime;
}

const notRunning = { clockStartedAt: null, dueAt: null, dueCovered: null, calendarRevision: null } as const;

/** The clock of a review that is over. */
export const stoppedClock: ReviewClock = { ...notRunning, clockLeftMs: null, overdueAt: null };

/** A clock that starts now with all of its time. */
export const startedClock = (now: Instant, at: ReviewTime): ReviewClock =>
  runningClock(now, at.days === null ? null : at.days * at.time.dayMs, null, at);

/** The clock while the seller owes an answer (R35): what is left of its time is kept. */
export const pausedClock = (clock: ReviewClock, now: Instant, { time }: ReviewTime): ReviewClock => ({
  ...notRunning,
  clockLeftMs: leftOf(clock, now, time),
  overdueAt: clock.overdueAt,
});

/** A paused clock that goes on. */
export const resumedClock = (clock: ReviewClock, now: Instant, at: ReviewTime): ReviewClock =>
  clock.clockLeftMs === null ? startedClock(now, at) : runningClock(now, clock.clockLeftMs, clock.overdueAt, at);

/** A running clock by calendars that have been corrected. */
export const recountedClock = (clock: ReviewClock, at: ReviewTime): ReviewClock =>
  runningClock(clock.clockStartedAt!, clock.clockLeftMs, clock.overdueAt, at);

/** The working milliseconds that are left; null when there is no due date. */
export function leftOf(clock: ReviewClock, now: Instant, time: WorkingTime): number | null {
  if (clock.clockLeftMs === null || clock.clockStartedAt === null) return clock.clockLeftMs;
  return Math.max(0, clock.clockLeftMs - time.between(clock.clockStartedAt, now));
}

/** How long a review has waited for its decision in this round, all in all and in working time; null when no clock ran. */
export function durationsOf({ clock: { clockStartedAt }, now, reviewTime: { time } }: ClockFacts): {
  waitedMs: number | null;
  workedMs: number | null;
} {
  if (clockStartedAt === null) return { waitedMs: null, workedMs: null };
  return { waitedMs: Date.parse(now) - Date.parse(clockStartedAt), workedMs: time.between(clockStartedAt, now) };
}

function runningClock(from: Instant, leftMs: number | null, overdueAt: Instant | null, { time, revision }: ReviewTime): ReviewClock {
  const due = leftMs === null ? null : time.after(from, leftMs);
  return {
    clockStartedAt: from,
    clockLeftMs: leftMs,
    dueAt: due?.at ?? null,
    dueCovered: due?.covered ?? null,
    overdueAt,
    calendarRevision: revision,
  };
}
