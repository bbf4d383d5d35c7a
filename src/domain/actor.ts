import { CertificationStatus, ReleaseStatus, Role } from './words.js';

/** Who acts: what a verified access token says of a person, and the seller account it belongs to. */
export interface Actor {
  /** The identity provider's name for the person. */
  readonly subject: string;
  readonly name: string;
  /** An address that the identity provider has verified, in lower case; else null. */
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  /** The seller account that the person works for; null when there is none. */
  readonly sellerId: string | null;
  /** True for the seller's main account, which may do everything for its seller (R3). */
  readonly main: boolean;
}

/** An actor as it is written into records and events. */
export interface ActorRecord {
  readonly subject: string;
  readonly name: string;
  readonly role: Role | null;
}

/** What Joint Ops does by itself, as records and events name it. */
export const theSystem: ActorRecord = { subject: 'joint-ops', name: 'Joint Ops', role: null };

/** Roles of the platform: they see every seller and every request but drafts (R4). */
export const platformRoles = [
  Role.QUALIFICATION_REVIEWER,
  Role.PRODUCT_REVIEWER,
  Role.OPERATIONS_MANAGER,
  Role.AUDITOR,
  Role.PLATFORM_ADMIN,
] as const;

/** Statuses that only the seller sees (R4). */
export const privateStatuses: readonly CertificationStatus[] = [CertificationStatus.DRAFT, CertificationStatus.DISCARDED];

export const hasRole = (actor: Actor, roles: readonly Role[]): boolean => actor.roles.some((role) => roles.includes(role));
export const isPlatform = (actor: Actor): boolean => hasRole(actor, platformRoles);
export const hasScope = (actor: Actor, scope: string): boolean => actor.main || actor.scopes.includes(scope);

/** True for somebody who reads contacts masked (R4): an auditor with no other role on the platform. */
export const seesContactsMasked = (actor: Actor): boolean =>
  actor.roles.includes(Role.AUDITOR) &&
  !hasRole(
    actor,
    platformRoles.filter((role) => role !== Role.AUDITOR),
  );

/** Whether an actor works for a seller and acts as such. */
export const isSellerOf = (actor: Actor, sellerId: string): boolean => actor.roles.includes(Role.SELLER) && actor.sellerId === sellerId;

/** The seller account whose objects an actor sees as its own; null where it acts for none. */
export const ownSeller = ({ roles, sellerId }: Actor): string | null => (roles.includes(Role.SELLER) ? sellerId : null);

/** Whether an actor may see a request, apart from the Huawei contact's right (R2, R4). */
export const seesRequest = (actor: Actor, request: { sellerId: string; status: CertificationStatus }): boolean =>
  isSellerOf(actor, request.sellerId) || (isPlatform(actor) && !privateStatuses.includes(request.status));

/** The actor with the roles that it has towards a seller's object: who works for another seller is no seller here (R2). */
export const actingOn = (actor: Actor, { sellerId }: { sellerId: string }): Actor =>
  actor.sellerId === sellerId || !actor.roles.includes(Role.SELLER)
    ? actor
    : { ...actor, roles: actor.roles.filter((role) => role !== Role.SELLER) };

/** Statuses of releases that only the seller sees. */
export const privateReleaseStatuses: readonly ReleaseStatus[] = [ReleaseStatus.DRAFT, ReleaseStatus.DISCARDED];

/** Whether an actor may see a release (R2, R4). */
export const seesRelease = (actor: Actor, release: { sellerId: string; status: ReleaseStatus }): boolean =>
  isSellerOf(actor, release.sellerId) || (isPlatform(actor) && !privateReleaseStatuses.includes(release.status));

/** The actor as it goes into a record, in the first of `roles` that it has. */
export const recordOf = (actor: Actor, roles: readonly Role[]): ActorRecord => ({
  subject: actor.subject,
  name: actor.name,
  role: roles.find((role) => actor.roles.includes(role)) ?? null,
});
