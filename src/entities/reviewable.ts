import { Column } from 'typeorm';
import { limits } from '../domain/limits.js';
import type { ReviewClock } from '../domain/review-clock.js';
import type { Instant } from '../domain/words.js';
import { instant, optional, varchar } from './columns.js';
import { Node } from './node.js';

/** What is reviewed: who holds the review, and its clock. The columns stand in each such table. */
export abstract class Reviewable extends Node implements ReviewClock {
  /** Submits so far. */
  @Column({ type: 'integer' })
  round: number;

  @Column(optional(varchar(limits.subjectLength)))
  claimedBy: string | null;

  @Column(optional(instant))
  claimedUntil: Instant | null;

  @Column(optional(instant))
  clockStartedAt: Instant | null;

  @Column(optional({ type: 'bigint' }))
  clockLeftMs: number | null;

  @Column(optional(instant))
  dueAt: Instant | null;

  @Column(optional({ type: 'boolean' }))
  dueCovered: boolean | null;

  @Column(optional(instant))
  overdueAt: Instant | null;

  @Column(optional({ type: 'integer' }))
  calendarRevision: number | null;
}

/** The properties that tell of the clock. */
export const clockColumns = ['clockStartedAt', 'clockLeftMs', 'dueAt', 'dueCovered', 'overdueAt', 'calendarRevision'] as const;
