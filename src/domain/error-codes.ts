/** What a caller can fix: code → what it means and how to mend it. Printed as docs/errors.md. */
export const userErrorCodes = {
  NOT_FOUND: {
    means: 'There is no such object, or it is not yours to change.',
    mend: 'Check the id; list what you can see with the queries.',
  },
  FORBIDDEN: { means: 'Your role or scopes do not include this operation.', mend: 'Sign in as somebody whose role includes it.' },
  INVALID: { means: 'A value is not of the form or range that the field takes.', mend: 'Correct the value that `path` names.' },
  REQUIRED: { means: 'A value that this step needs is missing.', mend: 'Fill in the field that `path` names.' },
  TOO_LONG: { means: 'A text has more code points than the field takes.', mend: 'Shorten the text that `path` names.' },
  TOO_MANY: { means: 'A list has more items than it takes.', mend: 'Remove items from the list that `path` names.' },
  TAKEN: { means: 'A value that must be unique is in use.', mend: 'Choose another value.' },
  INVALID_STATE: { means: 'The status of the object does not allow this action.', mend: 'Read `status` and `actions` again.' },
  CONFLICT: {
    means: '`expectedVersion` or `digest` is no longer the current one.',
    mend: 'Read the object again, look at what changed, and repeat with the new value.',
  },
  SELLER_NOT_REGISTERED: {
    means: 'You belong to no registered seller, or the seller is suspended.',
    mend: 'Register as a KooGallery seller, or ask the platform to lift the suspension.',
  },
  PROGRAM_AGREEMENT_REQUIRED: {
    means: 'The Joint Partner Program agreement has not been signed.',
    mend: 'Read it with `agreements(kind: JOINT_PARTNER_PROGRAM)` and sign it with `signAgreement`.',
  },
  COMMITMENT_REQUIRED: {
    means: 'The service assurance commitments or the rights to price were not accepted with this submit.',
    mend: 'Pass the ids of both current agreements as `acceptedAgreementIds`.',
  },
  AGREEMENT_OUTDATED: {
    means: 'A newer version of the agreement is in force.',
    mend: 'Read the current version with `agreements` and sign or accept that.',
  },
  DELIVERY_METHOD_MISMATCH: {
    means: 'The delivery method is not the one in the quotation.',
    mend: 'Change the delivery method or upload a quotation that names it.',
  },
  QUOTATION_MISMATCH: {
    means: 'The product name is not the one in the quotation.',
    mend: 'Change the product name or upload a quotation that names it.',
  },
  CONTACT_INCOMPLETE: { means: 'A contact lacks its name, mobile number or e-mail address.', mend: 'Fill in the field that `path` names.' },
  MATERIAL_MISSING: {
    means: 'A required material has not been uploaded, or its scan has not finished.',
    mend: 'Upload the material for the template that the message names, or wait for the scan.',
  },
  MATERIAL_REJECTED: {
    means: 'An uploaded material was quarantined.',
    mend: 'Upload a clean file for the template that the message names.',
  },
  FINDING_UNANSWERED: { means: 'A blocking finding of a review has no answer.', mend: 'Answer it with `answerFinding`.' },
  NOT_CERTIFIED: { means: 'The request is not certified.', mend: 'Choose a request from `certifiedProducts`.' },
  ENTITY_MISMATCH: {
    means: 'The legal entity that releases is not the one that was certified.',
    mend: 'Release from a seller account of the certified company.',
  },
  RELEASE_PERMISSION_REQUIRED: {
    means: 'Your token lacks the scope `release:write`.',
    mend: "Ask the seller's main account for the scope.",
  },
  CHANGE_PENDING: { means: 'A change of this product is in review.', mend: 'Wait for its decision or withdraw it.' },
  REVIEW_CLAIMED_BY_OTHER: {
    means: 'Another reviewer holds the review.',
    mend: 'Wait until it is given back or its lease of 8 hours ends.',
  },
  CONFLICT_OF_INTEREST: {
    means: 'You are a contact of the request or belong to its company.',
    mend: 'Leave the review to somebody else.',
  },
  FILE_TOO_LARGE: { means: 'The file has more bytes than the template takes.', mend: 'Upload a smaller file.' },
  FILE_TYPE_NOT_ALLOWED: {
    means: 'The content of the file is of a type that the template does not take.',
    mend: "Upload a file of one of the template's `acceptedTypes`.",
  },
  FILE_CONTENT_MISMATCH: {
    means: 'The content of the file is not what its name or its template says.',
    mend: 'Save the file again in the right format, or fill in what the message names.',
  },
  FILE_EMPTY: { means: 'The file has no bytes.', mend: 'Choose the file again.' },
  FILE_INFECTED: { means: 'The scanner found malware in the file.', mend: 'Clean the file and upload it again.' },
} as const;
export type UserErrorCode = keyof typeof userErrorCodes;

