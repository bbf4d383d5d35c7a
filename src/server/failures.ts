import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type FailureCode, failureCodes } from '../domain/error-codes.js';
import { Failure } from '../domain/errors.js';
import { isUnavailable } from '../platform/faults.js';
import type { Logger } from '../platform/log.js';
import { RequestScope, requestScope } from '../platform/request-scope.js';

const unavailable = { en: 'The service is not available at the moment; try again.', zh: '服务暂时不可用；请重试。' };
const internal = { en: 'Something went wrong on our side. Tell us the request id.', zh: '服务器内部出错。请告知我们请求编号。' };

/** Seconds after which it is worth to come again when something that we depend on is away. */
export const retryAfterSeconds = 2;

/** An error as it may be told to anybody, and what the log gets. */
export interface ToldFailure {
  readonly code: FailureCode;
  readonly message: string;
  readonly extensions: Record<string, unknown>;
  readonly http: number;
}

/** Tells a failure in the caller's language; what broke inside is told as such, with the request id and nothing else. */
export function tell(error: unknown, log: Logger): ToldFailure {
  const { requestId, language } = requestScope.getStore() ?? new RequestScope();
  const failure = error instanceof Failure ? error : new Failure(...hidden(error));
  const { http, retryable } = failureCodes[failure.code];
  // What a receiver brought on itself is no fault of ours.
  if (failure.code === 'SLOW_CONSUMER') log.info({ requestId, code: failure.code }, 'failure');
  else if (http >= 500) log.error({ requestId, code: failure.code, err: strip(error) }, 'failure');
  return {
    code: failure.code,
    message: failure.text[language],
    extensions: { code: failure.code, retryable, ...failure.extensions, ...(requestId && { requestId }) },
    http,
  };
}

const hidden = (error: unknown): [FailureCode, { en: string; zh: string }] =>
  isUnavailable(error) ? ['SERVICE_UNAVAILABLE', unavailable] : ['INTERNAL_SERVER_ERROR', internal];

/** An error as the log keeps it: without the parameters of statements, in which personal data stands (R40). */
function strip(error: unknown): { type: string; code?: unknown; stack?: string; cause?: unknown } {
  const { name, code, stack, cause, driverError } = (error ?? {}) as Error & { code?: unknown; driverError?: { code?: unknown } };
  const frames = stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .join('\n');
  return { type: name ?? typeof error, code: code ?? driverError?.code, stack: frames, ...(cause ? { cause: strip(cause) } : {}) };
}

/** GraphQL's message without the value that was sent, in which personal data may stand (R40); an unknown enum value stays. */
const withoutValues = (message: string): string =>
  message
    .replace(/ got invalid value [\s\S]*?(?= at "|; )/, ' has an invalid value')
    .replace(/(cannot represent [\w -]*value): [\s\S]*$/, '$1.');

/** What GraphQL's own errors mean, in Chinese; what GraphQL says of the place follows in English (R39). */
const meaningsInChinese: Partial<Record<FailureCode, string>> = {
  GRAPHQL_PARSE_FAILED: '文档不是有效的 GraphQL',
  GRAPHQL_VALIDATION_FAILED: '文档与 schema 不符',
  OPERATION_RESOLUTION_FAILURE: 'operationName 未指明文档中的一个操作',
  BAD_USER_INPUT: '参数或变量的值不正确',
  BAD_REQUEST: 'HTTP 请求不是有效的 GraphQL 请求',
};

const inTheirLanguage = (code: FailureCode, message: string): string => {
  const meaning = requestScope.getStore()?.language === 'zh' && meaningsInChinese[code];
  return meaning ? `${meaning}：${message}` : message;
};

/** GraphQL's message without what it guesses was meant, in which names of the schema stand. */
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean [\s\S]*$/, '');

/** Apollo's formatError, which every transport tells errors by. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Tells one of GraphQL's own errors, which carry no code, as one with a code. */
export const tellAs = (formatError: FormatError, error: GraphQLError, code: FailureCode): GraphQLFormattedError =>
  formatError({ ...error.toJSON(), extensions: { code } }, error);

/** Makes Apollo's formatError: our failures as they are, GraphQL's own errors as GraphQL says them, everything else masked. */
export const errorFormatter =
  (log: Logger, suggestions: boolean): FormatError =>
  (formatted, error) => {
    const original =
      error instanceof GraphQLError && error.originalError instanceof Failure ? error.originalError : unwrapResolverError(error);
    const code = formatted.extensions?.code as FailureCode | undefined;
    if (!(original instanceof Failure) && code && code in failureCodes && code !== 'INTERNAL_SERVER_ERROR') {
      const said = withoutValues(formatted.message);
      const message = inTheirLanguage(code, suggestions ? said : withoutSuggestions(said));
      return { ...formatted, message, extensions: { code, retryable: failureCodes[code].retryable } };
    }
    const { message, extensions } = tell(original, log);
    return {
      message,
      extensions,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
  };
