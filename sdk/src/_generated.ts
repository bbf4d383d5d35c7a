/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocument } from './document.js';
import { type Mutation, mutation, pages, query, subscription } from './operation.js';
/** What can be done with a request, release or product. */
export type Action =
  /** Answer what reviewers found. */
  | 'ANSWER_FINDINGS'
  /** Take the review. */
  | 'CLAIM'
  /** Make a new draft of it. */
  | 'COPY'
  /** Take the product off the market. */
  | 'DELIST'
  /** Put the draft out of sight. */
  | 'DISCARD'
  /** Release the certified product. */
  | 'RELEASE'
  /** Decide. */
  | 'REVIEW'
  /** Send it to review. */
  | 'SUBMIT'
  /** Give the review back. */
  | 'UNCLAIM'
  /** Change its contents. */
  | 'UPDATE'
  /** Take it out of review. */
  | 'WITHDRAW';

/** A supporting product to add at the end of the list. */
export type AddSupportingProductInput = {
  /** The request. */
  certificationRequestId: string;
  /** The `version` that was read: CONFLICT when the request has changed since. */
  expectedVersion?: number | null | undefined;
  /** The product. */
  product: SupportingProductInput;
};

/** Which agreement. */
export type AgreementKind =
  /** Signed once by a seller, before its first request. */
  | 'JOINT_PARTNER_PROGRAM'
  /** Huawei's rights to price the certified product, accepted with each submit. */
  | 'PRICING_RIGHTS'
  /** The service assurance commitments, accepted with each submit. */
  | 'SERVICE_ASSURANCE';

/** An answer to a finding. */
export type AnswerFindingInput = {
  /** What was done about it; at most 2,000 characters. */
  answer: string;
  /** The finding. */
  id: string;
};

/** How customers pay. */
export type BillingMode =
  /** Not at all. */
  | 'FREE'
  /** Each month. */
  | 'MONTHLY'
  /** Once. */
  | 'ONE_TIME'
  /** Each year. */
  | 'YEARLY';

/** A day that is not what its weekday says. */
export type CalendarDayInput = {
  /** A day of the year. */
  date: string;
  /** The holiday that makes it so; at most 100 characters. */
  name: string;
};

/** The product to be certified. Absent: as it was; null: cleared. */
export type CertificationProductInput = {
  /** At most 60 characters. */
  category?: string | null | undefined;
  /** The one in the quotation. */
  deliveryMethod?: DeliveryMethod | null | undefined;
  /** At most 4,000 characters. */
  introduction?: string | null | undefined;
  /** At most 100 characters; no price, version or telephone number, and no “Huawei Cloud”. */
  name?: string | null | undefined;
  /** Like V1.0; at most 20 characters. */
  version?: string | null | undefined;
};

/** Narrows a list of requests; what is absent or null does not. */
export type CertificationRequestFilter = {
  /** Whether you hold the review. */
  claimedByMe?: boolean | null | undefined;
  /** Any of these. */
  deliveryMethod?: Array<DeliveryMethod> | null | undefined;
  /** Whether the due date has passed. */
  overdue?: boolean | null | undefined;
  /** The phase that it is in, or that last decided on it. */
  phase?: ReviewPhase | null | undefined;
  /** A part of number or product name, for the platform also of the company; at most 100 characters. */
  search?: string | null | undefined;
  /** Of this seller. */
  sellerId?: string | null | undefined;
  /** Any of these. */
  status?: Array<CertificationStatus> | null | undefined;
  /** Submitted after this. */
  submittedAfter?: string | null | undefined;
  /** Submitted before this. */
  submittedBefore?: string | null | undefined;
};

/** The order of a list of requests. Those without the date come first, or last when descending. */
export type CertificationRequestOrder =
  /** Oldest first. */
  | 'CREATED_ASC'
  /** Newest first. */
  | 'CREATED_DESC'
  /** Soonest due first. */
  | 'DUE_ASC'
  /** Longest waiting first. */
  | 'SUBMITTED_ASC'
  /** Last submitted first. */
  | 'SUBMITTED_DESC'
  /** Longest unchanged first. */
  | 'UPDATED_ASC'
  /** Last changed first. */
  | 'UPDATED_DESC';

/** Where a certification request stands. */
export type CertificationStatus =
  /** Both phases were passed; the product can be released. */
  | 'CERTIFIED'
  /** The seller answers findings and submits the next round. */
  | 'CHANGES_REQUESTED'
  /** A draft that was put out of sight. */
  | 'DISCARDED'
  /** The seller writes; nobody else sees it. */
  | 'DRAFT'
  /** A product reviewer reads the product and its materials. */
  | 'PRODUCT_REVIEW'
  /** A qualification reviewer reads company, contacts and papers. */
  | 'QUALIFICATION_REVIEW'
  /** Refused for good; the seller may copy it. */
  | 'REJECTED';

/** How a message is sent. */
export type Channel =
  /** An e-mail to a contact. */
  | 'EMAIL'
  /** An internal message to the seller account. */
  | 'INBOX'
  /** A short message to a contact. */
  | 'SMS';

/** What a failed check does. */
export type CheckSeverity =
  /** Stops a submit. */
  | 'BLOCKER'
  /** Stops nothing. */
  | 'WARNING';

/** A review to claim. */
export type ClaimReviewInput = {
  /** A certification request or a product release. */
  id: string;
};

/** Whether the time of a review runs. */
export type ClockState =
  /** The seller owes an answer. */
  | 'PAUSED'
  /** The platform reviews. */
  | 'RUNNING'
  /** Nothing is in review. */
  | 'STOPPED';

/** A company as its seller account has it. */
export type CompanyInput = {
  /** Last day of the business term; null when it has no fixed end. */
  businessTermEnd?: string | null | undefined;
  /** First day of the business term. */
  businessTermStart: string;
  /** What it does; at most 4,000 characters. */
  introduction: string;
  /** At most 200 characters. */
  name: string;
  /** The legal entity; at most 64 characters. */
  registrationNumber: string;
};

/** Advice. */
export type ConsultingServiceDetailsInput = {
  /** Where customers ask: http or https, at most 2,000 characters. */
  consultationUrl?: string | null | undefined;
};

/** A contact. Absent: as it was; null: cleared. */
export type ContactInput = {
  /** At most 254 characters. */
  email?: string | null | undefined;
  /** A real mobile number; without a country code it is read as Chinese. */
  mobile?: string | null | undefined;
  /** At most 100 characters. */
  name?: string | null | undefined;
};

/** Whose contact it is. */
export type ContactKind =
  /** Of the company; told of the progress by SMS and e-mail. */
  | 'BUSINESS'
  /** Of Huawei; told by SMS, and may query the request. */
  | 'HUAWEI';

/** A request to copy. */
export type CopyCertificationRequestInput = {
  /** Any request of your seller, whatever its status. */
  id: string;
};

/** A new draft; everything may be left for later. */
export type CreateCertificationRequestInput = {
  /** The business contact of the company. */
  businessContact?: ContactInput | null | undefined;
  /** The Huawei contact. */
  huaweiContact?: ContactInput | null | undefined;
  /** The product to be certified. */
  product?: CertificationProductInput | null | undefined;
  /** Further products, in their order; at most 50. */
  supportingProducts?: Array<SupportingProductInput> | null | undefined;
};

/** Which certified product to release. For one that is released: a change, while the old stays live. */
export type CreateProductReleaseInput = {
  /** The certified request, from `certifiedProducts`. */
  certificationRequestId: string;
  /** What is known already. */
  information?: ProductInformationInput | null | undefined;
};

/** An endpoint to make. */
export type CreateWebhookEndpointInput = {
  /** Which events it gets; by default all, those of later releases too. */
  eventTypes?: Array<ProgressEventType> | null | undefined;
  /** The address that events are posted to: https://, and one that the public internet reaches. */
  url: string;
};

/** An endpoint to remove. */
export type DeleteWebhookEndpointInput = {
  /** The endpoint. */
  id: string;
};

/** Which product to take off the market. */
export type DelistProductInput = {
  /** The product. */
  id: string;
  /** Why, at most 2,000 characters. */
  reason: string;
};

/** How a product reaches its customers. */
export type DeliveryMethod =
  /** Advice by people. */
  | 'CONSULTING_SERVICE'
  /** A device. */
  | 'HARDWARE'
  /** A machine image. */
  | 'IMAGE'
  /** A license for software. */
  | 'LICENSE'
  /** Work by people. */
  | 'PROFESSIONAL_SERVICE'
  /** Software as a service. */
  | 'SAAS';

/** How far a message has come. */
export type DeliveryStatus =
  /** It could not be delivered, for good. */
  | 'FAILED'
  /** It is due, or will be tried again. */
  | 'PENDING'
  /** It was handed over. */
  | 'SENT';

/** A draft to put out of sight. */
export type DiscardCertificationRequestInput = {
  /** The draft. */
  id: string;
};

/** Which release to put out of sight. */
export type DiscardProductReleaseInput = {
  /** The release. */
  id: string;
};

/** Something that a reviewer found: about a field, a material, or the whole request. */
export type FindingInput = {
  /** How to mend it; at most 2,000 characters. */
  hint?: string | null | undefined;
  /** The material. */
  materialId?: string | null | undefined;
  /** What was found; at most 2,000 characters. */
  message: string;
  /** The field, such as ["product", "name"]. */
  path?: Array<string> | null | undefined;
  /** How much it weighs. */
  severity: FindingSeverity;
};

/** How much a finding weighs. */
export type FindingSeverity =
  /** Must be answered before the next submit. */
  | 'BLOCKER'
  /** Should be mended. */
  | 'MINOR'
  /** A remark. */
  | 'NOTE';

/** How far a finding has come. */
export type FindingStatus =
  /** The seller has answered. */
  | 'ANSWERED'
  /** Not answered yet. */
  | 'OPEN'
  /** Its phase was passed. */
  | 'RESOLVED';

/** A device that is sent. */
export type HardwareDetailsInput = {
  /** Pieces in stock: 0 to 1,000,000,000. */
  inventory?: number | null | undefined;
  /** At most 100 characters. */
  model?: string | null | undefined;
  /** In days: 0 to 3,650. */
  shippingDays?: number | null | undefined;
};

/** An image that customers start in their own account. */
export type ImageDetailsInput = {
  /** How customers pay. */
  billingMode?: BillingMode | null | undefined;
  /** The id of the image, at most 64 characters. */
  imageId?: string | null | undefined;
  /** At most 100 characters. */
  operatingSystem?: string | null | undefined;
  /** Where it can be had, such as cn-north-4; at most 100. */
  regions?: Array<string> | null | undefined;
};

/** The calendar of a year. */
export type ImportWorkingCalendarInput = {
  /** Days off beside the weekends; at most 366. */
  holidays: Array<CalendarDayInput>;
  /** Saturdays and Sundays that are worked; at most 366. */
  makeUpWorkingDays: Array<CalendarDayInput>;
  /** Where it comes from, such as the notice that announces it; at most 1,000 characters. */
  source: string;
  /** From 2000 to 2100. */
  year: number;
};

/** Software that customers install with a license. */
export type LicenseDetailsInput = {
  /** How to activate the license: http or https, at most 2,000 characters. */
  activationGuideUrl?: string | null | undefined;
  /** How customers pay. */
  billingMode?: BillingMode | null | undefined;
  /** In days: 1 to 3,650. */
  deliveryPeriodDays?: number | null | undefined;
};

/** Either some messages of your inbox, or all of them. */
export type MarkNotificationsReadInput = {
  /** True: all of them. */
  all?: boolean | null | undefined;
  /** These, at most 100. */
  ids?: Array<string> | null | undefined;
};

