import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { actingOn, hasScope, isPlatform } from '../domain/actor.js';
import { problem } from '../domain/errors.js';
import { actionsOf, blockers } from '../domain/lifecycle.js';
import { release as lifecycle } from '../domain/release.js';
import { releaseChecks } from '../domain/release-checks.js';
import { ClockState, FindingStatus, ReleaseDecision, ReleaseKind, ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Finding } from '../entities/finding.js';
import { Product } from '../entities/product.js';
import { ProductRelease } from '../entities/product-release.js';
import { findingsOfRelease, productOfRequest, reviewsOfRelease } from '../entities/relations.js';
import { clockColumns } from '../entities/reviewable.js';
import { Seller } from '../entities/seller.js';
import { askedColumns, askedOfNodes } from '../loaders/asked-columns.js';
import { orderBy as orderOf } from '../loaders/page.js';
import { readPageAhead } from '../loaders/read-ahead.js';
import { ReleaseOrder, releasesWhere, visibleRelease } from '../loaders/releases.js';
import { visibleRequest } from '../loaders/requests.js';
import { countTimeline, readTimeline } from '../loaders/timeline.js';
import { gatherReleaseFacts } from '../services/release-facts.js';
import { PageArgs, ProductReleaseConnection, ProgressEventConnection } from './connections.js';
import type { Context } from './context.js';
import { ProductReleaseFilter } from './release-inputs.js';
import { ReleaseDetailsView } from './release-views.js';
import { showClock } from './review-clock.js';
import { sealForEntity } from './sealed.js';
import { reasonsOf, showBlocker, showCheck } from './showing.js';
import { AvailableActionView, CheckView, FileInfo, ReviewClaimView, ReviewClockView } from './views.js';

/** The columns that the rules of a release look at. */
const factColumns = [
  ...['id', 'status', 'round', 'submittedAt', 'sellerId', 'certificationRequestId', 'claimedBy', 'claimedUntil', 'digest', ...clockColumns],
  ...['name', 'productVersion', 'category', 'highlights', 'description', 'supportEmail', 'supportPhone', 'details', 'logo'],
];

@Resolver(() => ProductRelease)
export class ReleaseResolver {
  @Query(() => ProductRelease, { nullable: true, description: 'The release with this id; null when there is none that you may see.' })
  productRelease(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { reader }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return visibleRelease(reader, id, askedColumns(info));
  }

