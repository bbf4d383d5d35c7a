import type { Actor } from '../domain/actor.js';
import { currentAgreement } from '../domain/agreements.js';
import type { CertificationInput } from '../domain/certification.js';
import type { CertificationFacts, CompanyFacts, SellerFacts } from '../domain/certification-facts.js';
import { templatesOf } from '../domain/checks.js';
import type { ReviewTime } from '../domain/review-clock.js';
import { allOf, type Soon, soon } from '../domain/soon.js';
import { Action, AgreementKind, ContactKind, FindingStatus, type Instant, ReviewDecision } from '../domain/words.js';
import type { CertificationRequest } from '../entities/certification-request.js';
import {
  agreementVersions,
  contactsOfRequest,
  findingsOfRequest,
  materialsOfRequest,
  programSignaturesOfSeller,
  type Rows,
  submissionsOfRequest,
  supportingProductsOfRequest,
  templateVersions,
} from '../entities/relations.js';
import { Seller } from '../entities/seller.js';
import { memo } from '../platform/memo.js';
import type { Transaction } from '../platform/transaction.js';
import type { StepRequest } from './lifecycle-steps.js';

type Part = 'seller' | 'contents' | 'findings' | 'submission' | 'actor' | 'certificate';

/** The parts of the facts that the guards of an action look at; the others are not read. */
const partsByAction: Readonly<Partial<Record<Action, readonly Part[]>>> = {
  [Action.UPDATE]: ['seller'],
  [Action.WITHDRAW]: ['seller'],
  [Action.DISCARD]: ['seller'],
  [Action.COPY]: ['seller'],
  [Action.ANSWER_FINDINGS]: ['seller', 'findings'],
  [Action.RELEASE]: ['actor', 'certificate'],
  [Action.CLAIM]: ['submission', 'actor'],
  [Action.UNCLAIM]: [],
  [Action.REVIEW]: ['submission', 'findings', 'actor'],
};
const everything: readonly Part[] = ['seller', 'contents', 'findings', 'submission', 'actor', 'certificate'];

/** The parts of the facts that a step needs. */
const partsOf = ({ action, input }: StepRequest<CertificationInput>): readonly Part[] =>
  // Only who approves looks at what is still open.
  action === Action.REVIEW && typeof input === 'object' && input.decision?.decision !== ReviewDecision.APPROVE
    ? ['submission', 'actor']
    : (partsByAction[action] ?? everything);

const unread = new Map<Part, never>();

/** Stands for facts that were not read: a guard that looks at them all the same is a mistake that shows at once. */
const notRead = (part: Part): never =>
  memo(
    unread,
    part,
    () =>
      new Proxy(Object.create(null), {
        get: () => {
          throw new Error(`The facts of this action do not include: ${part}`);
        },
      }) as never,
  );

const readIf = <T>(parts: readonly Part[], part: Part, get: () => T): T => (parts.includes(part) ? get() : notRead(part));

/** What the rules look at and can be read without the request's row. */
interface ById {
  readonly submissions: readonly NonNullable<CertificationFacts['submission']>[];
  readonly findings: CertificationFacts['findings'];
  readonly actorSeller: CertificationFacts['actorSeller'];
}

const ofSubmissions = ['digest', 'snapshot'] as const;
const ofFindings = ['id', 'severity', 'status', 'phase', 'message'] as const;

const readById = (rows: Rows, id: string, actor: Actor, parts: readonly Part[]): Soon<ById> =>
  allOf<ById>({
    submissions: parts.includes('submission') ? rows.list(submissionsOfRequest, id, ofSubmissions) : [],
    findings: parts.includes('findings') ? rows.list(findingsOfRequest, id, ofFindings) : [],
    actorSeller: actor.sellerId && parts.includes('actor') ? rows.one(Seller, actor.sellerId) : null,
  });

