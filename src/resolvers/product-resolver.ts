import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { actingOn, hasRole, hasScope, isSellerOf } from '../domain/actor.js';
import { problem } from '../domain/errors.js';
import { actionsOf, blockers } from '../domain/lifecycle.js';
import { product as lifecycle } from '../domain/product.js';
import { ProductStatus, Role } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Product } from '../entities/product.js';
import { ProductRelease } from '../entities/product-release.js';
import { releasesOfRequest } from '../entities/relations.js';
import { Seller } from '../entities/seller.js';
import { askedColumns } from '../loaders/asked-columns.js';
import { orderBy, readPage } from '../loaders/page.js';
import { readPageAhead } from '../loaders/read-ahead.js';
import { certifiedWhere, productsWhere, visibleProduct } from '../loaders/releases.js';
import { productFacts } from '../services/product-service.js';
import { shownReleases } from './certification-request-resolver.js';
import { CertificationRequestConnection, PageArgs, ProductConnection, ProductReleaseConnection } from './connections.js';
import type { Context } from './context.js';
import { certifiedRequest } from './release-resolver.js';
import { ServiceInformation } from './release-views.js';
import { sealForEntity } from './sealed.js';
import { showBlocker } from './showing.js';
import { AvailableActionView } from './views.js';

const newestFirst = orderBy('CREATED_DESC');

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, { nullable: true, description: 'The product with this id; null when there is none that you may see.' })
  product(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return visibleProduct(reader, id, askedColumns(info));
  }

  @Query(() => ProductConnection, { description: 'My Products: a seller sees its own; the platform all. Newest first.' })
  async products(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => ProductStatus, { nullable: true, description: 'Only these.' }) status: ProductStatus | null,
    @Ctx() { reader }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const where = productsWhere(reader, status);
    const page = await readPageAhead(reader, Product, args, newestFirst, where, info);
    return new ProductConnection(page, () => reader.count(Product, where, page.position));
  }

  @Query(() => CertificationRequestConnection, {
    description:
      "What the viewer's company can select when it releases: certified, same legal entity, whichever of its seller accounts asked. Of another account's request only what a release needs is shown.",
  })
  async certifiedProducts(@Args(() => PageArgs) args: PageArgs, @Ctx() { reader, actor }: Context) {
    const where = await certifiedWhere(reader);
    const page = await readPage(reader, CertificationRequest, args, newestFirst, where, null);
    const rows = page.rows.map((request) => (isSellerOf(actor, request.sellerId) ? request : sealForEntity(request)));
    return new CertificationRequestConnection({ ...page, rows }, () => reader.count(CertificationRequest, where));
  }

  @FieldResolver(() => Seller, { description: 'The seller account that released it.' })
  @Extensions({ needs: ['sellerId'] })
  seller(@Root() { sellerId }: Product, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(Seller, sellerId, askedColumns(info));
  }

  @FieldResolver(() => CertificationRequest, { description: 'The certified request that it stands on.' })
  @Extensions({ needs: ['certificationRequestId'] })
  certificationRequest(@Root() { certificationRequestId }: Product, @Ctx() { reader }: Context) {
    return certifiedRequest(reader, certificationRequestId);
  }

  @FieldResolver(() => ProductRelease, { description: 'What is live.' })
  @Extensions({ needs: ['currentReleaseId'] })
  currentRelease(@Root() { currentReleaseId }: Product, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(ProductRelease, currentReleaseId, askedColumns(info));
  }

  @FieldResolver(() => ProductReleaseConnection, { description: 'Its first release and its changes that you may see, oldest first.' })
  @Extensions({ needs: ['certificationRequestId'] })
  async releases(@Root() { certificationRequestId }: Product, @Args(() => PageArgs) args: PageArgs, @Ctx() { reader, actor }: Context) {
    return shownReleases(await reader.list(releasesOfRequest, certificationRequestId), args, actor);
  }

  @FieldResolver(() => ServiceInformation, { description: 'Where customers find it.' })
  @Extensions({ needs: ['productUrl'] })
  serviceInformation(@Root() { productUrl }: Product): ServiceInformation {
    return { productUrl };
  }

  @FieldResolver(() => [AvailableActionView], { description: 'What you can do, now or later, and what stands in the way.' })
  @Extensions({ needs: ['status', 'sellerId', 'certificationRequestId'], personal: true })
  async actions(@Root() product: Product, @Ctx() { reader, actor, language }: Context): Promise<AvailableActionView[]> {
    const acting = actingOn(actor, product);
    const actions = actionsOf(lifecycle, acting);
    if (actions.length === 0) return [];
    const facts = await productFacts(reader, product);
    const unscoped = hasRole(actor, [Role.OPERATIONS_MANAGER]) || hasScope(actor, 'release:write') ? [] : [problem('releaseScope')];
    return actions.map((action) => {
      const standing = [...unscoped, ...blockers(lifecycle, action, facts, acting)];
      return { action, allowed: standing.length === 0, blockers: standing.map((p) => showBlocker(p, language)) };
    });
  }
}
