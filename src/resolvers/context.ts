import type { GraphQLResolveInfo } from 'graphql';
import { createParameterDecorator } from 'type-graphql';
import type { Actor } from '../domain/actor.js';
import type { Instant, Language } from '../domain/words.js';
import type { Reader } from '../loaders/reader.js';
import type { LinkTarget } from '../platform/links.js';
import type { MessageTexts } from '../platform/message-texts.js';
import type { Command } from '../platform/transaction.js';
import type { AgreementService } from '../services/agreement-service.js';
import type { CalendarService } from '../services/calendar-service.js';
import type { CertificationService } from '../services/certification-service.js';
import type { DraftService } from '../services/draft-service.js';
import type { FindingService } from '../services/finding-service.js';
import type { MaterialService } from '../services/material-service.js';
import type { NotificationService } from '../services/notification-service.js';
import type { ProductService } from '../services/product-service.js';
import type { ReleaseReviewService } from '../services/release-review-service.js';
import type { ReleaseService } from '../services/release-service.js';
import type { ReviewService } from '../services/review-service.js';
import type { ReviewTimes } from '../services/review-times.js';
import type { SellerService } from '../services/seller-service.js';
import type { TemplateService } from '../services/template-service.js';
import type { WebhookService } from '../services/webhook-service.js';

/** The writers, one for each aggregate. */
export interface Services {
  readonly sellers: SellerService;
  readonly agreements: AgreementService;
  readonly templates: TemplateService;
  readonly drafts: DraftService;
  readonly certification: CertificationService;
  readonly materials: MaterialService;
  readonly reviews: ReviewService;
  readonly findings: FindingService;
  readonly releases: ReleaseService;
  readonly releaseReviews: ReleaseReviewService;
  readonly products: ProductService;
  readonly calendars: CalendarService;
  readonly notifications: NotificationService;
  readonly webhooks: WebhookService;
}

/** What a resolver gets to know of the request. */
export interface Context {
  readonly actor: Actor;
  readonly language: Language;
  readonly services: Services;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** Reads rows; a mutation gets a new one, so that its answer shows what it changed. */
  reader: Reader;
  /** Mutations of the document that have begun. */
  mutations: number;
  /** Called by each mutation before anything else. */
  beginMutation(): void;
  now(): Instant;
  /** The working time by which reviews are due. */
  readonly times: ReviewTimes;
  /** The texts of notifications. */
  readonly texts: MessageTexts;
  /** The requests and messages of which the answer shows contacts to one of the platform as they are, for the audit trail. */
  readonly contactsShown: Set<string>;
  /** A download link for the actor. */
  link(target: LinkTarget): string;
}

/** The command that a mutation is: who asks for it, under which idempotency key. */
export function commandOf(context: Context, info: GraphQLResolveInfo, input: unknown): Command {
  const { actor, idempotencyKey, mutations: nth } = context;
  return {
    actor,
    operation: info.fieldName,
    idempotency: idempotencyKey === null ? null : { key: idempotencyKey, nth, input },
    onWritten: (rows) => {
      for (const [entity, row, columns] of rows) context.reader.keep(entity, row, columns);
    },
  };
}

/** Gives a mutation's method its command. */
export const By = () => createParameterDecorator<Context>(({ context, info, args }) => commandOf(context, info, args.input));
