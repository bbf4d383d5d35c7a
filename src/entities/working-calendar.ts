import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Day, Instant } from '../domain/words.js';
import type { CalendarYear, NamedDay } from '../domain/working-days.js';
import { instant, json, text } from './columns.js';
import { DateScalar } from './scalars.js';

@ObjectType({ description: 'A day that is not what its weekday says.', simpleResolvers: true })
export class CalendarDay implements NamedDay {
  @Field(() => DateScalar, { description: 'The day.' })
  date: Day;
  @Field(() => String, { description: 'The holiday that makes it so; at most 100 characters.' })
  name: string;
}

@ObjectType({
  description:
    'What differs from Monday to Friday in one year; due dates are counted by it (R32). Weekends are days off without being named.',
  simpleResolvers: true,
})
@Entity('working_calendar')
export class WorkingCalendar implements CalendarYear {
  @Field(() => Int, { description: 'The year.' })
  @PrimaryColumn({ type: 'integer' })
  year: number;

  @Field(() => [CalendarDay], { description: 'Days off, by date; those that fall on a weekend may be among them.' })
  @Column(json)
  holidays: CalendarDay[];

  @Field(() => [CalendarDay], { description: 'Saturdays and Sundays that are worked, by date, to make up for a holiday.' })
  @Column(json)
  makeUpWorkingDays: CalendarDay[];

  @Field(() => String, { description: 'Where it comes from, such as the notice that announces it; at most 1,000 characters.' })
  @Column(text)
  source: string;

  /** When the year was imported last. */
  @Column(instant)
  importedAt: Instant;
}
