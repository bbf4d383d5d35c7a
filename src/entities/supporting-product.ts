import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { DeliveryMethod } from '../domain/words.js';
import { CertificationRequest } from './certification-request.js';
import { id, optional, restrict, text, varchar, word } from './columns.js';
import { Node } from './node.js';

@ObjectType({ implements: Node, description: 'A further product that the certified one involves (R13).', simpleResolvers: true })
@Entity('supporting_product')
@Index('ix_supporting_product_position', ['certificationRequestId', 'position'])
export class SupportingProduct extends Node {
  @PrimaryColumn(id)
  override id: string;

  @ManyToOne(() => CertificationRequest, { ...restrict, nullable: false })
  @JoinColumn({ name: 'certification_request_id', foreignKeyConstraintName: 'fk_supporting_product_request' })
  protected requestRow?: unknown;
  @Column(id)
  certificationRequestId: string;

  @Field(() => Int, { description: 'Its place in the order of the list, from 0.' })
  @Column({ type: 'integer' })
  position: number;

  @Field(() => String, { nullable: true, description: 'Its name, at most 100 characters.' })
  @Column(optional(varchar(limits.nameLength)))
  name: string | null;

  @Field(() => String, { nullable: true, description: 'Its version, such as V1.0.' })
  @Column(optional(varchar(limits.versionLength)))
  version: string | null;

  @Field(() => DeliveryMethod, { nullable: true, description: 'How it is delivered.' })
  @Column(optional(word))
  deliveryMethod: DeliveryMethod | null;

  @Field(() => String, { nullable: true, description: 'What it is, at most 4,000 characters.' })
  @Column(optional(text))
  introduction: string | null;
}
