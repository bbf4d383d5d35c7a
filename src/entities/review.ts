import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import { type Instant, ReviewDecision, ReviewPhase } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, optional, restrict, sha256, text, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({ implements: Node, description: 'One decision of one phase; it is never rewritten.', simpleResolvers: true })
@Entity('review')
@Index('ix_review_decided', ['decidedAt'])
@Index('ix_review_phase', ['phase', 'id'])
@Index('uq_review_round', ['certificationRequestId', 'round', 'phase'], { unique: true })
export class Review extends Node {
  @PrimaryColumn(id)
  override id: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_review_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @Field(() => Int, { description: 'The round that was decided on.' })
  @Column({ type: 'integer' })
  round: number;

  @Field(() => ReviewPhase, { description: 'The phase that decided.' })
  @Column(word)
  phase: ReviewPhase;

  @Field(() => ReviewDecision, { description: 'What was decided.' })
  @Column(word)
  decision: ReviewDecision;

  @Field(() => String, { nullable: true, description: 'Why, at most 2,000 characters.' })
  @Column(optional(text))
  reason: string | null;

  @Field(() => String, { description: 'The digest of the submission that was read.' })
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

  @Field(() => DateTime, { description: 'When it was decided.' })
  @Column(instant)
  decidedAt: Instant;
}
