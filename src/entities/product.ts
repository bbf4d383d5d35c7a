import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { DeliveryMethod, type Instant, ProductStatus } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, instant, optional, restrict, varchar, word } from './columns.js';
import { Node } from './node.js';
import { ProductRelease } from './product-release.js';
import { DateTime } from './scalars.js';
import { Seller } from './seller.js';

@ObjectType({ implements: Node, description: 'A product that has been released: a row of My Products.', simpleResolvers: true })
@Entity('product')
@Index('uq_product_request', ['certificationRequestId'], { unique: true })
@Index('ix_product_seller', ['sellerId', 'status', 'id'])
@Index('ix_product_status', ['status', 'id'])
@Index('ix_product_release', ['currentReleaseId'])
export class Product extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => ProductStatus, { description: 'Whether it is on the market.' })
  @Column(word)
  status: ProductStatus;

  @Field(() => String, { description: 'Its name; the certified one.' })
  @Column(varchar(limits.nameLength))
  name: string;

  @Field(() => DeliveryMethod, { description: 'How it is delivered; as certified.' })
  @Column(word)
  deliveryMethod: DeliveryMethod;

  @ManyToOne(() => Seller, { ...restrict, nullable: false })
  @JoinColumn({ name: 'seller_id', foreignKeyConstraintName: 'fk_product_seller' })
  protected sellerRow?: unknown;
  @Column(id)
  sellerId: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_product_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @ManyToOne(() => ProductRelease, { ...restrict, nullable: false })
  @JoinColumn({ name: 'current_release_id', foreignKeyConstraintName: 'fk_product_current_release' })
  protected releaseRow?: unknown;
  @Column(id)
  currentReleaseId: string;

  /** The address of its page; it never changes (R33). */
  @Column(varchar(limits.urlLength))
  productUrl: string;

  @Field(() => DateTime, { description: 'When it was first released.' })
  @Column(instant)
  releasedAt: Instant;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken off the market; null while it is on it.' })
  @Column(optional(instant))
  delistedAt: Instant | null;
}
