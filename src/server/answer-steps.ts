import type { OperationDefinitionNode } from 'graphql';
import { type FailureCode, failureCodes } from '../domain/error-codes.js';
import type { Logger } from '../platform/log.js';
import { signal } from '../platform/signals.js';
import type { AuditService } from '../services/audit-service.js';
import type { Answer, AnswerStep } from './answer-operations.js';
import { retryAfterSeconds, tell } from './failures.js';

/** Writes down whose contacts an answer shows to one of the platform; what cannot be written down is not shown. */
export const auditContactReads =
  (audit: AuditService, log: Logger): AnswerStep =>
  (answer, { context: { actor, contactsShown } }) => {
    if (contactsShown.size === 0) return;
    return audit.contactsShown([actor], contactsShown).catch((error: unknown) => {
      const { message, extensions, http } = tell(error, log);
      answer.status = http;
      answer.result = { errors: [{ message, extensions }] };
    });
  };

/** Answers 503 with Retry-After where nothing could run since something that we depend on is away; where a part could, it is a 200. */
export const answerUnavailable: AnswerStep = (answer) => {
  const { data, errors = [] } = answer.result;
  const nothing = !data || Object.values(data).every((value) => value === null);
  if (!nothing || !errors.some(({ extensions }) => extensions?.code === ('SERVICE_UNAVAILABLE' satisfies FailureCode))) return;
  answer.status = failureCodes.SERVICE_UNAVAILABLE.http;
  answer.headers.set('retry-after', String(retryAfterSeconds));
};

/** What GraphQL itself has against a request. */
const malformed: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
] satisfies FailureCode[];

/** Who asks for application/json by name gets GraphQL's refusals as 200, as GraphQL over HTTP has it for clients from before it; others as 400. */
export const legacyStatus: AnswerStep = (answer, { accept = '' }) => {
  if (answer.status !== 400) return;
  const isLegacy = accept.includes('application/json') && !accept.includes('application/graphql-response+json');
  if (isLegacy && answer.result.errors?.every(({ extensions }) => malformed.includes(extensions?.code))) answer.status = 200;
};

/** Tells of every document that was answered, by the name of its root field: names that callers choose are without number. */
export const tellOperations: AnswerStep = ({ result }, { operation }, begun) => {
  signal('operation', { operation: rootFieldOf(operation), outcome: outcomeOf(result), ms: performance.now() - begun });
};

/** Only what has passed the validation has an operation: its fields are the schema's. */
function rootFieldOf(operation: OperationDefinitionNode | undefined): string {
  if (!operation) return 'invalid';
  const fields = operation.selectionSet.selections.map((selection) => (selection.kind === 'Field' ? selection.name.value : 'several'));
  return fields.length === 1 ? fields[0]! : 'several';
}

function outcomeOf({ data, errors }: Answer['result']): string {
  if (errors?.[0]) return String(errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const refused = Object.values(data ?? {}).some(
    (payload) => ((payload as { userErrors?: unknown[] } | null)?.userErrors ?? []).length > 0,
  );
  return refused ? 'USER_ERROR' : 'ok';
}
