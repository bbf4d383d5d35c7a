import type { CertificationFacts, ContactFacts, ProductFacts, TemplateFacts } from './certification-facts.js';
import { type Problem, problem } from './errors.js';
import { limits } from './limits.js';
import { isProductVersion, nameProblems } from './names.js';
import { CertificationStatus, CheckSeverity, FindingSeverity, FindingStatus, type Instant, MaterialStatus, SellerStatus } from './words.js';

/** One thing that submit looks at, and whether it holds. */
export interface CheckResult {
  readonly problem: Problem;
  readonly severity: CheckSeverity;
  readonly passed: boolean;
}

export const blocker = (passed: boolean, p: Problem): CheckResult => ({ problem: p, severity: CheckSeverity.BLOCKER, passed });
export const warning = (passed: boolean, p: Problem): CheckResult => ({ problem: p, severity: CheckSeverity.WARNING, passed });

/** Statuses in which a seller may change and submit a request. */
export const editableStatuses: readonly CertificationStatus[] = [CertificationStatus.DRAFT, CertificationStatus.CHANGES_REQUESTED];

/** Everything that submit checks, all at once (R11). Submit accepts exactly when no BLOCKER fails and both commitments are accepted. */
export function checksOf(facts: CertificationFacts): CheckResult[] {
  return [
    blocker(editableStatuses.includes(facts.status), problem('state', { status: facts.status, expected: editableStatuses.join(',') })),
    ...sellerChecks(facts),
    ...productChecks(facts.product),
    ...supportingProductChecks(facts),
    ...contactChecks(facts.businessContact, 'businessContact', true),
    ...contactChecks(facts.huaweiContact, 'huaweiContact', false),
    ...quotationChecks(facts),
    ...materialChecks(facts),
    ...findingChecks(facts),
  ];
}

/** The checks that stop a submit. */
export const failedBlockers = (facts: CertificationFacts): Problem[] =>
  checksOf(facts)
    .filter((check) => !check.passed && check.severity === CheckSeverity.BLOCKER)
    .map((check) => check.problem);

function sellerChecks({ seller, now }: CertificationFacts): CheckResult[] {
  const ends = seller.company.businessTermEnd;
  const warnFrom = new Date(Date.parse(now) + limits.businessTermWarningDays * 86_400_000).toISOString().slice(0, 10);
  return [
    blocker(seller.status === SellerStatus.REGISTERED, problem('sellerSuspended')),
    blocker(seller.programAgreement === 'CURRENT', problem(seller.programAgreement === 'NONE' ? 'programRequired' : 'programOutdated')),
    ...(ends && ends <= warnFrom ? [warning(false, problem('businessTermEnds', { date: ends }))] : []),
  ];
}

function productChecks(product: ProductFacts): CheckResult[] {
  const fields = ['name', 'version', 'deliveryMethod', 'category', 'introduction'] as const;
  return [
    ...fields.map((field) => blocker(product[field] != null, problem('required', { field: `product.${field}` }, ['product', field]))),
    ...nameChecks(product.name, 'product.name', ['product', 'name'], true),
    ...versionChecks(product.version, 'product.version', ['product', 'version']),
  ];
}

function supportingProductChecks({ product, supportingProducts }: CertificationFacts): CheckResult[] {
  const names = [product.name, ...supportingProducts.map((p) => p.name)];
  return [
    blocker(
      supportingProducts.length <= limits.supportingProducts,
      problem('tooMany', { field: 'supportingProducts', max: limits.supportingProducts, count: supportingProducts.length }, [
        'supportingProducts',
      ]),
    ),
    ...supportingProducts.flatMap((supporting, index) => {
      const at = (field: string) => ['supportingProducts', String(index), field];
      const { name } = supporting;
      return [
        ...(['name', 'version', 'deliveryMethod'] as const).map((field) =>
          blocker(supporting[field] != null, problem('required', { field: `supportingProduct.${field}` }, at(field))),
        ),
        ...nameChecks(name, 'supportingProduct.name', at('name'), false),
        ...versionChecks(supporting.version, 'supportingProduct.version', at('version')),
        ...(name && names.indexOf(name) <= index ? [warning(false, problem('duplicateProduct', { value: name }, at('name')))] : []),
      ];
    }),
  ];
}

