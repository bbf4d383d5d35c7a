import type { Day, Instant } from './words.js';

/** A day that is not what its weekday says, with the name of the holiday that makes it so. */
export interface NamedDay {
  readonly date: Day;
  readonly name: string;
}

/** What differs from Monday to Friday in one year. */
export interface CalendarYear {
  readonly year: number;
  readonly holidays: readonly NamedDay[];
  /** Weekend days on which people work. */
  readonly makeUpWorkingDays: readonly NamedDay[];
}

/** When working time runs on a working day: wall clock in a time zone. */
export interface BusinessHours {
  /** An IANA name, such as `Asia/Shanghai`. */
  readonly zone: string;
  /** `09:00` */
  readonly opens: string;
  /** `18:00`; `24:00` is the end of the day. After `opens`: hours over midnight are not supported. */
  readonly closes: string;
}

/** The instants between which time runs on a working day, in milliseconds since 1970. */
interface Opening {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const calendarDayMs = 24 * 60 * minuteMs;
/** No zone was ever further from UTC than 15 hours 57 minutes (Manila before 1845). */
const farthestOffsetMs = 16 * 60 * minuteMs;
/** Days within which working time must have passed: 10 years. */
const horizonDays = 3653;

/**
 * Counts working time over business hours and calendars (R32, ADR 0019).
 * A working day is Monday to Friday and no holiday, or a make-up working day. Each counts as `dayMs`, also when the clock is put forward or
 * back within its hours; a day whose hours the zone skips altogether is no working day.
 * The instants of a day are computed once: keep the object for as long as the calendars are the same.
 */
export class WorkingTime {
  /** Milliseconds of one working day, as the hours say. */
  readonly dayMs: number;

  private readonly opensMs: number;
  private readonly zoneOffsetAt: (at: number) => number;
  private readonly offsets = new Map<number, number | null>();
  private readonly years: ReadonlySet<number>;
  private readonly exceptions: ReadonlyMap<Day, boolean>;
  private readonly openings = new Map<number, Opening | null>();
  private readonly weeks = new Map<number, number>();

  /** Throws a RangeError when the hours are none, or Intl does not know the zone. */
  constructor({ zone, opens, closes }: BusinessHours, calendars: readonly CalendarYear[]) {
    this.opensMs = timeOfDay(opens);
    this.dayMs = timeOfDay(closes) - this.opensMs;
    if (!(this.dayMs > 0)) {
      throw new RangeError(`Business hours are written 09:00 and 18:00, the end after the start and at most 24:00: ${opens}, ${closes}`);
    }
    this.zoneOffsetAt = offsetsOf(zone);
    this.years = new Set(calendars.map(({ year }) => year));
    this.exceptions = new Map(
      calendars.flatMap(({ holidays, makeUpWorkingDays }) => [
        ...makeUpWorkingDays.map(({ date }) => [date, true] as const),
        ...holidays.map(({ date }) => [date, false] as const),
      ]),
    );
  }

  /**
   * The first instant at which so much working time has passed since `start`: time that fills a day ends at its closing, not at the next
   * opening. `covered` is false when a year between is in no calendar: weekends alone were then counted as days off, which is an estimate.
   * Throws a RangeError when it does not pass within 10 years.
   */
  after(start: Instant, workingMs: number): { at: Instant; covered: boolean } {
    if (!(workingMs >= 0)) throw new RangeError(`Working time cannot be ${workingMs} ms`);
    const from = millisecondsOf(start);
    const first = this.dayOf(from);
    let left = Math.round(workingMs);
    if (left === 0) return { at: new Date(from).toISOString(), covered: this.covers(first, first) };
    for (let day = first; day <= first + horizonDays; day++) {
      const opening = this.openingOf(day);
      if (!opening) continue;
      const rest = this.share(opening, from, opening.to);
      // Less than a millisecond over is what rounding left on a day that daylight saving changed.
      if (left - rest < 1) {
        const at = Math.max(opening.from, from) + Math.round((left * (opening.to - opening.from)) / this.dayMs);
        return { at: new Date(Math.min(at, opening.to)).toISOString(), covered: this.covers(first, day) };
      }
      left -= rest;
    }
    throw new RangeError(`The calendars have less than ${workingMs} ms of working time in the 10 years after ${start}`);
  }

