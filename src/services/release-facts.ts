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
  const seller = await rows.one(Seller, sellerId);
  const request = await rows.one(CertificationRequest, requestId);
  if (!seller || !request) throw new Error(`Release ${release.id} stands on nothing`);
  const others = (await rows.list(releasesOfRequest, requestId)).filter((other) => other.id !== release.id);
  const product = (await rows.list(productOfRequest, requestId)).at(0) ?? null;
  const live = product && others.find((other) => other.id === product.currentReleaseId);
  const contacts = await rows.list(contactsOfRequest, requestId);
  const findings = await rows.list(findingsOfRelease, release.id);
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
    actorSeller: actor.sellerId ? await rows.one(Seller, actor.sellerId) : null,
    clock: release,
    reviewTime,
  };
}
