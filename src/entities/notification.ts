import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Queue } from '../domain/event-rights.js';
import { limits } from '../domain/limits.js';
import { Channel, DeliveryStatus, type Instant, type Language } from '../domain/words.js';
import { id, instant, json, optional, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@ObjectType({ implements: Node, description: 'One message about one event to one recipient.', simpleResolvers: true })
@Entity('notification')
@Index('uq_notification', ['eventId', 'channel', 'recipient'], { unique: true })
@Index('ix_notification_seller', ['sellerId', 'channel', 'position'])
@Index('ix_notification_seller_created', ['sellerId', 'id'])
@Index('ix_notification_due', ['status', 'nextAttemptAt'])
@Index('ix_notification_log', ['channel', 'position'])
export class Notification extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Column(id)
  eventId: string;

  /** That of the event: inbox messages are read as a log. */
  @Column({ type: 'bigint' })
  position: number;

  /** Whose it is; null for people of the platform. */
  @Column(optional(id))
  sellerId: string | null;

  @Field(() => Channel, { description: 'How it is sent.' })
  @Column(word)
  channel: Channel;

  /** An e-mail address, a number as E.164, or the id of the seller. */
  @Column(varchar(limits.emailLength))
  recipient: string;

  @Column(word)
  language: Language;

  /** The text, by name. */
  @Column(word)
  text: string;

  /** The values in the text. */
  @Column(json)
  params: Record<string, string>;

  @Field(() => DeliveryStatus, { description: 'How far it has come. FAILED is for good, unless somebody has it tried again.' })
  @Column(word)
  status: DeliveryStatus;

  @Field(() => Int, { description: 'How often sending it was tried.' })
  @Column({ type: 'integer' })
  attempts: number;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null when it is not.' })
  @Column(optional(instant))
  nextAttemptAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed, without addresses.' })
  @Column(optional(varchar(limits.errorLength)))
  lastError: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column(instant)
  createdAt: Instant;

  @Field(() => DateTime, { nullable: true, description: 'When it was sent.' })
  @Column(optional(instant))
  sentAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was read, for messages of the inbox.' })
  @Column(optional(instant))
  readAt: Instant | null;
}

/** Somebody of the platform who wants a digest of new submissions. */
@Entity('review_digest')
export class ReviewDigest {
  @PrimaryColumn(varchar(limits.subjectLength))
  subject: string;
  @Column(varchar(limits.emailLength))
  email: string;
  @Column(json)
  queues: Queue[];
  @Column(word)
  language: Language;
  /** The event up to which the last digest told. */
  @Column({ type: 'bigint' })
  position: number;
}
