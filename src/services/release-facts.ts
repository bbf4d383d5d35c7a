import type { Actor } from '../domain/actor.js';
import { isPendingChange } from '../domain/release-checks.js';
import type { ReleaseFacts } from '../domain/release-facts.js';
import type { ReviewTime } from '../domain/review-clock.js';
import { FindingStatus, type Instant, ReleaseStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import type { ProductRelease } from '../entities/product-release.js';
import { contactsOfRequest, findingsOfRelease, productOfRequest, type Rows, releasesOfRequest } from '../entities/relations.js';
import { Seller } from '../entities/seller.js';

/** Gathers what the rules of a release look at. */
export async function gatherReleaseFacts(
  rows: Rows,
  release: ProductRelease,
  actor: Actor,
  now: Instant,
  reviewTime: ReviewTime,
): Promise<ReleaseFacts> {
  const { sellerId, certificationRequestId: requestId, claimedBy, claimedUntil } = release;
  // All at once, so that they travel as one statement.
  const [seller, request, releases, [product = null], contacts, findings, actorSeller] = await Promise.all([
    rows.one(Seller, sellerId),
    rows.one(CertificationRequest, requestId),
    rows.list(releasesOfRequest, requestId),
    rows.list(productOfRequest, requestId),
    rows.list(contactsOfRequest, requestId),
    rows.list(findingsOfRelease, release.id),
    actor.sellerId ? rows.one(Seller, actor.sellerId) : null,
  ]);
  if (!seller || !request) throw new Error(`Release ${release.id} stands on nothing`);
  const others = releases.filter((other) => other.id !== release.id);
  const live = product && others.find((other) => other.id === product.currentReleaseId);
  return {
    now,
    status: release.status,
    round: release.round,
    submittedAt: release.submittedAt,
    claim: claimedBy && claimedUntil ? { by: claimedBy, until: claimedUntil } : null,
    seller,
    certified: { ...request, contactEmails: contacts.flatMap(({ emailKey }) => emailKey ?? []) },
    information: release,
    product: product && { ...product, details: live?.details ?? null },
    otherPending: others.find((other) => other.status === ReleaseStatus.IN_REVIEW || isPendingChange(other))?.number ?? null,
    findings: findings.filter((finding) => finding.status !== FindingStatus.RESOLVED),
    digest: release.digest,
    sellerId,
    actorSeller,
    clock: release,
    reviewTime,
  };
}
