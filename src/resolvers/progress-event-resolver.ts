import { Ctx, createUnionType, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { CertificationRequest } from '../entities/certification-request.js';
import { ProductRelease } from '../entities/product-release.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { cursorOf } from '../platform/event-log.js';
import type { Context } from './context.js';
import { visibleOrSealed } from './sealed.js';
import { ActorView } from './views.js';

export const ProgressSubject = createUnionType({
  name: 'ProgressSubject',
  description: 'What an event is about.',
  types: () => [CertificationRequest, ProductRelease] as const,
});

@Resolver(() => ProgressEvent)
export class ProgressEventResolver {
  @FieldResolver(() => String, { description: 'The same in timelines, subscriptions and webhooks: resume any of them from here.' })
  @Extensions({ needs: ['position'] })
  cursor(@Root() { position }: ProgressEvent): string {
    return cursorOf(position);
  }

  @FieldResolver(() => ProgressSubject, { description: 'What it happened to.' })
  @Extensions({ needs: ['subjectId'] })
  subject(@Root() { subjectId }: ProgressEvent, @Ctx() { reader }: Context) {
    return visibleOrSealed(reader, subjectId);
  }

  @FieldResolver(() => ActorView, { description: 'Who did it.' })
  @Extensions({ needs: ['actor'] })
  actor(@Root() { actor }: ProgressEvent): ActorView {
    return actor;
  }
}
