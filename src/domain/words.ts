/** The words of the trade; each enum is the GraphQL enum of the same name. `docs/glossary.md` says what they mean. */

export enum Role {
  SELLER = 'SELLER',
  QUALIFICATION_REVIEWER = 'QUALIFICATION_REVIEWER',
  PRODUCT_REVIEWER = 'PRODUCT_REVIEWER',
  OPERATIONS_MANAGER = 'OPERATIONS_MANAGER',
  AUDITOR = 'AUDITOR',
  PLATFORM_ADMIN = 'PLATFORM_ADMIN',
}
export enum SellerStatus {
  REGISTERED = 'REGISTERED',
  SUSPENDED = 'SUSPENDED',
}
export enum AgreementKind {
  JOINT_PARTNER_PROGRAM = 'JOINT_PARTNER_PROGRAM',
  SERVICE_ASSURANCE = 'SERVICE_ASSURANCE',
  PRICING_RIGHTS = 'PRICING_RIGHTS',
}
export enum DeliveryMethod {
  IMAGE = 'IMAGE',
  SAAS = 'SAAS',
  LICENSE = 'LICENSE',
  PROFESSIONAL_SERVICE = 'PROFESSIONAL_SERVICE',
  CONSULTING_SERVICE = 'CONSULTING_SERVICE',
  HARDWARE = 'HARDWARE',
}
export enum CertificationStatus {
  DRAFT = 'DRAFT',
  QUALIFICATION_REVIEW = 'QUALIFICATION_REVIEW',
  PRODUCT_REVIEW = 'PRODUCT_REVIEW',
  CHANGES_REQUESTED = 'CHANGES_REQUESTED',
  CERTIFIED = 'CERTIFIED',
  REJECTED = 'REJECTED',
  DISCARDED = 'DISCARDED',
}
export enum ReviewPhase {
  QUALIFICATION = 'QUALIFICATION',
  PRODUCT = 'PRODUCT',
}
export enum Party {
  SELLER = 'SELLER',
  PLATFORM = 'PLATFORM',
  NOBODY = 'NOBODY',
}
export enum ContactKind {
  BUSINESS = 'BUSINESS',
  HUAWEI = 'HUAWEI',
}
export enum CheckSeverity {
  BLOCKER = 'BLOCKER',
  WARNING = 'WARNING',
}
export enum Action {
  UPDATE = 'UPDATE',
  SUBMIT = 'SUBMIT',
  WITHDRAW = 'WITHDRAW',
  COPY = 'COPY',
  DISCARD = 'DISCARD',
  CLAIM = 'CLAIM',
  UNCLAIM = 'UNCLAIM',
  REVIEW = 'REVIEW',
  ANSWER_FINDINGS = 'ANSWER_FINDINGS',
  RELEASE = 'RELEASE',
  DELIST = 'DELIST',
}
export enum MaterialStatus {
  SCANNING = 'SCANNING',
  CLEAN = 'CLEAN',
  QUARANTINED = 'QUARANTINED',
}
export enum ReviewDecision {
  APPROVE = 'APPROVE',
  REQUEST_CHANGES = 'REQUEST_CHANGES',
  REJECT = 'REJECT',
}
export enum FindingSeverity {
  BLOCKER = 'BLOCKER',
  MINOR = 'MINOR',
  NOTE = 'NOTE',
}
export enum FindingStatus {
  OPEN = 'OPEN',
  ANSWERED = 'ANSWERED',
  RESOLVED = 'RESOLVED',
}
export enum ClockState {
  RUNNING = 'RUNNING',
  PAUSED = 'PAUSED',
  STOPPED = 'STOPPED',
}
export enum ProgressEventType {
  CERTIFICATION_SUBMITTED = 'CERTIFICATION_SUBMITTED',
  CERTIFICATION_RESUBMITTED = 'CERTIFICATION_RESUBMITTED',
  CERTIFICATION_WITHDRAWN = 'CERTIFICATION_WITHDRAWN',
  CERTIFICATION_DISCARDED = 'CERTIFICATION_DISCARDED',
  CERTIFICATION_COPIED = 'CERTIFICATION_COPIED',
  REVIEW_CLAIMED = 'REVIEW_CLAIMED',
  REVIEW_UNCLAIMED = 'REVIEW_UNCLAIMED',
  PHASE_PASSED = 'PHASE_PASSED',
  CHANGES_REQUESTED = 'CHANGES_REQUESTED',
  CERTIFICATION_APPROVED = 'CERTIFICATION_APPROVED',
  CERTIFICATION_REJECTED = 'CERTIFICATION_REJECTED',
  RELEASE_SUBMITTED = 'RELEASE_SUBMITTED',
  RELEASE_WITHDRAWN = 'RELEASE_WITHDRAWN',
  RELEASE_APPROVED = 'RELEASE_APPROVED',
  RELEASE_REJECTED = 'RELEASE_REJECTED',
  RELEASE_DISCARDED = 'RELEASE_DISCARDED',
  PRODUCT_DELISTED = 'PRODUCT_DELISTED',
  REVIEW_OVERDUE = 'REVIEW_OVERDUE',
  REVIEW_DUE_MOVED = 'REVIEW_DUE_MOVED',
}

export enum Channel {
  INBOX = 'INBOX',
  EMAIL = 'EMAIL',
  SMS = 'SMS',
}
export enum DeliveryStatus {
  PENDING = 'PENDING',
  SENT = 'SENT',
  FAILED = 'FAILED',
}

export enum ReleaseKind {
  RELEASE = 'RELEASE',
  MODIFICATION = 'MODIFICATION',
}
export enum ReleaseStatus {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  RELEASED = 'RELEASED',
  REJECTED = 'REJECTED',
  DISCARDED = 'DISCARDED',
}
export enum ReleaseDecision {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
}
export enum ProductStatus {
  LISTED = 'LISTED',
  DELISTED = 'DELISTED',
}
export enum BillingMode {
  YEARLY = 'YEARLY',
  MONTHLY = 'MONTHLY',
  ONE_TIME = 'ONE_TIME',
  FREE = 'FREE',
}

/** What is written into the audit trail. */
export enum AuditAction {
  FILE_DOWNLOADED = 'FILE_DOWNLOADED',
}

/** An instant as RFC 3339 in UTC with milliseconds; such strings sort as the instants do. */
export type Instant = string;
/** A calendar day as YYYY-MM-DD. */
export type Day = string;
/** A path into an input, as in a user error. */
export type Path = readonly string[];
/** The two languages of every message (R39). */
export type Language = 'en' | 'zh';
