import type { ProgressEventType } from './words.js';

/** Every event and what it means; printed as docs/events.md. */
export const eventDocs: Readonly<Record<ProgressEventType, string>> = {
  CERTIFICATION_SUBMITTED: 'A request was submitted for the first time; the qualification review starts.',
  CERTIFICATION_RESUBMITTED: 'A request was submitted again; `phase` says where the review goes on.',
  CERTIFICATION_WITHDRAWN: 'The seller took a request out of review; it is a draft again.',
  CERTIFICATION_DISCARDED: 'The seller put a draft out of sight.',
  CERTIFICATION_COPIED: 'A draft was made as a copy; the event stands on the copy.',
  REVIEW_CLAIMED: 'A reviewer took a review.',
  REVIEW_UNCLAIMED: 'A reviewer gave a review back.',
  PHASE_PASSED: 'The qualification phase was passed; the product review starts.',
  CHANGES_REQUESTED: 'A reviewer asked for changes; `reason` and the findings say which.',
  CERTIFICATION_APPROVED: 'The product phase was passed; the product is certified.',
  CERTIFICATION_REJECTED: 'A reviewer rejected the request for good.',
  RELEASE_SUBMITTED: 'A release was submitted; the operations manager has three working days.',
  RELEASE_WITHDRAWN: 'The seller took a release out of review.',
  RELEASE_APPROVED: 'A release was approved; the product is live.',
  RELEASE_REJECTED: 'A release was rejected; it can be changed and submitted again.',
  RELEASE_DISCARDED: 'The seller put a release that is not in review out of sight.',
  PRODUCT_DELISTED: 'A product was taken off the market.',
  REVIEW_OVERDUE: 'A review has not been decided by its due date; it is told once.',
  REVIEW_DUE_MOVED: 'A working calendar was corrected, and the due date of a review moved with it.',
};