/** Begins to gather what a step needs, while its request is being locked; goes on when that is known. */
export function stepFacts(tx: Transaction, ask: StepRequest<CertificationInput>, actor: Actor, time: ReviewTime) {
  const parts = partsOf(ask);
  // A seller's step reads no more before it is known whose the request is: by the time, another could tell it from none (R2).
  const begun = parts.includes('seller') ? undefined : readById(tx, ask.id, actor, parts);
  return soon(
    begun,
    (byId) =>
      (request: CertificationRequest): Soon<CertificationFacts> =>
        gatherFacts(tx, request, actor, tx.now, time, parts, byId),
  );
}

/** Gathers what the rules of a request look at: all of it, or the `parts` that one step needs. */
export function gatherFacts(
  rows: Rows,
  request: CertificationRequest,
  actor: Actor,
  now: Instant,
  reviewTime: ReviewTime,
  parts: readonly Part[] = everything,
  byId: Soon<ById> = readById(rows, request.id, actor, parts),
): Soon<CertificationFacts> {
  const { id, sellerId } = request;
  const hasContents = parts.includes('contents');
  // All at once, so that they travel as one statement.
  const reading = allOf({
    known: byId,
    seller: readIf(parts, 'seller', () => sellerFacts(rows, sellerId, now)),
    contacts: hasContents ? rows.list(contactsOfRequest, id) : null,
    supportingProducts: readIf(parts, 'contents', () => rows.list(supportingProductsOfRequest, id)),
    materials: readIf(parts, 'contents', () => rows.list(materialsOfRequest, id)),
    versions: hasContents ? rows.all(templateVersions) : null,
  });
  return soon(reading, ({ known: { submissions, findings, actorSeller }, seller, contacts, supportingProducts, materials, versions }) => {
    const submission = readIf(parts, 'submission', () => submissions.at(-1) ?? null);
    const contactOf = (kind: ContactKind) => (contacts ? (contacts.find((contact) => contact.kind === kind) ?? null) : notRead('contents'));
    const templates = versions ? templatesOf(request, submission?.snapshot.product, versions) : notRead('contents');
    const { productName, productVersion, deliveryMethod, category, introduction, claimedBy, claimedUntil } = request;
    return {
      now,
      number: readIf(parts, 'certificate', () => request.number),
      status: request.status,
      round: request.round,
      phase: request.phase,
      claim: claimedBy && claimedUntil ? { by: claimedBy, until: claimedUntil } : null,
      seller,
      product: readIf(parts, 'contents', () => ({ name: productName, version: productVersion, deliveryMethod, category, introduction })),
      supportingProducts,
      businessContact: contactOf(ContactKind.BUSINESS),
      huaweiContact: contactOf(ContactKind.HUAWEI),
      materials,
      templates,
      findings: readIf(parts, 'findings', () => findings.filter(({ status }) => status !== FindingStatus.RESOLVED)),
      submission,
      registrationNumber: readIf(parts, 'certificate', () => request.registrationNumber),
      sellerId,
      actorSeller,
      clock: request,
      reviewTime,
    };
  });
}

/** What the rules look at of a seller. */
export async function sellerFacts(rows: Rows, sellerId: string, now: Instant): Promise<SellerFacts> {
  const [seller, signatures, versions] = await Promise.all([
    rows.one(Seller, sellerId),
    rows.list(programSignaturesOfSeller, sellerId),
    rows.all(agreementVersions),
  ]);
  if (!seller) throw new Error(`Seller ${sellerId} is missing`);
  const signature = signatures.at(-1);
  const current = currentAgreement(versions, AgreementKind.JOINT_PARTNER_PROGRAM, now);
  return {
    status: seller.status,
    company: companyOf(seller),
    programAgreement: !signature ? 'NONE' : signature.agreementId === current?.id ? 'CURRENT' : 'OUTDATED',
  };
}

/** The company of a seller account as it is frozen in a submission (R8). */
export const companyOf = ({
  registrationNumber,
  companyName,
  introduction,
  businessTermStart,
  businessTermEnd,
  businessLicense,
}: Seller): CompanyFacts => ({ registrationNumber, name: companyName, introduction, businessTermStart, businessTermEnd, businessLicense });
