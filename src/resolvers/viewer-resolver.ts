import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver } from 'type-graphql';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { permissions, refusalOf } from '../domain/permissions.js';
import { Agreement } from '../entities/agreement.js';
import { Contact } from '../entities/contact.js';
import { Finding } from '../entities/finding.js';
import { Material } from '../entities/material.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { Node, typeOfId } from '../entities/node.js';
import { Notification } from '../entities/notification.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { Review } from '../entities/review.js';
import { Seller } from '../entities/seller.js';
import { SupportingProduct } from '../entities/supporting-product.js';
import { WebhookDelivery, WebhookEndpoint } from '../entities/webhook.js';
import { askedColumns } from '../loaders/asked-columns.js';
import { auditEntry } from '../loaders/audit.js';
import { visiblePart } from '../loaders/parts.js';
import { visibleProduct, visibleRelease } from '../loaders/releases.js';
import { visibleRequest } from '../loaders/requests.js';
import type { Context } from './context.js';
import { visibleNotifications } from './notification-resolver.js';
import { seesSeller } from './showing.js';
import { ViewerView } from './views.js';
import { visibleEndpoints } from './webhook-resolver.js';

const partsOfRequest = { SupportingProduct, Contact, Material, Review } as const;

@Resolver(() => ViewerView)
export class ViewerResolver {
  @Query(() => ViewerView, { description: 'You: whose token this is, and what it may do.' })
  viewer(@Ctx() { actor }: Context): Partial<ViewerView> {
    const { subject, name, email, roles, scopes } = actor;
    return { subject, name, email, roles, scopes };
  }

  @FieldResolver(() => Seller, { nullable: true, description: 'The seller account that the person works for.' })
  seller(@Ctx() { reader, actor }: Context, @Info() info: GraphQLResolveInfo) {
    return actor.sellerId ? reader.one(Seller, actor.sellerId, askedColumns(info)) : null;
  }

  @Query(() => Node, {
    nullable: true,
    description: 'The object with this id, of whatever type; null when there is none that you may see.',
  })
  node(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: Context) {
    return visibleNode(id, context);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: `The objects with these ids, in their order, null for those that you may not see; at most ${limits.nodesPerQuery}.`,
  })
  nodes(@Arg('ids', () => [ID], { description: 'Their ids.' }) ids: string[], @Ctx() context: Context) {
    if (ids.length > limits.nodesPerQuery) {
      const max = limits.nodesPerQuery;
      throw new Failure('BAD_USER_INPUT', { en: `ids takes at most ${max} ids.`, zh: `ids 最多 ${max} 个。` }, { argument: 'ids' });
    }
    // An error by itself stands for its own node: of a promise that fails graphql-jit loses the place.
    return Promise.all(ids.map((id) => visibleNode(id, context).catch((error: unknown) => error)));
  }
}

async function visibleNode(id: string, { reader, actor }: Context): Promise<{ id: string } | null> {
  const type = typeOfId(id);
  switch (type) {
    case null:
      return null;
    case 'Seller':
      return seesSeller(actor, id) ? reader.one(Seller, id) : null;
    case 'Agreement':
      return reader.one(Agreement, id);
    case 'MaterialTemplate':
      return reader.one(MaterialTemplate, id);
    case 'CertificationRequest':
      return visibleRequest(reader, id);
    case 'Notification': {
      const { sql, values } = visibleNotifications(actor);
      return (await reader.select(Notification, null, { sql: `id = ? AND ${sql}`, values: [id, ...values] }))[0] ?? null;
    }
    case 'WebhookEndpoint': {
      const { sql, values } = visibleEndpoints(actor);
      return (await reader.select(WebhookEndpoint, null, { sql: `id = ? AND ${sql}`, values: [id, ...values] }))[0] ?? null;
    }
    case 'WebhookDelivery': {
      const { sql, values } = visibleEndpoints(actor);
      const own = `webhook_endpoint_id IN (SELECT id FROM webhook_endpoint WHERE ${sql})`;
      return (await reader.select(WebhookDelivery, null, { sql: `id = ? AND ${own}`, values: [id, ...values] }))[0] ?? null;
    }
    case 'AuditEntry':
      return refusalOf(actor, permissions.auditEntries!) ? null : auditEntry(reader, id);
    case 'ProductRelease':
      return visibleRelease(reader, id);
    case 'Product':
      return visibleProduct(reader, id);
    case 'ProgressEvent':
      return visiblePart(reader, ProgressEvent, id, { request: 'subject_id', release: 'subject_id' });
    case 'Finding':
      return visiblePart(reader, Finding, id, { request: 'certification_request_id', release: 'product_release_id' });
    default:
      return visiblePart<Contact | Material | Review | SupportingProduct>(reader, partsOfRequest[type], id, {
        request: 'certification_request_id',
      });
  }
}
