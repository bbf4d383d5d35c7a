import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { ReviewPhase } from '../domain/words.js';
import { ProgressEvent } from '../entities/progress-event.js';

/** Subscriptions are run by the hub (src/server/live); the schema only tells their fields. */
export const subscribe = () => {
  throw new Error('subscriptions run over websockets and event streams');
};
export const afterDoc =
  'First what came after this cursor, then what comes: nothing lost, nothing twice, in order. Without it, from now on.';

@Resolver()
export class SubscriptionResolver {
  @Subscription(() => ProgressEvent, { subscribe, description: 'Every event that you may see, of one object or of all.' })
  progress(
    @Arg('subjectId', () => ID, { nullable: true, description: 'Only events of this request.' }) _subjectId: string | null,
    @Arg('after', () => String, { nullable: true, description: afterDoc }) _after: string | null,
    @Root() root: { progress: ProgressEvent },
  ): ProgressEvent {
    return root.progress;
  }

  @Subscription(() => ProgressEvent, {
    subscribe,
    description: 'For reviewers and operations managers: work that enters, changes or leaves their queue.',
  })
  reviewQueue(
    @Arg('phase', () => ReviewPhase, { nullable: true, description: 'Only this queue; by default those of your roles.' })
    _phase: ReviewPhase | null,
    @Arg('after', () => String, { nullable: true, description: afterDoc }) _after: string | null,
    @Root() root: { reviewQueue: ProgressEvent },
  ): ProgressEvent {
    return root.reviewQueue;
  }
}
