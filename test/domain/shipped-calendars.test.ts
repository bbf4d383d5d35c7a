import { describe, expect, it } from '@jest/globals';
import { shippedCalendars } from '../../src/cli/shipped.js';
import { WorkingTime } from '../../src/domain/working-days.js';
import { notices } from '../support/notices.js';

const shipped = await shippedCalendars();
const hours = { zone: 'Asia/Shanghai', opens: '09:00', closes: '18:00' };
const time = new WorkingTime(hours, shipped);

const daysOf = (year: number) =>
  Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10)).filter((date) =>
    date.startsWith(String(year)),
  );

describe('the calendars that ship', () => {
  it('R32: are those of 2004 to 2026, without a gap, each with its source', () => {
    expect(shipped.map(({ year }) => year)).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
    for (const { year, source } of shipped) expect(source).toContain(`${year}年`);
  });

  it.each(notices.map((notice) => [notice.year, notice] as const))('R32: say of each day of %d what the notices say', (year, notice) => {
    const said = new WorkingTime(hours, [notice]);
    const days = daysOf(year);
    expect(days.filter((date) => time.isWorkingDay(date))).toEqual(days.filter((date) => said.isWorkingDay(date)));
  });

  it('R32: have the Saturday of 2005 that the dataset lacks: worked for New Year 2006', () => {
    expect(time.isWorkingDay('2005-12-31')).toBe(true);
  });

  it('R32: give every year its holidays, and no more days off than the law and the weekends', () => {
    for (const { year } of shipped) {
      const working = daysOf(year).filter((date) => time.isWorkingDay(date)).length;
      expect([year, working >= 246 && working <= 253]).toEqual([year, true]);
    }
  });
});