const nameChecks = (name: string | null, field: string, path: string[], own: boolean): CheckResult[] =>
  name ? nameProblems(name, field, path, own).map((p) => blocker(false, p)) : [];

const versionChecks = (version: string | null, field: string, path: string[]): CheckResult[] =>
  version ? [blocker(isProductVersion(version), problem('versionInvalid', { field }, path))] : [];

function contactChecks(contact: ContactFacts | null, which: 'businessContact' | 'huaweiContact', required: boolean): CheckResult[] {
  if (!contact && !required) return [];
  return (['name', 'mobile', 'email'] as const).map((field) =>
    blocker(!!contact?.[field], problem('contactIncomplete', { field: `${which}.${field}` }, [which, field])),
  );
}

function quotationChecks({ materials, product }: CertificationFacts): CheckResult[] {
  const quotation = materials.find((material) => material.quotation)?.quotation;
  if (!quotation) return [];
  const check = (key: 'deliveryMethodMismatch' | 'quotationMismatch', actual: string | null, quoted: string, field: string) =>
    actual == null ? [] : [blocker(actual === quoted, problem(key, { actual, quoted }, ['product', field]))];
  return [
    ...check('deliveryMethodMismatch', product.deliveryMethod, quotation.deliveryMethod, 'deliveryMethod'),
    ...check('quotationMismatch', product.name, quotation.productName, 'name'),
  ];
}

/** The templates whose materials a delivery method needs or takes; none while it is not chosen. */
export const templatesFor = <T extends TemplateFacts>(templates: readonly T[], { deliveryMethod }: ProductFacts): T[] =>
  deliveryMethod ? templates.filter((template) => template.deliveryMethods.includes(deliveryMethod)) : [];

/**
 * The templates by which a request is judged: those in force, and while it is under way those that were in force at its submit (R16a). Beside
 * these only what a delivery method asks for that was chosen since.
 */
export function templatesOf<T extends TemplateFacts>(
  { status, templateIds }: { status: CertificationStatus; templateIds: readonly string[] | null },
  submitted: ProductFacts | undefined,
  versions: readonly (T & { readonly replacedAt: Instant | null })[],
): T[] {
  const current = versions.filter((template) => template.replacedAt === null);
  const submittedMethod = submitted?.deliveryMethod;
  if (status === CertificationStatus.DRAFT || !templateIds || !submittedMethod) return current;
  const kept = versions.filter((template) => templateIds.includes(template.id));
  const codes = new Set(kept.map((template) => template.code));
  return [...kept, ...current.filter(({ code, deliveryMethods }) => !codes.has(code) && !deliveryMethods.includes(submittedMethod))];
}

function materialChecks(facts: CertificationFacts): CheckResult[] {
  return templatesFor(facts.templates, facts.product).flatMap((template) => {
    const material = facts.materials.find((m) => m.templateCode === template.code);
    const path = ['materials', template.code];
    if (!material) return template.required ? [blocker(false, problem('materialMissing', { template: template.name }, path))] : [];
    const outdated = material.templateVersion < template.version;
    return [
      blocker(material.status === MaterialStatus.CLEAN, materialProblem(material.status, template.name, path)),
      ...(outdated
        ? [
            warning(
              false,
              problem('materialOutdated', { template: template.name, version: material.templateVersion, current: template.version }, path),
            ),
          ]
        : []),
    ];
  });
}

function materialProblem(status: MaterialStatus, template: string, path: string[]): Problem {
  if (status === MaterialStatus.QUARANTINED) return problem('materialRejected', { template }, path);
  if (status === MaterialStatus.SCANNING) return problem('materialScanning', { template }, path);
  return problem('materialMissing', { template }, path);
}

const findingChecks = ({ findings }: CertificationFacts): CheckResult[] =>
  findings
    .filter((finding) => finding.severity === FindingSeverity.BLOCKER)
    .map((finding) =>
      blocker(finding.status !== FindingStatus.OPEN, problem('findingUnanswered', { message: finding.message }, ['findings', finding.id])),
    );
