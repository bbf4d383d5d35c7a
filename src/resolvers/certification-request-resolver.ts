import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { type Actor, actingOn, hasScope, seesRelease } from '../domain/actor.js';
import { certification } from '../domain/certification.js';
import type { ProductFacts } from '../domain/certification-facts.js';
import { checksOf, editableStatuses, templatesFor, templatesOf } from '../domain/checks.js';
import { type Problem, problem } from '../domain/errors.js';
import { actionsOf, blockers } from '../domain/lifecycle.js';
import { type Soon, soon } from '../domain/soon.js';
import { Action, CertificationStatus, ClockState, FindingStatus, Party, ReleaseStatus, ReviewDecision, Role } from '../domain/words.js';
import { AgreementSignature } from '../entities/agreement-signature.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Contact } from '../entities/contact.js';
import { Finding } from '../entities/finding.js';
import { Material } from '../entities/material.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { ProductRelease } from '../entities/product-release.js';
import {
  businessContactOfRequest,
  commitmentsOfRequest,
  findingsOfRequest,
  huaweiContactOfRequest,
  materialsOfRequest,
  releasesOfRequest,
  reviewsOfRequest,
  submissionsOfRequest,
  supportingProductsOfRequest,
  templateVersions,
} from '../entities/relations.js';
import { Review } from '../entities/review.js';
import { clockColumns } from '../entities/reviewable.js';
import { Seller } from '../entities/seller.js';
import { Submission } from '../entities/submission.js';
import { SupportingProduct } from '../entities/supporting-product.js';
import { askedColumns, askedOfNodes, type Needs, type Reads } from '../loaders/asked-columns.js';
import { orderBy as orderOf, pageOf } from '../loaders/page.js';
import { readPageAhead, readRowAhead } from '../loaders/read-ahead.js';
import { RequestOrder, requestsWhere, visibleRequest } from '../loaders/requests.js';
import { countTimeline, readTimeline, timelineOf } from '../loaders/timeline.js';
import { visibleRequests } from '../loaders/visibility.js';
import { companyOf, gatherFacts } from '../services/facts.js';
import { CertificationRequestFilter } from './certification-inputs.js';
import { CertificationRequestConnection, PageArgs, ProductReleaseConnection, ProgressEventConnection } from './connections.js';
import type { Context } from './context.js';
import { MaterialRequirementView } from './material-resolver.js';
import { showClock } from './review-clock.js';
import { reasonsOf, showBlocker, showCheck, showCompany } from './showing.js';
import {
  AvailableActionView,
  CertificationProductView,
  CheckView,
  CompanyView,
  QuotationView,
  ReviewClaimView,
  ReviewClockView,
} from './views.js';

/** The columns that the rules of a request look at. */
const factColumns = [
  'id',
  'status',
  'round',
  'phase',
  'sellerId',
  'productName',
  'productVersion',
  'deliveryMethod',
  'category',
  'introduction',
  'claimedBy',
  'claimedUntil',
  'number',
  'templateIds',
  'registrationNumber',
  ...clockColumns,
];
/** Each field of a product, and where it stands. */
const productNeeds = {
  name: ['productName'],
  version: ['productVersion'],
  deliveryMethod: ['deliveryMethod'],
  category: ['category'],
  introduction: ['introduction'],
} satisfies Needs;
const productColumns = Object.values(productNeeds).flat();
const inReview: readonly CertificationStatus[] = [CertificationStatus.QUALIFICATION_REVIEW, CertificationStatus.PRODUCT_REVIEW];

@Resolver(() => CertificationRequest)
export class CertificationRequestResolver {
  @Query(() => CertificationRequest, { nullable: true, description: 'The request with this id; null when there is none that you may see.' })
  certificationRequest(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { reader }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readRowAhead(reader, CertificationRequest, id, visibleRequests(reader.actor), info);
  }

