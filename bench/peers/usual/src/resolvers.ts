import { randomBytes } from 'node:crypto';
import DataLoader from 'dataloader';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { type DataSource, In, IsNull } from 'typeorm';
import * as E from './entities.js';

export enum CertificationStatus {
  QUALIFICATION_REVIEW = 'QUALIFICATION_REVIEW',
  PRODUCT_REVIEW = 'PRODUCT_REVIEW',
}
export enum CertificationRequestOrder {
  CREATED_ASC = 'CREATED_ASC',
  SUBMITTED_ASC = 'SUBMITTED_ASC',
}
export enum ReviewPhase {
  QUALIFICATION = 'QUALIFICATION',
  PRODUCT = 'PRODUCT',
}
export enum ReviewDecision {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
}
registerEnumType(CertificationStatus, { name: 'CertificationStatus' });
registerEnumType(CertificationRequestOrder, { name: 'CertificationRequestOrder' });
registerEnumType(ReviewPhase, { name: 'ReviewPhase' });
registerEnumType(ReviewDecision, { name: 'ReviewDecision' });

@InputType()
class CertificationRequestFilter {
  @Field(() => [CertificationStatus], { nullable: true }) status?: CertificationStatus[];
  @Field(() => ID, { nullable: true }) sellerId?: string;
}
@InputType()
class ReviewCertificationRequestInput {
  @Field(() => ID) id: string;
  @Field(() => ReviewPhase) phase: ReviewPhase;
  @Field(() => String) digest: string;
  @Field(() => ReviewDecision) decision: ReviewDecision;
}
@ObjectType()
class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}
@ObjectType()
class ProgressEventConnection {
  @Field(() => [E.ProgressEvent]) nodes: E.ProgressEvent[];
  @Field(() => PageInfo) pageInfo: PageInfo;
}
@ObjectType()
class CertificationRequestConnection {
  @Field(() => [E.CertificationRequest]) nodes: E.CertificationRequest[];
  @Field(() => PageInfo) pageInfo: PageInfo;
  count: () => Promise<number>;
  @Field(() => Int) totalCount(): Promise<number> {
    return this.count();
  }
}
@ObjectType()
class UserError {
  @Field(() => String) code: string;
  @Field(() => String) message: string;
}
@ObjectType()
class ReviewCertificationRequestPayload {
  @Field(() => E.CertificationRequest, { nullable: true }) certificationRequest: E.CertificationRequest;
  @Field(() => E.Review, { nullable: true }) review: E.Review;
  @Field(() => [UserError]) userErrors: UserError[];
}

type Lists = Record<'supportingProducts' | 'contacts' | 'materials', DataLoader<string, object[]>>;
export interface Context extends Lists {
  readonly source: DataSource;
  readonly sellers: DataLoader<string, E.Seller>;
}

/** A loader for each relation, new for each request. */
export function contextOf(source: DataSource): Context {
  const list = <T extends { certificationRequestId: string }>(load: (ids: string[]) => Promise<T[]>) =>
    new DataLoader<string, T[]>(async (ids) => {
      const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
      for (const row of await load([...ids])) groups.get(row.certificationRequestId)!.push(row);
      return ids.map((id) => groups.get(id)!);
    });
  return {
    source,
    sellers: new DataLoader(async (ids) => {
      const rows = await source.getRepository(E.Seller).findBy({ id: In([...ids]) });
      return ids.map((id) => rows.find((row) => row.id === id)!);
    }),
    supportingProducts: list((ids) =>
      source.getRepository(E.SupportingProduct).find({ where: { certificationRequestId: In(ids) }, order: { position: 'ASC', id: 'ASC' } }),
    ),
    contacts: list((ids) => source.getRepository(E.Contact).find({ where: { certificationRequestId: In(ids) }, order: { kind: 'ASC' } })),
    materials: list((ids) =>
      source.getRepository(E.Material).find({
        where: { certificationRequestId: In(ids), replacedAt: IsNull() },
        order: { templateCode: 'ASC', revision: 'ASC' },
      }),
    ),
  };
}

