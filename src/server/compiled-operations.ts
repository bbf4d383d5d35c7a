import {
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { type Soon, soon } from '../domain/soon.js';
import { memo } from '../platform/memo.js';
import type { Context } from '../resolvers/context.js';
import { compilable } from './compilable.js';
import { type FormatError, tellAs } from './failures.js';
import type { Variables } from './limits/cost.js';
import type { PreparedDocument } from './limits/documents.js';

/** Times that an operation is asked for before it is compiled: what is asked once only would pay for more than it gets. */
const compiledFromUse = 2;
/** Characters of a document that is compiled: one of 13,000 takes up to a quarter of a second, in which nobody else is answered. */
const maxCharacters = 8000;

interface Compiled {
  readonly query: CompiledQuery['query'];
  /** The types of its variables, by name. */
  readonly types: readonly (readonly [string, GraphQLInputType])[];
  /** Variables without which GraphQL's own executor is to run it. */
  readonly needed: readonly string[];
}

interface Operation {
  uses: number;
  /** Null where it cannot be compiled. */
  compiled?: Compiled | null;
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

  /**
   * What `answer` makes of what an operation comes to; null where GraphQL's own executor is to run it, or to tell what does not fit about its
   * variables.
   */
  run<R>(
    prepared: PreparedDocument,
    context: Context,
    variables: Variables,
    answer: (result: { data?: ExecutionResult['data']; errors?: GraphQLFormattedError[] }) => R,
  ): Soon<R | null> {
    const compiled = this.find(prepared);
    if (!compiled || compiled.needed.some((name) => variables[name] == null)) return null;
    // GraphQL refuses a list where an object is asked for, and graphql-jit takes it.
    if (compiled.types.some(([name, type]) => isListForObject(variables[name], type))) return null;
    return soon(compiled.query(undefined, context, variables) as Soon<ExecutionResult>, (result) => {
      // Its variables do not fit: there are no data, not even null, and nothing has run.
      if (!('data' in result)) return null;
      const { data, errors } = result;
      if (!errors) return answer({ data });
      return answer({ data, errors: errors.map((error) => tellAs(this.formatError, error, 'INTERNAL_SERVER_ERROR')) });
    });
  }

  private find(prepared: PreparedDocument): Compiled | null {
    if (prepared.source.length > maxCharacters) return null;
    const operation = memo(this.known, prepared, (): Operation => ({ uses: 0 }));
    if (++operation.uses >= compiledFromUse && operation.compiled === undefined) operation.compiled = this.compile(prepared);
    return operation.compiled ?? null;
  }

  /** Undefined while the compiler is on its way. */
  private compile({ document, operation, operationName }: PreparedDocument): Operation['compiled'] {
    this.jit ??= import('graphql-jit').then((jit) => {
      this.jit = jit;
    });
    if (this.jit instanceof Promise) return undefined;
    const { document: fine, needed } = compilable(document);
    if (!fine) return null;
    const compiled = this.jit.compileQuery(this.schema, document, operationName ?? '');
    if (!this.jit.isCompiledQuery(compiled)) return null;
    const types = (operation.variableDefinitions ?? []).map(
      ({ variable, type }) => [variable.name.value, typeFromAST(this.schema, type) as GraphQLInputType] as const,
    );
    return { query: compiled.query, types, needed };
  }
}

/** Whether there is a list, anywhere within a value, where its type asks for an input object. */
function isListForObject(value: unknown, type: GraphQLInputType): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isNonNullType(type)) return isListForObject(value, type.ofType);
  if (isListType(type)) return (Array.isArray(value) ? value : [value]).some((each) => isListForObject(each, type.ofType));
  if (!isInputObjectType(type)) return false;
  return Array.isArray(value) || objectsIn(type).some((field) => isListForObject((value as Variables)[field.name], field.type));
}

const objectFields = new WeakMap<GraphQLInputObjectType, readonly GraphQLInputField[]>();

/** The fields of an input object that are input objects or lists of them. */
const objectsIn = (type: GraphQLInputObjectType): readonly GraphQLInputField[] =>
  memo(objectFields, type, () => Object.values(type.getFields()).filter((field) => isInputObjectType(getNamedType(field.type))));
