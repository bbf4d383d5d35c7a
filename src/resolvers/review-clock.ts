import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { leftOf, type ReviewClock } from '../domain/review-clock.js';
import type { Soon } from '../domain/soon.js';
import { ClockState, type Instant, type ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { DateTime } from '../entities/scalars.js';
import { medianWork, type Queued, queuePosition } from '../loaders/review-queue.js';
import type { Context } from './context.js';
import { ReviewClockView } from './views.js';

/** A review whose clock is shown. */
export interface Clocked extends ReviewClock {
  readonly id: string;
  readonly submittedAt: Instant | null;
  readonly phase: ReviewPhase | null;
}

/** The clock of a review as the viewer sees it; null before the first submit. Places and estimates are looked up when they are asked for. */
export async function showClock(
  review: Clocked,
  state: ClockState,
  entity: Queued,
  { reader, times, now }: Context,
): Promise<ReviewClockView | null> {
  if (!review.submittedAt) return null;
  const { time } = await (entity === CertificationRequest ? times.ofCertification() : times.ofRelease());
  const at = now();
  const running = state === ClockState.RUNNING;
  const left = state === ClockState.STOPPED ? null : leftOf(review, at, time);
  const { clockStartedAt, dueAt, dueCovered, phase, id } = review;
  return {
    state,
    dueAt: running ? dueAt : null,
    dueIsEstimate: running && dueCovered === false,
    workingDaysLeft: left === null ? null : Math.round((left / time.dayMs) * 100) / 100,
    overdue: running && dueAt !== null && dueAt < at,
    findPosition: () => (running ? queuePosition(reader, entity, id) : null),
    estimateDecision: async () => {
      const worked = running && clockStartedAt ? await medianWork(reader, phase) : null;
      if (worked === null) return null;
      const estimate = time.after(clockStartedAt!, worked).at;
      // What has taken longer than most is likely decided any time now: within the next minute of work.
      return estimate > at ? estimate : time.after(at, 60_000).at;
    },
  };
}

@Resolver(() => ReviewClockView)
export class ReviewClockResolver {
  @FieldResolver(() => Int, { nullable: true, description: 'Its place in its queue by submission, from 1; null when it is not in review.' })
  queuePosition(@Root() clock: ReviewClockView): Soon<number> | null {
    return clock.findPosition();
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When the decision is likely: after the median working time of the last 100 decisions of the same kind; null while there was none.',
  })
  estimatedDecisionAt(@Root() clock: ReviewClockView): Promise<Instant | null> {
    return clock.estimateDecision();
  }
}
