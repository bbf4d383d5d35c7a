import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import type { Instant } from '../domain/words.js';
import { Agreement } from './agreement.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, optional, restrict } from './columns.js';
import { DateTime } from './scalars.js';
import { Seller } from './seller.js';

/** Who signed which version of an agreement, when (R9); with a request and round, the commitments of that submit (R10). */
@ObjectType({ description: 'The signature of one version of an agreement.', simpleResolvers: true })
@Entity('agreement_signature')
@Index('ix_signature_seller', ['sellerId', 'signedAt'])
@Index('ix_signature_request', ['certificationRequestId', 'round'])
@Index('ix_signature_agreement', ['agreementId'])
export class AgreementSignature {
  @PrimaryColumn(id)
  id: string;

  @ManyToOne(() => Agreement, { ...restrict, nullable: false })
  @JoinColumn({ name: 'agreement_id', foreignKeyConstraintName: 'fk_signature_agreement' })
  protected agreementRow?: unknown;
  @Column(id)
  agreementId: string;

  @ManyToOne(() => Seller, { ...restrict, nullable: false })
  @JoinColumn({ name: 'seller_id', foreignKeyConstraintName: 'fk_signature_seller' })
  protected sellerRow?: unknown;
  @Column(id)
  sellerId: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: true })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_signature_request' })
  protected requestRow?: unknown;
  @Column(optional(id))
  certificationRequestId: string | null;

  @Column({ type: 'integer', nullable: true })
  round: number | null;

  @Column(json)
  signer: ActorRecord;

  @Field(() => DateTime, { description: 'When it was signed.' })
  @Column(instant)
  signedAt: Instant;
}
