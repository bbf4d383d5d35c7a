import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { limits } from '../domain/limits.js';
import type { Soon } from '../domain/soon.js';
import { AuditEntry } from '../entities/audit-entry.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Notification } from '../entities/notification.js';
import { Product } from '../entities/product.js';
import { ProductRelease } from '../entities/product-release.js';
import { ProgressEvent } from '../entities/progress-event.js';
import { Seller } from '../entities/seller.js';
import { WebhookDelivery } from '../entities/webhook.js';
import type { Page, PageArguments } from '../loaders/page.js';
import { PageInfo } from './views.js';

@ArgsType()
export class PageArgs implements PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the start, 1 to ${limits.pageSize}; 20 when neither first nor last is given.`,
  })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;
  @Field(() => Int, { nullable: true, description: `How many from the end, 1 to ${limits.pageSize}.` })
  last?: number | null;
  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  before?: string | null;
}

/** A page of a list, as GraphQL shows it; `count` runs only when totalCount is asked for. */
export interface Connection<T> {
  readonly edges: { cursor: string; node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  totalCount(): Soon<number>;
}

/** The connection and edge types of a node type (Relay Cursor Connections), with `nodes` beside `edges`. */
function connectionOf<T extends object>(nodeClass: ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { description: 'One item of a list, with its cursor.', simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'The place of the item in the list.' })
    cursor: string;
    @Field(() => nodeClass, { description: 'The item.' })
    node: T;
  }

  @ObjectType(`${name}Connection`, { description: 'One page of a list.' })
  class PageOf implements Connection<T> {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    get edges(): Edge[] {
      const { rows, cursorOf } = this.page;
      return rows.map((node) => ({ cursor: cursorOf(node), node }));
    }
    @Field(() => [nodeClass], { description: 'The items.' })
    readonly nodes: readonly T[];
    @Field(() => PageInfo, { description: 'Where the page lies.' })
    readonly pageInfo: PageInfo;

    constructor(
      private readonly page: Page<T>,
      private readonly count: () => Soon<number>,
    ) {
      const { rows, hasNextPage, hasPreviousPage, cursorOf } = page;
      const [first] = rows;
      this.nodes = rows;
      this.pageInfo = {
        hasNextPage,
        hasPreviousPage,
        startCursor: first ? cursorOf(first) : null,
        endCursor: first ? cursorOf(rows.at(-1)!) : null,
      };
    }

    @Field(() => Int, { description: 'How many items the list has; counted only when it is asked for.' })
    totalCount(): Soon<number> {
      return this.count();
    }
  }
  return PageOf;
}

export const CertificationRequestConnection = connectionOf(CertificationRequest, 'CertificationRequest');
export const ProductReleaseConnection = connectionOf(ProductRelease, 'ProductRelease');
export const ProductConnection = connectionOf(Product, 'Product');
export const ProgressEventConnection = connectionOf(ProgressEvent, 'ProgressEvent');
export const NotificationConnection = connectionOf(Notification, 'Notification');
export const WebhookDeliveryConnection = connectionOf(WebhookDelivery, 'WebhookDelivery');
export const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');
export const SellerConnection = connectionOf(Seller, 'Seller');