const cursorOf = (...position: string[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
const positionOf = (cursor: string): string[] => JSON.parse(Buffer.from(cursor, 'base64url').toString());
const newId = (prefix: string) => `${prefix}_01${randomBytes(12).toString('hex')}`;

@Resolver(() => E.CertificationRequest)
export class RequestResolver {
  @Query(() => CertificationRequestConnection)
  async certificationRequests(
    @Arg('first', () => Int) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => CertificationRequestFilter) { sellerId, status }: CertificationRequestFilter,
    @Arg('orderBy', () => CertificationRequestOrder) orderBy: CertificationRequestOrder,
    @Ctx() { source }: Context,
  ): Promise<Partial<CertificationRequestConnection>> {
    const query = source.getRepository(E.CertificationRequest).createQueryBuilder('r').where("r.status <> 'DISCARDED'");
    if (sellerId) query.andWhere('r.sellerId = :sellerId', { sellerId });
    if (status) query.andWhere('r.status IN (:...status)', { status });
    const count = query.clone();
    const [, at, id] = after ? positionOf(after) : [];
    const byCreation = orderBy === CertificationRequestOrder.CREATED_ASC;
    if (after && byCreation) query.andWhere('r.id > :id', { id });
    if (after && !byCreation)
      query.andWhere('r.submittedAt >= :at AND NOT (r.submittedAt = :at AND r.id <= :id)', { at: new Date(at!), id });
    if (!byCreation) query.orderBy('r.submittedAt');
    const nodes = await query
      .addOrderBy('r.id')
      .take(first + 1)
      .getMany();
    const hasNextPage = nodes.length > first;
    if (hasNextPage) nodes.pop();
    const last = nodes.at(-1);
    const endCursor = last ? cursorOf(orderBy, byCreation ? last.id : last.submittedAt!.toISOString(), last.id) : null;
    return Object.assign(new CertificationRequestConnection(), {
      nodes,
      pageInfo: { hasNextPage, endCursor },
      count: () => count.getCount(),
    });
  }

  @Query(() => E.CertificationRequest, { nullable: true })
  certificationRequest(@Arg('id', () => ID) id: string, @Ctx() { source }: Context) {
    return source.getRepository(E.CertificationRequest).findOneBy({ id });
  }

  @FieldResolver(() => E.CertificationProduct, { nullable: true })
  product(@Root() { productName, productVersion, deliveryMethod, category, introduction }: E.CertificationRequest): E.CertificationProduct {
    return { name: productName, version: productVersion, deliveryMethod, category, introduction };
  }
  @FieldResolver(() => E.Seller) seller(@Root() { sellerId }: E.CertificationRequest, @Ctx() { sellers }: Context) {
    return sellers.load(sellerId);
  }
  @FieldResolver(() => [E.SupportingProduct])
  supportingProducts(@Root() { id }: E.CertificationRequest, @Ctx() { supportingProducts }: Context) {
    return supportingProducts.load(id);
  }
  @FieldResolver(() => E.Contact, { nullable: true })
  async businessContact(@Root() { id }: E.CertificationRequest, @Ctx() { contacts }: Context) {
    return (await contacts.load(id)).find((contact) => (contact as E.Contact).kind === 'BUSINESS') ?? null;
  }
  @FieldResolver(() => E.Contact, { nullable: true })
  async huaweiContact(@Root() { id }: E.CertificationRequest, @Ctx() { contacts }: Context) {
    return (await contacts.load(id)).find((contact) => (contact as E.Contact).kind === 'HUAWEI') ?? null;
  }
  @FieldResolver(() => [E.Material]) materials(@Root() { id }: E.CertificationRequest, @Ctx() { materials }: Context) {
    return materials.load(id);
  }
  @FieldResolver(() => ProgressEventConnection)
  async timeline(
    @Root() { id }: E.CertificationRequest,
    @Arg('first', () => Int) first: number,
    @Ctx() { source }: Context,
  ): Promise<ProgressEventConnection> {
    const nodes = await source
      .getRepository(E.ProgressEvent)
      .find({ where: { subjectId: id }, order: { position: 'ASC' }, take: first + 1 });
    const hasNextPage = nodes.length > first;
    if (hasNextPage) nodes.pop();
    const last = nodes.at(-1);
    return { nodes, pageInfo: { hasNextPage, endCursor: last ? Buffer.from(`event:${last.position}`).toString('base64url') : null } };
  }

  @Mutation(() => ReviewCertificationRequestPayload)
  reviewCertificationRequest(
    @Arg('input', () => ReviewCertificationRequestInput) { id, phase, digest, decision }: ReviewCertificationRequestInput,
    @Ctx() { source }: Context,
  ): Promise<ReviewCertificationRequestPayload> {
    return source.transaction(async (manager) => {
      const now = new Date();
      const request = await manager.findOne(E.CertificationRequest, { where: { id }, lock: { mode: 'pessimistic_write' } });
      const submission = await manager.findOne(E.Submission, { where: { certificationRequestId: id }, order: { round: 'DESC' } });
      if (request?.status !== 'QUALIFICATION_REVIEW' || submission?.digest !== digest) throw new Error('not to be decided');
      const reviewer = { subject: 'reviewer', name: 'Han Meimei', role: 'QUALIFICATION_REVIEWER' };
      const common = { certificationRequestId: id, round: request.round, phase, digest, decision };
      const review = await manager.save(manager.create(E.Review, { ...common, id: newId('review'), decider: reviewer, decidedAt: now }));
      Object.assign(request, { status: 'PRODUCT_REVIEW', phase: 'PRODUCT', version: request.version + 1, updatedAt: now });
      await manager.save(request);
      const counter = await manager.findOneOrFail(E.Counter, { where: { name: 'event' }, lock: { mode: 'pessimistic_write' } });
      counter.value = Number(counter.value) + 1;
      await manager.save(counter);
      await manager.save(
        manager.create(E.ProgressEvent, {
          id: newId('event'),
          position: counter.value,
          type: 'PHASE_PASSED',
          subjectId: id,
          sellerId: request.sellerId,
          phase,
          actor: reviewer,
          reason: null,
          occurredAt: now,
        }),
      );
      return { certificationRequest: request, review, userErrors: [] };
    });
  }
}

@Resolver(() => E.Seller)
export class SellerResolver {
  @FieldResolver(() => E.Company) company(@Root() { registrationNumber, companyName, introduction }: E.Seller): E.Company {
    return { registrationNumber, name: companyName, introduction };
  }
}
