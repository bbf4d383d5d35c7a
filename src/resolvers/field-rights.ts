import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isCompositeType, isNonNullType, isObjectType } from 'graphql';
import { type Actor, type ActorRecord, isPlatform, seesContactsMasked } from '../domain/actor.js';
import { carriers, type FieldRule, type TypeRule, typeRules } from '../domain/field-rules.js';
import { contactKeys, maskContact, maskEmail, maskField, maskMobile } from '../domain/masking.js';
import { label } from '../domain/messages.js';
import type { Json } from '../domain/snapshot.js';
import { Channel, Role } from '../domain/words.js';
import type { Contact } from '../entities/contact.js';
import type { Notification } from '../entities/notification.js';
import type { Submission } from '../entities/submission.js';
import { callingCodeOf } from '../platform/phone.js';
import type { Context } from './context.js';
import type { FieldChangeView } from './views.js';

/** A field in which contacts stand. */
interface ContactField {
  /** Whose contacts the value holds: a request or a message, by its id; null where it holds none. */
  of(source: never, value: never): string | null;
  mask(value: never, source: never): unknown;
}

const fieldOfContact = (field: 'name' | 'mobile' | 'email'): ContactField => ({
  of: ({ certificationRequestId }: Contact) => certificationRequestId,
  mask: (value: string) => maskField(field, value, callingCodeOf),
});
const ofContact = ({ path }: FieldChangeView): boolean => (contactKeys as readonly string[]).includes(path[0]!);

/** Every field of the rule `contact`. */
const contactFields: Readonly<Record<string, ContactField>> = {
  'Contact.name': fieldOfContact('name'),
  'Contact.mobile': fieldOfContact('mobile'),
  'Contact.email': fieldOfContact('email'),
  'Notification.recipient': {
    of: ({ id, channel }: Notification) => (channel === Channel.INBOX ? null : id),
    mask: (value: string, { channel }: Notification) =>
      channel === Channel.EMAIL ? maskEmail(value) : maskMobile(value, callingCodeOf(value)),
  },
  'Submission.snapshot': {
    of: ({ certificationRequestId }: Submission) => certificationRequestId,
    mask: (snapshot: Submission['snapshot']) => ({
      ...snapshot,
      ...Object.fromEntries(contactKeys.map((key) => [key, snapshot[key] && maskContact(snapshot[key], callingCodeOf)])),
    }),
  },
  'Submission.changesSincePrevious': {
    of: ({ certificationRequestId }: Submission, changes: FieldChangeView[]) => (changes.some(ofContact) ? certificationRequestId : null),
    mask: (changes: FieldChangeView[]) =>
      changes.map((change) =>
        ofContact(change)
          ? { ...change, before: maskValue(change.path[1], change.before as Json), after: maskValue(change.path[1], change.after as Json) }
          : change,
      ),
  },
};

/** Masks a contact that came or went whole, or one field of it. */
function maskValue(field: string | undefined, value: Json): Json {
  if (value === null || typeof value !== 'object') return maskField(field, value, callingCodeOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskField(key, inner as Json, callingCodeOf)]));
}

/** What a viewer gets of a value. */
type Show = (value: unknown, source: never, context: Context) => unknown;

/** How a rule shows the values of a field; null where it shows them as they are. */
function showing(rule: FieldRule, field: string): Show | null {
  switch (rule) {
    case 'once':
      return null;
    case 'staff':
      return (value, _, { actor }) => (isPlatform(actor) ? value : null);
    case 'colleague':
      return (name, source: ActorRecord, { actor, language }) => (seesNameOf(source, actor) ? name : label(source.role!, language));
    case 'contact': {
      const contacts = contactFields[field];
      if (!contacts) throw new Error(`${field} has the rule contact: say in contactFields (field-rights.ts) how it is masked`);
      return (value, source, { actor, contactsShown }) => {
        if (value == null || !isPlatform(actor)) return value;
        const of = contacts.of(source, value as never);
        if (of === null) return value;
        if (seesContactsMasked(actor)) return contacts.mask(value as never, source);
        contactsShown.add(of);
        return value;
      };
    }
  }
}

/** R24: the platform's people are shown by role, unless the viewer is one of them. */
const seesNameOf = ({ role }: ActorRecord, actor: Actor): boolean => role === null || role === Role.SELLER || isPlatform(actor);

const typesOf = (schema: GraphQLSchema): GraphQLObjectType[] => {
  const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter((t) => isObjectType(t))
    .filter((t) => !t.name.startsWith('__') && !operations.includes(t));
};
const carrierOf = ({ name }: GraphQLObjectType): TypeRule | undefined => carriers.find(({ ending }) => name.endsWith(ending))?.rule;

/** Throws when a type or a field has no rule in field-rules.ts, or a rule is there for nothing: what nobody decided on is not shown. */
export function assertFieldRules(schema: GraphQLSchema): void {
  const types = typesOf(schema);
  const missing: string[] = [];
  const spare = Object.keys(typeRules).filter((name) => !types.some((type) => type.name === name));
  for (const type of types) {
    const carrier = carrierOf(type);
    const rule = typeRules[type.name] ?? carrier;
    const ruled = [...(rule?.fields ?? []), ...Object.keys(rule?.dear ?? {})];
    const fields = Object.values(type.getFields());
    const open = fields.filter(({ name, type: of }) => !ruled.includes(name) && !(carrier && isCompositeType(getNamedType(of))));
    missing.push(...open.map(({ name }) => `${type.name}.${name}`));
    if (!carrier) spare.push(...ruled.filter((name) => !fields.some((field) => field.name === name)).map((name) => `${type.name}.${name}`));
  }
  if (missing.length > 0)
    throw new Error(`Nobody said who may see ${missing.join(', ')}: add it to typeRules in src/domain/field-rules.ts`);
  if (spare.length > 0) throw new Error(`src/domain/field-rules.ts has rules for what the schema lacks: ${spare.join(', ')}`);
}

/** Has dear fields shown as their rules say. Fields that whoever sees the object sees stay as they are, and cost nothing. */
export function guardFields(schema: GraphQLSchema): void {
  assertFieldRules(schema);
  for (const type of typesOf(schema)) {
    const { dear } = typeRules[type.name] ?? carrierOf(type)!;
    for (const [name, rule] of Object.entries(dear)) {
      const field = type.getFields()[name];
      const show = field && rule ? showing(rule, `${type.name}.${name}`) : null;
      if (!field || !show) continue;
      if (rule === 'staff' && isNonNullType(field.type)) throw new Error(`${type.name}.${name} is for staff alone: it must be nullable`);
      const resolve = field.resolve ?? ((source: Record<string, unknown>) => source[name]);
      field.resolve = (source, args, context, info) => {
        const value = resolve(source, args, context, info);
        return value instanceof Promise ? value.then((v) => show(v, source as never, context)) : show(value, source as never, context);
      };
    }
  }
}
