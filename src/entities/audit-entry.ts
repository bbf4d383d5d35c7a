import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { AuditAction, type Instant, Role } from '../domain/words.js';
import { id, instant, optional, sha256, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'What somebody did. People are named by subject and role alone.',
  simpleResolvers: true,
})
@Entity('audit_entry')
@Index('uq_audit_entry_position', ['chain', 'position'], { unique: true })
@Index('ix_audit_entry_object', ['objectId', 'id'])
@Index('ix_audit_entry_actor', ['actorSubject', 'id'])
export class AuditEntry extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Field(() => AuditAction, { description: 'What was done.' })
  @Column(word)
  action: AuditAction;

  @Field(() => String, { nullable: true, description: 'The mutation; null for what was read, and for what Joint Ops did by itself.' })
  @Column(optional(word))
  operation: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'To what: the request, release, seller, agreement, template, endpoint or message; of a download the material, template or seller; null where it is about the person alone.',
  })
  @Column(optional(id))
  objectId: string | null;

  @Field(() => String, { description: "The identity provider's name for who did it." })
  @Column(varchar(limits.subjectLength))
  actorSubject: string;

  @Field(() => Role, { nullable: true, description: 'The role in which it was done; null for what Joint Ops did by itself.' })
  @Column(optional(word))
  actorRole: Role | null;

  @Field(() => DateTime, { description: 'When.' })
  @Column(instant)
  occurredAt: Instant;

  @Field(() => String, { description: 'The chain in which it stands; `joint-ops verify-audit` checks them.' })
  @Column(word)
  chain: string;

  @Field(() => Int, { description: 'Its place in the chain, from 1 and without gaps.' })
  @Column({ type: 'bigint' })
  position: number;

  @Field(() => String, {
    nullable: true,
    description: 'The sha256 of the entry before it in the chain and of its own content; null for an event that is older than the chain.',
  })
  @Column(sha256)
  hash: string;
}
