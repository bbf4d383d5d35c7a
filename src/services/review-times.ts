import type { ReviewDays, ReviewTime } from '../domain/review-clock.js';
import { type Soon, soon } from '../domain/soon.js';
import { type BusinessHours, WorkingTime } from '../domain/working-days.js';
import { Counter } from '../entities/internal.js';
import { workingCalendars } from '../entities/relations.js';
import { outsideRequests } from '../platform/request-scope.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { awaitShared } from '../platform/waits.js';
import { calendarRevision } from './calendar-service.js';

/** Milliseconds for which the calendars are taken to be what they were: a second. What another process imports shows then. */
const freshMs = 1000;

interface Known {
  readonly certification: ReviewTime;
  readonly release: ReviewTime;
  readonly readAt: number;
}

/** The working time by which reviews are due: the business hours, and the calendars that were imported. */
export class ReviewTimes {
  private known: Known | null = null;
  /** The reading that is under way: all who ask meanwhile wait for it, so that the rows of a list go on together. */
  private reading: Promise<Known> | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hours: BusinessHours,
    private readonly days: ReviewDays,
  ) {}

  /** For each of the two phases of a certification. */
  ofCertification(): Soon<ReviewTime> {
    return soon(this.current(), ({ certification }) => certification);
  }

  ofRelease(): Soon<ReviewTime> {
    return soon(this.current(), ({ release }) => release);
  }

  private current(): Soon<Known> {
    if (this.known && Date.now() - this.known.readAt < freshMs) return this.known;
    this.reading ??= outsideRequests(() => this.read()).finally(() => {
      this.reading = null;
    });
    return awaitShared(this.reading);
  }

  private async read(): Promise<Known> {
    const readAt = Date.now();
    const { committed } = this.unitOfWork;
    const revision = (await committed.oneBy(Counter, 'name', calendarRevision))?.value ?? 0;
    const last = this.known?.certification;
    const time = last?.revision === revision ? last.time : new WorkingTime(this.hours, await committed.all(workingCalendars));
    const { certification, release } = this.days;
    this.known = { certification: { time, revision, days: certification }, release: { time, revision, days: release }, readAt };
    return this.known;
  }
}
