import { type FindOptionsWhere, In, IsNull, LessThan } from 'typeorm';
import { theSystem } from '../domain/actor.js';
import { type ReviewTime, recountedClock } from '../domain/review-clock.js';
import type { Soon } from '../domain/soon.js';
import { CertificationStatus, ProgressEventType, ReleaseStatus, type ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { ProductRelease } from '../entities/product-release.js';
import type { EntityClass } from '../platform/database.js';
import type { Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { ReviewTimes } from './review-times.js';

type Reviewed = CertificationRequest | ProductRelease;
interface Kind {
  readonly entity: EntityClass<Reviewed>;
  readonly inReview: readonly string[];
  readonly time: (times: ReviewTimes) => Soon<ReviewTime>;
}
const kinds: readonly Kind[] = [
  {
    entity: CertificationRequest as EntityClass<Reviewed>,
    inReview: [CertificationStatus.QUALIFICATION_REVIEW, CertificationStatus.PRODUCT_REVIEW],
    time: (times) => times.ofCertification(),
  },
  { entity: ProductRelease as EntityClass<Reviewed>, inReview: [ReleaseStatus.IN_REVIEW], time: (times) => times.ofRelease() },
];

/** Reviews that one look takes. */
const batch = 100;
/** Milliseconds after which clocks are looked over though no calendar came: a process may have begun a review by older ones. */
const lookAgainMs = 60_000;

/** Watches the clocks of reviews (R32, R35). Any number of processes may: each change is made under the row's lock, once. */
export class ReviewWatch {
  /** For which revision of the calendars every clock was counted anew, and when. */
  private counted = { revision: -1, at: 0 };

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly times: ReviewTimes,
  ) {}

  /** Tells of reviews that became overdue, each once. */
  async tellOverdue(): Promise<void> {
    for (const kind of kinds) {
      const late = (now: string) => ({ dueAt: LessThan(now), overdueAt: IsNull() });
      await this.each(kind, late, async (tx, row) => {
        await tx.manager.update(kind.entity, row.id, { overdueAt: tx.now });
        tell(tx, ProgressEventType.REVIEW_OVERDUE, row);
      });
    }
  }

  /** Moves due dates after a calendar was imported, with an event for each that moves. */
  async recount(): Promise<void> {
    const { revision } = await this.times.ofRelease();
    if (revision === this.counted.revision && Date.now() - this.counted.at < lookAgainMs) return;
    for (const kind of kinds) {
      const time = await kind.time(this.times);
      await this.each(
        kind,
        () => ({ calendarRevision: LessThan(time.revision) }),
        async (tx, row) => {
          const clock = recountedClock(row, time);
          await tx.manager.update(kind.entity, row.id, clock as object);
          if (clock.dueAt !== row.dueAt) tell(tx, ProgressEventType.REVIEW_DUE_MOVED, row);
        },
      );
    }
    this.counted = { revision, at: Date.now() };
  }

  /** Does something with every review in progress that fits, as long as it still does once it is locked. */
  private async each(
    { entity, inReview }: Kind,
    which: (now: string) => object,
    change: (tx: Transaction, row: Reviewed) => Promise<void>,
  ): Promise<void> {
    for (let found = batch; found === batch; ) {
      found = await this.unitOfWork.maintain(async (tx) => {
        const where = { status: In([...inReview]), ...which(tx.now) } as FindOptionsWhere<Reviewed>;
        const rows = await tx.take(entity, where, {}, batch);
        for (const row of rows) await change(tx, row);
        return rows.length;
      });
    }
  }
}

function tell(tx: Transaction, type: ProgressEventType, row: Reviewed): void {
  const phase: ReviewPhase | null = 'phase' in row ? row.phase : null;
  tx.emit({ type, subjectId: row.id, sellerId: row.sellerId, phase, actor: theSystem, reason: null });
}
