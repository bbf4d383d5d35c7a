/** Every number of the system that a user can run into, with its unit and where it comes from. */
export const limits = {
  /** Code points of a short name: product, contact, supporting product, agreement title. */
  nameLength: 100,
  /** Code points of a company's name. */
  companyNameLength: 200,
  /** Code points of a product version such as `V1.0`. */
  versionLength: 20,
  /** Code points of a product category. */
  categoryLength: 60,
  /** Code points of an introduction: company, product, supporting product. */
  introductionLength: 4000,
  /** Code points of a reason, a finding's message, hint or answer. */
  reasonLength: 2000,
  /** Code points of an e-mail address (RFC 5321: 64 + 1 + 189). */
  emailLength: 254,
  /** Code points of a telephone number as typed. */
  phoneLength: 40,
  /** Code points of a registration number of a legal entity. */
  registrationNumberLength: 64,
  /** Code points of an identity provider's subject (OpenID Connect Core: 255 ASCII characters). */
  subjectLength: 255,
  /** Code points of an agreement's body. */
  agreementBodyLength: 16_000,
  /** Code points of a material template's description. */
  templateDescriptionLength: 1000,
  /** Code points of a material template's code, such as `QUOTATION`. */
  templateCodeLength: 64,
  /** Code points of a file name that is shown. */
  fileNameLength: 200,
  /** Code points of a search term. */
  searchLength: 100,
  /** Supporting products of one request (R13). */
  supportingProducts: 50,
  /** Highlights of one release. */
  highlights: 10,
  /** Code points of a highlight. */
  highlightLength: 100,
  /** Regions in which an image can be had. */
  regions: 100,
  /** Code points of a region, such as `cn-north-4`, and of an image's id. */
  identifierLength: 64,
  /** Days of a delivery period or until shipping: ten years. */
  deliveryDays: 3650,
  /** Pieces of hardware in stock. */
  inventory: 1_000_000_000,
  /** Bytes of a product logo: 5 MiB (R31). */
  logoBytes: 5 * 1024 * 1024,
  /** Pixels of each side of a product logo, at least (R31). */
  logoPixels: 120,
  /** Findings of one decision. */
  findingsPerReview: 100,
  /** Segments of a path that a finding points at. */
  pathSegments: 4,
  /** Items of a list in one page; the contract's conventions. */
  pageSize: 100,
  /** Items of a page when neither `first` nor `last` is given. */
  defaultPageSize: 20,
  /** Ids of one `nodes` query. */
  nodesPerQuery: 100,
  /** Bytes of the largest file that a material template may allow: 100 MiB. */
  fileBytes: 100 * 1024 * 1024,
  /** Bytes of a business license: 20 MiB. */
  businessLicenseBytes: 20 * 1024 * 1024,
  /** Bytes to which a zip or an Office document may unpack: 1 GiB, ten times the largest file. */
  unpackedBytes: 1024 * 1024 * 1024,
  /** Files in a zip or an Office document. */
  zipEntries: 10_000,
  /** Bytes of a part of an Office document that lists types or relationships, which is looked into: 4 MiB. */
  describingBytes: 4 * 1024 * 1024,
  /** Bytes to which the object streams of a PDF may unpack: 64 MiB. */
  pdfObjectBytes: 64 * 1024 * 1024,
  /** Milliseconds for which an upload waits for the scanner before it goes on without it: 3 seconds. */
  scanWhileWaitingMs: 3000,
  /** Milliseconds that a scan may take when nobody waits for it: 2 minutes. */
  scanMs: 2 * 60 * 1000,
  /** Milliseconds between two tries to scan what could not be scanned: 10 seconds. */
  rescanMs: 10_000,
  /** Milliseconds after which bytes that nothing refers to are removed: 15 minutes. */
  orphanMs: 15 * 60 * 1000,
  /** Milliseconds for which a resumable upload is kept until it is attached: 24 hours. */
  resumableUploadMs: 24 * 60 * 60 * 1000,
  /** Resumable uploads that one person may have open. */
  resumableUploads: 50,
  /** Code points of the error of a delivery that is kept. */
  errorLength: 300,
  /** Milliseconds after which another process takes over what a process that was killed was sending: 30 seconds. */
  deliveryLeaseMs: 30_000,
  /** Milliseconds between two digests of new submissions: an hour. */
  digestMs: 3_600_000,
  /** Notifications that are marked as read in one call. */
  notificationsPerMark: 100,
  /** Code points of the address of a webhook. */
  urlLength: 2000,
  /** Webhook endpoints of one seller, and of the platform. */
  webhookEndpoints: 20,
  /** Milliseconds that an attempt to deliver a webhook may take: 15 seconds. */
  webhookTimeoutMs: 15_000,
  /** Milliseconds for which the secret before a rotation goes on signing: 24 hours. */
  previousSecretMs: 24 * 60 * 60 * 1000,
  /** Milliseconds for which attempts to deliver webhooks are kept: 30 days. */
  webhookDeliveryMs: 30 * 24 * 60 * 60 * 1000,
  /** Results that wait for a subscriber; one that is slower is told to resume. */
  subscriberBacklog: 1000,
  /** Bytes of results that wait for a subscriber: 4 MiB. */
  subscriberBacklogBytes: 4 * 1024 * 1024,
  /** Bytes of a message over a websocket: 64 KiB. */
  socketMessageBytes: 64 * 1024,
  /** Milliseconds within which a client signs in over a websocket: 5 seconds. */
  socketInitMs: 5000,
  /** Subscriptions over one websocket. */
  subscriptionsPerSocket: 50,
  /** Websockets and event streams of one person, per process. */
  streamsPerPerson: 20,
  /** Milliseconds between two pings over websockets and event streams: 12 seconds. */
  pingMs: 12_000,
  /** Milliseconds that a receiver has to take the end of its stream: 3 seconds. */
  streamCloseMs: 3000,
  /** Milliseconds after which the token of a stream is verified anew: a minute. */
  reverifyMs: 60_000,
  /** Code points of the source of a calendar. */
  calendarSourceLength: 1000,
  /** Holidays of one year, and make-up working days: as many as the year has days. */
  calendarDays: 366,
  /** Files in one multipart request. */
  filesPerRequest: 5,
  /** Bytes of a GraphQL request without its files: 1 MiB. */
  requestBytes: 1024 * 1024,
  /** Characters of a GraphQL document. */
  documentLength: 100_000,
  /** Tokens of a GraphQL document. */
  documentTokens: 5000,
  /** Brackets of any kind within one another in a GraphQL document. */
  documentNesting: 40,
  /** Fields within one another in a GraphQL document, fragments included; GraphQL's own introspection query has 14. */
  documentDepth: 16,
  /** Fields of an operation, each as often as its fragments are used. */
  documentFields: 1000,
  /** Aliases of an operation, each as often as its fragments are used. */
  documentAliases: 100,
  /** Fields of Query or Mutation in one operation. */
  documentRootFields: 20,
  /** Pairs of fields of one name that come to stand side by side in an operation or a fragment: GraphQL compares each pair. */
  documentOverlaps: 2000,
  /** Directives of a GraphQL document. */
  documentDirectives: 100,
  /** Operations and fragments of a GraphQL document. */
  documentDefinitions: 100,
  /** Errors that are told of a GraphQL document. */
  documentErrors: 20,
  /** Documents that are kept ready, so that each is read and checked once. */
  preparedDocuments: 1000,
  /** Characters of all documents that are kept ready. */
  preparedCharacters: 1_000_000,
  /** Documents that are remembered to be refused. */
  refusedDocuments: 10_000,
  /** Points that an operation may cost. */
  operationCost: 10_000,
  /** Points that a file costs, up or down. */
  fileCost: 10,
  /** Points that a document costs which is refused. */
  refusalCost: 100,
  /** Milliseconds in which a budget of points is filled again: a minute. */
  rateWindowMs: 60_000,
  /** Milliseconds that Redis has to count points, before this process counts alone. */
  rateStoreMs: 250,
  /** Milliseconds within which the headers of a request arrive: 10 seconds. */
  headersMs: 10_000,
  /** Milliseconds within which the body of a request without files arrives: 30 seconds. */
  bodyMs: 30_000,
  /** Milliseconds of a reviewer's claim: 8 hours (R21). */
  claimLeaseMs: 8 * 60 * 60 * 1000,
  /** Milliseconds between two looks at the clocks of reviews: 2 seconds. */
  reviewWatchMs: 2000,
  /** Decisions by which it is estimated when a review is decided: the last 100. */
  estimateSample: 100,
  /** Milliseconds for which an idempotency key is kept: 48 hours, twice what R37 asks. */
  idempotencyKeyMs: 48 * 60 * 60 * 1000,
  /** Characters of an idempotency key. */
  idempotencyKeyLength: 255,
  /** Milliseconds for which a download link works: 5 minutes. */
  downloadLinkMs: 5 * 60 * 1000,
  /** Days before the end of the company's business term from which a draft is warned. */
  businessTermWarningDays: 90,
} as const;
