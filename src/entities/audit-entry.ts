import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import { AuditAction, type Instant } from '../domain/words.js';
import { id, instant, json, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'What one of the platform did that changed nothing but must be known later.',
  simpleResolvers: true,
})
@Entity('audit_entry')
@Index('ix_audit_entry_object', ['objectId', 'id'])
export class AuditEntry extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => AuditAction, { description: 'What was done.' })
  @Column(word)
  action: AuditAction;

  @Field(() => ID, { description: 'To what: a material, a template or a seller.' })
  @Column(id)
  objectId: string;

  @Column(json)
  actor: ActorRecord;

  @Field(() => DateTime, { description: 'When.' })
  @Column(instant)
  occurredAt: Instant;
}
