import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { FileFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import { type Day, type Instant, SellerStatus } from '../domain/words.js';
import { id, instant, json, optional, text, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'A registered KooGallery seller account: a company, and the people who work for it.',
  simpleResolvers: true,
})
@Entity('seller')
@Index('uq_seller_account', ['accountSubject'], { unique: true })
@Index('ix_seller_entity', ['registrationNumber'])
export class Seller extends Node {
  @PrimaryColumn(id)
  override id: string;

  /** The identity provider's subject of the main account. */
  @Column(varchar(limits.subjectLength))
  accountSubject: string;

  @Field(() => SellerStatus, { description: 'REGISTERED, or SUSPENDED: then its people can read but not write.' })
  @Column(word)
  status: SellerStatus;

  @Column(varchar(limits.registrationNumberLength))
  registrationNumber: string;

  @Column(varchar(limits.companyNameLength))
  companyName: string;

  @Column(text)
  introduction: string;

  @Column({ type: 'date' })
  businessTermStart: Day;

  @Column({ type: 'date', nullable: true })
  businessTermEnd: Day | null;

  @Column(optional(json))
  businessLicense: FileFacts | null;

  @Field(() => DateTime, { description: 'When the seller was registered.' })
  @Column(instant)
  createdAt: Instant;

  @Column(instant)
  updatedAt: Instant;
}
