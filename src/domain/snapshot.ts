import type { AcceptedAgreement, CertificationFacts, ContactFacts, ProductFacts, Snapshot } from './certification-facts.js';
import { AgreementKind, ReviewPhase } from './words.js';

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One difference between two snapshots. */
export interface Change {
  readonly path: string[];
  readonly before: Json;
  readonly after: Json;
}

/** Freezes what a submit sends to the reviewers (R17). */
export function snapshotOf(number: string, round: number, facts: CertificationFacts, agreements: readonly AcceptedAgreement[]): Snapshot {
  const { seller, product } = facts;
  return {
    number,
    round,
    company: seller.company,
    product: { ...productOf(product), category: product.category ?? null },
    supportingProducts: facts.supportingProducts.map(productOf),
    businessContact: contactOf(facts.businessContact),
    huaweiContact: contactOf(facts.huaweiContact),
    materials: Object.fromEntries(
      facts.materials.map(({ templateCode, templateVersion, phase, file }) => [templateCode, { ...file, templateVersion, phase }]),
    ),
    agreements: [...agreements].map(({ kind, version, sha256 }) => ({ kind, version, sha256 })).sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  };
}

const productOf = ({ name, version, deliveryMethod, introduction }: ProductFacts): ProductFacts => ({
  name,
  version,
  deliveryMethod,
  introduction,
});
const contactOf = (contact: ContactFacts | null) => contact && { name: contact.name, mobile: contact.mobile, email: contact.email };

/** What the qualification phase judges (R20): company, contacts, commitments and the materials whose template says so. */
function qualificationPart(snapshot: Snapshot): Json {
  return {
    company: snapshot.company,
    businessContact: snapshot.businessContact,
    huaweiContact: snapshot.huaweiContact,
    agreements: snapshot.agreements.filter((agreement) => agreement.kind !== AgreementKind.JOINT_PARTNER_PROGRAM),
    materials: Object.fromEntries(Object.entries(snapshot.materials).filter(([, file]) => file.phase === ReviewPhase.QUALIFICATION)),
  } as unknown as Json;
}

/** Whether something that qualification judges differs between two rounds, so that the next round starts there (R20). */
export const changesQualification = (before: Snapshot, after: Snapshot): boolean =>
  differences(qualificationPart(before), qualificationPart(after)).length > 0;

/** What a round changed against the one before; the round's own number is left out. */
export const changesBetween = (before: Snapshot, after: Snapshot): Change[] =>
  differences(before as unknown as Json, after as unknown as Json).filter((change) => change.path[0] !== 'round');

/** The leaves in which two JSON values differ, with their paths; something added or removed is one change. */
export function differences(before: Json, after: Json, path: string[] = []): Change[] {
  if (before === after) return [];
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byNumberThenName);
    return keys.flatMap((key) => differences(child(before, key), child(after, key), [...path, key]));
  }
  return [{ path, before, after }];
}

const isContainer = (value: Json): value is Exclude<Json, null | boolean | number | string> => typeof value === 'object' && value !== null;
const child = (value: object, key: string): Json => (value as Record<string, Json>)[key] ?? null;
const byNumberThenName = (a: string, b: string): number => Number(a) - Number(b) || (a < b ? -1 : 1);
