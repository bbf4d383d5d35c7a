import { Arg, Args, Ctx, Extensions, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Actor } from '../domain/actor.js';
import { limits } from '../domain/limits.js';
import { ProgressEventType } from '../domain/words.js';
import { Url } from '../entities/scalars.js';
import { WebhookDelivery, WebhookEndpoint } from '../entities/webhook.js';
import type { Condition } from '../loaders/conditions.js';
import { readPage } from '../loaders/page.js';
import { cursorOf } from '../platform/event-log.js';
import type { Command } from '../platform/transaction.js';
import { webhookOwner } from '../services/webhook-service.js';
import { PageArgs, WebhookDeliveryConnection } from './connections.js';
import { By, type Context } from './context.js';
import { Payload } from './payloads.js';

const typesDoc = 'Which events it gets; by default all, those of later releases too.';

@InputType({ description: 'An endpoint to make.' })
export class CreateWebhookEndpointInput {
  @Field(() => Url, { description: 'The address that events are posted to: https://, and one that the public internet reaches.' })
  url: string;
  @Field(() => [ProgressEventType], { nullable: true, description: typesDoc }) eventTypes?: ProgressEventType[] | null;
}
@InputType({ description: 'What to change of an endpoint; what is absent stays. Whatever waits is then tried at once.' })
export class UpdateWebhookEndpointInput {
  @Field(() => ID, { description: 'The endpoint.' }) id: string;
  @Field(() => Url, { nullable: true, description: 'Its new address.' }) url?: string | null;
  @Field(() => [ProgressEventType], { nullable: true, description: 'Which events it gets; null for all.' })
  eventTypes?: ProgressEventType[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Turned off it gets nothing; turned on it goes on where it stopped.' })
  enabled?: boolean | null;
}
@InputType({ description: 'An endpoint that gets a new secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'The endpoint.' }) id: string;
}
@InputType({ description: 'An endpoint that gets events again.' })
export class ReplayWebhookEventsInput {
  @Field(() => ID, { description: 'The endpoint.' }) id: string;
  @Field(() => String, { description: 'The cursor of an event: all events after it are posted again, under their old webhook-id.' })
  after: string;
}
@InputType({ description: 'An endpoint to remove.' })
export class DeleteWebhookEndpointInput {
  @Field(() => ID, { description: 'The endpoint.' }) id: string;
}

@ObjectType()
abstract class EndpointPayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when it was refused.' })
  webhookEndpoint?: WebhookEndpoint | null;
}
@ObjectType({ description: 'The new endpoint.' })
export class CreateWebhookEndpointPayload extends EndpointPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The secret that signs what is posted: whsec_ and Base64, as Standard Webhooks says. Shown this once.',
  })
  secret?: string | null;
}
@ObjectType({ description: 'The endpoint.' })
export class UpdateWebhookEndpointPayload extends EndpointPayload {}
@ObjectType({ description: 'The endpoint, with its new secret.' })
export class RotateWebhookSecretPayload extends EndpointPayload {
  @Field(() => String, { nullable: true, description: 'The new secret, shown this once. The one before signs too for 24 hours.' })
  secret?: string | null;
}
@ObjectType({ description: 'The endpoint, which stands at the cursor.' })
export class ReplayWebhookEventsPayload extends EndpointPayload {}
@ObjectType({ description: 'What was removed.' })
export class DeleteWebhookEndpointPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the endpoint; null when it was refused.' })
  deletedId?: string | null;
}

/** Which endpoints an actor sees. */
export function visibleEndpoints(actor: Actor): Condition {
  const owner = webhookOwner(actor);
  if (!owner) return { sql: '1 = 0', values: [] };
  return owner.sellerId ? { sql: 'seller_id = ?', values: [owner.sellerId] } : { sql: 'seller_id IS NULL', values: [] };
}

