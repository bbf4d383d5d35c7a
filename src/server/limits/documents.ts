import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  TypeMetaFieldDef,
  type ValidationRule,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { FailureCode } from '../../domain/error-codes.js';
import { Failure } from '../../domain/errors.js';
import { limits } from '../../domain/limits.js';
import { sha256Of } from '../../platform/hash.js';
import { assertCosts, costOf, type Variables } from './cost.js';
import { boundDocument, boundText } from './shape.js';

/** An operation that fits the schema and the limits of its document: what every transport executes. */
export interface PreparedDocument {
  readonly source: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Null where the document has one operation, and none was named. */
  readonly operationName: string | null;
  /** Points that it costs with these variables (src/domain/costs.ts). */
  cost(variables: Variables): number;
}

/** What GraphQL has against a document, or its variables. */
export class InvalidOperation extends Error {
  constructor(
    readonly code: FailureCode,
    readonly errors: readonly GraphQLError[],
  ) {
    super(code);
  }
}

/** What is thrown for a document that is refused. */
export type DocumentRefusal = InvalidOperation | Failure;

/** Prepares documents, each once. What is refused is remembered too, by its hash, so that it costs no more when it comes again. */
export class Documents {
  private readonly prepared = new LRUCache<string, PreparedDocument>({
    max: limits.preparedDocuments,
    maxSize: limits.preparedCharacters,
    sizeCalculation: ({ source }) => source.length,
  });
  private readonly refused = new LRUCache<string, DocumentRefusal>({ max: limits.refusedDocuments });
  private readonly rules: readonly ValidationRule[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly introspection: boolean,
  ) {
    assertCosts(schema);
    this.rules = introspection ? specifiedRules : [...specifiedRules, noSchemaQuery];
  }

  /** Throws a {@link DocumentRefusal}: GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE, QUERY_TOO_COMPLEX. */
  prepare(source: string, operationName: string | null): PreparedDocument {
    const key = `${operationName ?? ''}\n${source}`;
    const known = this.prepared.get(key);
    if (known) return known;
    const hash = sha256Of(key);
    const refusal = this.refused.get(hash);
    if (refusal) throw refusal;
    try {
      const made = this.make(source, operationName);
      this.prepared.set(key, made);
      return made;
    } catch (error) {
      if (error instanceof InvalidOperation || error instanceof Failure) this.refused.set(hash, error);
      throw error;
    }
  }

  private make(source: string, operationName: string | null): PreparedDocument {
    const parsed = asInvalid('GRAPHQL_PARSE_FAILED', () => {
      boundText(source);
      return parse(source);
    });
    asInvalid('GRAPHQL_VALIDATION_FAILED', () => boundDocument(parsed));
    // GraphQL's own rule for subscriptions throws when it meets @include(if: $variable), where others list what is wrong.
    const errors = asInvalid('GRAPHQL_VALIDATION_FAILED', () =>
      validate(this.schema, parsed, this.rules, { maxErrors: limits.documentErrors }),
    );
    if (errors.length > 0) throw new InvalidOperation('GRAPHQL_VALIDATION_FAILED', errors);
    const document = this.introspection ? parsed : withoutTypes(parsed);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new InvalidOperation('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(noSuchOperation(operationName))]);
    return { source, document, operation, operationName, cost: costOf(this.schema, document, operation) };
  }
}

const noSuchOperation = (name: string | null): string =>
  name ? `Unknown operation named "${name}".` : 'Must provide operation name if query contains multiple operations.';

/** What GraphQL throws, as something that the caller can mend. */
function asInvalid<R>(code: FailureCode, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw error instanceof GraphQLError ? new InvalidOperation(code, [error]) : error;
  }
}

const noSchemaQuery: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value === '__schema') context.reportError(new GraphQLError('The schema cannot be asked for here.', { nodes: node }));
  },
});

/** Where the schema cannot be asked for, `__type` finds nothing, as for a name that there is not: GraphQL over HTTP's audits ask for one. */
function withoutTypes(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(node) {
      if (node.name.value !== TypeMetaFieldDef.name) return undefined;
      return { ...node, arguments: node.arguments?.map((argument) => ({ ...argument, value: { kind: Kind.STRING, value: '' } as const })) };
    },
  });
}