  @Query(() => CertificationRequestConnection, {
    description:
      'A seller sees its own; reviewers and auditors all but drafts; a Huawei contact those that name it. Newest first unless ordered otherwise; discarded drafts only when `filter.status` asks for them.',
  })
  async certificationRequests(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => CertificationRequestFilter, { nullable: true, description: 'Narrows the list.' })
    filter: CertificationRequestFilter | null,
    @Arg('orderBy', () => RequestOrder, { nullable: true, description: 'The order of the list.' }) orderBy: RequestOrder | null,
    @Ctx() { reader, now }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const where = await requestsWhere(reader, filter ?? {}, now());
    const order = orderOf(orderBy ?? RequestOrder.CREATED_DESC);
    const page = await readPageAhead(reader, CertificationRequest, args, order, where, info);
    return new CertificationRequestConnection(page, () => reader.count(CertificationRequest, where, page.position));
  }

  @FieldResolver(() => Party, { description: 'Who has to act next.' })
  @Extensions({ needs: ['status'] })
  waitingOn(@Root() { status }: CertificationRequest): Party {
    if (editableStatuses.includes(status)) return Party.SELLER;
    return inReview.includes(status) ? Party.PLATFORM : Party.NOBODY;
  }

  @FieldResolver(() => Seller, { description: 'The seller account that asks.' })
  @Extensions({ needs: ['sellerId'], reads: { entity: Seller, by: 'sellerId' } satisfies Reads })
  seller(@Root() { sellerId }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.one(Seller, sellerId, askedColumns(info));
  }

  @FieldResolver(() => CompanyView, { description: 'The company: live while a draft, as it was at the last submit otherwise (R8).' })
  @Extensions({ needs: ['sellerId', 'status', 'company'] })
  async company(@Root() { sellerId, status, company }: CertificationRequest, @Ctx() { reader }: Context) {
    if (company && status !== CertificationStatus.DRAFT) return showCompany(company, sellerId);
    const seller = await reader.one(Seller, sellerId);
    return seller && showCompany(companyOf(seller), sellerId);
  }

  @FieldResolver(() => CertificationProductView, {
    nullable: true,
    description: 'The product to be certified; null while nothing is known of it.',
  })
  @Extensions({ needs: productNeeds })
  product(@Root() request: CertificationRequest, @Ctx() { reader }: Context): Soon<ProductFacts | null> {
    // Where nothing of what was asked for is known, something else may be: to read an introduction for each row only to look is dear.
    return productOf(request) ?? soon(reader.one(CertificationRequest, request.id, productColumns), (row) => row && productOf(row));
  }

  @FieldResolver(() => [SupportingProduct], { description: 'Further products that are involved, in their order; at most 50 (R13).' })
  @Extensions({ needs: ['id'], reads: { relation: supportingProductsOfRequest } satisfies Reads })
  supportingProducts(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.list(supportingProductsOfRequest, id, askedColumns(info));
  }

  @FieldResolver(() => Contact, { nullable: true, description: 'The business contact of the company (R15).' })
  @Extensions({ needs: ['id'], reads: { single: businessContactOfRequest } satisfies Reads })
  businessContact(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.single(businessContactOfRequest, id, askedColumns(info));
  }

  @FieldResolver(() => Contact, { nullable: true, description: 'The Huawei contact, when there is one (R15).' })
  @Extensions({ needs: ['id'], reads: { single: huaweiContactOfRequest } satisfies Reads })
  huaweiContact(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.single(huaweiContactOfRequest, id, askedColumns(info));
  }

  @FieldResolver(() => [AgreementSignature], { description: 'The commitments that the last submit accepted (R10).' })
  @Extensions({ needs: ['id', 'round'] })
  async commitments(@Root() { id, round }: CertificationRequest, @Ctx() { reader }: Context) {
    return (await reader.list(commitmentsOfRequest, id)).filter((signature) => signature.round === round);
  }

  @FieldResolver(() => [Material], { description: 'The current materials: the last revision for each template.' })
  @Extensions({ needs: ['id'], reads: { relation: materialsOfRequest } satisfies Reads })
  materials(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return reader.list(materialsOfRequest, id, askedColumns(info));
  }

  @FieldResolver(() => [MaterialRequirementView], {
    description:
      'The templates of the delivery method, and what was uploaded for each; from a submit on, in the versions that were in force then.',
  })
  @Extensions({ needs: ['id', 'status', 'templateIds', ...productColumns] })
  async requiredMaterials(@Root() request: CertificationRequest, @Ctx() { reader }: Context): Promise<MaterialRequirementView[]> {
    const { id } = request;
    const submitted = request.templateIds ? (await reader.list(submissionsOfRequest, id)).at(-1)?.snapshot.product : undefined;
    const versions = await reader.all<MaterialTemplate>(templateVersions);
    const templates = templatesFor(templatesOf(request, submitted, versions), productOf(request) ?? emptyProduct);
    const materials = await reader.list(materialsOfRequest, id);
    return templates.map((template) => {
      const material = materials.find((m) => m.templateCode === template.code) ?? null;
      return { template, material, satisfied: material?.status === 'CLEAN' };
    });
  }

  @FieldResolver(() => QuotationView, {
    nullable: true,
    description: 'What the uploaded quotation workbook says; null while there is none.',
  })
  @Extensions({ needs: ['id'] })
  async quotation(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context) {
    return (await reader.list(materialsOfRequest, id)).find((material) => material.quotation)?.quotation ?? null;
  }

  @FieldResolver(() => [CheckView], {
    description:
      'Exactly what a submit would look at now, all at once: it is accepted when no BLOCKER fails and both commitments are accepted.',
  })
  @Extensions({ needs: factColumns })
  async checks(@Root() request: CertificationRequest, @Ctx() { reader, actor, language, now, times }: Context): Promise<CheckView[]> {
    return checksOf(await gatherFacts(reader, request, actor, now(), await times.ofCertification())).map((check) =>
      showCheck(check, language),
    );
  }

  @FieldResolver(() => [Submission], { description: 'What each submit froze, oldest first.' })
  @Extensions({ needs: ['id'] })
  submissions(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context) {
    return reader.list(submissionsOfRequest, id);
  }

  @FieldResolver(() => [Review], { description: 'Every decision, oldest first; never rewritten.' })
  @Extensions({ needs: ['id'] })
  reviews(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context) {
    return reader.list(reviewsOfRequest, id);
  }

  @FieldResolver(() => [String], { description: 'The reason and the findings of the latest negative decision; empty when there was none.' })
  @Extensions({ needs: ['id'] })
  async rejectionReasons(@Root() { id }: CertificationRequest, @Ctx() { reader }: Context): Promise<string[]> {
    const negative = (await reader.list(reviewsOfRequest, id)).filter((review) => review.decision !== ReviewDecision.APPROVE).at(-1);
    return reasonsOf(
      negative,
      negative ? (await reader.list(findingsOfRequest, id)).filter((finding) => finding.reviewId === negative.id) : [],
    );
  }

  @FieldResolver(() => [Finding], { description: 'What reviewers found, oldest first.' })
  @Extensions({ needs: ['id'] })
  async findings(
    @Root() { id }: CertificationRequest,
    @Arg('status', () => [FindingStatus], { nullable: true, description: 'Only those that have come this far.' })
    status: FindingStatus[] | null,
    @Ctx() { reader }: Context,
  ) {
    const findings = await reader.list(findingsOfRequest, id);
    return status ? findings.filter((finding) => status.includes(finding.status)) : findings;
  }

  @FieldResolver(() => ReviewClockView, { nullable: true, description: 'The time of the review; null before the first submit.' })
  @Extensions({ needs: ['id', 'status', 'phase', 'submittedAt', ...clockColumns] })
  clock(@Root() request: CertificationRequest, @Ctx() context: Context): Promise<ReviewClockView | null> {
    const { status } = request;
    const paused = status === CertificationStatus.CHANGES_REQUESTED;
    const state = inReview.includes(status) ? ClockState.RUNNING : paused ? ClockState.PAUSED : ClockState.STOPPED;
    return showClock(request, state, CertificationRequest, context);
  }

  @FieldResolver(() => ReviewClaimView, {
    nullable: true,
    description: 'Who holds the review; null when nobody does. Only the platform sees it.',
  })
  @Extensions({ needs: ['claimedBy', 'claimedUntil'] })
  claim(@Root() { claimedBy, claimedUntil }: CertificationRequest, @Ctx() { actor, now }: Context): ReviewClaimView | null {
    if (!claimedBy || !claimedUntil || claimedUntil <= now()) return null;
    return { mine: claimedBy === actor.subject, until: claimedUntil };
  }

  @FieldResolver(() => ProgressEventConnection, {
    description: 'What happened, oldest first. Cursors are those of subscriptions and webhooks.',
  })
  @Extensions({ needs: ['id'], reads: { page: timelineOf } satisfies Reads })
  timeline(
    @Root() { id }: CertificationRequest,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { reader }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const page = readTimeline(reader, id, args, askedOfNodes(info));
    return soon(page, (read) => new ProgressEventConnection(read, () => countTimeline(reader, id)));
  }

  @FieldResolver(() => [AvailableActionView], { description: 'What you can do, now or later, and what stands in the way.' })
  @Extensions({ needs: factColumns, personal: true })
  async actions(
    @Root() request: CertificationRequest,
    @Ctx() { reader, actor, language, now, times }: Context,
  ): Promise<AvailableActionView[]> {
    const all = actionsOf(certification, actor);
    if (all.length === 0) return [];
    const facts = await gatherFacts(reader, request, actor, now(), await times.ofCertification());
    const own = actionsOf(certification, actingOn(actor, request));
    // Another account of the certified legal entity may release (R30), and nothing else.
    const sameEntity = facts.actorSeller?.registrationNumber === facts.registrationNumber;
    const actions = all.filter((action) => own.includes(action) || (action === Action.RELEASE && sameEntity));
    return actions.map((action) => {
      const standing = [...missingScope(actor, action), ...blockers(certification, action, facts, actor)];
      return { action, allowed: standing.length === 0, blockers: standing.map((p) => showBlocker(p, language)) };
    });
  }

  @FieldResolver(() => ProductReleaseConnection, { description: 'The releases of the certified product that you may see, oldest first.' })
  @Extensions({ needs: ['id'] })
  async releases(@Root() { id }: CertificationRequest, @Args(() => PageArgs) args: PageArgs, @Ctx() { reader, actor }: Context) {
    return shownReleases(await reader.list(releasesOfRequest, id), args, actor);
  }

  @FieldResolver(() => CertificationRequest, { nullable: true, description: 'The request that this one was copied from.' })
  @Extensions({ needs: ['copiedFromId'] })
  copiedFrom(@Root() { copiedFromId }: CertificationRequest, @Ctx() { reader }: Context, @Info() info: GraphQLResolveInfo) {
    return copiedFromId ? visibleRequest(reader, copiedFromId, askedColumns(info)) : null;
  }
}

