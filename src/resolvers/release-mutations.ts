import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Product } from '../entities/product.js';
import { ProductRelease } from '../entities/product-release.js';
import type { Command } from '../platform/transaction.js';
import { By, type Context } from './context.js';
import { Payload } from './payloads.js';
import {
  CreateProductReleaseInput,
  DelistProductInput,
  DiscardProductReleaseInput,
  ReviewProductReleaseInput,
  SubmitProductReleaseInput,
  UpdateProductReleaseInput,
  UploadProductLogoInput,
  WithdrawProductReleaseInput,
} from './release-inputs.js';

/** The answer of a mutation on a release. */
@ObjectType()
abstract class ReleasePayload extends Payload {
  @Field(() => ProductRelease, { nullable: true, description: 'The release after the change; null when it was refused.' })
  productRelease?: ProductRelease | null;
}
@ObjectType({ description: 'The begun release.' })
export class CreateProductReleasePayload extends ReleasePayload {}
@ObjectType({ description: 'The changed release.' })
export class UpdateProductReleasePayload extends ReleasePayload {}
@ObjectType({ description: 'The release with its logo.' })
export class UploadProductLogoPayload extends ReleasePayload {}
@ObjectType({ description: 'The submitted release.' })
export class SubmitProductReleasePayload extends ReleasePayload {}
@ObjectType({ description: 'The withdrawn release.' })
export class WithdrawProductReleasePayload extends ReleasePayload {}
@ObjectType({ description: 'What was put out of sight.' })
export class DiscardProductReleasePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the discarded release.' })
  discardedId?: string | null;
}
@ObjectType({ description: 'The decided release, and its product.' })
export class ReviewProductReleasePayload extends ReleasePayload {
  @Field(() => Product, { nullable: true, description: 'The product that was released; null when it was not approved.' })
  product?: Product | null;
}
@ObjectType({ description: 'The delisted product.' })
export class DelistProductPayload extends Payload {
  @Field(() => Product, { nullable: true, description: 'The product; null when it was refused.' })
  product?: Product | null;
}

const theInput = { description: 'What to do it with.' };

@Resolver()
export class ReleaseMutations {
  @Mutation(() => CreateProductReleasePayload, {
    description:
      'Begins to release a certified product of your legal entity; for one that is released, a change that is filled with what is live.',
  })
  async createProductRelease(
    @Arg('input', () => CreateProductReleaseInput, theInput) input: CreateProductReleaseInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<CreateProductReleasePayload> {
    const { releaseId } = await services.releases.create(command, input);
    return { productRelease: await reader.one(ProductRelease, releaseId), userErrors: [] };
  }

  @Mutation(() => UpdateProductReleasePayload, { description: 'Saves product information, half done or not.' })
  async updateProductRelease(
    @Arg('input', () => UpdateProductReleaseInput, theInput) input: UpdateProductReleaseInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<UpdateProductReleasePayload> {
    const { releaseId } = await services.releases.update(command, input);
    return { productRelease: await reader.one(ProductRelease, releaseId), userErrors: [] };
  }

  @Mutation(() => UploadProductLogoPayload, {
    description: 'Uploads the logo, as a GraphQL multipart request: PNG, square, 120×120 pixels at least, 5 MiB at most.',
  })
  async uploadProductLogo(
    @Arg('input', () => UploadProductLogoInput, theInput) input: UploadProductLogoInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<UploadProductLogoPayload> {
    const { releaseId } = await services.releases.uploadLogo(command, { ...input, file: await input.file });
    return { productRelease: await reader.one(ProductRelease, releaseId), userErrors: [] };
  }

  @Mutation(() => SubmitProductReleasePayload, {
    description:
      'Freezes the release and sends it to the operations manager. A refusal names everything that is still to do, as `checks` does.',
  })
  async submitProductRelease(
    @Arg('input', () => SubmitProductReleaseInput, theInput) input: SubmitProductReleaseInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<SubmitProductReleasePayload> {
    const { releaseId } = await services.releases.submit(command, input);
    return { productRelease: await reader.one(ProductRelease, releaseId), userErrors: [] };
  }

  @Mutation(() => WithdrawProductReleasePayload, { description: 'Takes a release out of review, back to a draft, until it is decided.' })
  async withdrawProductRelease(
    @Arg('input', () => WithdrawProductReleaseInput, theInput) input: WithdrawProductReleaseInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<WithdrawProductReleasePayload> {
    const { releaseId } = await services.releases.withdraw(command, input);
    return { productRelease: await reader.one(ProductRelease, releaseId), userErrors: [] };
  }

  @Mutation(() => DiscardProductReleasePayload, { description: 'Puts a release that is not in review out of sight; nothing is erased.' })
  async discardProductRelease(
    @Arg('input', () => DiscardProductReleaseInput, theInput) input: DiscardProductReleaseInput,
    @By() command: Command,
    @Ctx() { services }: Context,
  ): Promise<DiscardProductReleasePayload> {
    const { releaseId } = await services.releases.discard(command, input);
    return { discardedId: releaseId, userErrors: [] };
  }

  @Mutation(() => ReviewProductReleasePayload, {
    description:
      'Decides on the release that `digest` names; an approval releases the product at once. Without a claim it takes the claim.',
  })
  async reviewProductRelease(
    @Arg('input', () => ReviewProductReleaseInput, theInput) input: ReviewProductReleaseInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<ReviewProductReleasePayload> {
    const { releaseId, productId } = await services.releaseReviews.review(command, input);
    return {
      productRelease: await reader.one(ProductRelease, releaseId),
      product: productId ? await reader.one(Product, productId) : null,
      userErrors: [],
    };
  }

  @Mutation(() => DelistProductPayload, { description: 'Takes a product off the market; its history and its address stay.' })
  async delistProduct(
    @Arg('input', () => DelistProductInput, theInput) input: DelistProductInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<DelistProductPayload> {
    const { productId } = await services.products.delist(command, input);
    return { product: await reader.one(Product, productId), userErrors: [] };
  }
}
