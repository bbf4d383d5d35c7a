import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessHours, WorkingTime } from '../../src/domain/working-days.js';
import { notices } from '../support/notices.js';

const hour = 3_600_000;
const day = 24 * hour;
const hours = (zone: string, opens = '09:00', closes = '18:00'): BusinessHours => ({ zone, opens, closes });
const instant = (ms: number) => new Date(ms).toISOString();
const dateOf = (ms: number) => instant(ms).slice(0, 10);

const shanghai = new WorkingTime(hours('Asia/Shanghai'), notices);
/** A wall clock in Shanghai, which had no daylight saving since 1991. */
const cst = (wall: string) => instant(Date.parse(`${wall.replace(' ', 'T')}:00+08:00`));

/** Counts minute by minute and knows nothing of days: the first minute at whose end so many working minutes have passed. */
function countMinutes(start: number, minutes: number): number {
  const off = new Set(notices.flatMap(({ holidays }) => holidays.map(({ date }) => Date.parse(date) / day)));
  const on = new Set(notices.flatMap(({ makeUpWorkingDays }) => makeUpWorkingDays.map(({ date }) => Date.parse(date) / day)));
  let at = start / 60_000;
  for (let left = minutes; left > 0; at++) {
    const wall = at + 8 * 60;
    const date = Math.floor(wall / 1440);
    const weekday = (date + 4) % 7;
    const minute = wall % 1440;
    if (minute >= 9 * 60 && minute < 18 * 60 && (on.has(date) || (weekday >= 1 && weekday <= 5 && !off.has(date)))) left--;
  }
  return at * 60_000;
}

