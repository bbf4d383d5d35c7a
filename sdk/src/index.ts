export type * from './_generated.js';
export { type Client, createClient } from './client.js';
export type { DocumentTypes, TypedDocument, VariablesAnd } from './document.js';
export {
  AuthenticationError,
  ConnectionError,
  type ErrorCode,
  IdempotencyError,
  InvalidRequestError,
  JointOpsError,
  PermissionError,
  RateLimitError,
  RefusedError,
  ServerError,
  UnavailableError,
  type UserErrorFacts,
} from './errors.js';
export { createJointOps, type JointOps } from './joint-ops.js';
export type { Succeeded } from './operation.js';
export type { ClientOptions, RequestOptions, StreamTransport } from './options.js';
export { type Connection, type Pages, paginate } from './pagination.js';
export type { Retry } from './retries.js';
export { type StreamStatus, type SubscribeOptions, type Subscription, subscribe } from './subscriptions.js';
export type { TokenSource } from './token.js';
export type { Progress } from './transmit.js';
export { type UploadOptions, upload } from './upload.js';
