import { blocker, type CheckResult, warning } from './checks.js';
import { problem } from './errors.js';
import { entityProblems } from './legal-entity.js';
import { isProductVersion } from './names.js';
import type { DetailsByMethod, ReleaseDetails, ReleaseFacts } from './release-facts.js';
import { CertificationStatus, CheckSeverity, DeliveryMethod, ReleaseKind, ReleaseStatus, SellerStatus } from './words.js';

/** Statuses in which a seller may change and submit a release; one that was rejected is changed and submitted again (R33). */
export const changeableReleases: readonly ReleaseStatus[] = [ReleaseStatus.DRAFT, ReleaseStatus.REJECTED];

/** Statuses in which a release is over. */
const endedReleases: readonly ReleaseStatus[] = [ReleaseStatus.RELEASED, ReleaseStatus.DISCARDED];

/** Whether a release is a change that has not ended yet: of those there is one at a time (R34). */
export const isPendingChange = ({ kind, status }: { kind: ReleaseKind; status: ReleaseStatus }): boolean =>
  kind === ReleaseKind.MODIFICATION && !endedReleases.includes(status);

/** Details that may be left out. */
const optionalDetails: readonly string[] = ['serviceSupervision', 'activationGuideUrl', 'relatedSoftware'];

/** Everything that the submit of a release checks, all at once (R30–R34): it is accepted exactly when no BLOCKER fails. */
export function releaseChecks(facts: ReleaseFacts): CheckResult[] {
  const { status, seller, sellerId, certified, product, otherPending } = facts;
  return [
    blocker(changeableReleases.includes(status), problem('state', { status, expected: changeableReleases.join(',') })),
    blocker(seller.status === SellerStatus.REGISTERED, problem('sellerSuspended')),
    blocker(certified.status === CertificationStatus.CERTIFIED, problem('notCertified', { number: certified.number })),
    ...entityProblems(certified.registrationNumber, seller.registrationNumber).map((p) => blocker(false, p)),
    // What was begun before the release: by another account of the company, or beside a change.
    ...(product && product.sellerId !== sellerId ? [blocker(false, problem('releasedByOther'))] : []),
    ...(otherPending ? [blocker(false, problem('changePending', { number: otherPending }))] : []),
    ...informationChecks(facts),
    ...detailsChecks(facts),
  ];
}

/** The checks that stop the submit of a release. */
export const failedReleaseBlockers = (facts: ReleaseFacts) =>
  releaseChecks(facts)
    .filter((check) => !check.passed && check.severity === CheckSeverity.BLOCKER)
    .map((check) => check.problem);

function informationChecks({ information, certified }: ReleaseFacts): CheckResult[] {
  const { name, productVersion, highlights, supportPhone } = information;
  const fields = ['name', 'productVersion', 'category', 'description', 'supportEmail', 'logo'] as const;
  return [
    ...fields.map((field) => blocker(information[field] !== null, problem('required', { field: `release.${field}` }, [field]))),
    blocker(highlights.length > 0, problem('listEmpty', { field: 'release.highlights' }, ['highlights'])),
    ...(name === null
      ? []
      : [
          blocker(
            name === certified.productName,
            problem('certifiedNameMismatch', { actual: name, certified: certified.productName ?? '' }, ['name']),
          ),
        ]),
    ...(productVersion === null
      ? []
      : [blocker(isProductVersion(productVersion), problem('versionInvalid', { field: 'release.productVersion' }, ['productVersion']))]),
    warning(supportPhone !== null, problem('required', { field: 'release.supportPhone' }, ['supportPhone'])),
  ];
}

function detailsChecks({ information: { details }, certified: { deliveryMethod }, product }: ReleaseFacts): CheckResult[] {
  if (!details) return [blocker(false, problem('required', { field: 'release.details' }, ['details']))];
  const of = detailsKey[details.deliveryMethod];
  const filled = Object.entries(details).filter(([field]) => field !== 'deliveryMethod' && !optionalDetails.includes(field));
  const before = product?.details;
  return [
    blocker(
      details.deliveryMethod === deliveryMethod,
      problem('certifiedMethodMismatch', { actual: details.deliveryMethod, certified: deliveryMethod ?? '' }, ['details']),
    ),
    ...filled.map(([field, value]) =>
      blocker(
        Array.isArray(value) ? value.length > 0 : value !== null,
        problem('required', { field: `details.${field}` }, ['details', of, field]),
      ),
    ),
    ...(before
      ? [blocker(supervised(before) === supervised(details), problem('supervisionFixed', {}, ['details', 'saas', 'serviceSupervision']))]
      : []),
  ];
}

/** Whether a SaaS product is supervised; not told means no. It cannot change once the product is released (R31). */
const supervised = (details: ReleaseDetails): boolean =>
  details.deliveryMethod === DeliveryMethod.SAAS && details.serviceSupervision === true;

/** Under which name the input takes the details of each delivery method. */
export const detailsKey = {
  [DeliveryMethod.IMAGE]: 'image',
  [DeliveryMethod.SAAS]: 'saas',
  [DeliveryMethod.LICENSE]: 'license',
  [DeliveryMethod.PROFESSIONAL_SERVICE]: 'professionalService',
  [DeliveryMethod.CONSULTING_SERVICE]: 'consultingService',
  [DeliveryMethod.HARDWARE]: 'hardware',
} as const satisfies Record<DeliveryMethod, string>;

/** Details of which nothing is known yet. */
export const emptyDetails: { readonly [Method in DeliveryMethod]: DetailsByMethod[Method] } = {
  [DeliveryMethod.IMAGE]: { imageId: null, regions: null, operatingSystem: null, billingMode: null },
  [DeliveryMethod.SAAS]: { productionApiUrl: null, serviceSupervision: null, billingMode: null },
  [DeliveryMethod.LICENSE]: { deliveryPeriodDays: null, billingMode: null, activationGuideUrl: null },
  [DeliveryMethod.PROFESSIONAL_SERVICE]: { serviceScope: null, deliveryPeriodDays: null, relatedSoftware: null },
  [DeliveryMethod.CONSULTING_SERVICE]: { consultationUrl: null },
  [DeliveryMethod.HARDWARE]: { model: null, inventory: null, shippingDays: null },
};
