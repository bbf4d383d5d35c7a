import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import { allOf } from '../domain/soon.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Finding } from '../entities/finding.js';
import { typeOfId } from '../entities/node.js';
import { ProductRelease } from '../entities/product-release.js';
import { Review } from '../entities/review.js';
import { SupportingProduct } from '../entities/supporting-product.js';
import { askedColumns } from '../loaders/asked-columns.js';
import type { Command } from '../platform/transaction.js';
import {
  AddSupportingProductInput,
  AnswerFindingInput,
  ClaimReviewInput,
  CopyCertificationRequestInput,
  CreateCertificationRequestInput,
  DiscardCertificationRequestInput,
  RemoveSupportingProductInput,
  ReviewCertificationRequestInput,
  SubmitCertificationRequestInput,
  UnclaimReviewInput,
  UpdateCertificationRequestInput,
  UpdateSupportingProductInput,
  WithdrawCertificationRequestInput,
} from './certification-inputs.js';
import { By, type Context } from './context.js';
import { Payload, RequestPayload } from './payloads.js';
import { ProgressSubject } from './progress-event-resolver.js';

@ObjectType({ description: 'The new draft.' })
export class CreateCertificationRequestPayload extends RequestPayload {}
@ObjectType({ description: 'The changed draft.' })
export class UpdateCertificationRequestPayload extends RequestPayload {}
@ObjectType({ description: 'The submitted request.' })
export class SubmitCertificationRequestPayload extends RequestPayload {}
@ObjectType({ description: 'The copy.' })
export class CopyCertificationRequestPayload extends RequestPayload {}
@ObjectType({ description: 'The withdrawn request.' })
export class WithdrawCertificationRequestPayload extends RequestPayload {}
@ObjectType({ description: 'The added product, and its request.' })
export class AddSupportingProductPayload extends RequestPayload {
  @Field(() => SupportingProduct, { nullable: true, description: 'The added product.' })
  supportingProduct?: SupportingProduct | null;
}
@ObjectType({ description: 'The changed product, and its request.' })
export class UpdateSupportingProductPayload extends RequestPayload {
  @Field(() => SupportingProduct, { nullable: true, description: 'The changed product.' })
  supportingProduct?: SupportingProduct | null;
}
@ObjectType({ description: 'What was removed, and its request.' })
export class RemoveSupportingProductPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'The id of the removed product.' })
  removedId?: string | null;
}
@ObjectType({ description: 'What was put out of sight.' })
export class DiscardCertificationRequestPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the discarded draft.' })
  discardedId?: string | null;
}
@ObjectType({ description: 'The answered finding, and its request.' })
export class AnswerFindingPayload extends Payload {
  @Field(() => CertificationRequest, { nullable: true, description: 'The request that it is about; null for a release.' })
  certificationRequest?: CertificationRequest | null;
  @Field(() => Finding, { nullable: true, description: 'The answered finding.' })
  finding?: Finding | null;
  @Field(() => ProductRelease, { nullable: true, description: 'The release that it is about; null for a request.' })
  productRelease?: ProductRelease | null;
}
@ObjectType({ description: 'What was claimed.' })
export class ClaimReviewPayload extends Payload {
  @Field(() => ProgressSubject, { nullable: true, description: 'The claimed request or release.' })
  subject?: CertificationRequest | ProductRelease | null;
}
@ObjectType({ description: 'What was given back.' })
export class UnclaimReviewPayload extends Payload {
  @Field(() => ProgressSubject, { nullable: true, description: 'The request or release that was given back.' })
  subject?: CertificationRequest | ProductRelease | null;
}
@ObjectType({ description: 'The decided request, and the decision.' })
export class ReviewCertificationRequestPayload extends RequestPayload {
  @Field(() => Review, { nullable: true, description: 'The decision.' })
  review?: Review | null;
}

const theInput = { description: 'What to do it with.' };
const releaseOf = ({ reader }: Context, { releaseId }: { releaseId: string }) => reader.one(ProductRelease, releaseId);
const requestOf = ({ reader }: Context, { requestId }: { requestId: string }) => reader.one(CertificationRequest, requestId);

