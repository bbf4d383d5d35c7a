import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { type Actor, hasRole, ownSeller } from '../domain/actor.js';
import { limits } from '../domain/limits.js';
import type { Soon } from '../domain/soon.js';
import { Channel, Role } from '../domain/words.js';
import { Notification } from '../entities/notification.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { all, type Condition, ofSeller } from '../loaders/conditions.js';
import { readPage } from '../loaders/page.js';
import type { Reader } from '../loaders/reader.js';
import type { Command } from '../platform/transaction.js';
import { NotificationConnection, PageArgs } from './connections.js';
import { By, type Context } from './context.js';
import { Payload } from './payloads.js';
import { afterDoc, subscribe } from './subscription-resolver.js';

@InputType({ description: 'Either some messages of your inbox, or all of them.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], { nullable: true, description: `These, at most ${limits.notificationsPerMark}.` }) ids?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'True: all of them.' }) all?: boolean | null;
}
@InputType({ description: 'A message that failed for good.' })
export class RetryNotificationInput {
  @Field(() => ID, { description: 'The message.' }) id: string;
}
@InputType({ description: 'Whether you want digests.' })
export class SetReviewDigestInput {
  @Field(() => Boolean, {
    description: 'True: an e-mail at most every hour, to your verified address, when something has entered your queue.',
  })
  enabled: boolean;
}
@ObjectType({ description: 'What is left to read.' })
export class MarkNotificationsReadPayload extends Payload {
  @Field(() => Int, { description: 'Messages of your inbox that are not read yet.' })
  unreadCount: number;
}
@ObjectType({ description: 'The message, which is pending again.' })
export class RetryNotificationPayload extends Payload {
  @Field(() => Notification, { nullable: true, description: 'The message; null when it was refused.' })
  notification?: Notification | null;
}
@ObjectType({ description: 'Whether you get digests.' })
export class SetReviewDigestPayload extends Payload {
  @Field(() => Boolean, { nullable: true, description: 'Null when it was refused.' })
  enabled?: boolean | null;
}

/** Which messages an actor sees: those of its seller, and all of them who keeps the platform. */
export function visibleNotifications(actor: Actor): Condition {
  if (hasRole(actor, [Role.PLATFORM_ADMIN, Role.AUDITOR])) return { sql: '1 = 1', values: [] };
  const own = ownSeller(actor);
  return own ? ofSeller(own) : { sql: '1 = 0', values: [] };
}

const unreadCount = (reader: Reader, sellerId: string | null): Soon<number> =>
  sellerId
    ? reader.count(Notification, { sql: 'seller_id = ? AND channel = ? AND read_at IS NULL', values: [sellerId, Channel.INBOX] })
    : 0;

@Resolver(() => Notification)
export class NotificationResolver {
  @Query(() => NotificationConnection, {
    description:
      'Messages about your requests, newest first: those of the inbox, and those that were sent to your contacts. Platform administrators and auditors see all.',
  })
  async notifications(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('channel', () => Channel, { nullable: true, description: 'Only of this channel.' }) channel: Channel | null,
    @Arg('unread', () => Boolean, { nullable: true, description: 'Only those that are not read, or only those that are.' }) unread:
      | boolean
      | null,
    @Ctx() { reader, actor }: Context,
  ) {
    const parts = [visibleNotifications(actor)];
    if (channel) parts.push({ sql: 'channel = ?', values: [channel] });
    if (unread != null) parts.push({ sql: unread ? 'read_at IS NULL' : 'read_at IS NOT NULL', values: [] });
    const where = all(parts);
    const page = await readPage(reader, Notification, args, { name: 'CREATED_DESC', by: 'id', descending: true }, where, null);
    return new NotificationConnection(page, () => reader.count(Notification, where));
  }

  @FieldResolver(() => String, {
    description: 'Where it goes: an e-mail address, a number, or the id of the seller. Masked for an auditor.',
  })
  @Extensions({ needs: ['id', 'recipient', 'channel'] })
  recipient(@Root() { recipient }: Notification): string {
    return recipient;
  }

  @FieldResolver(() => String, { description: 'The title: of the inbox in your language, else in that of the recipient.' })
  @Extensions({ needs: ['text', 'params', 'language', 'channel'] })
  title(@Root() notification: Notification, @Ctx() context: Context): string {
    return shown(notification, context).title;
  }

  @FieldResolver(() => String, { description: 'The text; what an SMS says is shorter.' })
  @Extensions({ needs: ['text', 'params', 'language', 'channel'] })
  body(@Root() notification: Notification, @Ctx() context: Context): string {
    const { body, sms } = shown(notification, context);
    return notification.channel === Channel.SMS ? sms : body;
  }

  @FieldResolver(() => ProgressEvent, { description: 'What it is about; of a digest, the last event in it.' })
  @Extensions({ needs: ['eventId'] })
  event(@Root() { eventId }: Notification, @Ctx() { reader }: Context) {
    return reader.one(ProgressEvent, eventId);
  }

  @Mutation(() => MarkNotificationsReadPayload, { description: 'Marks messages of your inbox as read.' })
  async markNotificationsRead(
    @Arg('input', () => MarkNotificationsReadInput, { description: 'Which.' }) input: MarkNotificationsReadInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<MarkNotificationsReadPayload> {
    const { sellerId } = await services.notifications.markRead(command, input);
    return { unreadCount: await unreadCount(reader, sellerId), userErrors: [] };
  }

  @Mutation(() => RetryNotificationPayload, { description: 'Has a message that failed for good sent again. For platform administrators.' })
  async retryNotification(
    @Arg('input', () => RetryNotificationInput, { description: 'Which.' }) input: RetryNotificationInput,
    @By() command: Command,
    @Ctx() { services, reader }: Context,
  ): Promise<RetryNotificationPayload> {
    const { notificationId } = await services.notifications.retry(command, input);
    return { notification: await reader.one(Notification, notificationId), userErrors: [] };
  }

  @Mutation(() => SetReviewDigestPayload, {
    description: 'Turns digests of new submissions on or off, for reviewers and operations managers.',
  })
  async setReviewDigest(
    @Arg('input', () => SetReviewDigestInput, { description: 'On or off.' }) input: SetReviewDigestInput,
    @By() command: Command,
    @Ctx() { services, language }: Context,
  ): Promise<SetReviewDigestPayload> {
    const { enabled } = await services.notifications.setDigest(command, input, language);
    return { enabled, userErrors: [] };
  }

  @Subscription(() => Notification, { subscribe, description: 'New messages of your inbox.' })
  notificationReceived(
    @Arg('after', () => String, { nullable: true, description: afterDoc }) _after: string | null,
    @Root() root: { notificationReceived: Notification },
  ): Notification {
    return root.notificationReceived;
  }
}

@Resolver(() => NotificationConnection)
export class NotificationConnectionResolver {
  @FieldResolver(() => Int, { description: 'Messages of your inbox that are not read yet.' })
  unreadCount(@Ctx() { reader, actor }: Context): Soon<number> {
    return unreadCount(reader, actor.sellerId);
  }
}

const shown = ({ channel, text, params, language }: Notification, context: Context) =>
  context.texts.message(text, params, channel === Channel.INBOX ? context.language : language);
