import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Snapshot } from '../domain/certification-facts.js';
import type { Instant } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, restrict, sha256 } from './columns.js';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'What was frozen at one submit and read by the reviewers (R17).', simpleResolvers: true })
@Entity('submission')
@Index('uq_submission_round', ['certificationRequestId', 'round'], { unique: true })
export class Submission {
  @PrimaryColumn(id)
  id: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_submission_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @Field(() => Int, { description: 'Counts the submits of the request from 1.' })
  @Column({ type: 'integer' })
  round: number;

  @Field(() => String, { description: 'The sha256, in hexadecimal, of `snapshot` as canonical JSON (RFC 8785); a decision quotes it.' })
  @Column(sha256)
  digest: string;

  @Column(json)
  snapshot: Snapshot;

  @Field(() => DateTime, { description: 'When it was submitted.' })
  @Column(instant)
  submittedAt: Instant;
}
