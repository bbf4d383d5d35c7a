import type { FailureCode, UserErrorCode } from '../../src/domain/error-codes.js';

/** What a server or this client can answer instead of what was asked for; a newer server may know more codes. */
export type ErrorCode = UserErrorCode | FailureCode | 'CONNECTION_FAILED' | 'TIMEOUT' | 'TOKEN_UNAVAILABLE' | (string & {});

/** What is known of a failure. */
export interface FailureFacts {
  readonly code: ErrorCode;
  readonly message: string;
  /** Where in the answer or the input it lies. */
  readonly path?: readonly (string | number)[] | null | undefined;
  /** Under which the server's log knows it. */
  readonly requestId?: string | null | undefined;
  /** Whether the same call can succeed later. */
  readonly retryable?: boolean | undefined;
  /** Milliseconds to wait before that, as the server asks. */
  readonly retryAfterMs?: number | null | undefined;
  /** The HTTP status; null when there was no answer. */
  readonly status?: number | null | undefined;
  readonly cause?: unknown;
}

/** Every failure of the SDK is one of the classes below. */
export class JointOpsError extends Error {
  override readonly name: string = 'JointOpsError';
  /** What went wrong, the same in every language: the server's docs/errors.md lists all. */
  readonly code: ErrorCode;
  /** Where in the answer or the input it lies; null for the whole. */
  readonly path: readonly string[] | null;
  /** Under which the server's log knows the request; null when it never reached the server. */
  readonly requestId: string | null;
  /** Whether the same call can succeed later. */
  readonly retryable: boolean;
  /** Milliseconds to wait before the next try, as the server asked; null when it did not. */
  readonly retryAfterMs: number | null;
  /** The HTTP status of the answer; null when there was none. */
  readonly status: number | null;

  constructor({ code, message, path, requestId, retryable, retryAfterMs, status, cause }: FailureFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.path = path?.map(String) ?? null;
    this.requestId = requestId ?? null;
    this.retryable = retryable ?? false;
    this.retryAfterMs = retryAfterMs ?? null;
    this.status = status ?? null;
  }
}

/** Something that you can fix: the mutation was refused, and nothing was changed. `errors` holds every reason; `code` and `path` are the first's. */
export class RefusedError extends JointOpsError {
  override readonly name = 'RefusedError';
  readonly errors: readonly UserErrorFacts[];

  constructor(errors: readonly UserErrorFacts[], requestId: string | null = null) {
    super({ code: 'INVALID', message: errors.map(({ message }) => message).join(' '), ...firstOf(errors), requestId });
    this.errors = errors;
  }
}
/** One reason why a mutation was refused: the schema's UserError. */
export interface UserErrorFacts {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: readonly string[] | null;
}
const firstOf = ([first]: readonly UserErrorFacts[]) => first && { code: first.code, path: first.path };

/** The access token is missing, expired or not for this API, and no fresh one helped. */
export class AuthenticationError extends JointOpsError {
  override readonly name = 'AuthenticationError';
}
/** Your role or scopes do not include it. */
export class PermissionError extends JointOpsError {
  override readonly name = 'PermissionError';
}
/** The request itself is wrong: a document that does not fit the schema, a malformed variable, too large a file. */
export class InvalidRequestError extends JointOpsError {
  override readonly name = 'InvalidRequestError';
}
/** An idempotency key was used before, for something else. */
export class IdempotencyError extends JointOpsError {
  override readonly name = 'IdempotencyError';
}
/** Too much at once; `retryAfterMs` says how long to wait. */
export class RateLimitError extends JointOpsError {
  override readonly name = 'RateLimitError';
}
/** The server, or something it needs, is away for the moment. */
export class UnavailableError extends JointOpsError {
  override readonly name = 'UnavailableError';
}
/** Something broke inside of the server; its log knows more under `requestId`. */
export class ServerError extends JointOpsError {
  override readonly name = 'ServerError';
}
/** No answer: the network, the name or the connection failed, or nothing came in time (`TIMEOUT`). */
export class ConnectionError extends JointOpsError {
  override readonly name = 'ConnectionError';
}

/** A stream ended that should not have. */
export const brokenOff = (cause?: unknown): ConnectionError =>
  new ConnectionError({ code: 'CONNECTION_FAILED', message: 'The stream broke off.', retryable: true, cause });

type Family = new (facts: FailureFacts) => JointOpsError;

const families: Readonly<Record<string, Family>> = {
  UNAUTHENTICATED: AuthenticationError,
  FORBIDDEN: PermissionError,
  IDEMPOTENCY_KEY_REUSED: IdempotencyError,
  TOO_MANY_STREAMS: RateLimitError,
  RATE_LIMITED: RateLimitError,
  SERVICE_UNAVAILABLE: UnavailableError,
  SLOW_CONSUMER: UnavailableError,
  INTERNAL_SERVER_ERROR: ServerError,
};

/** The code and family of an answer without a code: of a proxy, say. */
const byStatus = (status: number): [ErrorCode, Family, retryable: boolean] => {
  if (status === 401) return ['UNAUTHENTICATED', AuthenticationError, false];
  if (status === 403) return ['FORBIDDEN', PermissionError, false];
  if (status === 404) return ['NOT_FOUND', InvalidRequestError, false];
  if (status === 429) return ['TOO_MANY_REQUESTS', RateLimitError, true];
  if (status === 408 || status > 501) return ['SERVICE_UNAVAILABLE', UnavailableError, true];
  return status >= 500 ? ['INTERNAL_SERVER_ERROR', ServerError, false] : ['BAD_REQUEST', InvalidRequestError, false];
};

/** A GraphQL error as it is answered. */
export interface AnsweredError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: {
    readonly code?: string;
    readonly retryable?: boolean;
    readonly retryAfterMs?: number;
    readonly requestId?: string;
  };
}

/** The failure that an answer tells. `errors` as GraphQL has them, or none where the answer was no GraphQL. */
export function failureOf(errors: readonly AnsweredError[], status = 200, headers = new Headers(), text = ''): JointOpsError {
  const [{ message, path, extensions = {} } = {} as AnsweredError] = errors;
  const [code, family, retryable] = byStatus(status);
  return new (families[extensions.code ?? ''] ?? family)({
    code: extensions.code ?? code,
    message: message ?? (text.trim().slice(0, 200) || `The server answered with status ${status}.`),
    path,
    requestId: extensions.requestId ?? headers.get('x-request-id'),
    retryable: extensions.retryable ?? retryable,
    retryAfterMs: extensions.retryAfterMs ?? retryAfterOf(headers),
    status,
    ...(errors.length > 0 && { cause: errors }),
  });
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110); null when it is absent or neither. */
export function retryAfterOf(headers: Headers, now = Date.now()): number | null {
  const value = headers.get('retry-after');
  if (!value) return null;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
