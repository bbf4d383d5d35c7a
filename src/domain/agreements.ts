import { type Problem, problem } from './errors.js';
import { AgreementKind, type Instant } from './words.js';

/** One version of an agreement, as far as the rules look at it. */
export interface AgreementVersion {
  readonly id: string;
  readonly kind: AgreementKind;
  readonly version: number;
  readonly title: string;
  readonly sha256: string;
  readonly effectiveFrom: Instant;
}

/** The agreements that each submit accepts (R10). */
export const commitments = [AgreementKind.SERVICE_ASSURANCE, AgreementKind.PRICING_RIGHTS] as const;

/** The latest version of a kind that is in force. */
export const currentAgreement = <T extends AgreementVersion>(versions: readonly T[], kind: AgreementKind, now: Instant): T | null =>
  versions
    .filter((a) => a.kind === kind && a.effectiveFrom <= now)
    .reduce<T | null>((best, a) => (best && best.version > a.version ? best : a), null);

/** Why a version cannot be signed or accepted now: it is past or not yet in force; null when it is current. */
export function notCurrent(
  agreement: AgreementVersion,
  versions: readonly AgreementVersion[],
  now: Instant,
  path: string[],
): Problem | null {
  const current = currentAgreement(versions, agreement.kind, now);
  if (current?.id === agreement.id) return null;
  const { title, version } = agreement;
  return agreement.effectiveFrom > now || !current
    ? problem('agreementNotYet', { title, version }, path)
    : problem('agreementOutdated', { title, version, current: current.version }, path);
}

/** What a submit accepts: the two commitments in their current versions, and what is wrong with the ids that were given (R10). */
export function acceptedCommitments(
  ids: readonly string[],
  versions: readonly AgreementVersion[],
  now: Instant,
): { agreements: AgreementVersion[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const agreements: AgreementVersion[] = [];
  const answered = new Set<AgreementKind>();
  for (const [index, id] of ids.entries()) {
    const path = ['acceptedAgreementIds', String(index)];
    const agreement = versions.find((version) => version.id === id);
    if (!agreement) {
      problems.push(problem('notFound', { field: 'agreement' }, path));
      continue;
    }
    if (!(commitments as readonly AgreementKind[]).includes(agreement.kind)) {
      problems.push(problem('agreementNotCommitment', {}, path));
      continue;
    }
    answered.add(agreement.kind);
    const refused = notCurrent(agreement, versions, now, path);
    if (refused) problems.push(refused);
    else if (!agreements.includes(agreement)) agreements.push(agreement);
  }
  for (const kind of commitments.filter((k) => !answered.has(k))) {
    const current = currentAgreement(versions, kind, now);
    const path = ['acceptedAgreementIds'];
    problems.push(
      current ? problem('commitmentRequired', { title: current.title }, path) : problem('commitmentUnpublished', { title: kind }, path),
    );
  }
  return { agreements, problems };
}
