import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import { type FailureCode, failureCodes } from '../domain/error-codes.js';
import type { Logger } from '../platform/log.js';
import { signal } from '../platform/signals.js';
import type { AuditService } from '../services/audit-service.js';
import type { AnswerStep } from './answer-operations.js';
import { retryAfterSeconds, tell } from './failures.js';

type Result = Pick<ExecutionResult, 'data' | 'errors'>;

/** Writes down whose contacts an answer shows to one of the platform; what cannot be written down is not shown. */
export const auditContactReads =
  (audit: AuditService, log: Logger): AnswerStep =>
  ({ contextValue: { actor, contactsShown }, response }) => {
    if (contactsShown.size === 0) return;
    return audit.contactsShown([actor], contactsShown).catch((error: unknown) => {
      const { message, extensions, http } = tell(error, log);
      response.http.status = http;
      response.body = { kind: 'single', singleResult: { errors: [{ message, extensions }] } };
    });
  };

/** Answers 503 with Retry-After where nothing could run since something that we depend on is away; where a part could, it is a 200. */
export const answerUnavailable: AnswerStep = ({ response: { body, http } }) => {
  if (body.kind !== 'single') return;
  const { data, errors = [] } = body.singleResult;
  const nothing = !data || Object.values(data).every((value) => value === null);
  if (!nothing || !errors.some(({ extensions }) => extensions?.code === ('SERVICE_UNAVAILABLE' satisfies FailureCode))) return;
  http.status = failureCodes.SERVICE_UNAVAILABLE.http;
  http.headers.set('retry-after', String(retryAfterSeconds));
};

/** What GraphQL itself has against a request. */
const malformed: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
] satisfies FailureCode[];

/** Who asks for application/json by name gets GraphQL's refusals as 200, as GraphQL over HTTP has it for clients from before it; others as 400. */
export const legacyStatus: AnswerStep = ({ request, response: { body, http } }) => {
  if (http.status !== 400 || body.kind !== 'single') return;
  const accept = request.http?.headers.get('accept') ?? '';
  const isLegacy = accept.includes('application/json') && !accept.includes('application/graphql-response+json');
  if (isLegacy && body.singleResult.errors?.every(({ extensions }) => malformed.includes(extensions?.code))) http.status = 200;
};

/** Tells of every document that was answered, by the name of its root field: names that callers choose are without number. */
export const tellOperations: AnswerStep = ({ operation, response: { body } }, begun) => {
  const outcome = body.kind === 'single' ? outcomeOf(body.singleResult as Result) : 'ok';
  signal('operation', { operation: rootFieldOf(operation), outcome, ms: performance.now() - begun });
};

/** Only what has passed the validation has an operation: its fields are the schema's. */
function rootFieldOf(operation: OperationDefinitionNode | undefined): string {
  if (!operation) return 'invalid';
  const fields = operation.selectionSet.selections.map((selection) => (selection.kind === 'Field' ? selection.name.value : 'several'));
  return fields.length === 1 ? fields[0]! : 'several';
}

function outcomeOf({ data, errors }: Result): string {
  if (errors?.[0]) return String(errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const refused = Object.values(data ?? {}).some(
    (payload) => ((payload as { userErrors?: unknown[] } | null)?.userErrors ?? []).length > 0,
  );
  return refused ? 'USER_ERROR' : 'ok';
}