  @Query(() => ProductReleaseConnection, {
    description:
      'My Applications: a seller sees its own; the platform all but drafts. Newest first unless ordered otherwise; discarded ones only when `filter.status` asks for them.',
  })
  async productReleases(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ProductReleaseFilter, { nullable: true, description: 'Narrows the list.' }) filter: ProductReleaseFilter | null,
    @Arg('orderBy', () => ReleaseOrder, { nullable: true, description: 'The order of the list.' }) orderBy: ReleaseOrder | null,
    @Ctx() { reader, now }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const where = releasesWhere(reader, filter ?? {}, now());
    const page = await readPageAhead(reader, ProductRelease, args, orderOf(orderBy ?? ReleaseOrder.CREATED_DESC), where, info);
    return new ProductReleaseConnection(page, () => reader.count(ProductRelease, where, page.position));
  }

  @FieldResolver(() => Seller, { description: 'The seller account that releases.' })
  @Extensions({ needs: ['sellerId'] })
  seller(@Root() { sellerId }: ProductRelease, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(Seller, sellerId, askedColumns(info));
  }

  @FieldResolver(() => CertificationRequest, { description: 'The certified request that it stands on.' })
  @Extensions({ needs: ['certificationRequestId'] })
  certificationRequest(@Root() { certificationRequestId }: ProductRelease, @Ctx() { reader }: Context) {
    return certifiedRequest(reader, certificationRequestId);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product, from the moment it is released.' })
  @Extensions({ needs: ['certificationRequestId', 'status', 'kind'] })
  async product(@Root() { certificationRequestId, status, kind }: ProductRelease, @Ctx() { reader }: Context) {
    if (status !== ReleaseStatus.RELEASED && kind !== ReleaseKind.MODIFICATION) return null;
    return (await reader.list(productOfRequest, certificationRequestId)).at(0) ?? null;
  }

  @FieldResolver(() => ReleaseDetailsView, {
    nullable: true,
    description: 'What the delivery method has to tell; null while nothing is told.',
  })
  @Extensions({ needs: ['details'] })
  details(@Root() { details }: ProductRelease) {
    return details;
  }

  @FieldResolver(() => FileInfo, { nullable: true, description: 'The logo.' })
  @Extensions({ needs: ['id', 'logo'] })
  logo(@Root() { id, logo }: ProductRelease): FileInfo | null {
    return logo && { ...logo, ownerId: id };
  }

  @FieldResolver(() => [CheckView], {
    description: 'Exactly what a submit would look at now, all at once: it is accepted when no BLOCKER fails.',
  })
  @Extensions({ needs: factColumns })
  async checks(@Root() release: ProductRelease, @Ctx() context: Context): Promise<CheckView[]> {
    return releaseChecks(await factsOf(release, context)).map((check) => showCheck(check, context.language));
  }

  @FieldResolver(() => ReviewClockView, {
    nullable: true,
    description: 'The time of the review: three working days, unless configured otherwise. Null before the first submit.',
  })
  @Extensions({ needs: ['id', 'status', 'submittedAt', ...clockColumns] })
  clock(@Root() release: ProductRelease, @Ctx() context: Context): Promise<ReviewClockView | null> {
    const state = release.status === ReleaseStatus.IN_REVIEW ? ClockState.RUNNING : ClockState.STOPPED;
    return showClock({ ...release, phase: null }, state, ProductRelease, context);
  }

  @FieldResolver(() => ReviewClaimView, {
    nullable: true,
    description: 'Who holds the review; null when nobody does. Only the platform sees it.',
  })
  @Extensions({ needs: ['claimedBy', 'claimedUntil'], personal: true })
  claim(@Root() { claimedBy, claimedUntil }: ProductRelease, @Ctx() { actor, now }: Context): ReviewClaimView | null {
    if (!claimedBy || !claimedUntil || claimedUntil <= now()) return null;
    return { mine: claimedBy === actor.subject, until: claimedUntil };
  }

  @FieldResolver(() => [String], { description: 'The reason and the findings of the latest rejection; empty when there was none.' })
  @Extensions({ needs: ['id'] })
  async rejectionReasons(@Root() { id }: ProductRelease, @Ctx() { reader }: Context): Promise<string[]> {
    const negative = (await reader.list(reviewsOfRelease, id)).filter((review) => review.decision === ReleaseDecision.REJECT).at(-1);
    return reasonsOf(
      negative,
      negative ? (await reader.list(findingsOfRelease, id)).filter((finding) => finding.releaseReviewId === negative.id) : [],
    );
  }

  @FieldResolver(() => [Finding], { description: 'What the operations manager found, oldest first.' })
  @Extensions({ needs: ['id'] })
  async findings(
    @Root() { id }: ProductRelease,
    @Arg('status', () => [FindingStatus], { nullable: true, description: 'Only those that have come this far.' })
    status: FindingStatus[] | null,
    @Ctx() { reader }: Context,
  ) {
    const findings = await reader.list(findingsOfRelease, id);
    return status ? findings.filter((finding) => status.includes(finding.status)) : findings;
  }

  @FieldResolver(() => ProgressEventConnection, {
    description: 'What happened, oldest first. Cursors are those of subscriptions and webhooks.',
  })
  @Extensions({ needs: ['id'] })
  async timeline(
    @Root() { id }: ProductRelease,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { reader }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return new ProgressEventConnection(await readTimeline(reader, id, args, askedOfNodes(info)), () => countTimeline(reader, id));
  }

  @FieldResolver(() => [AvailableActionView], { description: 'What you can do, now or later, and what stands in the way.' })
  @Extensions({ needs: factColumns, personal: true })
  async actions(@Root() release: ProductRelease, @Ctx() context: Context): Promise<AvailableActionView[]> {
    const { actor, language } = context;
    const acting = actingOn(actor, release);
    const actions = actionsOf(lifecycle, acting);
    if (actions.length === 0) return [];
    const facts = await factsOf(release, context);
    const unscoped = isPlatform(actor) || hasScope(actor, 'release:write') ? [] : [problem('releaseScope')];
    return actions.map((action) => {
      const standing = [...unscoped, ...blockers(lifecycle, action, facts, acting)];
      return { action, allowed: standing.length === 0, blockers: standing.map((p) => showBlocker(p, language)) };
    });
  }
}

const factsOf = async (release: ProductRelease, { reader, actor, now, times }: Context) =>
  gatherReleaseFacts(reader, release, actor, now(), await times.ofRelease());

/** The certified request of a release or product that the viewer sees: whole, or sealed when another account of its entity asked. */
export async function certifiedRequest(reader: Context['reader'], id: string): Promise<CertificationRequest | null> {
  const visible = await visibleRequest(reader, id);
  if (visible) return visible;
  const request = await reader.one(CertificationRequest, id);
  return request && sealForEntity(request);
}