@Resolver()
export class CertificationMutations {
  @Mutation(() => CreateCertificationRequestPayload, { description: 'Makes a draft; everything may be left for later.' })
  async createCertificationRequest(
    @Arg('input', () => CreateCertificationRequestInput, theInput) input: CreateCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<CreateCertificationRequestPayload> {
    const done = await context.services.drafts.create(command, input);
    return { certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => UpdateCertificationRequestPayload, {
    description: 'Saves changes to a draft, or to a request whose changes were asked for.',
  })
  async updateCertificationRequest(
    @Arg('input', () => UpdateCertificationRequestInput, theInput) input: UpdateCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<UpdateCertificationRequestPayload> {
    const done = await context.services.drafts.update(command, input);
    return { certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => AddSupportingProductPayload, { description: 'Adds a supporting product at the end of the list; at most 50.' })
  async addSupportingProduct(
    @Arg('input', () => AddSupportingProductInput, theInput) input: AddSupportingProductInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<AddSupportingProductPayload> {
    const done = await context.services.drafts.addSupportingProduct(command, input);
    const supportingProduct = await context.reader.one(SupportingProduct, done.supportingProductId);
    return { supportingProduct, certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => UpdateSupportingProductPayload, { description: 'Saves changes to a supporting product.' })
  async updateSupportingProduct(
    @Arg('input', () => UpdateSupportingProductInput, theInput) input: UpdateSupportingProductInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<UpdateSupportingProductPayload> {
    const done = await context.services.drafts.updateSupportingProduct(command, input);
    const supportingProduct = await context.reader.one(SupportingProduct, done.supportingProductId);
    return { supportingProduct, certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => RemoveSupportingProductPayload, { description: 'Removes a supporting product; those behind it move up.' })
  async removeSupportingProduct(
    @Arg('input', () => RemoveSupportingProductInput, theInput) input: RemoveSupportingProductInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<RemoveSupportingProductPayload> {
    const done = await context.services.drafts.removeSupportingProduct(command, input);
    return { removedId: done.supportingProductId, certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => SubmitCertificationRequestPayload, {
    description: 'Freezes the request and sends it to review. A refusal names everything that is still to do, as `checks` does.',
  })
  async submitCertificationRequest(
    @Arg('input', () => SubmitCertificationRequestInput, theInput) input: SubmitCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<SubmitCertificationRequestPayload> {
    const done = await context.services.certification.submit(command, input);
    return { certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => CopyCertificationRequestPayload, { description: 'Makes a new draft of any own request, with its materials.' })
  async copyCertificationRequest(
    @Arg('input', () => CopyCertificationRequestInput, theInput) input: CopyCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<CopyCertificationRequestPayload> {
    const done = await context.services.certification.copy(command, input);
    return { certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => WithdrawCertificationRequestPayload, {
    description: 'Takes a request out of review, back to a draft, until it is decided.',
  })
  async withdrawCertificationRequest(
    @Arg('input', () => WithdrawCertificationRequestInput, theInput) input: WithdrawCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<WithdrawCertificationRequestPayload> {
    const done = await context.services.certification.withdraw(command, input);
    return { certificationRequest: await requestOf(context, done), userErrors: [] };
  }

  @Mutation(() => DiscardCertificationRequestPayload, { description: 'Puts a draft out of sight; nothing is erased.' })
  async discardCertificationRequest(
    @Arg('input', () => DiscardCertificationRequestInput, theInput) input: DiscardCertificationRequestInput,
    @By() command: Command,
    @Ctx() { services }: Context,
  ): Promise<DiscardCertificationRequestPayload> {
    const { requestId } = await services.certification.discard(command, input);
    return { discardedId: requestId, userErrors: [] };
  }

  @Mutation(() => AnswerFindingPayload, { description: 'Answers a finding, or answers it anew while it is not resolved.' })
  async answerFinding(
    @Arg('input', () => AnswerFindingInput, theInput) input: AnswerFindingInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<AnswerFindingPayload> {
    const { findingId, requestId, releaseId } = await context.services.findings.answer(command, input);
    return {
      finding: await context.reader.one(Finding, findingId),
      certificationRequest: requestId ? await requestOf(context, { requestId }) : null,
      productRelease: releaseId ? await releaseOf(context, { releaseId }) : null,
      userErrors: [],
    };
  }

  @Mutation(() => ClaimReviewPayload, {
    description:
      'Takes the review of the present phase, or of a release, for 8 hours. Claim it again to renew it once half of them have passed; before, that changes nothing.',
  })
  async claimReview(
    @Arg('input', () => ClaimReviewInput, theInput) input: ClaimReviewInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<ClaimReviewPayload> {
    const { reviews, releaseReviews } = context.services;
    if (typeOfId(input.id) !== 'ProductRelease')
      return { subject: await requestOf(context, await reviews.claim(command, input)), userErrors: [] };
    return { subject: await releaseOf(context, await releaseReviews.claim(command, input)), userErrors: [] };
  }

  @Mutation(() => UnclaimReviewPayload, { description: 'Gives a review back.' })
  async unclaimReview(
    @Arg('input', () => UnclaimReviewInput, theInput) input: UnclaimReviewInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<UnclaimReviewPayload> {
    const { reviews, releaseReviews } = context.services;
    if (typeOfId(input.id) !== 'ProductRelease')
      return { subject: await requestOf(context, await reviews.unclaim(command, input)), userErrors: [] };
    return { subject: await releaseOf(context, await releaseReviews.unclaim(command, input)), userErrors: [] };
  }

  @Mutation(() => ReviewCertificationRequestPayload, {
    description: 'Decides the present phase on the submission that `digest` names. Without a claim it takes the claim.',
  })
  async reviewCertificationRequest(
    @Arg('input', () => ReviewCertificationRequestInput, theInput) input: ReviewCertificationRequestInput,
    @By() command: Command,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ReviewCertificationRequestPayload> {
    const shown = askedColumns(info, 'certificationRequest');
    const { reviewId, requestId } = await context.services.reviews.review(command, input, shown);
    return allOf({
      review: context.reader.one(Review, reviewId),
      certificationRequest: context.reader.one(CertificationRequest, requestId, shown),
      userErrors: [],
    });
  }
}
