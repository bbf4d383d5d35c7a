import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { FailureCode } from '../../domain/error-codes.js';
import { Failure } from '../../domain/errors.js';
import { sha256Of } from '../../platform/hash.js';

/** A subscription as it was sent. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** The fields of Subscription. */
export type LiveField = 'progress' | 'reviewQueue' | 'notificationReceived';

/** A subscription that fits the schema. */
export interface LiveOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly field: LiveField;
  readonly args: { readonly subjectId?: string | null; readonly phase?: string | null; readonly after?: string | null };
  /** The same for all subscribers whose answers are the same, if their rights are. */
  readonly key: string;
  /** Whether the answer differs from person to person, not only by their rights. */
  readonly personal: boolean;
}

/** Tokens of a document. */
const maxTokens = 2000;
/** Documents that are kept ready. */
const cacheSize = 1000;

interface Prepared {
  readonly document: DocumentNode;
  readonly personal: boolean;
}

/** Reads subscriptions: parses and validates each document once. */
export class LiveOperations {
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Throws {@link InvalidOperation} or a Failure. */
  read({ query, variables, operationName }: SubscriptionRequest): LiveOperation {
    const { document, personal } = this.prepare(query);
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      throw new Failure('OPERATION_RESOLUTION_FAILURE', {
        en: 'operationName does not name one operation of the document.',
        zh: 'operationName 未指向文档中的操作。',
      });
    }
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw new Failure('BAD_REQUEST', {
        en: 'Only subscriptions run here; send queries and mutations to POST /graphql.',
        zh: '此处仅支持订阅；查询和变更请发送至 POST /graphql。',
      });
    }
    const coerced = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables ?? {});
    if (coerced.errors) throw new InvalidOperation('BAD_USER_INPUT', coerced.errors);
    return {
      document,
      operationName: operationName ?? null,
      variables: coerced.coerced,
      ...this.rootField(document, operation, coerced.coerced),
      key: sha256Of(JSON.stringify([query, operationName, coerced.coerced])),
      personal,
    };
  }

  private prepare(query: string): Prepared {
    const known = this.prepared.get(query);
    if (known) return known;
    const document = asInvalid('GRAPHQL_PARSE_FAILED', () => parse(query, { maxTokens, noLocation: true }));
    // GraphQL's own rule for subscriptions throws when it meets @include(if: $variable), where others list what is wrong.
    const errors = asInvalid('GRAPHQL_VALIDATION_FAILED', () => validate(this.schema, document));
    if (errors.length > 0) throw new InvalidOperation('GRAPHQL_VALIDATION_FAILED', errors);
    const prepared = { document, personal: isPersonal(this.schema, document) };
    if (this.prepared.size >= cacheSize) this.prepared.clear();
    this.prepared.set(query, prepared);
    return prepared;
  }

  private rootField(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Pick<LiveOperation, 'field' | 'args'> {
    const type = this.schema.getSubscriptionType()!;
    const fragments = Object.fromEntries(
      document.definitions.flatMap((node) => (node.kind === 'FragmentDefinition' ? [[node.name.value, node]] : [])),
    );
    const [first] = collectFields(this.schema, fragments as never, variables, type, operation.selectionSet).values();
    const node = first?.[0];
    const field = node && type.getFields()[node.name.value];
    if (!node || !field) throw new Failure('BAD_REQUEST', { en: 'The subscription selects no field.', zh: '订阅未选择任何字段。' });
    return { field: field.name as LiveField, args: getArgumentValues(field, node, variables) };
  }
}

/** Fields say in `extensions.personal` that they differ from person to person. */
function isPersonal(schema: GraphQLSchema, document: DocumentNode): boolean {
  const info = new TypeInfo(schema);
  let personal = false;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        personal ||= info.getFieldDef()?.extensions.personal === true;
      },
    }),
  );
  return personal;
}

/** What GraphQL has against an operation. */
export class InvalidOperation extends Error {
  constructor(
    readonly code: FailureCode,
    readonly errors: readonly GraphQLError[],
  ) {
    super(code);
  }
}

/** What GraphQL throws, as something that the caller can mend. */
function asInvalid<R>(code: FailureCode, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw error instanceof GraphQLError ? new InvalidOperation(code, [error]) : error;
  }
}