  /** The working time between two instants, in milliseconds; 0 when `to` is not after `from`. */
  between(from: Instant, to: Instant): number {
    const [start, end] = [millisecondsOf(from), millisecondsOf(to)];
    if (start >= end) return 0;
    // A clock put back over midnight shows yesterday again when today has already begun.
    const [first, last] = [this.dayOf(start), this.dayOf(end) + 1];
    let total = 0;
    for (let day = first; day <= last; day++) {
      // Those that lie wholly within count by the week: a review may have waited for years.
      for (; day % 7 === 0 && day > first + 1 && day + 7 < last; day += 7) total += this.workingDaysOf(day) * this.dayMs;
      const opening = this.openingOf(day);
      if (opening) total += this.share(opening, start, end);
    }
    return Math.round(total);
  }

  /** How many working days there are among a day and the six after it. */
  private workingDaysOf(day: number): number {
    let count = this.weeks.get(day);
    if (count === undefined) {
      count = [0, 1, 2, 3, 4, 5, 6].filter((n) => this.openingOf(day + n)).length;
      this.weeks.set(day, count);
    }
    return count;
  }

  /** The first instant of a day in the time zone. */
  startOf(day: Day): Instant {
    return new Date(this.firstAt(Date.parse(day))).toISOString();
  }

  /** The first instant after a day. */
  endOf(day: Day): Instant {
    return new Date(this.firstAt(Date.parse(day) + calendarDayMs)).toISOString();
  }

  /** Whether working time runs on the day. */
  isWorkingDay(day: Day): boolean {
    return this.openingOf(Math.floor(Date.parse(day) / calendarDayMs)) !== null;
  }

  /** The working time between two instants within one day's opening. */
  private share({ from, to }: Opening, start: number, end: number): number {
    return (Math.max(0, Math.min(end, to) - Math.max(start, from)) * this.dayMs) / (to - from);
  }

  /** When the day opens and closes; null on a day off. Days are counted from 1970-01-01. */
  private openingOf(day: number): Opening | null {
    let opening = this.openings.get(day);
    if (opening === undefined) {
      opening = this.findOpening(day);
      this.openings.set(day, opening);
    }
    return opening;
  }

  private findOpening(day: number): Opening | null {
    const date = new Date(day * calendarDayMs);
    const working = this.exceptions.get(date.toISOString().slice(0, 10)) ?? (date.getUTCDay() !== 0 && date.getUTCDay() !== 6);
    if (!working) return null;
    const opens = date.getTime() + this.opensMs;
    const opening = { from: this.firstAt(opens), to: this.firstAt(opens + this.dayMs) };
    return opening.from < opening.to ? opening : null;
  }

  private covers(first: number, last: number): boolean {
    for (let year = yearOf(first); year <= yearOf(last); year++) if (!this.years.has(year)) return false;
    return true;
  }

  /** How far the wall clock is ahead of UTC, in milliseconds. Asked of Intl, which takes long, on days alone on which it changes. */
  private offsetAt(at: number): number {
    const day = Math.floor(at / calendarDayMs);
    let offset = this.offsets.get(day);
    if (offset === undefined) {
      const first = this.zoneOffsetAt(day * calendarDayMs);
      offset = first === this.zoneOffsetAt((day + 1) * calendarDayMs) ? first : null;
      this.offsets.set(day, offset);
    }
    return offset ?? this.zoneOffsetAt(at);
  }

  /** The day that the wall clock shows at an instant. */
  private dayOf(at: number): number {
    return Math.floor((at + this.offsetAt(at)) / calendarDayMs);
  }

  /**
   * The first instant at which the wall clock shows `wall` (milliseconds, as if it were UTC) or later. So an hour that is skipped ends
   * when it would have begun, one that comes twice counts from its first time, and no day reaches into the next.
   */
  private firstAt(wall: number): number {
    const before = this.offsetAt(wall - farthestOffsetMs);
    const after = this.offsetAt(wall + farthestOffsetMs);
    if (before === after || this.offsetAt(wall - before) === before) return wall - before;
    let [low, high] = [wall - after, wall - before];
    if (this.offsetAt(low) === after) return low;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }
}

/** Milliseconds since midnight of a time such as 09:00; NaN when it is none. */
function timeOfDay(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? (text === '24:00' ? ['', 24, 0] : []);
  return (Number(hours) * 60 + Number(minutes)) * minuteMs;
}

const yearOf = (day: number): number => new Date(day * calendarDayMs).getUTCFullYear();

function millisecondsOf(instant: Instant): number {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) throw new RangeError(`Not an instant: ${instant}`);
  return at;
}

/** How far the wall clock of a zone is ahead of UTC at an instant, both in milliseconds. */
function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (at) => {
    // GMT+08:00; GMT alone is UTC; seconds only before the zone had a standard time.
    const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(at)) ?? [];
    if (!sign) return 0;
    const ms = (Number(hours) * 60 + Number(minutes)) * minuteMs + Number(seconds) * 1000;
    return sign === '-' ? -ms : ms;
  };
}
