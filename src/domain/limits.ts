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
  /** Files in one multipart request. */
  filesPerRequest: 5,
  /** Bytes of a GraphQL request without its files: 1 MiB. */
  requestBytes: 1024 * 1024,
  /** Milliseconds of a reviewer's claim: 8 hours (R21). */
  claimLeaseMs: 8 * 60 * 60 * 1000,
  /** Milliseconds for which an idempotency key is kept: 48 hours, twice what R37 asks. */
  idempotencyKeyMs: 48 * 60 * 60 * 1000,
  /** Characters of an idempotency key. */
  idempotencyKeyLength: 255,
  /** Milliseconds for which a download link works: 5 minutes. */
  downloadLinkMs: 5 * 60 * 1000,
  /** Days before the end of the company's business term from which a draft is warned. */
  businessTermWarningDays: 90,
} as const;
