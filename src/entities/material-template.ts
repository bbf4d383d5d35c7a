import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { FileFacts } from '../domain/certification-facts.js';
import { limits } from '../domain/limits.js';
import { DeliveryMethod, type Instant, ReviewPhase } from '../domain/words.js';
import { id, instant, json, optional, text, varchar, word } from './columns.js';
import { Node } from './node.js';

@ObjectType({
  implements: Node,
  description: 'One version of a material that sellers download, fill in and upload (R16a).',
  simpleResolvers: true,
})
@Entity('material_template')
@Index('uq_material_template_version', ['code', 'version'], { unique: true })
export class MaterialTemplate extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => String, { description: 'Names the material across versions, such as QUOTATION.' })
  @Column(varchar(limits.templateCodeLength))
  code: string;

  @Field(() => Int, { description: 'Counts from 1 within the code.' })
  @Column({ type: 'integer' })
  version: number;

  @Field(() => String, { description: 'What people call it.' })
  @Column(varchar(limits.nameLength))
  name: string;

  @Field(() => String, { description: 'What to fill in and what the reviewers look at.' })
  @Column(text)
  description: string;

  @Field(() => ReviewPhase, { description: 'The phase that judges the material.' })
  @Column(word)
  phase: ReviewPhase;

  @Field(() => Boolean, { description: 'Whether a request of these delivery methods cannot be submitted without it.' })
  @Column({ type: 'boolean' })
  required: boolean;

  @Field(() => [DeliveryMethod], { description: 'The delivery methods that it is for.' })
  @Column(json)
  deliveryMethods: DeliveryMethod[];

  @Field(() => [String], { description: 'Media types that an upload may have, told by its content and not by its name.' })
  @Column(json)
  acceptedTypes: string[];

  @Field(() => Int, { description: 'The largest upload, in bytes.' })
  @Column({ type: 'integer' })
  maxBytes: number;

  /** The empty form; null when there is nothing to fill in. */
  @Column(optional(json))
  file: FileFacts | null;

  @Column(instant)
  publishedAt: Instant;

  /** When a newer version took its place; null for the current one. */
  @Column(optional(instant))
  replacedAt: Instant | null;
}
