import { type Actor, hasRole, hasScope, platformRoles } from './actor.js';
import { type Problem, problem } from './errors.js';
import { Role } from './words.js';

/** Who may call an operation: any of the roles, and who is let in as a seller needs the scope; `everyone` is everybody with a token. */
export interface Permission {
  readonly roles: readonly Role[] | 'everyone';
  readonly scope?: 'certification:write' | 'release:write';
}

const everyone: Permission = { roles: 'everyone' };
const certification: Permission = { roles: [Role.SELLER], scope: 'certification:write' };
const release: Permission = { roles: [Role.SELLER], scope: 'release:write' };
const reviewers: Permission = { roles: [Role.QUALIFICATION_REVIEWER, Role.PRODUCT_REVIEWER] };
const anyReviewer: Permission = { roles: [Role.QUALIFICATION_REVIEWER, Role.PRODUCT_REVIEWER, Role.OPERATIONS_MANAGER] };
const platform: Permission = { roles: platformRoles };
const webhooks: Permission = { roles: [Role.SELLER, Role.PLATFORM_ADMIN], scope: 'certification:write' };
const admin: Permission = { roles: [Role.PLATFORM_ADMIN] };

/**
 * The rule of every query and mutation (R2–R4); the server does not start while one is missing.
 * What an operation then shows or changes is bounded by who sees which object.
 */
export const permissions: Readonly<Record<string, Permission>> = {
  viewer: everyone,
  node: everyone,
  nodes: everyone,
  seller: everyone,
  sellers: platform,
  agreements: everyone,
  materialTemplates: everyone,
  materialTemplateBundleUrl: everyone,
  certificationRequest: everyone,
  certificationRequests: everyone,
  certifiedProducts: everyone,
  productRelease: everyone,
  productReleases: everyone,
  product: everyone,
  products: everyone,
  reviewStatistics: platform,
  progress: everyone,
  reviewQueue: anyReviewer,
  notifications: everyone,
  notificationReceived: everyone,
  webhookEndpoints: { roles: [Role.SELLER, Role.PLATFORM_ADMIN, Role.AUDITOR] },
  workingCalendars: everyone,
  auditEntries: { roles: [Role.AUDITOR, Role.PLATFORM_ADMIN] },

  registerSeller: admin,
  updateSeller: admin,
  publishAgreement: admin,
  publishMaterialTemplate: admin,
  importWorkingCalendar: admin,
  retryNotification: admin,
  createWebhookEndpoint: webhooks,
  updateWebhookEndpoint: webhooks,
  rotateWebhookSecret: webhooks,
  replayWebhookEvents: webhooks,
  deleteWebhookEndpoint: webhooks,
  markNotificationsRead: { roles: [Role.SELLER] },
  setReviewDigest: anyReviewer,
  signAgreement: certification,
  createCertificationRequest: certification,
  updateCertificationRequest: certification,
  addSupportingProduct: certification,
  updateSupportingProduct: certification,
  removeSupportingProduct: certification,
  uploadMaterial: certification,
  removeMaterial: certification,
  submitCertificationRequest: certification,
  copyCertificationRequest: certification,
  withdrawCertificationRequest: certification,
  discardCertificationRequest: certification,
  answerFinding: certification,
  claimReview: anyReviewer,
  unclaimReview: anyReviewer,
  reviewCertificationRequest: reviewers,
  createProductRelease: release,
  updateProductRelease: release,
  uploadProductLogo: release,
  submitProductRelease: release,
  withdrawProductRelease: release,
  discardProductRelease: release,
  reviewProductRelease: { roles: [Role.OPERATIONS_MANAGER] },
  delistProduct: { roles: [Role.SELLER, Role.OPERATIONS_MANAGER], scope: 'release:write' },
};

/** Why the actor may not call the operation, or null when it may. */
export function refusalOf(actor: Actor, permission: Permission): Problem | null {
  const { roles, scope } = permission;
  if (roles !== 'everyone' && !hasRole(actor, roles)) return problem('forbidden', { needs: roles.join(',') });
  if (
    !scope ||
    (roles !== 'everyone' &&
      hasRole(
        actor,
        roles.filter((role) => role !== Role.SELLER),
      ))
  )
    return null;
  if (actor.sellerId === null) return problem('sellerMissing');
  if (!hasScope(actor, scope)) {
    return scope === 'release:write' ? problem('releaseScope') : problem('forbidden', { needs: scope });
  }
  return null;
}