/** Actions for which a sub-user needs a scope. */
const sellerActions = new Set(certification.filter((row) => row.by.includes(Role.SELLER)).map((row) => row.action));

/** What a sub-user lacks for an action (R3). */
function missingScope(actor: Actor, action: Action): Problem[] {
  if (!sellerActions.has(action)) return [];
  if (action === Action.RELEASE) return hasScope(actor, 'release:write') ? [] : [problem('releaseScope')];
  return hasScope(actor, 'certification:write') ? [] : [problem('forbidden', { needs: 'certification:write' })];
}

/** A page of those releases that the actor may see; discarded ones are out of sight. */
export function shownReleases(releases: readonly ProductRelease[], args: PageArgs, actor: Actor) {
  const shown = releases.filter((release) => release.status !== ReleaseStatus.DISCARDED && seesRelease(actor, release));
  return new ProductReleaseConnection(pageOf(ProductRelease, shown, args), async () => shown.length);
}

/** The product of a request as far as it was read; null where nothing of that is known. */
function productOf({ productName, productVersion, deliveryMethod, category, introduction }: CertificationRequest): ProductFacts | null {
  const known = productName ?? productVersion ?? deliveryMethod ?? category ?? introduction;
  return known == null ? null : { name: productName, version: productVersion, deliveryMethod, category, introduction };
}

const emptyProduct: ProductFacts = { name: null, version: null, deliveryMethod: null, introduction: null };
