import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, getVariableValues } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { memo } from '../platform/memo.js';
import type { Context } from '../resolvers/context.js';
import { type FormatError, tellAs } from './failures.js';

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
 * Operations as functions, made by graphql-jit from documents that are valid (docs/adr/0034). They hang on their documents: what is kept
 * is bounded by whoever keeps those.
 */
export class CompiledOperations {
  private readonly known = new WeakMap<DocumentNode, Map<string, Operation>>();
  /** Loaded with the first operation that comes again: a tenth of the time that the server takes to start. */
  private jit: Promise<void> | typeof import('graphql-jit') | null = null;

  constructor(private readonly schema: GraphQLSchema) {}

  /** The function for an operation; null where GraphQL's own executor is to run it. */
  find(document: DocumentNode, operationName: string | null): CompiledQuery['query'] | null {
    const operations = memo(this.known, document, () => new Map<string, Operation>());
    const name = operationName ?? '';
    const operation = memo(operations, name, (): Operation => ({ uses: 0 }));
    if (++operation.uses >= compiledFromUse && operation.compiled === undefined) operation.compiled = this.compile(document, name);
    return operation.compiled ?? null;
  }

  /** Undefined while the compiler is on its way. */
  private compile(document: DocumentNode, name: string): Operation['compiled'] {
    this.jit ??= import('graphql-jit').then((jit) => {
      this.jit = jit;
    });
    if (this.jit instanceof Promise) return undefined;
    const compiled = this.jit.compileQuery(this.schema, document, name);
    return this.jit.isCompiledQuery(compiled) ? compiled.query : null;
  }
}

/** Has Apollo answer with what a compiled operation comes to. Variables that do not fit are left to GraphQL's own executor to tell. */
export function runCompiled(schema: GraphQLSchema, formatError: FormatError): ApolloServerPlugin<Context> {
  const operations = new CompiledOperations(schema);
  return {
    requestDidStart: async () => ({
      async responseForOperation({ document, source, operation, request, contextValue }) {
        const run = source.length <= maxCharacters ? operations.find(document, request.operationName ?? null) : null;
        if (!run) return null;
        const variables = request.variables ?? {};
        // graphql-jit takes a list where an object is asked for.
        if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return null;
        const { data, errors }: ExecutionResult = await run(undefined, contextValue, variables);
        const told = errors?.map((error) => tellAs(formatError, error, 'INTERNAL_SERVER_ERROR'));
        const singleResult = told ? { data, errors: told } : { data };
        return { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
      },
    }),
  };
}
