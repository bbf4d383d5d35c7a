import {
  type DocumentNode,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { Failure } from '../../domain/errors.js';
import { sha256Of } from '../../platform/hash.js';
import type { Variables } from '../limits/cost.js';
import { InvalidOperation, type PreparedDocument } from '../limits/documents.js';

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

/** Reads subscriptions that were admitted. */
export class LiveOperations {
  private readonly personal = new WeakMap<DocumentNode, boolean>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Throws {@link InvalidOperation} or a Failure. */
  read({ source, document, operation, operationName }: PreparedDocument, variables: Variables): LiveOperation {
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw new Failure('BAD_REQUEST', {
        en: 'Only subscriptions run here; send queries and mutations to POST /graphql.',
        zh: '此处仅支持订阅；查询和变更请发送至 POST /graphql。',
      });
    }
    const coerced = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables);
    if (coerced.errors) throw new InvalidOperation('BAD_USER_INPUT', coerced.errors);
    return {
      document,
      operationName,
      variables: coerced.coerced,
      ...this.rootField(document, operation, coerced.coerced),
      key: sha256Of(JSON.stringify([source, operationName, coerced.coerced])),
      personal: this.isPersonal(document),
    };
  }

  private isPersonal(document: DocumentNode): boolean {
    let personal = this.personal.get(document);
    if (personal === undefined) {
      personal = isPersonal(this.schema, document);
      this.personal.set(document, personal);
    }
    return personal;
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
