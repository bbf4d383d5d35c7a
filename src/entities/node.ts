import { Field, ID, InterfaceType } from 'type-graphql';

/** The GraphQL type of an id, by its prefix; the one place where the prefixes are told. */
export const idPrefixes = {
  Seller: 'seller',
  Agreement: 'agreement',
  CertificationRequest: 'request',
  SupportingProduct: 'supporting',
  Contact: 'contact',
  MaterialTemplate: 'template',
  Material: 'material',
  Review: 'review',
  Finding: 'finding',
  ProductRelease: 'release',
  Product: 'product',
  ProgressEvent: 'event',
  AuditEntry: 'audit',
  Notification: 'notification',
  WebhookEndpoint: 'endpoint',
  WebhookDelivery: 'delivery',
} as const;
export type NodeType = keyof typeof idPrefixes;

const typeByPrefix = new Map<string, NodeType>(Object.entries(idPrefixes).map(([type, prefix]) => [prefix, type as NodeType]));
const ID_FORM = /^([a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** The type that an id names, or null when it is no id of ours. */
export const typeOfId = (id: string): NodeType | null => typeByPrefix.get(ID_FORM.exec(id)?.[1] ?? '') ?? null;

/** The GraphQL type of an object with such an id. */
export const typeOfNode = ({ id }: { readonly id: string }): string | undefined => typeOfId(id) ?? undefined;

@InterfaceType({
  description: 'An object with an id of its own, which `node` finds again.',
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and globally unique; ids of one type sort by creation time, and the prefix names the type.' })
  id: string;
}
