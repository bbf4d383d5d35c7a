import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { changesBetween } from '../domain/snapshot.js';
import { Finding } from '../entities/finding.js';
import { Material } from '../entities/material.js';
import { findingsOfReview, submissionsOfRequest } from '../entities/relations.js';
import { Review } from '../entities/review.js';
import { JsonScalar } from '../entities/scalars.js';
import { Submission } from '../entities/submission.js';
import type { Context } from './context.js';
import { ActorView, FieldChangeView } from './views.js';

@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => [Finding], { description: 'What was found with it.' })
  @Extensions({ needs: ['id'] })
  findings(@Root() { id }: Review, @Ctx() { reader }: Context) {
    return reader.list(findingsOfReview, id);
  }

  @FieldResolver(() => ActorView, { description: 'Who decided.' })
  @Extensions({ needs: ['decider'] })
  reviewer(@Root() { decider }: Review): ActorView {
    return decider;
  }
}

@Resolver(() => Finding)
export class FindingResolver {
  @FieldResolver(() => Material, { nullable: true, description: 'The material that it is about.' })
  @Extensions({ needs: ['materialId'] })
  material(@Root() { materialId }: Finding, @Ctx() { reader }: Context) {
    return materialId ? reader.one(Material, materialId) : null;
  }
}

@Resolver(() => Submission)
export class SubmissionResolver {
  @FieldResolver(() => JsonScalar, { description: 'All that was frozen. An auditor sees the contacts masked; the digest is of the whole.' })
  @Extensions({ needs: ['certificationRequestId', 'snapshot'] })
  snapshot(@Root() { snapshot }: Submission) {
    return snapshot;
  }

  @FieldResolver(() => [FieldChangeView], { description: 'What differs from the round before; empty for the first.' })
  @Extensions({ needs: ['certificationRequestId', 'round', 'snapshot'] })
  async changesSincePrevious(
    @Root() { certificationRequestId, round, snapshot }: Submission,
    @Ctx() { reader }: Context,
  ): Promise<FieldChangeView[]> {
    const previous = (await reader.list(submissionsOfRequest, certificationRequestId)).find((submission) => submission.round === round - 1);
    return previous ? changesBetween(previous.snapshot, snapshot) : [];
  }
}
