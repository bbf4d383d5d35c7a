import {
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { memo } from '../platform/memo.js';
import type { Context } from '../resolvers/context.js';
import { type FormatError, tellAs } from './failures.js';
import type { Variables } from './limits/cost.js';
import type { PreparedDocument } from './limits/documents.js';

/** Times that an operation is asked for before it is compiled: what is asked once only would pay for more than it gets. */
const compiledFromUse = 2;
/** Characters of a document that is compiled: one of 13,000 takes up to a quarter of a second, in which nobody else is answered. */
const maxCharacters = 8000;

interface Operation {
  uses: number;
  /** Null where it cannot be compiled. */
  compiled?: CompiledQuery['query'] | null;
}

/**
 * Operations as functions, made by graphql-jit from documents that are valid (docs/adr/0034). They hang on what was prepared: what is kept
 * is bounded by whoever keeps that.
 */
export class CompiledOperations {
  private readonly known = new WeakMap<PreparedDocument, Operation>();
  /** Loaded with the first operation that comes again: a tenth of the time that the server takes to start. */
  private jit: Promise<void> | typeof import('graphql-jit') | null = null;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly formatError: FormatError,
  ) {}

  /** What an operation comes to; null where GraphQL's own executor is to run it, or to tell what does not fit about its variables. */
  async run(
    prepared: PreparedDocument,
    context: Context,
    variables: Variables,
  ): Promise<{ data?: ExecutionResult['data']; errors?: GraphQLFormattedError[] } | null> {
    const query = this.find(prepared);
    if (!query) return null;
    if (this.hasListForObject(prepared, variables)) return null;
    const { data, errors }: ExecutionResult = await query(undefined, context, variables);
    // Its variables do not fit: nothing has run.
    if (data === undefined) return null;
    return errors ? { data, errors: errors.map((error) => tellAs(this.formatError, error, 'INTERNAL_SERVER_ERROR')) } : { data };
  }

  /** Whether a variable has a list where an object is asked for, which GraphQL refuses and graphql-jit takes. */
  private hasListForObject({ operation }: PreparedDocument, variables: Variables): boolean {
    return (operation.variableDefinitions ?? []).some(({ variable, type }) => {
      const value = variables[variable.name.value];
      return typeof value === 'object' && isListForObject(value, typeFromAST(this.schema, type) as GraphQLInputType);
    });
  }

  private find(prepared: PreparedDocument): CompiledQuery['query'] | null {
    if (prepared.source.length > maxCharacters) return null;
    const operation = memo(this.known, prepared, (): Operation => ({ uses: 0 }));
    if (++operation.uses >= compiledFromUse && operation.compiled === undefined) operation.compiled = this.compile(prepared);
    return operation.compiled ?? null;
  }

  /** Undefined while the compiler is on its way. */
  private compile({ document, operationName }: PreparedDocument): Operation['compiled'] {
    this.jit ??= import('graphql-jit').then((jit) => {
      this.jit = jit;
    });
    if (this.jit instanceof Promise) return undefined;
    const compiled = this.jit.compileQuery(this.schema, document, operationName ?? '');
    return this.jit.isCompiledQuery(compiled) ? compiled.query : null;
  }
}

function isListForObject(value: unknown, type: GraphQLInputType): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isNonNullType(type)) return isListForObject(value, type.ofType);
  if (isListType(type)) return (Array.isArray(value) ? value : [value]).some((each) => isListForObject(each, type.ofType));
  if (!isInputObjectType(type)) return false;
  if (Array.isArray(value)) return true;
  const fields = type.getFields();
  return Object.entries(value).some(([name, each]) => fields[name] !== undefined && isListForObject(each, fields[name].type));
}
