/** Who sees an object of a type, by whatever way it is reached: `node`, other queries, lists, subscriptions. The loaders see to it. */
export const objectRules = {
  everyone: 'everybody with a token',
  self: 'the person whose token it is',
  caller: 'who called the mutation',
  account: "its seller's people; the platform; whoever sees a request or release, the seller of that",
  seller: "its seller's people; the platform",
  request:
    "its seller's people; the platform once it was submitted, and its Huawei contact; of a certified one, other seller accounts of its legal entity as much as a release needs",
  release: "its seller's people; the platform once it was submitted",
  inbox: "its seller's people; auditors and administrators",
  endpoint: 'the people of the seller that it belongs to; auditors and administrators those of the platform',
  keepers: 'auditors and administrators',
  staff: 'the platform',
  part: 'whoever sees what it is a part of',
} as const;
export type ObjectRule = keyof typeof objectRules;

/** What a field asks for beyond seeing its object; the schema is built with it (src/resolvers/field-rights.ts). */
export const fieldRules = {
  contact: 'masked for an auditor; what people of the platform read unmasked is written into the audit trail',
  staff: 'people of the platform alone; null for others',
  colleague: 'by role instead of name for who is not of the platform, where it is one of the platform',
  once: 'shown this once',
} as const;
export type FieldRule = keyof typeof fieldRules;

/** Who sees a type: its objects, its fields, and which of these ask for more. */
export interface TypeRule {
  readonly sees: ObjectRule;
  /** Fields that whoever sees the object sees. */
  readonly fields: readonly string[];
  /** Fields that ask for more. */
  readonly dear: Readonly<Partial<Record<string, FieldRule>>>;
}

const type = (sees: ObjectRule, fields: string, dear: TypeRule['dear'] = {}): TypeRule => ({
  sees,
  fields: fields.split(' ').filter(Boolean),
  dear,
});

/** The rule of every object type and field; the server does not start while one is missing, or is there for nothing. */
export const typeRules: Readonly<Record<string, TypeRule>> = {
  Viewer: type('self', 'subject name email roles scopes seller'),
  Seller: type('account', 'id status company programAgreement createdAt'),
  Company: type('part', 'registrationNumber name introduction businessTermStart businessTermEnd businessLicense'),
  Agreement: type('everyone', 'id kind version title body sha256 effectiveFrom'),
  AgreementSignature: type('part', 'agreement signedBy signedAt current'),
  Actor: type('part', 'role', { name: 'colleague' }),
  FileInfo: type('part', 'name contentType bytes sha256 downloadUrl'),

  CertificationRequest: type(
    'request',
    `id number version status phase waitingOn seller company product supportingProducts businessContact huaweiContact commitments materials
     requiredMaterials quotation checks submissions reviews rejectionReasons findings clock timeline actions copiedFrom releases createdAt
     updatedAt submittedAt decidedAt`.replace(/\s+/g, ' '),
    { claim: 'staff' },
  ),
  CertificationProduct: type('part', 'name version deliveryMethod category introduction'),
  SupportingProduct: type('part', 'id name version deliveryMethod introduction position'),
  Contact: type('part', 'id kind', { name: 'contact', mobile: 'contact', email: 'contact' }),
  Quotation: type('part', 'number productName deliveryMethod listPrice salesBasePrice revenueSharingBasePrice currency'),
  Check: type('part', 'code severity passed message path'),
  AvailableAction: type('part', 'action allowed blockers'),
  Submission: type('part', 'round digest submittedAt', { snapshot: 'contact', changesSincePrevious: 'contact' }),
  FieldChange: type('part', 'path before after'),
  Review: type('part', 'id round phase decision reason findings digest reviewer decidedAt'),
  Finding: type('part', 'id round phase severity status path material message hint answer answeredAt'),
  ReviewClock: type('part', 'state dueAt dueIsEstimate workingDaysLeft overdue queuePosition estimatedDecisionAt'),
  ReviewClaim: type('part', 'mine until'),
  MaterialTemplate: type('everyone', 'id code name description version phase required deliveryMethods acceptedTypes maxBytes file'),
  MaterialRequirement: type('part', 'template satisfied material'),
  Material: type('part', 'id template file revision status uploadedBy uploadedAt'),

  ProductRelease: type(
    'release',
    `id number version kind status seller certificationRequest product name productVersion category highlights description details
     supportEmail supportPhone logo digest checks clock rejectionReasons findings timeline actions createdAt updatedAt submittedAt
     decidedAt`.replace(/\s+/g, ' '),
    { claim: 'staff' },
  ),
  ImageDetails: type('part', 'imageId regions operatingSystem billingMode'),
  SaasDetails: type('part', 'productionApiUrl serviceSupervision billingMode'),
  LicenseDetails: type('part', 'deliveryPeriodDays billingMode activationGuideUrl'),
  ProfessionalServiceDetails: type('part', 'serviceScope deliveryPeriodDays relatedSoftware'),
  ConsultingServiceDetails: type('part', 'consultationUrl'),
  HardwareDetails: type('part', 'model inventory shippingDays'),
  Product: type(
    'seller',
    'id status name deliveryMethod seller certificationRequest currentRelease releases serviceInformation actions releasedAt delistedAt',
  ),
  ServiceInformation: type('part', 'productUrl'),

  ProgressEvent: type('part', 'id cursor type subject phase actor reason occurredAt'),
  Notification: type('inbox', 'id channel title body status event createdAt sentAt readAt attempts nextAttemptAt lastError', {
    recipient: 'contact',
  }),
  WebhookEndpoint: type(
    'endpoint',
    'id url eventTypes enabled createdAt lastDeliveryAt lastError attempts nextAttemptAt cursor deliveries',
  ),
  WebhookDelivery: type('endpoint', 'id attempt attemptedAt durationMs error eventId eventType statusCode succeeded'),
  AuditEntry: type('keepers', 'id action operation objectId actorSubject actorRole occurredAt event chain position hash'),
  ReviewStatistics: type('staff', 'submitted approved rejected firstPassRate medianHours p90Hours overdue backlog'),
  WorkingCalendar: type('everyone', 'year holidays makeUpWorkingDays source'),
  CalendarDay: type('everyone', 'date name'),

  UserError: type('caller', 'code message path'),
  PageInfo: type('part', 'hasNextPage hasPreviousPage startCursor endCursor'),
};

/** Types that carry others: a field of theirs that leads to an object follows that object's rule, and what else they have stands here. */
export const carriers: readonly { readonly ending: string; readonly rule: TypeRule }[] = [
  { ending: 'Connection', rule: type('part', 'totalCount unreadCount') },
  { ending: 'Edge', rule: type('part', 'cursor') },
  {
    ending: 'Payload',
    rule: type('caller', 'removedId discardedId deletedId unreadCount enabled', { secret: 'once' }),
  },
];
