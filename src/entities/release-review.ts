import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import type { ReleaseSnapshot } from '../domain/release-facts.js';
import type { Instant, ReleaseDecision } from '../domain/words.js';
import { id, instant, json, optional, restrict, sha256, text, word } from './columns.js';
import { ProductRelease } from './product-release.js';

/** What was frozen at one submit of a release and read by the operations manager. */
@Entity('release_submission')
@Index('uq_release_submission_round', ['productReleaseId', 'round'], { unique: true })
export class ReleaseSubmission {
  @PrimaryColumn(id)
  id: string;

  @ManyToOne(() => ProductRelease, { ...restrict, nullable: false })
  @JoinColumn({ name: 'product_release_id', foreignKeyConstraintName: 'fk_release_submission_release' })
  protected releaseRow?: unknown;
  @Column(id)
  productReleaseId: string;

  @Column({ type: 'integer' })
  round: number;

  @Column(sha256)
  digest: string;

  @Column(json)
  snapshot: ReleaseSnapshot;

  @Column(instant)
  submittedAt: Instant;
}

/** One decision on a release; it is never rewritten. */
@Entity('release_review')
@Index('uq_release_review_round', ['productReleaseId', 'round'], { unique: true })
@Index('ix_release_review_decided', ['decidedAt'])
export class ReleaseReview {
  @PrimaryColumn(id)
  id: string;

  @ManyToOne(() => ProductRelease, { ...restrict, nullable: false })
  @JoinColumn({ name: 'product_release_id', foreignKeyConstraintName: 'fk_release_review_release' })
  protected releaseRow?: unknown;
  @Column(id)
  productReleaseId: string;

  @Column({ type: 'integer' })
  round: number;

  @Column(word)
  decision: ReleaseDecision;

  @Column(optional(text))
  reason: string | null;

  @Column(sha256)
  digest: string;

  @Column(json)
  decider: ActorRecord;

  /** Milliseconds that the review waited for it in this round. */
  @Column(optional({ type: 'bigint' }))
  waitedMs: number | null;

  /** Working milliseconds of them. */
  @Column(optional({ type: 'bigint' }))
  workedMs: number | null;

  @Column(instant)
  decidedAt: Instant;
}
