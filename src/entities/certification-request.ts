import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { CompanyFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import { CertificationStatus, type DeliveryMethod, type Instant, ReviewPhase } from '../domain/words.js';
import { id, instant, json, optional, restrict, text, varchar, word } from './columns.js';
import { Node } from './node.js';
import { Reviewable } from './reviewable.js';
import { DateTime } from './scalars.js';
import { Seller } from './seller.js';

@ObjectType({
  implements: Node,
  description: 'A request to certify one product for joint operations, from draft to decision.',
  simpleResolvers: true,
})
@Entity('certification_request')
@Index('uq_request_number', ['number'], { unique: true })
@Index('ix_request_seller', ['sellerId', 'status', 'id'])
@Index('ix_request_seller_updated', ['sellerId', 'updatedAt', 'id'])
@Index('ix_request_queue', ['status', 'submittedAt', 'id'])
@Index('ix_request_created', ['status', 'id'])
@Index('ix_request_updated', ['status', 'updatedAt', 'id'])
@Index('ix_request_due', ['status', 'dueAt', 'id'])
@Index('ix_request_entity', ['registrationNumber', 'status', 'id'])
@Index('ix_request_copied_from', ['copiedFromId'])
@Index('ix_request_seller_created', ['sellerId', 'id'])
@Index('ix_request_submitted', ['submittedAt', 'id'])
@Index('ix_request_changed', ['updatedAt', 'id'])
@Index('ix_request_due_any', ['dueAt', 'id'])
@Index('ix_request_phase', ['phase', 'status', 'submittedAt', 'id'])
export class CertificationRequest extends Reviewable {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => String, { description: 'The number that people use, such as JOC-2026-000123.' })
  @Column(varchar(20))
  number: string;

  @Field(() => Int, {
    description: 'Grows by one with every change; pass it back as `expectedVersion` so that you overwrite nothing unseen.',
  })
  @Column({ type: 'integer' })
  version: number;

  @Field(() => CertificationStatus, { description: 'Where the request stands.' })
  @Column(word)
  status: CertificationStatus;

  @Field(() => ReviewPhase, {
    nullable: true,
    description: 'The phase that it is in, or the one that last decided on it; null for a draft.',
  })
  @Column(optional(word))
  phase: ReviewPhase | null;

  @ManyToOne(() => Seller, { ...restrict, nullable: false })
  @JoinColumn({ name: 'seller_id', foreignKeyConstraintName: 'fk_request_seller' })
  protected sellerRow?: unknown;
  @Column(id)
  sellerId: string;

  @Column(optional(varchar(limits.nameLength)))
  productName: string | null;

  @Column(optional(varchar(limits.versionLength)))
  productVersion: string | null;

  @Column(optional(word))
  deliveryMethod: DeliveryMethod | null;

  @Column(optional(varchar(limits.categoryLength)))
  category: string | null;

  @Column(optional(text))
  introduction: string | null;

  /** The company as it was at the last submit; null before it. */
  @Column(optional(json))
  company: CompanyFacts | null;

  /** Ids of the material templates that were in force at the last submit (R16a). */
  @Column(optional(json))
  templateIds: string[] | null;

  /** The legal entity at the last submit; null before it. */
  @Column(optional(varchar(limits.registrationNumberLength)))
  registrationNumber: string | null;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: true })
  @JoinColumn({ name: 'copied_from_id', foreignKeyConstraintName: 'fk_request_copied_from' })
  protected copiedFromRow?: unknown;
  @Column(optional(id))
  copiedFromId: string | null;

  @Field(() => DateTime, { description: 'When the draft was made.' })
  @Column(instant)
  createdAt: Instant;

  @Field(() => DateTime, { description: 'When anything about the request last changed.' })
  @Column(instant)
  updatedAt: Instant;

  @Field(() => DateTime, { nullable: true, description: 'When it was last submitted; null before the first submit.' })
  @Column(optional(instant))
  submittedAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was certified or rejected for good; null until then.' })
  @Column(optional(instant))
  decidedAt: Instant | null;
}