/** Whether a file is safe to open. */
export type MaterialStatus =
  /** Nothing was found. */
  | 'CLEAN'
  /** Something was found; it cannot be downloaded. */
  | 'QUARANTINED'
  /** The scan has not finished. */
  | 'SCANNING';

/** Who has to act next. */
export type Party =
  /** Nobody: it is decided. */
  | 'NOBODY'
  /** The platform. */
  | 'PLATFORM'
  /** The seller. */
  | 'SELLER';

/** What customers read of the product. Absent: as it was; null: cleared. */
export type ProductInformationInput = {
  /** At most 60 characters. */
  category?: string | null | undefined;
  /** At most 4,000 characters. */
  description?: string | null | undefined;
  /** What the delivery method has to tell. */
  details?: ReleaseDetailsInput | null | undefined;
  /** At most 10, of at most 100 characters each. */
  highlights?: Array<string> | null | undefined;
  /** The certified name. */
  name?: string | null | undefined;
  /** Like V1.0; at most 20 characters. */
  productVersion?: string | null | undefined;
  /** An e-mail address that customers write to. */
  supportEmail?: string | null | undefined;
  /** A telephone number; without a country code it is read as Chinese. */
  supportPhone?: string | null | undefined;
};

/** Narrows a list of releases; what is absent or null does not. */
export type ProductReleaseFilter = {
  /** First releases, or changes. */
  kind?: ReleaseKind | null | undefined;
  /** Whether the due date has passed. */
  overdue?: boolean | null | undefined;
  /** A part of number or product name, for the platform also of the company; at most 100 characters. */
  search?: string | null | undefined;
  /** Of this seller. */
  sellerId?: string | null | undefined;
  /** Any of these. */
  status?: Array<ReleaseStatus> | null | undefined;
};

/** The order of a list of releases. Those without the date come first, or last when descending. */
export type ProductReleaseOrder =
  /** Oldest first. */
  | 'CREATED_ASC'
  /** Newest first. */
  | 'CREATED_DESC'
  /** Soonest due first. */
  | 'DUE_ASC'
  /** Longest waiting first. */
  | 'SUBMITTED_ASC'
  /** Last submitted first. */
  | 'SUBMITTED_DESC'
  /** Last changed first. */
  | 'UPDATED_DESC';

/** Whether a product is on the market. */
export type ProductStatus =
  /** It was taken off the market; its history and its address stay. */
  | 'DELISTED'
  /** It is on the market. */
  | 'LISTED';

/** Work that the seller does for a customer. */
export type ProfessionalServiceDetailsInput = {
  /** In days: 1 to 3,650. */
  deliveryPeriodDays?: number | null | undefined;
  /** What it is about, at most 4,000 characters. */
  relatedSoftware?: string | null | undefined;
  /** What is done, at most 4,000 characters. */
  serviceScope?: string | null | undefined;
};

/** What happened. */
export type ProgressEventType =
  /** The product phase was passed; the product is certified. */
  | 'CERTIFICATION_APPROVED'
  /** A draft was made as a copy; the event stands on the copy. */
  | 'CERTIFICATION_COPIED'
  /** The seller put a draft out of sight. */
  | 'CERTIFICATION_DISCARDED'
  /** A reviewer rejected the request for good. */
  | 'CERTIFICATION_REJECTED'
  /** A request was submitted again; `phase` says where the review goes on. */
  | 'CERTIFICATION_RESUBMITTED'
  /** A request was submitted for the first time; the qualification review starts. */
  | 'CERTIFICATION_SUBMITTED'
  /** The seller took a request out of review; it is a draft again. */
  | 'CERTIFICATION_WITHDRAWN'
  /** A reviewer asked for changes; `reason` and the findings say which. */
  | 'CHANGES_REQUESTED'
  /** The qualification phase was passed; the product review starts. */
  | 'PHASE_PASSED'
  /** A product was taken off the market. */
  | 'PRODUCT_DELISTED'
  /** A release was approved; the product is live. */
  | 'RELEASE_APPROVED'
  /** The seller put a release that is not in review out of sight. */
  | 'RELEASE_DISCARDED'
  /** A release was rejected; it can be changed and submitted again. */
  | 'RELEASE_REJECTED'
  /** A release was submitted; the operations manager has three working days. */
  | 'RELEASE_SUBMITTED'
  /** The seller took a release out of review. */
  | 'RELEASE_WITHDRAWN'
  /** A reviewer took a review. */
  | 'REVIEW_CLAIMED'
  /** A working calendar was corrected, and the due date of a review moved with it. */
  | 'REVIEW_DUE_MOVED'
  /** A review has not been decided by its due date; it is told once. */
  | 'REVIEW_OVERDUE'
  /** A reviewer gave a review back. */
  | 'REVIEW_UNCLAIMED';

/** The next version of an agreement. */
export type PublishAgreementInput = {
  /** The whole text, as Markdown; at most 16,000 characters. */
  body: string;
  /** From when it is in force; by default at once. */
  effectiveFrom?: string | null | undefined;
  /** Which agreement. */
  kind: AgreementKind;
  /** At most 100 characters. */
  title: string;
};

/** A material template, or the next version of one. */
export type PublishMaterialTemplateInput = {
  /** Media types that an upload may have; at least one. */
  acceptedTypes: Array<string>;
  /** Capital letters, digits and underscores; a known code makes the next version. */
  code: string;
  /** The delivery methods that it is for; at least one. */
  deliveryMethods: Array<DeliveryMethod>;
  /** At most 1,000 characters. */
  description: string;
  /** The empty form to download. */
  file?: File | null | undefined;
  /** The largest upload, in bytes; at most 104,857,600. */
  maxBytes: number;
  /** At most 100 characters. */
  name: string;
  /** The phase that judges the material. */
  phase: ReviewPhase;
  /** Whether a request cannot be submitted without it. */
  required: boolean;
};

/** A seller account to register. */
export type RegisterSellerInput = {
  /** The identity provider's subject of the main account; at most 255 characters. */
  accountSubject: string;
  /** The business license: PDF, PNG or JPEG, at most 20 MiB. */
  businessLicense?: File | null | undefined;
  /** The company. */
  company: CompanyInput;
};

/** What an operations manager decides. */
export type ReleaseDecision =
  /** The product is released at once. */
  | 'APPROVE'
  /** The seller may change the release and submit it again. */
  | 'REJECT';

/** Exactly one: that of the certified delivery method. Inside it, absent: as it was; null: cleared. */
export type ReleaseDetailsInput = {
  /** For CONSULTING_SERVICE. */
  consultingService?: ConsultingServiceDetailsInput | null | undefined;
  /** For HARDWARE. */
  hardware?: HardwareDetailsInput | null | undefined;
  /** For IMAGE. */
  image?: ImageDetailsInput | null | undefined;
  /** For LICENSE. */
  license?: LicenseDetailsInput | null | undefined;
  /** For PROFESSIONAL_SERVICE. */
  professionalService?: ProfessionalServiceDetailsInput | null | undefined;
  /** For SAAS. */
  saas?: SaasDetailsInput | null | undefined;
};

/** What a release is. */
export type ReleaseKind =
  /** A change of a released product; the old stays live until it is approved. */
  | 'MODIFICATION'
  /** The first release of a certified product. */
  | 'RELEASE';

/** Where a release stands. */
export type ReleaseStatus =
  /** It was put out of sight. */
  | 'DISCARDED'
  /** The seller writes it. */
  | 'DRAFT'
  /** The operations manager reads it. */
  | 'IN_REVIEW'
  /** It was refused; the seller may change it and submit it again. */
  | 'REJECTED'
  /** It was approved and went live. */
  | 'RELEASED';

/** A material to take away. */
export type RemoveMaterialInput = {
  /** The material. */
  id: string;
};

/** A supporting product to remove. */
export type RemoveSupportingProductInput = {
  /** The `version` that was read: CONFLICT when the request has changed since. */
  expectedVersion?: number | null | undefined;
  /** The supporting product. */
  id: string;
};

/** An endpoint that gets events again. */
export type ReplayWebhookEventsInput = {
  /** The cursor of an event: all events after it are posted again, under their old webhook-id. */
  after: string;
  /** The endpoint. */
  id: string;
};

/** A message that failed for good. */
export type RetryNotificationInput = {
  /** The message. */
  id: string;
};

/** A decision on one phase. */
export type ReviewCertificationRequestInput = {
  /** The decision. */
  decision: ReviewDecision;
  /** The digest of the submission that was read. */
  digest: string;
  /** What was found; at most 100. */
  findings?: Array<FindingInput> | null | undefined;
  /** The request. */
  id: string;
  /** The phase that decides; it must be the present one. */
  phase: ReviewPhase;
  /** Why; a negative decision needs a reason or a finding. At most 2,000 characters. */
  reason?: string | null | undefined;
};

/** What a reviewer decides. */
export type ReviewDecision =
  /** The phase is passed. */
  | 'APPROVE'
  /** Refused for good. */
  | 'REJECT'
  /** The seller changes and submits the next round. */
  | 'REQUEST_CHANGES';

/** A phase of the review. */
export type ReviewPhase =
  /** Judges all else. */
  | 'PRODUCT'
  /** Judges company, contacts, commitments and the papers whose template says so. */
  | 'QUALIFICATION';

/** A decision on a release. */
export type ReviewProductReleaseInput = {
  /** What is decided. */
  decision: ReleaseDecision;
  /** The `digest` of the release that was read. */
  digest: string;
  /** What was found, at most 100. */
  findings?: Array<FindingInput> | null | undefined;
  /** The release. */
  id: string;
  /** Why, at most 2,000 characters; REJECT needs this or a finding. */
  reason?: string | null | undefined;
};

/** What a person may do; the access token says so. */
export type Role =
  /** Sees what reviewers see, with contacts masked, and changes nothing. */
  | 'AUDITOR'
  /** Decides on releases. */
  | 'OPERATIONS_MANAGER'
  /** Keeps sellers, agreements, templates and calendars. */
  | 'PLATFORM_ADMIN'
  /** Decides the product phase. */
  | 'PRODUCT_REVIEWER'
  /** Decides the qualification phase. */
  | 'QUALIFICATION_REVIEWER'
  /** Works for a seller: sees and changes that seller's objects. */
  | 'SELLER';

/** An endpoint that gets a new secret. */
export type RotateWebhookSecretInput = {
  /** The endpoint. */
  id: string;
};

/** Software that runs with the seller and is used over the internet. */
export type SaasDetailsInput = {
  /** How customers pay. */
  billingMode?: BillingMode | null | undefined;
  /** Where the marketplace calls the seller's production system: http or https, at most 2,000 characters. */
  productionApiUrl?: string | null | undefined;
  /** Whether the platform supervises the service; cannot change once released. */
  serviceSupervision?: boolean | null | undefined;
};

/** Whether a seller may write. */
export type SellerStatus =
  /** Reads and writes. */
  | 'REGISTERED'
  /** Reads only. */
  | 'SUSPENDED';

/** Whether you want digests. */
export type SetReviewDigestInput = {
  /** True: an e-mail at most every hour, to your verified address, when something has entered your queue. */
  enabled: boolean;
};

/** An agreement to sign. */
export type SignAgreementInput = {
  /** The current version of the Joint Partner Program agreement. */
  agreementId: string;
};