/**
 * What stops a whole operation: `extensions.code` of a GraphQL error → HTTP status, whether the same call can succeed later
 * (`extensions.retryable`), and what it means. Printed as docs/errors.md.
 */
export const failureCodes = {
  UNAUTHENTICATED: { http: 401, retryable: false, means: 'The access token is missing, malformed, expired or not for this API.' },
  FORBIDDEN: { http: 403, retryable: false, means: 'Your role or scopes do not include this query.' },
  BAD_USER_INPUT: { http: 400, retryable: false, means: 'An argument or variable is malformed: unknown enum value, page size, cursor.' },
  BAD_REQUEST: { http: 400, retryable: false, means: 'The HTTP request is not a GraphQL request.' },
  GRAPHQL_PARSE_FAILED: { http: 400, retryable: false, means: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { http: 400, retryable: false, means: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { http: 400, retryable: false, means: '`operationName` does not name one operation of the document.' },
  QUERY_TOO_COMPLEX: {
    http: 400,
    retryable: false,
    means:
      'The document is larger, deeper or dearer than is taken; `limit` and `maximum` in `extensions` say in which way (docs/limits.md). Nothing of it ran. Ask for smaller pages, or in several requests.',
  },
  RATE_LIMITED: {
    http: 429,
    retryable: true,
    means: 'You have spent your points for this minute; come again after `retryAfterMs` in `extensions`, or the header `Retry-After`.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    http: 200,
    retryable: false,
    means: 'No document is kept under this hash or `documentId`; send the whole document as `query`.',
  },
  PERSISTED_QUERY_ID_REQUIRED: {
    http: 400,
    retryable: false,
    means: 'Only documents that were agreed on before run here; send the `documentId` of one, or have yours added to the manifest.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    http: 200,
    retryable: false,
    means: 'Documents are not kept by their hash; send the whole document as `query`.',
  },
  NOT_FOUND: { http: 404, retryable: false, means: 'There is nothing at this address.' },
  METHOD_NOT_ALLOWED: {
    http: 405,
    retryable: false,
    means: 'The address does not take this method; the header `Allow` lists those it does.',
  },
  REQUEST_TIMEOUT: { http: 408, retryable: true, means: 'The body of the request did not arrive in time.' },
  PAYLOAD_TOO_LARGE: { http: 413, retryable: false, means: 'The request or a file in it is too large.' },
  UNSUPPORTED_MEDIA_TYPE: {
    http: 415,
    retryable: false,
    means: 'The content type of the request is neither JSON in UTF-8 nor a multipart form, or its body is compressed.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    http: 422,
    retryable: false,
    means: 'The Idempotency-Key was used before for another operation or another input.',
  },
  SLOW_CONSUMER: {
    http: 503,
    retryable: true,
    means: 'A subscriber took events more slowly than they came; subscribe again after the cursor in `extensions`.',
  },
  TOO_MANY_STREAMS: { http: 429, retryable: true, means: 'Too many websockets, event streams or subscriptions of one person are open.' },
  SERVICE_UNAVAILABLE: { http: 503, retryable: true, means: 'The database or another dependency does not answer; nothing was lost.' },
  INTERNAL_SERVER_ERROR: { http: 500, retryable: false, means: 'Something broke inside; the log holds the details under `requestId`.' },
} as const;
export type FailureCode = keyof typeof failureCodes;
