import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { FindingSeverity, FindingStatus, type Instant, ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, optional, restrict, text, word } from './columns.js';
import { Material } from './material.js';
import { Node } from './node.js';
import { ProductRelease } from './product-release.js';
import { ReleaseReview } from './release-review.js';
import { Review } from './review.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'One thing that a reviewer found, about a field, a material or the whole request.',
  simpleResolvers: true,
})
@Entity('finding')
@Index('ix_finding_request', ['certificationRequestId', 'status'])
@Index('ix_finding_review', ['reviewId'])
@Index('ix_finding_release', ['productReleaseId', 'status'])
@Index('ix_finding_release_review', ['releaseReviewId'])
@Index('ix_finding_material', ['materialId'])
export class Finding extends Node {
  @PrimaryColumn(id)
  override id: string;

  /** The request that it is about; null when it is about a release. */
  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: true })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_finding_request' })
  protected requestRow?: unknown;
  @Column(optional(id))
  certificationRequestId: string | null;

  @ManyToOne(() => Review, { ...restrict, nullable: true })
  @JoinColumn({ name: 'review_id', foreignKeyConstraintName: 'fk_finding_review' })
  protected reviewRow?: unknown;
  @Column(optional(id))
  reviewId: string | null;

  /** The release that it is about; null when it is about a request. */
  @ManyToOne(() => ProductRelease, { ...restrict, nullable: true })
  @JoinColumn({ name: 'product_release_id', foreignKeyConstraintName: 'fk_finding_release' })
  protected releaseRow?: unknown;
  @Column(optional(id))
  productReleaseId: string | null;

  @ManyToOne(() => ReleaseReview, { ...restrict, nullable: true })
  @JoinColumn({ name: 'release_review_id', foreignKeyConstraintName: 'fk_finding_release_review' })
  protected releaseReviewRow?: unknown;
  @Column(optional(id))
  releaseReviewId: string | null;

  @Field(() => Int, { description: 'The round in which it was found.' })
  @Column({ type: 'integer' })
  round: number;

  @Field(() => ReviewPhase, { nullable: true, description: 'The phase that found it; null for a release.' })
  @Column(optional(word))
  phase: ReviewPhase | null;

  @Field(() => FindingSeverity, { description: 'BLOCKER must be answered before the next submit; MINOR and NOTE may be.' })
  @Column(word)
  severity: FindingSeverity;

  @Field(() => FindingStatus, { description: 'OPEN until the seller answers; RESOLVED when the phase is passed.' })
  @Column(word)
  status: FindingStatus;

  @Field(() => [String], { nullable: true, description: 'The field that it is about, such as ["product", "name"].' })
  @Column(optional(json))
  path: string[] | null;

  @ManyToOne(() => Material, { ...restrict, nullable: true })
  @JoinColumn({ name: 'material_id', foreignKeyConstraintName: 'fk_finding_material' })
  protected materialRow?: unknown;
  @Column(optional(id))
  materialId: string | null;

  @Field(() => String, { description: 'What was found, at most 2,000 characters.' })
  @Column(text)
  message: string;

  @Field(() => String, { nullable: true, description: 'How to mend it, at most 2,000 characters.' })
  @Column(optional(text))
  hint: string | null;

  @Field(() => String, { nullable: true, description: "The seller's answer, at most 2,000 characters." })
  @Column(optional(text))
  answer: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last answered.' })
  @Column(optional(instant))
  answeredAt: Instant | null;
}
