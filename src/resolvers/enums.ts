import { registerEnumType } from 'type-graphql';
import { type UserErrorCode, userErrorCodes } from '../domain/error-codes.js';
import { eventDocs } from '../domain/events.js';
import * as words from '../domain/words.js';

type Docs<E extends string> = Readonly<Record<E, string>>;

function register<E extends string>(values: Record<string, E>, name: string, description: string, docs: Docs<E>): void {
  const valuesConfig = Object.fromEntries(Object.entries<string>(docs).map(([value, text]) => [value, { description: text }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as never });
}

/** The codes as an enum object, for the schema. */
export const UserErrorCodes = Object.fromEntries(Object.keys(userErrorCodes).map((code) => [code, code])) as Record<
  UserErrorCode,
  UserErrorCode
>;

/** Tells type-graphql the enums of the domain, with what each value means. */
export function registerEnums(): void {
  const codeDocs = Object.fromEntries(Object.entries(userErrorCodes).map(([code, { means, mend }]) => [code, `${means} ${mend}`]));
  register(
    UserErrorCodes,
    'UserErrorCode',
    'What a caller can fix. Each code has its page in docs/errors.md.',
    codeDocs as Docs<UserErrorCode>,
  );
  register(words.ProgressEventType, 'ProgressEventType', 'What happened.', eventDocs);
  register(words.Channel, 'Channel', 'How a message is sent.', {
    INBOX: 'An internal message to the seller account.',
    EMAIL: 'An e-mail to a contact.',
    SMS: 'A short message to a contact.',
  });
  register(words.DeliveryStatus, 'DeliveryStatus', 'How far a message has come.', {
    PENDING: 'It is due, or will be tried again.',
    SENT: 'It was handed over.',
    FAILED: 'It could not be delivered, for good.',
  });
  register(words.AuditAction, 'AuditAction', 'What is written into the audit trail.', {
    CHANGED: 'Something was changed; `operation` says how.',
    CONTACTS_READ: 'Contacts, or an address that a message went to, were shown unmasked to one of the platform.',
    FILE_DOWNLOADED: 'A file was downloaded by one of the platform.',
  });
  register(words.Role, 'Role', 'What a person may do; the access token says so.', {
    SELLER: "Works for a seller: sees and changes that seller's objects.",
    QUALIFICATION_REVIEWER: 'Decides the qualification phase.',
    PRODUCT_REVIEWER: 'Decides the product phase.',
    OPERATIONS_MANAGER: 'Decides on releases.',
    AUDITOR: 'Sees what reviewers see, with contacts masked, and changes nothing.',
    PLATFORM_ADMIN: 'Keeps sellers, agreements, templates and calendars.',
  });
  register(words.SellerStatus, 'SellerStatus', 'Whether a seller may write.', {
    REGISTERED: 'Reads and writes.',
    SUSPENDED: 'Reads only.',
  });
  register(words.AgreementKind, 'AgreementKind', 'Which agreement.', {
    JOINT_PARTNER_PROGRAM: 'Signed once by a seller, before its first request.',
    SERVICE_ASSURANCE: 'The service assurance commitments, accepted with each submit.',
    PRICING_RIGHTS: "Huawei's rights to price the certified product, accepted with each submit.",
  });
  register(words.DeliveryMethod, 'DeliveryMethod', 'How a product reaches its customers.', {
    IMAGE: 'A machine image.',
    SAAS: 'Software as a service.',
    LICENSE: 'A license for software.',
    PROFESSIONAL_SERVICE: 'Work by people.',
    CONSULTING_SERVICE: 'Advice by people.',
    HARDWARE: 'A device.',
  });
  register(words.CertificationStatus, 'CertificationStatus', 'Where a certification request stands.', {
    DRAFT: 'The seller writes; nobody else sees it.',
    QUALIFICATION_REVIEW: 'A qualification reviewer reads company, contacts and papers.',
    PRODUCT_REVIEW: 'A product reviewer reads the product and its materials.',
    CHANGES_REQUESTED: 'The seller answers findings and submits the next round.',
    CERTIFIED: 'Both phases were passed; the product can be released.',
    REJECTED: 'Refused for good; the seller may copy it.',
    DISCARDED: 'A draft that was put out of sight.',
  });
  register(words.ReviewPhase, 'ReviewPhase', 'A phase of the review.', {
    QUALIFICATION: 'Judges company, contacts, commitments and the papers whose template says so.',
    PRODUCT: 'Judges all else.',
  });
  register(words.Party, 'Party', 'Who has to act next.', {
    SELLER: 'The seller.',
    PLATFORM: 'The platform.',
    NOBODY: 'Nobody: it is decided.',
  });
  register(words.ContactKind, 'ContactKind', 'Whose contact it is.', {
    BUSINESS: 'Of the company; told of the progress by SMS and e-mail.',
    HUAWEI: 'Of Huawei; told by SMS, and may query the request.',
  });
  register(words.CheckSeverity, 'CheckSeverity', 'What a failed check does.', { BLOCKER: 'Stops a submit.', WARNING: 'Stops nothing.' });
  register(words.Action, 'Action', 'What can be done with a request, release or product.', {
    UPDATE: 'Change its contents.',
    SUBMIT: 'Send it to review.',
    WITHDRAW: 'Take it out of review.',
    COPY: 'Make a new draft of it.',
    DISCARD: 'Put the draft out of sight.',
    CLAIM: 'Take the review.',
    UNCLAIM: 'Give the review back.',
    REVIEW: 'Decide.',
    ANSWER_FINDINGS: 'Answer what reviewers found.',
    RELEASE: 'Release the certified product.',
    DELIST: 'Take the product off the market.',
  });
  register(words.MaterialStatus, 'MaterialStatus', 'Whether a file is safe to open.', {
    SCANNING: 'The scan has not finished.',
    CLEAN: 'Nothing was found.',
    QUARANTINED: 'Something was found; it cannot be downloaded.',
  });
  register(words.ReviewDecision, 'ReviewDecision', 'What a reviewer decides.', {
    APPROVE: 'The phase is passed.',
    REQUEST_CHANGES: 'The seller changes and submits the next round.',
    REJECT: 'Refused for good.',
  });
  register(words.FindingSeverity, 'FindingSeverity', 'How much a finding weighs.', {
    BLOCKER: 'Must be answered before the next submit.',
    MINOR: 'Should be mended.',
    NOTE: 'A remark.',
  });
  register(words.FindingStatus, 'FindingStatus', 'How far a finding has come.', {
    OPEN: 'Not answered yet.',
    ANSWERED: 'The seller has answered.',
    RESOLVED: 'Its phase was passed.',
  });
  register(words.ReleaseKind, 'ReleaseKind', 'What a release is.', {
    RELEASE: 'The first release of a certified product.',
    MODIFICATION: 'A change of a released product; the old stays live until it is approved.',
  });
  register(words.ReleaseStatus, 'ReleaseStatus', 'Where a release stands.', {
    DRAFT: 'The seller writes it.',
    IN_REVIEW: 'The operations manager reads it.',
    RELEASED: 'It was approved and went live.',
    REJECTED: 'It was refused; the seller may change it and submit it again.',
    DISCARDED: 'It was put out of sight.',
  });
  register(words.ReleaseDecision, 'ReleaseDecision', 'What an operations manager decides.', {
    APPROVE: 'The product is released at once.',
    REJECT: 'The seller may change the release and submit it again.',
  });
  register(words.ProductStatus, 'ProductStatus', 'Whether a product is on the market.', {
    LISTED: 'It is on the market.',
    DELISTED: 'It was taken off the market; its history and its address stay.',
  });
  register(words.BillingMode, 'BillingMode', 'How customers pay.', {
    YEARLY: 'Each year.',
    MONTHLY: 'Each month.',
    ONE_TIME: 'Once.',
    FREE: 'Not at all.',
  });
  register(words.ClockState, 'ClockState', 'Whether the time of a review runs.', {
    RUNNING: 'The platform reviews.',
    PAUSED: 'The seller owes an answer.',
    STOPPED: 'Nothing is in review.',
  });
}
