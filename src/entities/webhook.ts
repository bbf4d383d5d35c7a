import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { limits } from '../domain/limits.js';
import { type Instant, ProgressEventType } from '../domain/words.js';
import { id, instant, json, optional, varchar, word } from './columns.js';
import { Node } from './node.js';
import { DateTime, Url } from './scalars.js';

@ObjectType({
  implements: Node,
  description: 'Where events are posted to, one after the other in the order of the log, signed as Standard Webhooks says.',
  simpleResolvers: true,
})
@Entity('webhook_endpoint')
@Index('ix_webhook_endpoint_owner', ['sellerId'])
@Index('ix_webhook_endpoint_due', ['enabled', 'nextAttemptAt'])
export class WebhookEndpoint extends Node {
  @PrimaryColumn(id)
  override id: string;

  /** Whose events it gets; null for those of all sellers, for the platform. */
  @Column(optional(id))
  sellerId: string | null;

  @Field(() => Url, { description: 'The address that events are posted to.' })
  @Column(varchar(limits.urlLength))
  url: string;

  /** Null for all, those of later releases too. */
  @Column(optional(json))
  eventTypes: ProgressEventType[] | null;

  @Field(() => Boolean, { description: 'Whether it gets anything. An endpoint that answers 410 is turned off.' })
  @Column({ type: 'boolean' })
  enabled: boolean;

  /** Signs what is sent: whsec_ and 32 bytes as Base64. */
  @Column(varchar(100))
  secret: string;

  /** The secret before the last rotation, which signs too until `previousSecretUntil`. */
  @Column(optional(varchar(100)))
  previousSecret: string | null;

  @Column(optional(instant))
  previousSecretUntil: Instant | null;

  /** The event in the log up to which everything was delivered, or given up. */
  @Column({ type: 'bigint' })
  position: number;

  @Field(() => Int, { description: 'Attempts at the next event that have failed so far; 0 when all is well.' })
  @Column({ type: 'integer' })
  attempts: number;

  /** Raised by each claim and each change, so that whoever works on an older state of it stops. */
  @Column({ type: 'integer' })
  generation: number;

  @Field(() => DateTime, { nullable: true, description: 'When the next attempt is due; null while there is nothing to send.' })
  @Column(optional(instant))
  nextAttemptAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: 'When an event was last delivered.' })
  @Column(optional(instant))
  lastDeliveryAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed; null when it succeeded.' })
  @Column(optional(varchar(limits.errorLength)))
  lastError: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column(instant)
  createdAt: Instant;
}

@ObjectType({
  implements: Node,
  description: 'One attempt to deliver one event to one endpoint. Kept for 30 days.',
  simpleResolvers: true,
})
@Entity('webhook_delivery')
@Index('ix_webhook_delivery_endpoint', ['webhookEndpointId', 'id'])
@Index('ix_webhook_delivery_age', ['attemptedAt'])
export class WebhookDelivery extends Node {
  @PrimaryColumn(id)
  override id: string;

  @Column(id)
  webhookEndpointId: string;

  @Field(() => ID, { description: 'The event, which is also the webhook-id.' })
  @Column(id)
  eventId: string;

  @Field(() => ProgressEventType, { description: 'What it told.' })
  @Column(word)
  eventType: ProgressEventType;

  @Field(() => Int, { description: 'Which attempt it was, from 1.' })
  @Column({ type: 'integer' })
  attempt: number;

  @Field(() => Boolean, { description: 'Whether the endpoint answered with 2xx.' })
  @Column({ type: 'boolean' })
  succeeded: boolean;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null when there was none.' })
  @Column({ type: 'integer', nullable: true })
  statusCode: number | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  @Column(optional(varchar(limits.errorLength)))
  error: string | null;

  @Field(() => Int, { description: 'Milliseconds until the answer.' })
  @Column({ type: 'integer' })
  durationMs: number;

  @Field(() => DateTime, { description: 'When it was tried.' })
  @Column(instant)
  attemptedAt: Instant;
}
