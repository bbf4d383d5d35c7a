import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ActorRecord } from '../domain/actor.js';
import { limits } from '../domain/limits.js';
import { type Instant, ProgressEventType, ReviewPhase } from '../domain/words.js';
import { id, instant, json, optional, sha256, text, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'One change of state. Timelines, subscriptions, notifications and webhooks all tell these, in the same order.',
  simpleResolvers: true,
})
@Entity('progress_event')
@Index('uq_progress_event_position', ['position'], { unique: true })
@Index('ix_progress_event_subject', ['subjectId', 'position'])
@Index('ix_progress_event_type', ['type', 'occurredAt'])
@Index('ix_progress_event_seller', ['sellerId', 'position'])
@Index('ix_progress_event_actor', ['actorSubject', 'id'])
export class ProgressEvent extends Node {
  @PrimaryColumn(id)
  override id: string;

  /** Its place in the log: in commit order, without gaps (docs/adr/0003). */
  @Column({ type: 'bigint' })
  position: number;

  @Field(() => ProgressEventType, { description: 'What happened.' })
  @Column(word)
  type: ProgressEventType;

  @Column(id)
  subjectId: string;

  @Column(id)
  sellerId: string;

  @Field(() => ReviewPhase, { nullable: true, description: 'The review phase in which it happened.' })
  @Column(optional(word))
  phase: ReviewPhase | null;

  @Column(json)
  actor: ActorRecord;

  @Field(() => String, { nullable: true, description: 'The reason that was given with it.' })
  @Column(optional(text))
  reason: string | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  @Column(instant)
  occurredAt: Instant;

  /** The mutation that it comes from; null for what Joint Ops does by itself. */
  @Column(optional(word))
  operation: string | null;

  /** The subject of `actor`, to find its events. */
  @Column(optional(varchar(limits.subjectLength)))
  actorSubject: string | null;

  /** The sha256 that chains it to the event before (docs/adr/0021); null for events that are older than the chain. */
  @Column(optional(sha256))
  hash: string | null;
}
