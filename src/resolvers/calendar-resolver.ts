import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { workingCalendars } from '../entities/relations.js';
import { WorkingCalendar } from '../entities/working-calendar.js';
import type { Command } from '../platform/transaction.js';
import { By, type Context } from './context.js';
import { Payload } from './payloads.js';
import { ImportWorkingCalendarInput } from './platform-inputs.js';

@ObjectType({ description: 'The imported year.' })
export class ImportWorkingCalendarPayload extends Payload {
  @Field(() => WorkingCalendar, { nullable: true, description: 'The calendar of the year, as it is now.' })
  workingCalendar?: WorkingCalendar | null;
}

@Resolver(() => WorkingCalendar)
export class CalendarResolver {
  @Query(() => [WorkingCalendar], {
    description: 'The calendars by which due dates are counted, by year. In other years they are estimates.',
  })
  workingCalendars(@Ctx() { reader }: Context): Promise<WorkingCalendar[]> {
    return reader.all(workingCalendars);
  }

  @Mutation(() => ImportWorkingCalendarPayload, {
    description: 'Imports the calendar of a year, in place of what it was before. For platform administrators.',
  })
  async importWorkingCalendar(
    @Arg('input', () => ImportWorkingCalendarInput, { description: 'The year, whole.' }) input: ImportWorkingCalendarInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<ImportWorkingCalendarPayload> {
    const { year } = await services.calendars.import(command, input);
    return { workingCalendar: (await reader.all(workingCalendars)).find((calendar) => calendar.year === year), userErrors: [] };
  }
}
