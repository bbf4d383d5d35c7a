import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { requiredText } from '../domain/text.js';
import type { Day } from '../domain/words.js';
import type { CalendarYear, NamedDay } from '../domain/working-days.js';
import { WorkingCalendar } from '../entities/working-calendar.js';
import { nextValue } from '../platform/event-log.js';
import type { Command } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { refuseIf } from './typed-input.js';

export interface CalendarInput extends CalendarYear {
  readonly source: string;
}

/** The counter that grows with every import. */
export const calendarRevision = 'calendar';

const years = { min: 2000, max: 2100 };

/** Keeps the calendars by which working time is counted (R32). */
export class CalendarService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Imports a year, in place of what it was before. Refuses: days that cannot be, and what is wrong with their names. */
  async import(command: Command, input: CalendarInput): Promise<{ year: number }> {
    const problems: Problem[] = [];
    const calendar = cleanCalendar(input, problems);
    refuseIf(problems);
    return this.unitOfWork.run(command, async (tx) => {
      tx.changes(`calendar_${calendar.year}`);
      await tx.manager.upsert(WorkingCalendar, { ...calendar, importedAt: tx.now }, ['year']);
      // Due dates that were counted by older calendars move (see ReviewWatch).
      await nextValue(tx.manager, calendarRevision);
      return { year: calendar.year };
    });
  }
}

function cleanCalendar(
  { year, source, holidays, makeUpWorkingDays }: CalendarInput,
  problems: Problem[],
): Omit<WorkingCalendar, 'importedAt'> {
  if (year < years.min || year > years.max) problems.push(problem('numberRange', { field: 'calendar.year', ...years }, ['year']));
  const daysOff = new Set(holidays.map(({ date }) => date));
  const isOff = (value: Day) => (daysOff.has(value) ? problem('dateOffAndWorked', { value }) : null);
  const isWeekday = (value: Day) => ([0, 6].includes(new Date(value).getUTCDay()) ? null : problem('dateOnWeekday', { value }));
  return {
    year,
    holidays: cleanDays(year, holidays, 'holidays', () => null, problems),
    makeUpWorkingDays: cleanDays(year, makeUpWorkingDays, 'makeUpWorkingDays', (date) => isOff(date) ?? isWeekday(date), problems),
    source: requiredText(source, { field: 'calendar.source', max: limits.calendarSourceLength }, ['source'], problems),
  };
}

function cleanDays(
  year: number,
  days: readonly NamedDay[],
  list: 'holidays' | 'makeUpWorkingDays',
  otherwiseWrong: (date: Day) => Problem | null,
  problems: Problem[],
): NamedDay[] {
  if (days.length > limits.calendarDays) {
    problems.push(problem('tooMany', { field: `calendar.${list}`, max: limits.calendarDays, count: days.length }, [list]));
    return [];
  }
  const seen = new Set<Day>();
  const cleaned = days.map(({ date, name }, index) => {
    const path = [list, String(index)];
    const wrong = wrongDate(year, date, seen) ?? otherwiseWrong(date);
    if (wrong) problems.push({ ...wrong, path: [...path, 'date'] });
    seen.add(date);
    return { date, name: requiredText(name, { field: 'calendar.dayName', max: limits.nameLength }, [...path, 'name'], problems) };
  });
  return cleaned.sort((a, b) => (a.date < b.date ? -1 : 1));
}

function wrongDate(year: number, value: Day, seen: ReadonlySet<Day>): Problem | null {
  if (!value.startsWith(`${year}-`)) return problem('dateOutsideYear', { value, year });
  return seen.has(value) ? problem('dateTwice', { value }) : null;
}
