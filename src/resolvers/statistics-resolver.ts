import { Arg, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Failure } from '../domain/errors.js';
import type { Day } from '../domain/words.js';
import { DateScalar } from '../entities/scalars.js';
import { readStatistics, type Statistics } from '../loaders/statistics.js';
import type { Context } from './context.js';

@ObjectType({
  description: 'How the reviews of certifications and releases went in a period, and how many wait now.',
  simpleResolvers: true,
})
export class ReviewStatistics implements Statistics {
  @Field(() => Int, { description: 'Submits in the period, later rounds too.' }) submitted: number;
  @Field(() => Int, { description: 'Certificates and releases that were approved in the period.' }) approved: number;
  @Field(() => Int, { description: 'Requests and releases that were rejected in the period.' }) rejected: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Of the decisions on a first round in the period, the share that approved, 0 to 1; null when there was none.',
  })
  firstPassRate: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Hours from the start of a review to its decision: the median; null without decisions.',
  })
  medianHours: number | null;
  @Field(() => Float, { nullable: true, description: 'The same: nine of ten took no longer.' }) p90Hours: number | null;
  @Field(() => Int, { description: 'Reviews that are overdue now.' }) overdue: number;
  @Field(() => Int, { description: 'Reviews that wait for a decision now.' }) backlog: number;
}

@Resolver()
export class StatisticsResolver {
  @Query(() => ReviewStatistics, { description: 'How reviews went. For the platform.' })
  async reviewStatistics(
    @Arg('from', () => DateScalar, { nullable: true, description: 'First day, in the business time zone; by default from the beginning.' })
    from: Day | null,
    @Arg('to', () => DateScalar, { nullable: true, description: 'Last day; by default today.' }) to: Day | null,
    @Ctx() { reader, times, now }: Context,
  ): Promise<ReviewStatistics> {
    if (from && to && from > to) {
      const text = { en: 'from must not be after to.', zh: 'from 不能晚于 to。' };
      throw new Failure('BAD_USER_INPUT', text, { argument: 'from' });
    }
    const at = now();
    const { time } = await times.ofRelease();
    const begin = from ? time.startOf(from) : new Date(0).toISOString();
    // The end of the last day that can be written lies in the year 10000 in some zones, which is no instant.
    const end = to && to < '9999' ? time.endOf(to) : at;
    return readStatistics(reader, begin, end, at);
  }
}
