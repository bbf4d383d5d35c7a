import type { CertificationFacts, ContactFacts, MaterialFacts, ProductFacts } from '../../src/domain/certification-facts.js';
import { type CheckResult, checksOf } from '../../src/domain/checks.js';
import { codeOf, type Problem } from '../../src/domain/errors.js';
import { limits } from '../../src/domain/limits.js';
import { say } from '../../src/domain/messages.js';
import { cleanText } from '../../src/domain/text.js';
import { CheckSeverity as Severity } from '../../src/domain/words.js';
import type {
  CertificationStatus,
  CheckSeverity,
  DeliveryMethod,
  FindingSeverity,
  FindingStatus,
  MaterialStatus,
  SellerStatus,
  UserErrorCode,
} from './_generated.js';

type Text = string | null | undefined;

/** A product as typed. */
export interface DraftProduct {
  readonly name?: Text;
  readonly version?: Text;
  readonly deliveryMethod?: DeliveryMethod | null | undefined;
  readonly category?: Text;
  readonly introduction?: Text;
}
/** A contact as typed. Whether a mobile number is real only the server knows. */
export interface DraftContact {
  readonly name?: Text;
  readonly mobile?: Text;
  readonly email?: Text;
}
/** A material template: what `materialTemplates` and `requiredMaterials` answer. */
export interface DraftTemplate {
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly required: boolean;
  readonly deliveryMethods: readonly DeliveryMethod[];
}

/**
 * A draft: what `certificationRequest` answers, or the input of `createCertificationRequest`, or the state of a form. What is left out of seller
 * and company is taken to be in order.
 */
export interface Draft {
  readonly status?: CertificationStatus;
  readonly product?: DraftProduct | null | undefined;
  readonly supportingProducts?: readonly DraftProduct[] | null | undefined;
  readonly businessContact?: DraftContact | null | undefined;
  readonly huaweiContact?: DraftContact | null | undefined;
  /** As the server told them: what counts for the delivery method that it had then. */
  readonly requiredMaterials?: readonly { readonly template: DraftTemplate }[];
  readonly materials?: readonly {
    readonly status: MaterialStatus;
    readonly template: { readonly code: string; readonly version: number };
  }[];
  readonly quotation?: { readonly productName: string; readonly deliveryMethod: DeliveryMethod } | null | undefined;
  readonly findings?: readonly {
    readonly id: string;
    readonly severity: FindingSeverity;
    readonly status: FindingStatus;
    readonly message: string;
  }[];
  readonly seller?: { readonly status: SellerStatus; readonly programAgreement?: { readonly current: boolean } | null | undefined };
  readonly company?: { readonly businessTermEnd?: string | null | undefined };
}

export interface ValidateOptions {
  /**
   * The templates in force, whatever their delivery methods: for a draft that was never saved, or whose delivery method has changed since.
   * Where neither these nor `requiredMaterials` are known, the materials are not looked at.
   */
  readonly templates?: readonly DraftTemplate[];
  /** @default 'en' */
  readonly language?: 'en' | 'zh';
  /** @default now */
  readonly now?: Date;
}

/** One thing that a submit looks at, as `CertificationRequest.checks` tells it. */
export interface Check {
  readonly code: UserErrorCode;
  readonly severity: CheckSeverity;
  readonly passed: boolean;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/**
 * Says, without asking the server, what a submit would say of a draft, by the very rules that the server runs: it is accepted when no BLOCKER
 * fails and both commitments are accepted. Texts that are too long or hold what no text may hold fail too, as they do when a draft is saved.
 */
export function validate(draft: Draft, { templates = [], language = 'en', now = new Date() }: ValidateOptions = {}): Check[] {
  const problems: Problem[] = [];
  const facts = factsOf(draft, templates, now, problems);
  const typed: CheckResult[] = problems.map((problem) => ({ problem, severity: Severity.BLOCKER, passed: false }));
  return [...checksOf(facts), ...typed].map(({ problem, severity, passed }) => ({
    code: codeOf(problem),
    severity,
    passed,
    message: say(problem.message, problem.params, language),
    path: problem.path ?? null,
  }));
}

const lengths = {
  name: limits.nameLength,
  version: limits.versionLength,
  category: limits.categoryLength,
  introduction: limits.introductionLength,
  mobile: limits.phoneLength,
  email: limits.emailLength,
} as const;

/** The templates that count: those that the server told for this delivery method, which for a request under way are those of its submit. */
function templatesOf({ product, requiredMaterials = [] }: Draft, inForce: readonly DraftTemplate[]): readonly DraftTemplate[] {
  const told = requiredMaterials.map(({ template }) => template);
  const method = product?.deliveryMethod;
  return method && told.length > 0 && told.every(({ deliveryMethods }) => deliveryMethods.includes(method)) ? told : inForce;
}

function factsOf(draft: Draft, templates: readonly DraftTemplate[], now: Date, problems: Problem[]): CertificationFacts {
  const { seller, company, quotation, materials = [], findings = [] } = draft;
  const text = (value: Text, label: string, path: readonly string[], field: keyof typeof lengths): string | null =>
    cleanText(value, { field: `${label}.${field}`, max: lengths[field], multiline: field === 'introduction' }, [...path, field], problems);
  const product = (of: DraftProduct | null | undefined, label: string, path: readonly string[]): ProductFacts =>
    ({
      name: text(of?.name, label, path, 'name'),
      version: text(of?.version, label, path, 'version'),
      deliveryMethod: of?.deliveryMethod ?? null,
      category: text(of?.category, label, path, 'category'),
      introduction: text(of?.introduction, label, path, 'introduction'),
    }) as ProductFacts;
  const contact = (of: DraftContact | null | undefined, which: string): ContactFacts | null =>
    of
      ? ({
          name: text(of.name, which, [which], 'name'),
          mobile: text(of.mobile, which, [which], 'mobile'),
          email: text(of.email, which, [which], 'email'),
        } as ContactFacts)
      : null;
  // The rules look at no more of the facts than this.
  return {
    now: now.toISOString(),
    status: draft.status ?? 'DRAFT',
    seller: {
      status: seller?.status ?? 'REGISTERED',
      company: { businessTermEnd: company?.businessTermEnd ?? null },
      programAgreement: !seller || seller.programAgreement?.current ? 'CURRENT' : seller.programAgreement ? 'OUTDATED' : 'NONE',
    },
    product: product(draft.product, 'product', ['product']),
    supportingProducts: (draft.supportingProducts ?? []).map((each, index) =>
      product(each, 'supportingProduct', ['supportingProducts', String(index)]),
    ),
    businessContact: contact(draft.businessContact, 'businessContact'),
    huaweiContact: contact(draft.huaweiContact, 'huaweiContact'),
    materials: [
      ...materials.map(
        ({ status, template }) =>
          ({ status, templateCode: template.code, templateVersion: template.version, quotation: null }) as unknown as MaterialFacts,
      ),
      ...(quotation ? [{ templateCode: '', quotation } as MaterialFacts] : []),
    ],
    templates: templatesOf(draft, templates),
    findings: findings.filter(({ status }) => status !== 'RESOLVED'),
  } as unknown as CertificationFacts;
}
