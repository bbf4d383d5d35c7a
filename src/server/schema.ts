import 'reflect-metadata';
import { type GraphQLFieldResolver, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { buildSchema } from 'type-graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { Failure, Refusal } from '../domain/errors.js';
import { say } from '../domain/messages.js';
import { permissions, refusalOf } from '../domain/permissions.js';
import { entities } from '../entities/all.js';
import { typeOfNode } from '../entities/node.js';
import type { Needs } from '../loaders/asked-columns.js';
import { AuditResolver } from '../resolvers/audit-resolver.js';
import { CalendarResolver } from '../resolvers/calendar-resolver.js';
import { CertificationMutations } from '../resolvers/certification-mutations.js';
import { CertificationRequestResolver } from '../resolvers/certification-request-resolver.js';
import type { Context } from '../resolvers/context.js';
import { resolveDirectly } from '../resolvers/direct-fields.js';
import { registerEnums } from '../resolvers/enums.js';
import { guardFields } from '../resolvers/field-rights.js';
import { FileInfoResolver, MaterialResolver, MaterialTemplateResolver } from '../resolvers/material-resolver.js';
import { NotificationConnectionResolver, NotificationResolver } from '../resolvers/notification-resolver.js';
import { ProductResolver } from '../resolvers/product-resolver.js';
import { ProgressEventResolver } from '../resolvers/progress-event-resolver.js';
import { ReleaseMutations } from '../resolvers/release-mutations.js';
import { ReleaseResolver } from '../resolvers/release-resolver.js';
import { typeOfDetails } from '../resolvers/release-views.js';
import { ReviewClockResolver } from '../resolvers/review-clock.js';
import { FindingResolver, ReviewResolver, SubmissionResolver } from '../resolvers/review-resolver.js';
import { sealFields } from '../resolvers/sealed.js';
import { AgreementResolver, AgreementSignatureResolver, SellerResolver } from '../resolvers/seller-resolver.js';
import { showProblem } from '../resolvers/showing.js';
import { StatisticsResolver } from '../resolvers/statistics-resolver.js';
import { SubscriptionResolver } from '../resolvers/subscription-resolver.js';
import { ViewerResolver } from '../resolvers/viewer-resolver.js';
import { WebhookResolver } from '../resolvers/webhook-resolver.js';

type Resolve = GraphQLFieldResolver<unknown, Context>;

/** Builds the schema from the classes, with every operation behind its permission and every field behind its rule. Throws when one has none. */
export async function createSchema(): Promise<GraphQLSchema> {
  registerEnums();
  const schema = await buildSchema({
    resolvers: [
      ViewerResolver,
      SellerResolver,
      AgreementResolver,
      AgreementSignatureResolver,
      CertificationRequestResolver,
      CertificationMutations,
      ReleaseResolver,
      ReleaseMutations,
      ProductResolver,
      StatisticsResolver,
      MaterialResolver,
      MaterialTemplateResolver,
      FileInfoResolver,
      ReviewResolver,
      ReviewClockResolver,
      FindingResolver,
      SubmissionResolver,
      ProgressEventResolver,
      AuditResolver,
      SubscriptionResolver,
      NotificationResolver,
      NotificationConnectionResolver,
      WebhookResolver,
      CalendarResolver,
    ],
    validate: false,
    // type-graphql asks for one; subscriptions read the event log instead (src/server/live).
    pubSub: { publish: unused, subscribe: unused },
  });
  const [query, mutation, subscription] = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
  query.description = 'What can be asked. It changes nothing.';
  mutation.description = 'What can be done. What the caller can mend comes as `userErrors`, and nothing was changed then.';
  subscription.description = 'What can be followed, over a websocket or as server-sent events at /graphql/stream.';
  resolveDirectly(schema);
  for (const [name, field] of Object.entries(query.getFields())) field.resolve = guardQuery(name, field.resolve as Resolve);
  for (const [name, field] of Object.entries(mutation.getFields())) field.resolve = guardMutation(name, field.resolve as Resolve);
  assertPermissions(schema);
  tellTypes(schema);
  guardFields(schema);
  sealFields(schema);
  assertColumns(schema);
  return schema;
}

/** How an object of each abstract type tells its own type. */
const typeResolvers: Readonly<Record<string, (value: never) => string | undefined>> = {
  Node: typeOfNode,
  ProgressSubject: typeOfNode,
  ReleaseDetails: typeOfDetails,
};

/** Has abstract types told at once: type-graphql makes promises of them, for which compiled operations do not wait. Throws when one is not told. */
function tellTypes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isAbstractType(type)) continue;
    const resolveType = typeResolvers[type.name];
    if (!resolveType) throw new Error(`schema.ts does not say how to tell the type of a ${type.name}`);
    type.resolveType = (value) => resolveType(value as never);
  }
}

const unused = (): never => {
  throw new Error('nothing is published in memory');
};

function guardQuery(name: string, resolve: Resolve): Resolve {
  return (root, args, context, info) => {
    const refused = refusalOf(context.actor, permissions[name]!);
    if (refused) {
      const { message, params } = refused;
      throw new Failure('FORBIDDEN', { en: say(message, params, 'en'), zh: say(message, params, 'zh') });
    }
    return resolve(root, args, context, info);
  };
}

/** The one place where a refusal becomes `userErrors`. */
function guardMutation(name: string, resolve: Resolve): Resolve {
  return async (root, args, context, info) => {
    context.beginMutation();
    try {
      const refused = refusalOf(context.actor, permissions[name]!);
      if (refused) throw new Refusal(refused);
      return await resolve(root, args, context, info);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { userErrors: error.problems.map((problem) => showProblem(problem, context.language)) };
    }
  };
}

/** Throws when an operation has no permission, or a permission is there for nothing. */
export function assertPermissions(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const operations = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  const missing = operations.filter((name) => !permissions[name]);
  const spare = Object.keys(permissions).filter((name) => !operations.includes(name));
  if (missing.length + spare.length > 0)
    throw new Error(`permissions.ts lacks: ${missing.join(', ')}; it has too many: ${spare.join(', ')}`);
}

const isOf = (entity: new () => object, target: unknown): boolean =>
  entity === target || (typeof target === 'function' && entity.prototype instanceof target);

/** Throws when a field of an entity is neither a column nor says which columns it needs: it would read nothing. */
function assertColumns(schema: GraphQLSchema): void {
  const columns = getMetadataArgsStorage().columns;
  for (const entity of entities) {
    const type = schema.getType(entity.name);
    if (!isObjectType(type)) continue;
    const known = new Set(columns.filter(({ target }) => isOf(entity, target)).map((column) => column.propertyName));
    for (const { name, extensions } of Object.values(type.getFields())) {
      const needs = (extensions.needs as Needs | undefined) ?? [name];
      const unread = Object.values(needs)
        .flat()
        .filter((property) => !known.has(property));
      if (unread.length > 0) throw new Error(`${type.name}.${name} needs ${unread.join(', ')}: no such column`);
    }
  }
}