describe('due dates in Shanghai', () => {
  // Submitted, working hours, due.
  const table: [string, number, string, string][] = [
    ['2026-03-02 09:00', 27, '2026-03-04 18:00', 'Monday at the opening → the third day’s closing'],
    ['2026-03-02 10:00', 27, '2026-03-05 10:00', 'Monday 10:00 → Thursday 10:00'],
    ['2026-03-02 08:59', 27, '2026-03-04 18:00', 'before the opening: from the opening'],
    ['2026-03-02 09:01', 27, '2026-03-05 09:01', 'a minute after the opening'],
    ['2026-03-02 17:59', 27, '2026-03-05 17:59', 'a minute before the closing'],
    ['2026-03-02 18:00', 27, '2026-03-05 18:00', 'at the closing: from Tuesday'],
    ['2026-03-02 23:30', 27, '2026-03-05 18:00', 'at night: from Tuesday'],
    ['2026-03-03 00:30', 27, '2026-03-05 18:00', 'after midnight: from Tuesday'],
    ['2026-03-04 10:00', 27, '2026-03-09 10:00', 'over a weekend'],
    ['2026-03-06 09:00', 27, '2026-03-10 18:00', 'Friday at the opening → Tuesday'],
    ['2026-03-06 20:00', 27, '2026-03-11 18:00', 'Friday 20:00 → Wednesday 18:00'],
    ['2026-03-07 12:00', 27, '2026-03-11 18:00', 'Saturday'],
    ['2026-03-08 23:59', 27, '2026-03-11 18:00', 'Sunday'],
    ['2026-03-06 09:00', 9, '2026-03-06 18:00', 'a day that is filled ends at its closing'],
    ['2026-03-06 17:00', 2, '2026-03-09 10:00', 'two hours over a weekend'],
    ['2026-03-02 10:00', 1, '2026-03-02 11:00', 'an hour'],
    ['2026-03-02 10:00', 45, '2026-03-09 10:00', 'five days are a week'],
    ['2024-02-09 20:00', 27, '2024-02-20 18:00', 'Spring Festival 2024: 10–17 off, Sunday 18 worked'],
    ['2024-02-09 10:00', 27, '2024-02-20 10:00', 'Spring Festival 2024, in the middle of a day'],
    ['2024-02-03 12:00', 9, '2024-02-04 18:00', 'Sunday 4 February 2024 is worked'],
    ['2024-04-03 18:30', 27, '2024-04-09 18:00', 'Qingming 2024: Sunday 7 April worked'],
    ['2024-04-27 10:00', 27, '2024-04-30 18:00', 'Sunday 28 April 2024 worked'],
    ['2024-04-30 15:00', 27, '2024-05-08 15:00', 'Labour Day 2024'],
    ['2024-05-10 15:00', 9, '2024-05-11 15:00', 'Saturday 11 May 2024 worked'],
    ['2024-06-07 18:00', 9, '2024-06-11 18:00', 'Dragon Boat 2024'],
    ['2024-09-13 12:00', 27, '2024-09-19 12:00', 'Mid-Autumn 2024: Saturday 14 worked, 15–17 off'],
    ['2024-09-28 12:00', 27, '2024-10-08 18:00', 'National Day 2024: Sunday 29 September worked'],
    ['2024-09-30 09:00', 27, '2024-10-09 18:00', 'National Day 2024'],
    ['2024-10-11 17:00', 9, '2024-10-12 17:00', 'Saturday 12 October 2024 worked'],
    ['2024-12-31 17:00', 9, '2025-01-02 17:00', 'New Year 2025'],
    ['2025-01-25 10:00', 27, '2025-02-05 18:00', 'Spring Festival 2025: Sunday 26 January worked, 28–4 off'],
    ['2025-01-27 16:00', 27, '2025-02-07 16:00', 'Spring Festival 2025'],
    ['2025-02-07 16:00', 9, '2025-02-08 16:00', 'Saturday 8 February 2025 worked'],
    ['2025-04-03 17:30', 9, '2025-04-07 17:30', 'Qingming 2025'],
    ['2025-04-26 09:00', 36, '2025-04-30 18:00', 'Sunday 27 April 2025 worked'],
    ['2025-05-30 17:00', 9, '2025-06-03 17:00', 'Dragon Boat 2025'],
    ['2025-09-28 09:00', 27, '2025-09-30 18:00', 'Sunday 28 September 2025 worked'],
    ['2025-09-29 12:00', 27, '2025-10-10 12:00', 'National Day and Mid-Autumn 2025: eight days'],
    ['2025-10-10 12:00', 9, '2025-10-11 12:00', 'Saturday 11 October 2025 worked'],
    ['2025-12-31 17:00', 9, '2026-01-04 17:00', 'New Year 2026: Sunday 4 January worked'],
    ['2026-02-13 18:00', 27, '2026-02-25 18:00', 'Spring Festival 2026: Saturday 14 worked, 15–23 off'],
    ['2026-02-14 09:00', 27, '2026-02-25 18:00', 'from the Saturday that is worked'],
    ['2026-02-27 12:00', 9, '2026-02-28 12:00', 'Saturday 28 February 2026 worked'],
    ['2026-05-08 12:00', 18, '2026-05-11 12:00', 'Saturday 9 May 2026 worked'],
    ['2026-09-18 12:00', 27, '2026-09-22 12:00', 'Sunday 20 September 2026 worked'],
    ['2026-09-24 12:00', 27, '2026-09-30 12:00', 'Mid-Autumn 2026'],
    ['2026-09-30 12:00', 27, '2026-10-10 12:00', 'National Day 2026: Saturday 10 worked'],
  ];

  it.each(table)('R32: %s and %d working hours → %s (%s)', (start, working, due) => {
    expect(shanghai.after(cst(start), working * hour)).toEqual({ at: cst(due), covered: true });
    expect(instant(countMinutes(Date.parse(cst(start)), working * 60))).toBe(cst(due));
  });

  it('R32: agrees with a count minute by minute for 10,000 random submissions', () => {
    const first = Date.parse('2024-01-01T00:00:00Z') / 60_000;
    const last = Date.parse('2026-11-30T00:00:00Z') / 60_000;
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: 5 * 9 * 60 }), (start, minutes) => {
        const { at, covered } = shanghai.after(instant(start * 60_000), minutes * 60_000);
        expect([at, covered]).toEqual([instant(countMinutes(start * 60_000, minutes)), true]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('R32: knows holidays and make-up working days from other days', () => {
    const expected = { '2026-02-13': true, '2026-02-14': true, '2026-02-15': false, '2026-02-16': false, '2026-02-28': true };
    for (const [date, working] of Object.entries(expected)) expect([date, shanghai.isWorkingDay(date)]).toEqual([date, working]);
  });

  it.each([
    ['2026-12-31 10:00', 2 * hour, true],
    ['2026-12-31 10:00', 9 * hour, false],
    ['2027-01-01 10:00', 0, false],
    ['2023-12-29 17:00', hour, false],
    ['2023-12-31 12:00', hour, false],
  ])('R32: %s and %d ms: a due date that lies in years with a calendar is %s', (start, working, covered) => {
    expect(shanghai.after(cst(start), working).covered).toBe(covered);
  });

  it('R32: a year without a calendar counts weekends alone as days off', () => {
    expect(shanghai.after(cst('2027-09-30 09:00'), 3 * shanghai.dayMs)).toEqual({ at: cst('2027-10-04 18:00'), covered: false });
  });

  it('R32: counts what has passed, and nothing backwards', () => {
    expect(shanghai.between(cst('2026-03-06 17:00'), cst('2026-03-09 10:30'))).toBe(2.5 * hour);
    expect(shanghai.between(cst('2026-03-07 00:00'), cst('2026-03-08 23:00'))).toBe(0);
    expect(shanghai.between(cst('2026-03-09 10:30'), cst('2026-03-06 17:00'))).toBe(0);
    expect(shanghai.between(cst('2026-01-01 00:00'), cst('2027-01-01 00:00'))).toBe(248 * shanghai.dayMs);
  });
});

describe('clocks that are put forward and back', () => {
  it.each<[BusinessHours, string, number, string, string]>([
    [hours('Europe/Berlin'), '2026-03-27T08:00:00Z', 3, '2026-03-31T16:00:00.000Z', 'over a change on a Sunday'],
    [hours('America/New_York'), '2026-11-01T12:00:00Z', 1, '2026-11-02T23:00:00.000Z', 'the Monday after'],
    [hours('Europe/Berlin', '00:00', '24:00'), '2026-03-26T23:00:00Z', 1, '2026-03-27T23:00:00.000Z', 'a whole day'],
    [hours('Asia/Tehran', '00:00', '24:00'), '2021-03-21T20:30:00Z', 1, '2021-03-22T19:30:00.000Z', 'a day of 23 hours is one day'],
    [hours('Asia/Tehran', '00:00', '24:00'), '2021-09-20T19:30:00Z', 1, '2021-09-21T20:30:00.000Z', 'a day of 25 hours is one day'],
    [hours('Asia/Tehran', '00:00', '24:00'), '2021-09-20T19:30:00Z', 0.5, '2021-09-21T08:00:00.000Z', 'half of 25 hours is half a day'],
    [hours('Pacific/Apia'), '2011-12-29T19:00:00Z', 2, '2012-01-02T04:00:00.000Z', 'a Friday that does not exist'],
    [hours('Pacific/Apia', '00:00', '24:00'), '2011-12-29T10:00:00Z', 2, '2012-01-02T10:00:00.000Z', 'the same, around the clock'],
  ])('R32: %j: %s and %d working days → %s (%s)', (business, start, count, due) => {
    const time = new WorkingTime(business, []);
    expect(time.after(start, count * time.dayMs).at).toBe(due);
  });

  it('R32: a day whose hours the zone skips is no working day', () => {
    expect(new WorkingTime(hours('Pacific/Apia'), []).isWorkingDay('2011-12-30')).toBe(false);
    expect(new WorkingTime(hours('Asia/Tehran', '00:15', '00:45'), []).isWorkingDay('2021-03-22')).toBe(false);
  });

  const zones = [
    'Asia/Shanghai',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'America/St_Johns',
    'Asia/Tehran',
  ];
  const business = [
    ['09:00', '18:00'],
    ['00:00', '24:00'],
    ['00:00', '00:30'],
    ['01:30', '03:00'],
    ['23:00', '24:00'],
  ] as const;
  const times = zones.flatMap((zone) => business.map(([opens, closes]) => new WorkingTime(hours(zone, opens, closes), notices)));
  const anyTime = fc.constantFrom(...times);
  // Apia's missing day, St. John's clocks that went back over midnight, and the calendars above.
  const anyStart = fc
    .oneof(
      fc.integer({ min: Date.parse('2009-01-01'), max: Date.parse('2012-12-31') }),
      fc.integer({ min: Date.parse('2021-01-01'), max: Date.parse('2027-12-31') }),
    )
    .map(instant);
  const anyAmount = fc.integer({ min: 0, max: 100 * hour });

  it('R32: what has passed until a due date is what was to pass', () => {
    fc.assert(
      fc.property(anyTime, anyStart, anyAmount, (time, start, amount) => {
        expect(Math.abs(time.between(start, time.after(start, amount).at) - amount)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3000 },
    );
  });

  it('R32: years are the sum of their days', () => {
    const day = 24 * hour;
    fc.assert(
      fc.property(anyTime, anyStart, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: day }), (time, start, days, rest) => {
        const at = (n: number) => instant(Date.parse(start) + n);
        let sum = time.between(at(days * day), at(days * day + rest));
        for (let n = 0; n < days; n++) sum += time.between(at(n * day), at((n + 1) * day));
        // Each of them is rounded by itself.
        expect(Math.abs(time.between(start, at(days * day + rest)) - sum)).toBeLessThanOrEqual(days + 1);
      }),
      { numRuns: 60 },
    );
  });

  it('R32: starting later or for longer is never due earlier', () => {
    fc.assert(
      fc.property(anyTime, anyStart, anyAmount, anyAmount, (time, start, amount, more) => {
        const due = time.after(start, amount).at;
        expect(due >= start).toBe(true);
        expect(time.after(start, amount + more).at >= due).toBe(true);
        expect(time.after(instant(Date.parse(start) + more), amount).at >= due).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('R32: two stretches one after the other are one stretch', () => {
    fc.assert(
      fc.property(anyTime, anyStart, anyAmount, anyAmount, (time, start, first, second) => {
        const inTwo = time.after(time.after(start, first).at, second).at;
        const inOne = time.after(start, first + second).at;
        expect(time.between(inTwo, inOne) + time.between(inOne, inTwo)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what cannot be counted', () => {
  it('R32: a calendar of holidays alone ends in an error that says so', () => {
    const never = Array.from({ length: 13 }, (_, index) => ({
      year: 2026 + index,
      holidays: Array.from({ length: 366 }, (_, n) => ({ date: dateOf(Date.parse(`${2026 + index}-01-01`) + n * day), name: 'off' })),
      makeUpWorkingDays: [],
    }));
    const time = new WorkingTime(hours('Asia/Shanghai', '00:00', '00:01'), never);
    expect(() => time.after('2026-01-01T00:00:00Z', 3 * time.dayMs)).toThrow(/in the 10 years after 2026-01-01/);
  });

  it.each([
    ['18:00', '09:00'],
    ['09:00', '09:00'],
    ['9:00', '18:00'],
    ['09:00', '24:01'],
    ['24:00', '24:00'],
    ['', ''],
  ])('R32: hours from %j to %j are refused', (opens, closes) => {
    expect(() => new WorkingTime(hours('Asia/Shanghai', opens, closes), [])).toThrow(RangeError);
  });

  it('R32: unknown zones, negative amounts and what is no instant are refused', () => {
    expect(() => new WorkingTime(hours('Asia/Atlantis'), [])).toThrow(RangeError);
    expect(() => shanghai.after('2026-01-01T00:00:00Z', -1)).toThrow(RangeError);
    expect(() => shanghai.after('2026-01-01T00:00:00Z', Number.NaN)).toThrow(RangeError);
    expect(() => shanghai.after('soon', 1)).toThrow(RangeError);
  });
});
