import { Agreement } from './agreement.js';
import { AgreementSignature } from './agreement-signature.js';
import { AuditEntry } from './audit-entry.js';
import { CertificationRequest } from './certification-request.js';
import { Contact } from './contact.js';
import { Finding } from './finding.js';
import { Counter, IdempotencyKey, ObjectReference, StoredObject } from './internal.js';
import { Material } from './material.js';
import { MaterialTemplate } from './material-template.js';
import { Notification, ReviewDigest } from './notification.js';
import { Product } from './product.js';
import { ProductRelease } from './product-release.js';
import { ProgressEvent } from './progress-event.js';
import { ReleaseReview, ReleaseSubmission } from './release-review.js';
import { Review } from './review.js';
import { Seller } from './seller.js';
import { Submission } from './submission.js';
import { SupportingProduct } from './supporting-product.js';
import { WebhookDelivery, WebhookEndpoint } from './webhook.js';
import { WorkingCalendar } from './working-calendar.js';

/** Every table, for the data source. */
export const entities = [
  Seller,
  Agreement,
  AgreementSignature,
  CertificationRequest,
  SupportingProduct,
  Contact,
  MaterialTemplate,
  Material,
  Submission,
  Review,
  Finding,
  ProductRelease,
  ReleaseSubmission,
  ReleaseReview,
  Product,
  ProgressEvent,
  Counter,
  IdempotencyKey,
  StoredObject,
  ObjectReference,
  AuditEntry,
  Notification,
  ReviewDigest,
  WebhookEndpoint,
  WebhookDelivery,
  WorkingCalendar,
];
