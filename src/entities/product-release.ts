import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { FileFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import type { ProductInformation, ReleaseDetails } from '../domain/release-facts.js';
import { type Instant, ReleaseKind, ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, json, optional, restrict, sha256, text, varchar, word } from './columns.js';
import { Node } from './node.js';
import { Reviewable } from './reviewable.js';
import { DateTime, EmailAddress, PhoneNumber } from './scalars.js';
import { Seller } from './seller.js';

@ObjectType({
  implements: Node,
  description: 'An application to release a certified product, or to change one that is released: a row of My Applications.',
  simpleResolvers: true,
})
@Entity('product_release')
@Index('uq_release_number', ['number'], { unique: true })
@Index('ix_release_seller', ['sellerId', 'status', 'id'])
@Index('ix_release_seller_updated', ['sellerId', 'updatedAt', 'id'])
@Index('ix_release_queue', ['status', 'submittedAt', 'id'])
@Index('ix_release_updated', ['status', 'updatedAt', 'id'])
@Index('ix_release_due', ['status', 'dueAt', 'id'])
@Index('ix_release_created', ['status', 'id'])
@Index('ix_release_submitted', ['submittedAt', 'id'])
@Index('ix_release_changed', ['updatedAt', 'id'])
@Index('ix_release_due_any', ['dueAt', 'id'])
@Index('ix_release_request', ['certificationRequestId', 'id'])
export class ProductRelease extends Reviewable implements ProductInformation {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => String, { description: 'The number that people use, such as JOR-2026-000045.' })
  @Column(varchar(20))
  number: string;

  @Field(() => Int, {
    description: 'Grows by one with every change; pass it back as `expectedVersion` so that you overwrite nothing unseen.',
  })
  @Column({ type: 'integer' })
  version: number;

  @Field(() => ReleaseKind, { description: 'The first release of the product, or a change of it.' })
  @Column(word)
  kind: ReleaseKind;

  @Field(() => ReleaseStatus, { description: 'Where the application stands.' })
  @Column(word)
  status: ReleaseStatus;

  @ManyToOne(() => Seller, { ...restrict, nullable: false })
  @JoinColumn({ name: 'seller_id', foreignKeyConstraintName: 'fk_release_seller' })
  protected sellerRow?: unknown;
  @Column(id)
  sellerId: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_release_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @Field(() => String, { nullable: true, description: 'The name of the product; the certified one.' })
  @Column(optional(varchar(limits.nameLength)))
  name: string | null;

  @Field(() => String, { nullable: true, description: 'The version that is released, such as V1.0.' })
  @Column(optional(varchar(limits.versionLength)))
  productVersion: string | null;

  @Field(() => String, { nullable: true, description: `The category, at most ${limits.categoryLength} characters.` })
  @Column(optional(varchar(limits.categoryLength)))
  category: string | null;

  @Field(() => [String], {
    description: `What speaks for the product: at most ${limits.highlights} lines of at most ${limits.highlightLength} characters.`,
  })
  @Column(json)
  highlights: readonly string[];

  @Field(() => String, { nullable: true, description: `What the product is, at most ${limits.introductionLength} characters.` })
  @Column(optional(text))
  description: string | null;

  @Column(optional(json))
  details: ReleaseDetails | null;

  @Field(() => EmailAddress, { nullable: true, description: 'Where customers write to.' })
  @Column(optional(varchar(limits.emailLength)))
  supportEmail: string | null;

  @Field(() => PhoneNumber, { nullable: true, description: 'Where customers call.' })
  @Column(optional(varchar(limits.phoneLength)))
  supportPhone: string | null;

  @Column(optional(json))
  logo: FileFacts | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The sha256, in hexadecimal, of what was last submitted, as canonical JSON (RFC 8785); a decision quotes it. Null before the first submit.',
  })
  @Column(optional(sha256))
  digest: string | null;

  @Field(() => DateTime, { description: 'When it was begun.' })
  @Column(instant)
  createdAt: Instant;

  @Field(() => DateTime, { description: 'When anything about it last changed.' })
  @Column(instant)
  updatedAt: Instant;

  @Field(() => DateTime, { nullable: true, description: 'When it was last submitted; null before the first submit.' })
  @Column(optional(instant))
  submittedAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last approved or rejected; null until then.' })
  @Column(optional(instant))
  decidedAt: Instant | null;
}
