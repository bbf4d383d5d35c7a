import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { AgreementKind, type Instant } from '../domain/words.js';
import { id, instant, sha256, text, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'One version of the text of an agreement. A version never changes; a new text is a new version.',
  simpleResolvers: true,
})
@Entity('agreement')
@Index('uq_agreement_version', ['kind', 'version'], { unique: true })
export class Agreement extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => AgreementKind, { description: 'Which agreement it is.' })
  @Column(word)
  kind: AgreementKind;

  @Field(() => Int, { description: 'Counts from 1 within the kind.' })
  @Column({ type: 'integer' })
  version: number;

  @Field(() => String, { description: 'Its title, at most 100 characters.' })
  @Column(varchar(limits.nameLength))
  title: string;

  @Field(() => String, { description: 'The whole text, as Markdown; at most 16,000 characters.' })
  @Column(text)
  body: string;

  @Field(() => String, { description: 'The sha256 of `body` in UTF-8, in hexadecimal: what a signature refers to.' })
  @Column(sha256)
  sha256: string;

  @Field(() => DateTime, { description: 'From when this version is the current one.' })
  @Column(instant)
  effectiveFrom: Instant;
}