/** A request to submit. */
export type SubmitCertificationRequestInput = {
  /** The agreements SERVICE_ASSURANCE and PRICING_RIGHTS, in the versions that were read. */
  acceptedAgreementIds: Array<string>;
  /** The `version` that was read: CONFLICT when the request has changed since. */
  expectedVersion?: number | null | undefined;
  /** The request. */
  id: string;
};

/** Which release to submit. */
export type SubmitProductReleaseInput = {
  /** The `version` that was read: CONFLICT when the release has changed since. */
  expectedVersion?: number | null | undefined;
  /** The release. */
  id: string;
};

/** A supporting product. Absent: as it was; null: cleared. */
export type SupportingProductInput = {
  /** How it is delivered. */
  deliveryMethod?: DeliveryMethod | null | undefined;
  /** At most 4,000 characters. */
  introduction?: string | null | undefined;
  /** At most 100 characters; no price, version or telephone number. */
  name?: string | null | undefined;
  /** Like V1.0; at most 20 characters. */
  version?: string | null | undefined;
};

/** A review to give back. */
export type UnclaimReviewInput = {
  /** A certification request or a product release. */
  id: string;
};

/** Changes to a draft. Absent: as it was; null: cleared. */
export type UpdateCertificationRequestInput = {
  /** The business contact. */
  businessContact?: ContactInput | null | undefined;
  /** The `version` that was read: CONFLICT when the request has changed since. */
  expectedVersion?: number | null | undefined;
  /** The Huawei contact. */
  huaweiContact?: ContactInput | null | undefined;
  /** The request. */
  id: string;
  /** The product. */
  product?: CertificationProductInput | null | undefined;
};

/** Changes to a release. */
export type UpdateProductReleaseInput = {
  /** The `version` that was read: CONFLICT when the release has changed since. */
  expectedVersion?: number | null | undefined;
  /** The release. */
  id: string;
  /** The changes. */
  information: ProductInformationInput;
};

/** Changes to a seller account; what is absent or null stays. */
export type UpdateSellerInput = {
  /** A new business license. */
  businessLicense?: File | null | undefined;
  /** The company, whole. */
  company?: CompanyInput | null | undefined;
  /** The seller. */
  id: string;
  /** Suspend it, or lift the suspension. */
  status?: SellerStatus | null | undefined;
};

/** Changes to a supporting product. */
export type UpdateSupportingProductInput = {
  /** The `version` that was read: CONFLICT when the request has changed since. */
  expectedVersion?: number | null | undefined;
  /** The supporting product. */
  id: string;
  /** What changes. */
  product: SupportingProductInput;
};

/** What to change of an endpoint; what is absent stays. Whatever waits is then tried at once. */
export type UpdateWebhookEndpointInput = {
  /** Turned off it gets nothing; turned on it goes on where it stopped. */
  enabled?: boolean | null | undefined;
  /** Which events it gets; null for all. */
  eventTypes?: Array<ProgressEventType> | null | undefined;
  /** The endpoint. */
  id: string;
  /** Its new address. */
  url?: string | null | undefined;
};

/** A file for a template: exactly one of `file` and `uploadId`. */
export type UploadMaterialInput = {
  /** The request. */
  certificationRequestId: string;
  /** A part of this multipart request. */
  file?: File | null | undefined;
  /** The template that it fills in. */
  templateId: string;
  /** A resumable upload that is complete. */
  uploadId?: string | null | undefined;
};

/** The logo of a product. */
export type UploadProductLogoInput = {
  /** PNG, square, 120×120 pixels at least, 5 MiB at most; a part of this request. */
  file: File;
  /** The release. */
  productReleaseId: string;
};

/** What a caller can fix. Each code has its page in docs/errors.md. */
export type UserErrorCode =
  /** A newer version of the agreement is in force. Read the current version with `agreements` and sign or accept that. */
  | 'AGREEMENT_OUTDATED'
  /** A change of this product is in review. Wait for its decision or withdraw it. */
  | 'CHANGE_PENDING'
  /** The service assurance commitments or the rights to price were not accepted with this submit. Pass the ids of both current agreements as `acceptedAgreementIds`. */
  | 'COMMITMENT_REQUIRED'
  /** `expectedVersion` or `digest` is no longer the current one. Read the object again, look at what changed, and repeat with the new value. */
  | 'CONFLICT'
  /** You are a contact of the request or belong to its company. Leave the review to somebody else. */
  | 'CONFLICT_OF_INTEREST'
  /** A contact lacks its name, mobile number or e-mail address. Fill in the field that `path` names. */
  | 'CONTACT_INCOMPLETE'
  /** The delivery method is not the one in the quotation. Change the delivery method or upload a quotation that names it. */
  | 'DELIVERY_METHOD_MISMATCH'
  /** The legal entity that releases is not the one that was certified. Release from a seller account of the certified company. */
  | 'ENTITY_MISMATCH'
  /** The content of the file is not what its name or its template says. Save the file again in the right format, or fill in what the message names. */
  | 'FILE_CONTENT_MISMATCH'
  /** The file has no bytes. Choose the file again. */
  | 'FILE_EMPTY'
  /** The scanner found malware in the file. Clean the file and upload it again. */
  | 'FILE_INFECTED'
  /** The file has more bytes than the template takes. Upload a smaller file. */
  | 'FILE_TOO_LARGE'
  /** The content of the file is of a type that the template does not take. Upload a file of one of the template's `acceptedTypes`. */
  | 'FILE_TYPE_NOT_ALLOWED'
  /** A blocking finding of a review has no answer. Answer it with `answerFinding`. */
  | 'FINDING_UNANSWERED'
  /** Your role or scopes do not include this operation. Sign in as somebody whose role includes it. */
  | 'FORBIDDEN'
  /** A value is not of the form or range that the field takes. Correct the value that `path` names. */
  | 'INVALID'
  /** The status of the object does not allow this action. Read `status` and `actions` again. */
  | 'INVALID_STATE'
  /** A required material has not been uploaded, or its scan has not finished. Upload the material for the template that the message names, or wait for the scan. */
  | 'MATERIAL_MISSING'
  /** An uploaded material was quarantined. Upload a clean file for the template that the message names. */
  | 'MATERIAL_REJECTED'
  /** The request is not certified. Choose a request from `certifiedProducts`. */
  | 'NOT_CERTIFIED'
  /** There is no such object, or it is not yours to change. Check the id; list what you can see with the queries. */
  | 'NOT_FOUND'
  /** The Joint Partner Program agreement has not been signed. Read it with `agreements(kind: JOINT_PARTNER_PROGRAM)` and sign it with `signAgreement`. */
  | 'PROGRAM_AGREEMENT_REQUIRED'
  /** The product name is not the one in the quotation. Change the product name or upload a quotation that names it. */
  | 'QUOTATION_MISMATCH'
  /** Your token lacks the scope `release:write`. Ask the seller's main account for the scope. */
  | 'RELEASE_PERMISSION_REQUIRED'
  /** A value that this step needs is missing. Fill in the field that `path` names. */
  | 'REQUIRED'
  /** Another reviewer holds the review. Wait until it is given back or its lease of 8 hours ends. */
  | 'REVIEW_CLAIMED_BY_OTHER'
  /** You belong to no registered seller, or the seller is suspended. Register as a KooGallery seller, or ask the platform to lift the suspension. */
  | 'SELLER_NOT_REGISTERED'
  /** A value that must be unique is in use. Choose another value. */
  | 'TAKEN'
  /** A text has more code points than the field takes. Shorten the text that `path` names. */
  | 'TOO_LONG'
  /** A list has more items than it takes. Remove items from the list that `path` names. */
  | 'TOO_MANY';

/** A request to take out of review. */
export type WithdrawCertificationRequestInput = {
  /** The request. */
  id: string;
  /** Why; at most 2,000 characters. */
  reason?: string | null | undefined;
};

/** Which release to take out of review. */
export type WithdrawProductReleaseInput = {
  /** The release. */
  id: string;
  /** Why, at most 2,000 characters. */
  reason?: string | null | undefined;
};

export type AgreementFieldsFragment = { id: string, kind: AgreementKind, version: number, title: string, body: string, sha256: string, effectiveFrom: string };

export type AgreementsQueryVariables = Exact<{
  kind?: AgreementKind | null | undefined;
}>;


export type AgreementsQuery = { agreements: Array<{ id: string, kind: AgreementKind, version: number, title: string, body: string, sha256: string, effectiveFrom: string }> };

export type SignAgreementMutationVariables = Exact<{
  input: SignAgreementInput;
}>;


