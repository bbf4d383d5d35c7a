import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { seesContactsMasked } from '../domain/actor.js';
import { contactKeys, maskContact, maskField } from '../domain/masking.js';
import { changesBetween, type Json } from '../domain/snapshot.js';
import { Finding } from '../entities/finding.js';
import { Material } from '../entities/material.js';
import { findingsOfReview, submissionsOfRequest } from '../entities/relations.js';
import { Review } from '../entities/review.js';
import { JsonScalar } from '../entities/scalars.js';
import { Submission } from '../entities/submission.js';
import { callingCodeOf } from '../platform/phone.js';
import type { Context } from './context.js';
import { noteContacts, showActor } from './showing.js';
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
  reviewer(@Root() { decider }: Review, @Ctx() context: Context): ActorView {
    return showActor(decider, context);
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
  snapshot(@Root() { certificationRequestId, snapshot }: Submission, @Ctx() context: Context) {
    if (!seesContactsMasked(context.actor)) {
      noteContacts(context, certificationRequestId);
      return snapshot;
    }
    const masked = contactKeys.map((key) => [key, snapshot[key] && maskContact(snapshot[key], callingCodeOf)]);
    return { ...snapshot, ...Object.fromEntries(masked) };
  }

  @FieldResolver(() => [FieldChangeView], { description: 'What differs from the round before; empty for the first.' })
  @Extensions({ needs: ['certificationRequestId', 'round', 'snapshot'] })
  async changesSincePrevious(
    @Root() { certificationRequestId, round, snapshot }: Submission,
    @Ctx() context: Context,
  ): Promise<FieldChangeView[]> {
    const previous = (await context.reader.list(submissionsOfRequest, certificationRequestId)).find(
      (submission) => submission.round === round - 1,
    );
    if (!previous) return [];
    const changes = changesBetween(previous.snapshot, snapshot);
    const ofContact = ({ path }: FieldChangeView) => (contactKeys as readonly string[]).includes(path[0]!);
    if (!seesContactsMasked(context.actor)) {
      if (changes.some(ofContact)) noteContacts(context, certificationRequestId);
      return changes;
    }
    return changes.map((change) =>
      ofContact(change)
        ? { ...change, before: maskValue(change.path[1], change.before), after: maskValue(change.path[1], change.after) }
        : change,
    );
  }
}

/** Masks a contact that came or went whole, or one field of it. */
function maskValue(field: string | undefined, value: Json): Json {
  if (value === null || typeof value !== 'object') return maskField(field, value, callingCodeOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskField(key, inner as Json, callingCodeOf)]));
}