@Resolver(() => WebhookEndpoint)
export class WebhookResolver {
  @Query(() => [WebhookEndpoint], {
    description: `Your seller's webhook endpoints, oldest first, at most ${limits.webhookEndpoints}; for platform administrators and auditors those of the platform.`,
  })
  webhookEndpoints(@Ctx() { reader, actor }: Context): Promise<WebhookEndpoint[]> {
    const { sql, values } = visibleEndpoints(actor);
    return reader.select(WebhookEndpoint, null, { sql: `${sql} ORDER BY id`, values });
  }

  @FieldResolver(() => [ProgressEventType], { description: 'Which events it gets.' })
  eventTypes(@Root() { eventTypes }: WebhookEndpoint): ProgressEventType[] {
    return eventTypes ?? Object.values(ProgressEventType);
  }

  @FieldResolver(() => String, { description: 'The cursor up to which events were delivered or given up.' })
  @Extensions({ needs: ['position'] })
  cursor(@Root() { position }: WebhookEndpoint): string {
    return cursorOf(Number(position));
  }

  @FieldResolver(() => WebhookDeliveryConnection, { description: 'Attempts to deliver, newest first.' })
  @Extensions({ needs: ['id'] })
  async deliveries(@Root() { id }: WebhookEndpoint, @Args(() => PageArgs) args: PageArgs, @Ctx() { reader }: Context) {
    const where = { sql: 'webhook_endpoint_id = ?', values: [id] };
    const page = await readPage(reader, WebhookDelivery, args, { name: 'CREATED_DESC', by: 'id', descending: true }, where, null);
    return new WebhookDeliveryConnection(page, () => reader.count(WebhookDelivery, where));
  }

  @Mutation(() => CreateWebhookEndpointPayload, {
    description:
      'Has events posted to an address from now on: for a seller those of its own requests, for a platform administrator those of all.',
  })
  async createWebhookEndpoint(
    @Arg('input', () => CreateWebhookEndpointInput, { description: 'The endpoint.' }) input: CreateWebhookEndpointInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<CreateWebhookEndpointPayload> {
    return shown(await context.services.webhooks.create(command, input), context);
  }

  @Mutation(() => UpdateWebhookEndpointPayload, { description: 'Changes a webhook endpoint, or turns it on or off.' })
  async updateWebhookEndpoint(
    @Arg('input', () => UpdateWebhookEndpointInput, { description: 'The changes.' }) input: UpdateWebhookEndpointInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<UpdateWebhookEndpointPayload> {
    return shown(await context.services.webhooks.update(command, input), context);
  }

  @Mutation(() => RotateWebhookSecretPayload, {
    description:
      'Gives a webhook endpoint a new secret; for 24 hours the one before signs too, so that receivers can change in their time.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which.' }) input: RotateWebhookSecretInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<RotateWebhookSecretPayload> {
    return shown(await context.services.webhooks.rotateSecret(command, input), context);
  }

  @Mutation(() => ReplayWebhookEventsPayload, { description: 'Posts the events after a cursor again, in order, then what comes.' })
  async replayWebhookEvents(
    @Arg('input', () => ReplayWebhookEventsInput, { description: 'Which, and from where.' }) input: ReplayWebhookEventsInput,
    @By() command: Command,
    @Ctx() context: Context,
  ): Promise<ReplayWebhookEventsPayload> {
    return shown(await context.services.webhooks.replay(command, input), context);
  }

  @Mutation(() => DeleteWebhookEndpointPayload, { description: 'Removes a webhook endpoint, with the log of its deliveries.' })
  async deleteWebhookEndpoint(
    @Arg('input', () => DeleteWebhookEndpointInput, { description: 'Which.' }) input: DeleteWebhookEndpointInput,
    @By() command: Command,
    @Ctx() { services }: Context,
  ): Promise<DeleteWebhookEndpointPayload> {
    return { ...(await services.webhooks.delete(command, input)), userErrors: [] };
  }
}

async function shown<R extends { webhookEndpointId: string }>({ webhookEndpointId, ...rest }: R, { reader }: Context) {
  return { webhookEndpoint: await reader.one(WebhookEndpoint, webhookEndpointId), ...rest, userErrors: [] };
}