export type SignAgreementMutation = { signAgreement: { signature: { signedAt: string, current: boolean } | null, seller: { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type PublishAgreementMutationVariables = Exact<{
  input: PublishAgreementInput;
}>;


export type PublishAgreementMutation = { publishAgreement: { agreement: { id: string, kind: AgreementKind, version: number, title: string, body: string, sha256: string, effectiveFrom: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type WorkingCalendarFieldsFragment = { year: number, source: string, holidays: Array<{ date: string, name: string }>, makeUpWorkingDays: Array<{ date: string, name: string }> };

export type WorkingCalendarsQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkingCalendarsQuery = { workingCalendars: Array<{ year: number, source: string, holidays: Array<{ date: string, name: string }>, makeUpWorkingDays: Array<{ date: string, name: string }> }> };

export type ImportWorkingCalendarMutationVariables = Exact<{
  input: ImportWorkingCalendarInput;
}>;


export type ImportWorkingCalendarMutation = { importWorkingCalendar: { workingCalendar: { year: number, source: string, holidays: Array<{ date: string, name: string }>, makeUpWorkingDays: Array<{ date: string, name: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type CertificationRequestSummaryFragment = { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null };

export type CheckFieldsFragment = { code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null };

export type ContactFieldsFragment = { id: string, kind: ContactKind, name: string | null, mobile: string | null, email: string | null };

export type SupportingProductFieldsFragment = { id: string, position: number, name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, introduction: string | null };

export type FindingFieldsFragment = { id: string, round: number, phase: ReviewPhase | null, severity: FindingSeverity, status: FindingStatus, path: Array<string> | null, message: string, hint: string | null, answer: string | null, answeredAt: string | null };

export type CertificationRequestDetailFragment = { rejectionReasons: Array<string>, id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, supportingProducts: Array<{ id: string, position: number, name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, introduction: string | null }>, businessContact: { id: string, kind: ContactKind, name: string | null, mobile: string | null, email: string | null } | null, huaweiContact: { id: string, kind: ContactKind, name: string | null, mobile: string | null, email: string | null } | null, requiredMaterials: Array<{ satisfied: boolean, template: { id: string, code: string, name: string, version: number, required: boolean, deliveryMethods: Array<DeliveryMethod> }, material: { id: string, revision: number, status: MaterialStatus, uploadedAt: string, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } } | null }>, materials: Array<{ id: string, revision: number, status: MaterialStatus, uploadedAt: string, template: { code: string, version: number }, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } }>, quotation: { number: string, productName: string, deliveryMethod: DeliveryMethod, listPrice: string, salesBasePrice: string, revenueSharingBasePrice: string, currency: string } | null, checks: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }>, actions: Array<{ action: Action, allowed: boolean, blockers: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }> }>, submissions: Array<{ round: number, digest: string, submittedAt: string, changesSincePrevious: Array<{ path: Array<string>, before: unknown, after: unknown }> }>, reviews: Array<{ id: string, round: number, phase: ReviewPhase, decision: ReviewDecision, reason: string | null, decidedAt: string, reviewer: { name: string, role: Role | null } }>, findings: Array<{ id: string, round: number, phase: ReviewPhase | null, severity: FindingSeverity, status: FindingStatus, path: Array<string> | null, message: string, hint: string | null, answer: string | null, answeredAt: string | null }>, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null };

export type CertificationRequestQueryVariables = Exact<{
  id: string;
}>;


export type CertificationRequestQuery = { certificationRequest: { rejectionReasons: Array<string>, id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, supportingProducts: Array<{ id: string, position: number, name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, introduction: string | null }>, businessContact: { id: string, kind: ContactKind, name: string | null, mobile: string | null, email: string | null } | null, huaweiContact: { id: string, kind: ContactKind, name: string | null, mobile: string | null, email: string | null } | null, requiredMaterials: Array<{ satisfied: boolean, template: { id: string, code: string, name: string, version: number, required: boolean, deliveryMethods: Array<DeliveryMethod> }, material: { id: string, revision: number, status: MaterialStatus, uploadedAt: string, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } } | null }>, materials: Array<{ id: string, revision: number, status: MaterialStatus, uploadedAt: string, template: { code: string, version: number }, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } }>, quotation: { number: string, productName: string, deliveryMethod: DeliveryMethod, listPrice: string, salesBasePrice: string, revenueSharingBasePrice: string, currency: string } | null, checks: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }>, actions: Array<{ action: Action, allowed: boolean, blockers: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }> }>, submissions: Array<{ round: number, digest: string, submittedAt: string, changesSincePrevious: Array<{ path: Array<string>, before: unknown, after: unknown }> }>, reviews: Array<{ id: string, round: number, phase: ReviewPhase, decision: ReviewDecision, reason: string | null, decidedAt: string, reviewer: { name: string, role: Role | null } }>, findings: Array<{ id: string, round: number, phase: ReviewPhase | null, severity: FindingSeverity, status: FindingStatus, path: Array<string> | null, message: string, hint: string | null, answer: string | null, answeredAt: string | null }>, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null };

export type CertificationRequestsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CertificationRequestFilter | null | undefined;
  orderBy?: CertificationRequestOrder | null | undefined;
}>;


export type CertificationRequestsQuery = { certificationRequests: { nodes: Array<{ id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CertificationTimelineQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CertificationTimelineQuery = { certificationRequest: { timeline: { nodes: Array<{ id: string, cursor: string, type: ProgressEventType, phase: ReviewPhase | null, reason: string | null, occurredAt: string, actor: { name: string, role: Role | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CreateCertificationRequestMutationVariables = Exact<{
  input: CreateCertificationRequestInput;
}>;


export type CreateCertificationRequestMutation = { createCertificationRequest: { certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UpdateCertificationRequestMutationVariables = Exact<{
  input: UpdateCertificationRequestInput;
}>;


export type UpdateCertificationRequestMutation = { updateCertificationRequest: { certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type SubmitCertificationRequestMutationVariables = Exact<{
  input: SubmitCertificationRequestInput;
}>;


export type SubmitCertificationRequestMutation = { submitCertificationRequest: { certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type CopyCertificationRequestMutationVariables = Exact<{
  input: CopyCertificationRequestInput;
}>;


export type CopyCertificationRequestMutation = { copyCertificationRequest: { certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type WithdrawCertificationRequestMutationVariables = Exact<{
  input: WithdrawCertificationRequestInput;
}>;


export type WithdrawCertificationRequestMutation = { withdrawCertificationRequest: { certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type DiscardCertificationRequestMutationVariables = Exact<{
  input: DiscardCertificationRequestInput;
}>;


export type DiscardCertificationRequestMutation = { discardCertificationRequest: { discardedId: string | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type AddSupportingProductMutationVariables = Exact<{
  input: AddSupportingProductInput;
}>;


export type AddSupportingProductMutation = { addSupportingProduct: { supportingProduct: { id: string, position: number, name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, introduction: string | null } | null, certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UpdateSupportingProductMutationVariables = Exact<{
  input: UpdateSupportingProductInput;
}>;


export type UpdateSupportingProductMutation = { updateSupportingProduct: { supportingProduct: { id: string, position: number, name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, introduction: string | null } | null, certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type RemoveSupportingProductMutationVariables = Exact<{
  input: RemoveSupportingProductInput;
}>;


export type RemoveSupportingProductMutation = { removeSupportingProduct: { removedId: string | null, certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type AnswerFindingMutationVariables = Exact<{
  input: AnswerFindingInput;
}>;


export type AnswerFindingMutation = { answerFinding: { finding: { id: string, round: number, phase: ReviewPhase | null, severity: FindingSeverity, status: FindingStatus, path: Array<string> | null, message: string, hint: string | null, answer: string | null, answeredAt: string | null } | null, certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ProgressEventFieldsFragment = { id: string, cursor: string, type: ProgressEventType, phase: ReviewPhase | null, reason: string | null, occurredAt: string, actor: { name: string, role: Role | null } };

type ProgressSubjectFields_CertificationRequest_Fragment = { __typename: 'CertificationRequest', id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null };

type ProgressSubjectFields_ProductRelease_Fragment = { __typename: 'ProductRelease', id: string, number: string, version: number, releaseStatus: ReleaseStatus };

export type ProgressSubjectFieldsFragment =
  | ProgressSubjectFields_CertificationRequest_Fragment
  | ProgressSubjectFields_ProductRelease_Fragment
;

export type ProgressSubscriptionVariables = Exact<{
  subjectId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ProgressSubscription = { progress: { id: string, cursor: string, type: ProgressEventType, phase: ReviewPhase | null, reason: string | null, occurredAt: string, subject:
      | { __typename: 'CertificationRequest', id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null }
      | { __typename: 'ProductRelease', id: string, number: string, version: number, releaseStatus: ReleaseStatus }
    , actor: { name: string, role: Role | null } } };

export type ReviewQueueSubscriptionVariables = Exact<{
  phase?: ReviewPhase | null | undefined;
  after?: string | null | undefined;
}>;


export type ReviewQueueSubscription = { reviewQueue: { id: string, cursor: string, type: ProgressEventType, phase: ReviewPhase | null, reason: string | null, occurredAt: string, subject:
      | { __typename: 'CertificationRequest', id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null }
      | { __typename: 'ProductRelease', id: string, number: string, version: number, releaseStatus: ReleaseStatus }
    , actor: { name: string, role: Role | null } } };

export type NotificationReceivedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type NotificationReceivedSubscription = { notificationReceived: { id: string, channel: Channel, recipient: string, title: string, body: string, status: DeliveryStatus, createdAt: string, sentAt: string | null, readAt: string | null } };

export type MaterialTemplateFieldsFragment = { id: string, code: string, name: string, description: string, version: number, phase: ReviewPhase, required: boolean, deliveryMethods: Array<DeliveryMethod>, acceptedTypes: Array<string>, maxBytes: number, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null };

export type MaterialFieldsFragment = { id: string, revision: number, status: MaterialStatus, uploadedAt: string, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } };

export type MaterialTemplatesQueryVariables = Exact<{
  deliveryMethod?: DeliveryMethod | null | undefined;
}>;


export type MaterialTemplatesQuery = { materialTemplates: Array<{ id: string, code: string, name: string, description: string, version: number, phase: ReviewPhase, required: boolean, deliveryMethods: Array<DeliveryMethod>, acceptedTypes: Array<string>, maxBytes: number, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }> };

export type MaterialTemplateBundleUrlQueryVariables = Exact<{
  deliveryMethod?: DeliveryMethod | null | undefined;
}>;


export type MaterialTemplateBundleUrlQuery = { materialTemplateBundleUrl: string };

export type UploadMaterialMutationVariables = Exact<{
  input: UploadMaterialInput;
}>;


export type UploadMaterialMutation = { uploadMaterial: { material: { id: string, revision: number, status: MaterialStatus, uploadedAt: string, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type RemoveMaterialMutationVariables = Exact<{
  input: RemoveMaterialInput;
}>;


export type RemoveMaterialMutation = { removeMaterial: { removedId: string | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type PublishMaterialTemplateMutationVariables = Exact<{
  input: PublishMaterialTemplateInput;
}>;


export type PublishMaterialTemplateMutation = { publishMaterialTemplate: { materialTemplate: { id: string, code: string, name: string, description: string, version: number, phase: ReviewPhase, required: boolean, deliveryMethods: Array<DeliveryMethod>, acceptedTypes: Array<string>, maxBytes: number, file: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type NotificationFieldsFragment = { id: string, channel: Channel, recipient: string, title: string, body: string, status: DeliveryStatus, createdAt: string, sentAt: string | null, readAt: string | null };

export type NotificationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  channel?: Channel | null | undefined;
  unread?: boolean | null | undefined;
}>;


export type NotificationsQuery = { notifications: { unreadCount: number, nodes: Array<{ id: string, channel: Channel, recipient: string, title: string, body: string, status: DeliveryStatus, createdAt: string, sentAt: string | null, readAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MarkNotificationsReadMutationVariables = Exact<{
  input: MarkNotificationsReadInput;
}>;


export type MarkNotificationsReadMutation = { markNotificationsRead: { unreadCount: number, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type RetryNotificationMutationVariables = Exact<{
  input: RetryNotificationInput;
}>;


export type RetryNotificationMutation = { retryNotification: { notification: { id: string, status: DeliveryStatus } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type SetReviewDigestMutationVariables = Exact<{
  input: SetReviewDigestInput;
}>;


export type SetReviewDigestMutation = { setReviewDigest: { enabled: boolean | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ProductReleaseSummaryFragment = { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null };

export type ReviewClockFieldsFragment = { state: ClockState, dueAt: string | null, dueIsEstimate: boolean, workingDaysLeft: number | null, overdue: boolean, queuePosition: number | null, estimatedDecisionAt: string | null };

type ReleaseDetailsFields_ConsultingServiceDetails_Fragment = { consultationUrl: string | null };

type ReleaseDetailsFields_HardwareDetails_Fragment = { model: string | null, inventory: number | null, shippingDays: number | null };

type ReleaseDetailsFields_ImageDetails_Fragment = { imageId: string | null, regions: Array<string> | null, operatingSystem: string | null, billingMode: BillingMode | null };

type ReleaseDetailsFields_LicenseDetails_Fragment = { billingMode: BillingMode | null, activationGuideUrl: string | null, licensePeriod: number | null };

type ReleaseDetailsFields_ProfessionalServiceDetails_Fragment = { serviceScope: string | null, relatedSoftware: string | null, servicePeriod: number | null };

type ReleaseDetailsFields_SaasDetails_Fragment = { productionApiUrl: string | null, serviceSupervision: boolean | null, billingMode: BillingMode | null };

export type ReleaseDetailsFieldsFragment =
  | ReleaseDetailsFields_ConsultingServiceDetails_Fragment
  | ReleaseDetailsFields_HardwareDetails_Fragment
  | ReleaseDetailsFields_ImageDetails_Fragment
  | ReleaseDetailsFields_LicenseDetails_Fragment
  | ReleaseDetailsFields_ProfessionalServiceDetails_Fragment
  | ReleaseDetailsFields_SaasDetails_Fragment
;

export type ProductFieldsFragment = { id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, serviceInformation: { productUrl: string } };

export type CertifiedProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CertifiedProductsQuery = { certifiedProducts: { nodes: Array<{ id: string, number: string, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductReleasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ProductReleaseFilter | null | undefined;
  orderBy?: ProductReleaseOrder | null | undefined;
}>;


export type ProductReleasesQuery = { productReleases: { nodes: Array<{ id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, clock: { dueAt: string | null, overdue: boolean } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductReleaseQueryVariables = Exact<{
  id: string;
}>;


export type ProductReleaseQuery = { productRelease: { category: string | null, highlights: Array<string>, description: string | null, supportEmail: string | null, supportPhone: string | null, rejectionReasons: Array<string>, id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, details:
      | { consultationUrl: string | null }
      | { model: string | null, inventory: number | null, shippingDays: number | null }
      | { imageId: string | null, regions: Array<string> | null, operatingSystem: string | null, billingMode: BillingMode | null }
      | { billingMode: BillingMode | null, activationGuideUrl: string | null, licensePeriod: number | null }
      | { serviceScope: string | null, relatedSoftware: string | null, servicePeriod: number | null }
      | { productionApiUrl: string | null, serviceSupervision: boolean | null, billingMode: BillingMode | null }
     | null, logo: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null, certificationRequest: { id: string, number: string }, product: { id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, serviceInformation: { productUrl: string } } | null, checks: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }>, actions: Array<{ action: Action, allowed: boolean, blockers: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }> }>, clock: { state: ClockState, dueAt: string | null, dueIsEstimate: boolean, workingDaysLeft: number | null, overdue: boolean, queuePosition: number | null, estimatedDecisionAt: string | null } | null, findings: Array<{ id: string, round: number, phase: ReviewPhase | null, severity: FindingSeverity, status: FindingStatus, path: Array<string> | null, message: string, hint: string | null, answer: string | null, answeredAt: string | null }> } | null };

export type ProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: ProductStatus | null | undefined;
}>;


export type ProductsQuery = { products: { nodes: Array<{ id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, currentRelease: { id: string, number: string, productVersion: string | null }, serviceInformation: { productUrl: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProductQueryVariables = Exact<{
  id: string;
}>;


export type ProductQuery = { product: { id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, currentRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null }, releases: { nodes: Array<{ id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null }> }, actions: Array<{ action: Action, allowed: boolean, blockers: Array<{ code: UserErrorCode, severity: CheckSeverity, passed: boolean, message: string, path: Array<string> | null }> }>, serviceInformation: { productUrl: string } } | null };

export type ReviewStatisticsQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type ReviewStatisticsQuery = { reviewStatistics: { submitted: number, approved: number, rejected: number, firstPassRate: number | null, medianHours: number | null, p90Hours: number | null, overdue: number, backlog: number } };

export type CreateProductReleaseMutationVariables = Exact<{
  input: CreateProductReleaseInput;
}>;


export type CreateProductReleaseMutation = { createProductRelease: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UpdateProductReleaseMutationVariables = Exact<{
  input: UpdateProductReleaseInput;
}>;


export type UpdateProductReleaseMutation = { updateProductRelease: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UploadProductLogoMutationVariables = Exact<{
  input: UploadProductLogoInput;
}>;


export type UploadProductLogoMutation = { uploadProductLogo: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type SubmitProductReleaseMutationVariables = Exact<{
  input: SubmitProductReleaseInput;
}>;


export type SubmitProductReleaseMutation = { submitProductRelease: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type WithdrawProductReleaseMutationVariables = Exact<{
  input: WithdrawProductReleaseInput;
}>;


export type WithdrawProductReleaseMutation = { withdrawProductRelease: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type DiscardProductReleaseMutationVariables = Exact<{
  input: DiscardProductReleaseInput;
}>;


export type DiscardProductReleaseMutation = { discardProductRelease: { discardedId: string | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ReviewProductReleaseMutationVariables = Exact<{
  input: ReviewProductReleaseInput;
}>;


export type ReviewProductReleaseMutation = { reviewProductRelease: { productRelease: { id: string, number: string, version: number, kind: ReleaseKind, status: ReleaseStatus, name: string | null, productVersion: string | null, digest: string | null, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null } | null, product: { id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, serviceInformation: { productUrl: string } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type DelistProductMutationVariables = Exact<{
  input: DelistProductInput;
}>;


export type DelistProductMutation = { delistProduct: { product: { id: string, status: ProductStatus, name: string, deliveryMethod: DeliveryMethod, releasedAt: string, delistedAt: string | null, serviceInformation: { productUrl: string } } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ClaimReviewMutationVariables = Exact<{
  input: ClaimReviewInput;
}>;


export type ClaimReviewMutation = { claimReview: { subject:
      | { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, claim: { mine: boolean, until: string } | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null }
      | { id: string, number: string, version: number, releaseStatus: ReleaseStatus, claim: { mine: boolean, until: string } | null }
     | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UnclaimReviewMutationVariables = Exact<{
  input: UnclaimReviewInput;
}>;


export type UnclaimReviewMutation = { unclaimReview: { subject:
      | { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, claim: { mine: boolean, until: string } | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null }
      | { id: string, number: string, version: number, releaseStatus: ReleaseStatus, claim: { mine: boolean, until: string } | null }
     | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ReviewCertificationRequestMutationVariables = Exact<{
  input: ReviewCertificationRequestInput;
}>;


export type ReviewCertificationRequestMutation = { reviewCertificationRequest: { review: { id: string, decision: ReviewDecision } | null, certificationRequest: { id: string, number: string, version: number, status: CertificationStatus, phase: ReviewPhase | null, waitingOn: Party, createdAt: string, updatedAt: string, submittedAt: string | null, decidedAt: string | null, product: { name: string | null, version: string | null, deliveryMethod: DeliveryMethod | null, category: string | null, introduction: string | null } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type CompanyFieldsFragment = { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null };

export type FileFieldsFragment = { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string };

export type UserErrorFieldsFragment = { code: UserErrorCode, message: string, path: Array<string> | null };

export type SellerFieldsFragment = { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null };

export type SellerQueryVariables = Exact<{
  id: string;
}>;


export type SellerQuery = { seller: { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null } | null };

export type SellersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type SellersQuery = { sellers: { nodes: Array<{ id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RegisterSellerMutationVariables = Exact<{
  input: RegisterSellerInput;
}>;


export type RegisterSellerMutation = { registerSeller: { seller: { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UpdateSellerMutationVariables = Exact<{
  input: UpdateSellerInput;
}>;


export type UpdateSellerMutation = { updateSeller: { seller: { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { subject: string, name: string | null, email: string | null, roles: Array<Role>, scopes: Array<string>, seller: { id: string, status: SellerStatus, createdAt: string, company: { registrationNumber: string, name: string, introduction: string, businessTermStart: string, businessTermEnd: string | null, businessLicense: { name: string, contentType: string, bytes: number, sha256: string, downloadUrl: string } | null }, programAgreement: { signedAt: string, current: boolean, agreement: { id: string, version: number } } | null } | null } };

export type WebhookEndpointFieldsFragment = { id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string };

export type WebhookEndpointsQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookEndpointsQuery = { webhookEndpoints: Array<{ id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string }> };

export type CreateWebhookEndpointMutationVariables = Exact<{
  input: CreateWebhookEndpointInput;
}>;


export type CreateWebhookEndpointMutation = { createWebhookEndpoint: { secret: string | null, webhookEndpoint: { id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type UpdateWebhookEndpointMutationVariables = Exact<{
  input: UpdateWebhookEndpointInput;
}>;


export type UpdateWebhookEndpointMutation = { updateWebhookEndpoint: { webhookEndpoint: { id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string | null, webhookEndpoint: { id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type ReplayWebhookEventsMutationVariables = Exact<{
  input: ReplayWebhookEventsInput;
}>;


export type ReplayWebhookEventsMutation = { replayWebhookEvents: { webhookEndpoint: { id: string, url: string, eventTypes: Array<ProgressEventType>, enabled: boolean, cursor: string, attempts: number, nextAttemptAt: string | null, lastDeliveryAt: string | null, lastError: string | null, createdAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

export type DeleteWebhookEndpointMutationVariables = Exact<{
  input: DeleteWebhookEndpointInput;
}>;


export type DeleteWebhookEndpointMutation = { deleteWebhookEndpoint: { deletedId: string | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> | null }> } };

/** The agreements in force, in their current versions. */
export const agreements = /*#__PURE__*/ query("query Agreements($kind:AgreementKind){agreements(kind:$kind){...AgreementFields}}fragment AgreementFields on Agreement{id kind version title body sha256 effectiveFrom}" as TypedDocument<AgreementsQuery, AgreementsQueryVariables>);

/** Join: signs the current Joint Partner Program agreement for your seller. Signing it again changes nothing. */
export const signAgreement: Mutation<SignAgreementMutation, SignAgreementInput> = /*#__PURE__*/ mutation("mutation SignAgreement($input:SignAgreementInput!){signAgreement(input:$input){signature{signedAt current}seller{...SellerFields}userErrors{...UserErrorFields}}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment UserErrorFields on UserError{code message path}" as TypedDocument<SignAgreementMutation, SignAgreementMutationVariables>);

/** Publishes the next version of an agreement. For platform administrators. */
export const publishAgreement: Mutation<PublishAgreementMutation, PublishAgreementInput> = /*#__PURE__*/ mutation("mutation PublishAgreement($input:PublishAgreementInput!){publishAgreement(input:$input){agreement{...AgreementFields}userErrors{...UserErrorFields}}}fragment AgreementFields on Agreement{id kind version title body sha256 effectiveFrom}fragment UserErrorFields on UserError{code message path}" as TypedDocument<PublishAgreementMutation, PublishAgreementMutationVariables>);

/** The calendars by which due dates are counted, by year. In other years they are estimates. */
export const workingCalendars = /*#__PURE__*/ query("query WorkingCalendars{workingCalendars{...WorkingCalendarFields}}fragment WorkingCalendarFields on WorkingCalendar{year holidays{date name}makeUpWorkingDays{date name}source}" as TypedDocument<WorkingCalendarsQuery, WorkingCalendarsQueryVariables>);

/** Imports the calendar of a year, in place of what it was before. For platform administrators. */
export const importWorkingCalendar: Mutation<ImportWorkingCalendarMutation, ImportWorkingCalendarInput> = /*#__PURE__*/ mutation("mutation ImportWorkingCalendar($input:ImportWorkingCalendarInput!){importWorkingCalendar(input:$input){workingCalendar{...WorkingCalendarFields}userErrors{...UserErrorFields}}}fragment WorkingCalendarFields on WorkingCalendar{year holidays{date name}makeUpWorkingDays{date name}source}fragment UserErrorFields on UserError{code message path}" as TypedDocument<ImportWorkingCalendarMutation, ImportWorkingCalendarMutationVariables>);

/** The request with this id; null when there is none that you may see. */
export const certificationRequest = /*#__PURE__*/ query("query CertificationRequest($id:ID!){certificationRequest(id:$id){...CertificationRequestDetail}}fragment CertificationRequestDetail on CertificationRequest{...CertificationRequestSummary company{...CompanyFields}supportingProducts{...SupportingProductFields}businessContact{...ContactFields}huaweiContact{...ContactFields}requiredMaterials{satisfied template{id code name version required deliveryMethods}material{...MaterialFields}}materials{...MaterialFields template{code version}}quotation{number productName deliveryMethod listPrice salesBasePrice revenueSharingBasePrice currency}checks{...CheckFields}actions{action allowed blockers{...CheckFields}}submissions{round digest submittedAt changesSincePrevious{path before after}}reviews{id round phase decision reason reviewer{name role}decidedAt}rejectionReasons findings{...FindingFields}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment SupportingProductFields on SupportingProduct{id position name version deliveryMethod introduction}fragment ContactFields on Contact{id kind name mobile email}fragment MaterialFields on Material{id revision status uploadedAt file{...FileFields}}fragment CheckFields on Check{code severity passed message path}fragment FindingFields on Finding{id round phase severity status path message hint answer answeredAt}" as TypedDocument<CertificationRequestQuery, CertificationRequestQueryVariables>);

/** A seller sees its own; reviewers and auditors all but drafts; a Huawei contact those that name it. Newest first unless ordered otherwise; discarded drafts only when `filter.status` asks for them. */
export const certificationRequests = /*#__PURE__*/ pages("query CertificationRequests($first:Int$after:String$filter:CertificationRequestFilter$orderBy:CertificationRequestOrder){certificationRequests(first:$first after:$after filter:$filter orderBy:$orderBy){nodes{...CertificationRequestSummary}pageInfo{hasNextPage endCursor}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}" as TypedDocument<CertificationRequestsQuery, CertificationRequestsQueryVariables>, (data) => data.certificationRequests);

/** The request with this id; null when there is none that you may see. */
export const certificationTimeline = /*#__PURE__*/ pages("query CertificationTimeline($id:ID!$first:Int$after:String){certificationRequest(id:$id){timeline(first:$first after:$after){nodes{...ProgressEventFields}pageInfo{hasNextPage endCursor}}}}fragment ProgressEventFields on ProgressEvent{id cursor type phase reason occurredAt actor{name role}}" as TypedDocument<CertificationTimelineQuery, CertificationTimelineQueryVariables>, (data) => data.certificationRequest?.timeline);

/** Makes a draft; everything may be left for later. */
export const createCertificationRequest: Mutation<CreateCertificationRequestMutation, CreateCertificationRequestInput> = /*#__PURE__*/ mutation("mutation CreateCertificationRequest($input:CreateCertificationRequestInput!){createCertificationRequest(input:$input){certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<CreateCertificationRequestMutation, CreateCertificationRequestMutationVariables>);

/** Saves changes to a draft, or to a request whose changes were asked for. */
export const updateCertificationRequest: Mutation<UpdateCertificationRequestMutation, UpdateCertificationRequestInput> = /*#__PURE__*/ mutation("mutation UpdateCertificationRequest($input:UpdateCertificationRequestInput!){updateCertificationRequest(input:$input){certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UpdateCertificationRequestMutation, UpdateCertificationRequestMutationVariables>);

/** Freezes the request and sends it to review. A refusal names everything that is still to do, as `checks` does. */
export const submitCertificationRequest: Mutation<SubmitCertificationRequestMutation, SubmitCertificationRequestInput> = /*#__PURE__*/ mutation("mutation SubmitCertificationRequest($input:SubmitCertificationRequestInput!){submitCertificationRequest(input:$input){certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<SubmitCertificationRequestMutation, SubmitCertificationRequestMutationVariables>);

/** Makes a new draft of any own request, with its materials. */
export const copyCertificationRequest: Mutation<CopyCertificationRequestMutation, CopyCertificationRequestInput> = /*#__PURE__*/ mutation("mutation CopyCertificationRequest($input:CopyCertificationRequestInput!){copyCertificationRequest(input:$input){certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<CopyCertificationRequestMutation, CopyCertificationRequestMutationVariables>);

/** Takes a request out of review, back to a draft, until it is decided. */
export const withdrawCertificationRequest: Mutation<WithdrawCertificationRequestMutation, WithdrawCertificationRequestInput> = /*#__PURE__*/ mutation("mutation WithdrawCertificationRequest($input:WithdrawCertificationRequestInput!){withdrawCertificationRequest(input:$input){certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<WithdrawCertificationRequestMutation, WithdrawCertificationRequestMutationVariables>);

/** Puts a draft out of sight; nothing is erased. */
export const discardCertificationRequest: Mutation<DiscardCertificationRequestMutation, DiscardCertificationRequestInput> = /*#__PURE__*/ mutation("mutation DiscardCertificationRequest($input:DiscardCertificationRequestInput!){discardCertificationRequest(input:$input){discardedId userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<DiscardCertificationRequestMutation, DiscardCertificationRequestMutationVariables>);

/** Adds a supporting product at the end of the list; at most 50. */
export const addSupportingProduct: Mutation<AddSupportingProductMutation, AddSupportingProductInput> = /*#__PURE__*/ mutation("mutation AddSupportingProduct($input:AddSupportingProductInput!){addSupportingProduct(input:$input){supportingProduct{...SupportingProductFields}certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment SupportingProductFields on SupportingProduct{id position name version deliveryMethod introduction}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<AddSupportingProductMutation, AddSupportingProductMutationVariables>);

/** Saves changes to a supporting product. */
export const updateSupportingProduct: Mutation<UpdateSupportingProductMutation, UpdateSupportingProductInput> = /*#__PURE__*/ mutation("mutation UpdateSupportingProduct($input:UpdateSupportingProductInput!){updateSupportingProduct(input:$input){supportingProduct{...SupportingProductFields}certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment SupportingProductFields on SupportingProduct{id position name version deliveryMethod introduction}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UpdateSupportingProductMutation, UpdateSupportingProductMutationVariables>);

/** Removes a supporting product; those behind it move up. */
export const removeSupportingProduct: Mutation<RemoveSupportingProductMutation, RemoveSupportingProductInput> = /*#__PURE__*/ mutation("mutation RemoveSupportingProduct($input:RemoveSupportingProductInput!){removeSupportingProduct(input:$input){removedId certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<RemoveSupportingProductMutation, RemoveSupportingProductMutationVariables>);

/** Answers a finding, or answers it anew while it is not resolved. */
export const answerFinding: Mutation<AnswerFindingMutation, AnswerFindingInput, 'certificationRequest' | 'productRelease'> = /*#__PURE__*/ mutation("mutation AnswerFinding($input:AnswerFindingInput!){answerFinding(input:$input){finding{...FindingFields}certificationRequest{...CertificationRequestSummary}productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment FindingFields on Finding{id round phase severity status path message hint answer answeredAt}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<AnswerFindingMutation, AnswerFindingMutationVariables>);

/** Every event that you may see, of one object or of all. */
export const progress = /*#__PURE__*/ subscription("subscription Progress($subjectId:ID$after:String){progress(subjectId:$subjectId after:$after){...ProgressEventFields subject{...ProgressSubjectFields}}}fragment ProgressEventFields on ProgressEvent{id cursor type phase reason occurredAt actor{name role}}fragment ProgressSubjectFields on ProgressSubject{__typename ...on CertificationRequest{...CertificationRequestSummary}...on ProductRelease{id number version releaseStatus:status}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}" as TypedDocument<ProgressSubscription, ProgressSubscriptionVariables>);

/** For reviewers and operations managers: work that enters, changes or leaves their queue. */
export const reviewQueue = /*#__PURE__*/ subscription("subscription ReviewQueue($phase:ReviewPhase$after:String){reviewQueue(phase:$phase after:$after){...ProgressEventFields subject{...ProgressSubjectFields}}}fragment ProgressEventFields on ProgressEvent{id cursor type phase reason occurredAt actor{name role}}fragment ProgressSubjectFields on ProgressSubject{__typename ...on CertificationRequest{...CertificationRequestSummary}...on ProductRelease{id number version releaseStatus:status}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}" as TypedDocument<ReviewQueueSubscription, ReviewQueueSubscriptionVariables>);

/** New messages of your inbox. */
export const notificationReceived = /*#__PURE__*/ subscription("subscription NotificationReceived($after:String){notificationReceived(after:$after){...NotificationFields}}fragment NotificationFields on Notification{id channel recipient title body status createdAt sentAt readAt}" as TypedDocument<NotificationReceivedSubscription, NotificationReceivedSubscriptionVariables>);

/** The templates in force, by code; only those of a delivery method when it is given. */
export const materialTemplates = /*#__PURE__*/ query("query MaterialTemplates($deliveryMethod:DeliveryMethod){materialTemplates(deliveryMethod:$deliveryMethod){...MaterialTemplateFields}}fragment MaterialTemplateFields on MaterialTemplate{id code name description version phase required deliveryMethods acceptedTypes maxBytes file{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}" as TypedDocument<MaterialTemplatesQuery, MaterialTemplatesQueryVariables>);

/** Download All: an address that streams one zip of the templates, for 5 minutes. */
export const materialTemplateBundleUrl = /*#__PURE__*/ query("query MaterialTemplateBundleUrl($deliveryMethod:DeliveryMethod){materialTemplateBundleUrl(deliveryMethod:$deliveryMethod)}" as TypedDocument<MaterialTemplateBundleUrlQuery, MaterialTemplateBundleUrlQueryVariables>);

/** Uploads a file for a template, as a GraphQL multipart request or from a resumable upload (tus, at /uploads) that is complete; uploading again makes the next revision. */
export const uploadMaterial: Mutation<UploadMaterialMutation, UploadMaterialInput> = /*#__PURE__*/ mutation("mutation UploadMaterial($input:UploadMaterialInput!){uploadMaterial(input:$input){material{...MaterialFields}userErrors{...UserErrorFields}}}fragment MaterialFields on Material{id revision status uploadedAt file{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UploadMaterialMutation, UploadMaterialMutationVariables>);

/** Takes a material away; its revisions stay on record. */
export const removeMaterial: Mutation<RemoveMaterialMutation, RemoveMaterialInput> = /*#__PURE__*/ mutation("mutation RemoveMaterial($input:RemoveMaterialInput!){removeMaterial(input:$input){removedId userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<RemoveMaterialMutation, RemoveMaterialMutationVariables>);

/** Publishes a template, or the next version of one. For platform administrators. */
export const publishMaterialTemplate: Mutation<PublishMaterialTemplateMutation, PublishMaterialTemplateInput> = /*#__PURE__*/ mutation("mutation PublishMaterialTemplate($input:PublishMaterialTemplateInput!){publishMaterialTemplate(input:$input){materialTemplate{...MaterialTemplateFields}userErrors{...UserErrorFields}}}fragment MaterialTemplateFields on MaterialTemplate{id code name description version phase required deliveryMethods acceptedTypes maxBytes file{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment UserErrorFields on UserError{code message path}" as TypedDocument<PublishMaterialTemplateMutation, PublishMaterialTemplateMutationVariables>);

/** Messages about your requests, newest first: those of the inbox, and those that were sent to your contacts. Platform administrators and auditors see all. */
export const notifications = /*#__PURE__*/ pages("query Notifications($first:Int$after:String$channel:Channel$unread:Boolean){notifications(first:$first after:$after channel:$channel unread:$unread){nodes{...NotificationFields}pageInfo{hasNextPage endCursor}unreadCount}}fragment NotificationFields on Notification{id channel recipient title body status createdAt sentAt readAt}" as TypedDocument<NotificationsQuery, NotificationsQueryVariables>, (data) => data.notifications);

/** Marks messages of your inbox as read. */
export const markNotificationsRead: Mutation<MarkNotificationsReadMutation, MarkNotificationsReadInput> = /*#__PURE__*/ mutation("mutation MarkNotificationsRead($input:MarkNotificationsReadInput!){markNotificationsRead(input:$input){unreadCount userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<MarkNotificationsReadMutation, MarkNotificationsReadMutationVariables>);

/** Has a message that failed for good sent again. For platform administrators. */
export const retryNotification: Mutation<RetryNotificationMutation, RetryNotificationInput> = /*#__PURE__*/ mutation("mutation RetryNotification($input:RetryNotificationInput!){retryNotification(input:$input){notification{id status}userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<RetryNotificationMutation, RetryNotificationMutationVariables>);

/** Turns digests of new submissions on or off, for reviewers and operations managers. */
export const setReviewDigest: Mutation<SetReviewDigestMutation, SetReviewDigestInput> = /*#__PURE__*/ mutation("mutation SetReviewDigest($input:SetReviewDigestInput!){setReviewDigest(input:$input){enabled userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<SetReviewDigestMutation, SetReviewDigestMutationVariables>);

/** What the viewer's company can select when it releases: certified, same legal entity, whichever of its seller accounts asked. Of another account's request only what a release needs is shown. */
export const certifiedProducts = /*#__PURE__*/ pages("query CertifiedProducts($first:Int$after:String){certifiedProducts(first:$first after:$after){nodes{id number product{name version deliveryMethod category}decidedAt}pageInfo{hasNextPage endCursor}}}" as TypedDocument<CertifiedProductsQuery, CertifiedProductsQueryVariables>, (data) => data.certifiedProducts);

/** My Applications: a seller sees its own; the platform all but drafts. Newest first unless ordered otherwise; discarded ones only when `filter.status` asks for them. */
export const productReleases = /*#__PURE__*/ pages("query ProductReleases($first:Int$after:String$filter:ProductReleaseFilter$orderBy:ProductReleaseOrder){productReleases(first:$first after:$after filter:$filter orderBy:$orderBy){nodes{...ProductReleaseSummary clock{dueAt overdue}}pageInfo{hasNextPage endCursor}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}" as TypedDocument<ProductReleasesQuery, ProductReleasesQueryVariables>, (data) => data.productReleases);

/** The release with this id; null when there is none that you may see. */
export const productRelease = /*#__PURE__*/ query("query ProductRelease($id:ID!){productRelease(id:$id){...ProductReleaseSummary category highlights description supportEmail supportPhone details{...ReleaseDetailsFields}logo{name contentType bytes sha256 downloadUrl}certificationRequest{id number}product{...ProductFields}checks{...CheckFields}actions{action allowed blockers{...CheckFields}}clock{...ReviewClockFields}rejectionReasons findings{...FindingFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment ReleaseDetailsFields on ReleaseDetails{...on ImageDetails{imageId regions operatingSystem billingMode}...on SaasDetails{productionApiUrl serviceSupervision billingMode}...on LicenseDetails{licensePeriod:deliveryPeriodDays billingMode activationGuideUrl}...on ProfessionalServiceDetails{serviceScope servicePeriod:deliveryPeriodDays relatedSoftware}...on ConsultingServiceDetails{consultationUrl}...on HardwareDetails{model inventory shippingDays}}fragment ProductFields on Product{id status name deliveryMethod serviceInformation{productUrl}releasedAt delistedAt}fragment CheckFields on Check{code severity passed message path}fragment ReviewClockFields on ReviewClock{state dueAt dueIsEstimate workingDaysLeft overdue queuePosition estimatedDecisionAt}fragment FindingFields on Finding{id round phase severity status path message hint answer answeredAt}" as TypedDocument<ProductReleaseQuery, ProductReleaseQueryVariables>);

/** My Products: a seller sees its own; the platform all. Newest first. */
export const products = /*#__PURE__*/ pages("query Products($first:Int$after:String$status:ProductStatus){products(first:$first after:$after status:$status){nodes{...ProductFields currentRelease{id number productVersion}}pageInfo{hasNextPage endCursor}}}fragment ProductFields on Product{id status name deliveryMethod serviceInformation{productUrl}releasedAt delistedAt}" as TypedDocument<ProductsQuery, ProductsQueryVariables>, (data) => data.products);

/** The product with this id; null when there is none that you may see. */
export const product = /*#__PURE__*/ query("query Product($id:ID!){product(id:$id){...ProductFields currentRelease{...ProductReleaseSummary}releases{nodes{...ProductReleaseSummary}}actions{action allowed blockers{...CheckFields}}}}fragment ProductFields on Product{id status name deliveryMethod serviceInformation{productUrl}releasedAt delistedAt}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment CheckFields on Check{code severity passed message path}" as TypedDocument<ProductQuery, ProductQueryVariables>);

/** How reviews went. For the platform. */
export const reviewStatistics = /*#__PURE__*/ query("query ReviewStatistics($from:Date$to:Date){reviewStatistics(from:$from to:$to){submitted approved rejected firstPassRate medianHours p90Hours overdue backlog}}" as TypedDocument<ReviewStatisticsQuery, ReviewStatisticsQueryVariables>);

/** Begins to release a certified product of your legal entity; for one that is released, a change that is filled with what is live. */
export const createProductRelease: Mutation<CreateProductReleaseMutation, CreateProductReleaseInput> = /*#__PURE__*/ mutation("mutation CreateProductRelease($input:CreateProductReleaseInput!){createProductRelease(input:$input){productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<CreateProductReleaseMutation, CreateProductReleaseMutationVariables>);

/** Saves product information, half done or not. */
export const updateProductRelease: Mutation<UpdateProductReleaseMutation, UpdateProductReleaseInput> = /*#__PURE__*/ mutation("mutation UpdateProductRelease($input:UpdateProductReleaseInput!){updateProductRelease(input:$input){productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UpdateProductReleaseMutation, UpdateProductReleaseMutationVariables>);

/** Uploads the logo, as a GraphQL multipart request: PNG, square, 120×120 pixels at least, 5 MiB at most. */
export const uploadProductLogo: Mutation<UploadProductLogoMutation, UploadProductLogoInput> = /*#__PURE__*/ mutation("mutation UploadProductLogo($input:UploadProductLogoInput!){uploadProductLogo(input:$input){productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UploadProductLogoMutation, UploadProductLogoMutationVariables>);

/** Freezes the release and sends it to the operations manager. A refusal names everything that is still to do, as `checks` does. */
export const submitProductRelease: Mutation<SubmitProductReleaseMutation, SubmitProductReleaseInput> = /*#__PURE__*/ mutation("mutation SubmitProductRelease($input:SubmitProductReleaseInput!){submitProductRelease(input:$input){productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<SubmitProductReleaseMutation, SubmitProductReleaseMutationVariables>);

/** Takes a release out of review, back to a draft, until it is decided. */
export const withdrawProductRelease: Mutation<WithdrawProductReleaseMutation, WithdrawProductReleaseInput> = /*#__PURE__*/ mutation("mutation WithdrawProductRelease($input:WithdrawProductReleaseInput!){withdrawProductRelease(input:$input){productRelease{...ProductReleaseSummary}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<WithdrawProductReleaseMutation, WithdrawProductReleaseMutationVariables>);

/** Puts a release that is not in review out of sight; nothing is erased. */
export const discardProductRelease: Mutation<DiscardProductReleaseMutation, DiscardProductReleaseInput> = /*#__PURE__*/ mutation("mutation DiscardProductRelease($input:DiscardProductReleaseInput!){discardProductRelease(input:$input){discardedId userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<DiscardProductReleaseMutation, DiscardProductReleaseMutationVariables>);

/** Decides on the release that `digest` names; an approval releases the product at once. Without a claim it takes the claim. */
export const reviewProductRelease: Mutation<ReviewProductReleaseMutation, ReviewProductReleaseInput, 'product'> = /*#__PURE__*/ mutation("mutation ReviewProductRelease($input:ReviewProductReleaseInput!){reviewProductRelease(input:$input){productRelease{...ProductReleaseSummary}product{...ProductFields}userErrors{...UserErrorFields}}}fragment ProductReleaseSummary on ProductRelease{id number version kind status name productVersion digest createdAt updatedAt submittedAt decidedAt}fragment ProductFields on Product{id status name deliveryMethod serviceInformation{productUrl}releasedAt delistedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<ReviewProductReleaseMutation, ReviewProductReleaseMutationVariables>);

/** Takes a product off the market; its history and its address stay. */
export const delistProduct: Mutation<DelistProductMutation, DelistProductInput> = /*#__PURE__*/ mutation("mutation DelistProduct($input:DelistProductInput!){delistProduct(input:$input){product{...ProductFields}userErrors{...UserErrorFields}}}fragment ProductFields on Product{id status name deliveryMethod serviceInformation{productUrl}releasedAt delistedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<DelistProductMutation, DelistProductMutationVariables>);

/** Takes the review of the present phase, or of a release, for 8 hours. Claim it again to renew it once half of them have passed; before, that changes nothing. */
export const claimReview: Mutation<ClaimReviewMutation, ClaimReviewInput> = /*#__PURE__*/ mutation("mutation ClaimReview($input:ClaimReviewInput!){claimReview(input:$input){subject{...on CertificationRequest{...CertificationRequestSummary claim{mine until}}...on ProductRelease{id number version releaseStatus:status claim{mine until}}}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<ClaimReviewMutation, ClaimReviewMutationVariables>);

/** Gives a review back. */
export const unclaimReview: Mutation<UnclaimReviewMutation, UnclaimReviewInput> = /*#__PURE__*/ mutation("mutation UnclaimReview($input:UnclaimReviewInput!){unclaimReview(input:$input){subject{...on CertificationRequest{...CertificationRequestSummary claim{mine until}}...on ProductRelease{id number version releaseStatus:status claim{mine until}}}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UnclaimReviewMutation, UnclaimReviewMutationVariables>);

/** Decides the present phase on the submission that `digest` names. Without a claim it takes the claim. */
export const reviewCertificationRequest: Mutation<ReviewCertificationRequestMutation, ReviewCertificationRequestInput> = /*#__PURE__*/ mutation("mutation ReviewCertificationRequest($input:ReviewCertificationRequestInput!){reviewCertificationRequest(input:$input){review{id decision}certificationRequest{...CertificationRequestSummary}userErrors{...UserErrorFields}}}fragment CertificationRequestSummary on CertificationRequest{id number version status phase waitingOn product{name version deliveryMethod category introduction}createdAt updatedAt submittedAt decidedAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<ReviewCertificationRequestMutation, ReviewCertificationRequestMutationVariables>);

/** The seller with this id; null when there is none that you may see. */
export const seller = /*#__PURE__*/ query("query Seller($id:ID!){seller(id:$id){...SellerFields}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}" as TypedDocument<SellerQuery, SellerQueryVariables>);

/** All sellers, newest first. For the platform. */
export const sellers = /*#__PURE__*/ pages("query Sellers($first:Int$after:String$search:String){sellers(first:$first after:$after search:$search){nodes{...SellerFields}pageInfo{hasNextPage endCursor}}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}" as TypedDocument<SellersQuery, SellersQueryVariables>, (data) => data.sellers);

/** Registers a seller account. For platform administrators and the account system. */
export const registerSeller: Mutation<RegisterSellerMutation, RegisterSellerInput> = /*#__PURE__*/ mutation("mutation RegisterSeller($input:RegisterSellerInput!){registerSeller(input:$input){seller{...SellerFields}userErrors{...UserErrorFields}}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment UserErrorFields on UserError{code message path}" as TypedDocument<RegisterSellerMutation, RegisterSellerMutationVariables>);

/** Changes a seller account; requests in review keep what was frozen. For platform administrators. */
export const updateSeller: Mutation<UpdateSellerMutation, UpdateSellerInput> = /*#__PURE__*/ mutation("mutation UpdateSeller($input:UpdateSellerInput!){updateSeller(input:$input){seller{...SellerFields}userErrors{...UserErrorFields}}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UpdateSellerMutation, UpdateSellerMutationVariables>);

/** You: whose token this is, and what it may do. */
export const viewer = /*#__PURE__*/ query("query Viewer{viewer{subject name email roles scopes seller{...SellerFields}}}fragment SellerFields on Seller{id status company{...CompanyFields}programAgreement{signedAt current agreement{id version}}createdAt}fragment CompanyFields on Company{registrationNumber name introduction businessTermStart businessTermEnd businessLicense{...FileFields}}fragment FileFields on FileInfo{name contentType bytes sha256 downloadUrl}" as TypedDocument<ViewerQuery, ViewerQueryVariables>);

/** Your seller's webhook endpoints, oldest first, at most 20; for platform administrators and auditors those of the platform. */
export const webhookEndpoints = /*#__PURE__*/ query("query WebhookEndpoints{webhookEndpoints{...WebhookEndpointFields}}fragment WebhookEndpointFields on WebhookEndpoint{id url eventTypes enabled cursor attempts nextAttemptAt lastDeliveryAt lastError createdAt}" as TypedDocument<WebhookEndpointsQuery, WebhookEndpointsQueryVariables>);

/** Has events posted to an address from now on: for a seller those of its own requests, for a platform administrator those of all. */
export const createWebhookEndpoint: Mutation<CreateWebhookEndpointMutation, CreateWebhookEndpointInput> = /*#__PURE__*/ mutation("mutation CreateWebhookEndpoint($input:CreateWebhookEndpointInput!){createWebhookEndpoint(input:$input){webhookEndpoint{...WebhookEndpointFields}secret userErrors{...UserErrorFields}}}fragment WebhookEndpointFields on WebhookEndpoint{id url eventTypes enabled cursor attempts nextAttemptAt lastDeliveryAt lastError createdAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>);

/** Changes a webhook endpoint, or turns it on or off. */
export const updateWebhookEndpoint: Mutation<UpdateWebhookEndpointMutation, UpdateWebhookEndpointInput> = /*#__PURE__*/ mutation("mutation UpdateWebhookEndpoint($input:UpdateWebhookEndpointInput!){updateWebhookEndpoint(input:$input){webhookEndpoint{...WebhookEndpointFields}userErrors{...UserErrorFields}}}fragment WebhookEndpointFields on WebhookEndpoint{id url eventTypes enabled cursor attempts nextAttemptAt lastDeliveryAt lastError createdAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>);

/** Gives a webhook endpoint a new secret; for 24 hours the one before signs too, so that receivers can change in their time. */
export const rotateWebhookSecret: Mutation<RotateWebhookSecretMutation, RotateWebhookSecretInput> = /*#__PURE__*/ mutation("mutation RotateWebhookSecret($input:RotateWebhookSecretInput!){rotateWebhookSecret(input:$input){webhookEndpoint{...WebhookEndpointFields}secret userErrors{...UserErrorFields}}}fragment WebhookEndpointFields on WebhookEndpoint{id url eventTypes enabled cursor attempts nextAttemptAt lastDeliveryAt lastError createdAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>);

/** Posts the events after a cursor again, in order, then what comes. */
export const replayWebhookEvents: Mutation<ReplayWebhookEventsMutation, ReplayWebhookEventsInput> = /*#__PURE__*/ mutation("mutation ReplayWebhookEvents($input:ReplayWebhookEventsInput!){replayWebhookEvents(input:$input){webhookEndpoint{...WebhookEndpointFields}userErrors{...UserErrorFields}}}fragment WebhookEndpointFields on WebhookEndpoint{id url eventTypes enabled cursor attempts nextAttemptAt lastDeliveryAt lastError createdAt}fragment UserErrorFields on UserError{code message path}" as TypedDocument<ReplayWebhookEventsMutation, ReplayWebhookEventsMutationVariables>);

/** Removes a webhook endpoint, with the log of its deliveries. */
export const deleteWebhookEndpoint: Mutation<DeleteWebhookEndpointMutation, DeleteWebhookEndpointInput> = /*#__PURE__*/ mutation("mutation DeleteWebhookEndpoint($input:DeleteWebhookEndpointInput!){deleteWebhookEndpoint(input:$input){deletedId userErrors{...UserErrorFields}}}fragment UserErrorFields on UserError{code message path}" as TypedDocument<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>);

/** Every operation, by its name. */
export interface Operations {
  /** The agreements in force, in their current versions. */
  readonly agreements: typeof agreements;
  /** Join: signs the current Joint Partner Program agreement for your seller. Signing it again changes nothing. */
  readonly signAgreement: typeof signAgreement;
  /** Publishes the next version of an agreement. For platform administrators. */
  readonly publishAgreement: typeof publishAgreement;
  /** The calendars by which due dates are counted, by year. In other years they are estimates. */
  readonly workingCalendars: typeof workingCalendars;
  /** Imports the calendar of a year, in place of what it was before. For platform administrators. */
  readonly importWorkingCalendar: typeof importWorkingCalendar;
  /** The request with this id; null when there is none that you may see. */
  readonly certificationRequest: typeof certificationRequest;
  /** A seller sees its own; reviewers and auditors all but drafts; a Huawei contact those that name it. Newest first unless ordered otherwise; discarded drafts only when `filter.status` asks for them. */
  readonly certificationRequests: typeof certificationRequests;
  /** The request with this id; null when there is none that you may see. */
  readonly certificationTimeline: typeof certificationTimeline;
  /** Makes a draft; everything may be left for later. */
  readonly createCertificationRequest: typeof createCertificationRequest;
  /** Saves changes to a draft, or to a request whose changes were asked for. */
  readonly updateCertificationRequest: typeof updateCertificationRequest;
  /** Freezes the request and sends it to review. A refusal names everything that is still to do, as `checks` does. */
  readonly submitCertificationRequest: typeof submitCertificationRequest;
  /** Makes a new draft of any own request, with its materials. */
  readonly copyCertificationRequest: typeof copyCertificationRequest;
  /** Takes a request out of review, back to a draft, until it is decided. */
  readonly withdrawCertificationRequest: typeof withdrawCertificationRequest;
  /** Puts a draft out of sight; nothing is erased. */
  readonly discardCertificationRequest: typeof discardCertificationRequest;
  /** Adds a supporting product at the end of the list; at most 50. */
  readonly addSupportingProduct: typeof addSupportingProduct;
  /** Saves changes to a supporting product. */
  readonly updateSupportingProduct: typeof updateSupportingProduct;
  /** Removes a supporting product; those behind it move up. */
  readonly removeSupportingProduct: typeof removeSupportingProduct;
  /** Answers a finding, or answers it anew while it is not resolved. */
  readonly answerFinding: typeof answerFinding;
  /** Every event that you may see, of one object or of all. */
  readonly progress: typeof progress;
  /** For reviewers and operations managers: work that enters, changes or leaves their queue. */
  readonly reviewQueue: typeof reviewQueue;
  /** New messages of your inbox. */
  readonly notificationReceived: typeof notificationReceived;
  /** The templates in force, by code; only those of a delivery method when it is given. */
  readonly materialTemplates: typeof materialTemplates;
  /** Download All: an address that streams one zip of the templates, for 5 minutes. */
  readonly materialTemplateBundleUrl: typeof materialTemplateBundleUrl;
  /** Uploads a file for a template, as a GraphQL multipart request or from a resumable upload (tus, at /uploads) that is complete; uploading again makes the next revision. */
  readonly uploadMaterial: typeof uploadMaterial;
  /** Takes a material away; its revisions stay on record. */
  readonly removeMaterial: typeof removeMaterial;
  /** Publishes a template, or the next version of one. For platform administrators. */
  readonly publishMaterialTemplate: typeof publishMaterialTemplate;
  /** Messages about your requests, newest first: those of the inbox, and those that were sent to your contacts. Platform administrators and auditors see all. */
  readonly notifications: typeof notifications;
  /** Marks messages of your inbox as read. */
  readonly markNotificationsRead: typeof markNotificationsRead;
  /** Has a message that failed for good sent again. For platform administrators. */
  readonly retryNotification: typeof retryNotification;
  /** Turns digests of new submissions on or off, for reviewers and operations managers. */
  readonly setReviewDigest: typeof setReviewDigest;
  /** What the viewer's company can select when it releases: certified, same legal entity, whichever of its seller accounts asked. Of another account's request only what a release needs is shown. */
  readonly certifiedProducts: typeof certifiedProducts;
  /** My Applications: a seller sees its own; the platform all but drafts. Newest first unless ordered otherwise; discarded ones only when `filter.status` asks for them. */
  readonly productReleases: typeof productReleases;
  /** The release with this id; null when there is none that you may see. */
  readonly productRelease: typeof productRelease;
  /** My Products: a seller sees its own; the platform all. Newest first. */
  readonly products: typeof products;
  /** The product with this id; null when there is none that you may see. */
  readonly product: typeof product;
  /** How reviews went. For the platform. */
  readonly reviewStatistics: typeof reviewStatistics;
  /** Begins to release a certified product of your legal entity; for one that is released, a change that is filled with what is live. */
  readonly createProductRelease: typeof createProductRelease;
  /** Saves product information, half done or not. */
  readonly updateProductRelease: typeof updateProductRelease;
  /** Uploads the logo, as a GraphQL multipart request: PNG, square, 120×120 pixels at least, 5 MiB at most. */
  readonly uploadProductLogo: typeof uploadProductLogo;
  /** Freezes the release and sends it to the operations manager. A refusal names everything that is still to do, as `checks` does. */
  readonly submitProductRelease: typeof submitProductRelease;
  /** Takes a release out of review, back to a draft, until it is decided. */
  readonly withdrawProductRelease: typeof withdrawProductRelease;
  /** Puts a release that is not in review out of sight; nothing is erased. */
  readonly discardProductRelease: typeof discardProductRelease;
  /** Decides on the release that `digest` names; an approval releases the product at once. Without a claim it takes the claim. */
  readonly reviewProductRelease: typeof reviewProductRelease;
  /** Takes a product off the market; its history and its address stay. */
  readonly delistProduct: typeof delistProduct;
  /** Takes the review of the present phase, or of a release, for 8 hours. Claim it again to renew it once half of them have passed; before, that changes nothing. */
  readonly claimReview: typeof claimReview;
  /** Gives a review back. */
  readonly unclaimReview: typeof unclaimReview;
  /** Decides the present phase on the submission that `digest` names. Without a claim it takes the claim. */
  readonly reviewCertificationRequest: typeof reviewCertificationRequest;
  /** The seller with this id; null when there is none that you may see. */
  readonly seller: typeof seller;
  /** All sellers, newest first. For the platform. */
  readonly sellers: typeof sellers;
  /** Registers a seller account. For platform administrators and the account system. */
  readonly registerSeller: typeof registerSeller;
  /** Changes a seller account; requests in review keep what was frozen. For platform administrators. */
  readonly updateSeller: typeof updateSeller;
  /** You: whose token this is, and what it may do. */
  readonly viewer: typeof viewer;
  /** Your seller's webhook endpoints, oldest first, at most 20; for platform administrators and auditors those of the platform. */
  readonly webhookEndpoints: typeof webhookEndpoints;
  /** Has events posted to an address from now on: for a seller those of its own requests, for a platform administrator those of all. */
  readonly createWebhookEndpoint: typeof createWebhookEndpoint;
  /** Changes a webhook endpoint, or turns it on or off. */
  readonly updateWebhookEndpoint: typeof updateWebhookEndpoint;
  /** Gives a webhook endpoint a new secret; for 24 hours the one before signs too, so that receivers can change in their time. */
  readonly rotateWebhookSecret: typeof rotateWebhookSecret;
  /** Posts the events after a cursor again, in order, then what comes. */
  readonly replayWebhookEvents: typeof replayWebhookEvents;
  /** Removes a webhook endpoint, with the log of its deliveries. */
  readonly deleteWebhookEndpoint: typeof deleteWebhookEndpoint;
}