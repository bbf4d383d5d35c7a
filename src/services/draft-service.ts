import { type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { Action, CertificationStatus, ContactKind, SellerStatus } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Contact } from '../entities/contact.js';
import { contactsOfRequest, supportingProductsOfRequest } from '../entities/relations.js';
import { SupportingProduct } from '../entities/supporting-product.js';
import { nextValue } from '../platform/event-log.js';
import { newId } from '../platform/ids.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { CertificationSteps } from './certification-steps.js';
import { sellerFacts } from './facts.js';
import { type ContactInput, cleanContact, cleanProduct, type ProductInput, refuseIf } from './typed-input.js';

/** What a draft is made of; absent leaves what was there, null clears it. */
export interface DraftInput {
  readonly product?: ProductInput | null;
  readonly businessContact?: ContactInput | null;
  readonly huaweiContact?: ContactInput | null;
}
type SupportingStep = { id: string; expectedVersion?: number | null };

/** Makes and edits drafts (R11–R15). Everything can be saved half done. */
export class DraftService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: CertificationSteps,
  ) {}

  /** Makes a draft. Refuses: SELLER_NOT_REGISTERED, PROGRAM_AGREEMENT_REQUIRED, and what is wrong with the input. */
  create(command: Command, input: DraftInput & { supportingProducts?: readonly ProductInput[] | null }): Promise<{ requestId: string }> {
    return this.unitOfWork.run(command, async (tx) => {
      const { sellerId } = command.actor;
      if (!sellerId) throw new Refusal(problem('sellerMissing'));
      const seller = await sellerFacts(tx, sellerId, tx.now);
      if (seller.status !== SellerStatus.REGISTERED) throw new Refusal(problem('sellerSuspended'));
      if (seller.programAgreement === 'NONE') throw new Refusal(problem('programRequired'));
      const problems: Problem[] = [];
      const product = productColumns(input.product, problems);
      const supporting = cleanSupportingProducts(input.supportingProducts ?? [], problems);
      const contacts = contactInputs(input, problems);
      refuseIf(problems);
      const requestId = await insertDraft(tx, sellerId, product);
      tx.changes(requestId);
      for (const [position, fields] of supporting.entries()) await insertSupportingProduct(tx, requestId, position, fields);
      for (const { kind, fields } of contacts) await writeContact(tx, requestId, kind, fields);
      return { requestId };
    });
  }

  /** Changes product and contacts. */
  update(command: Command, input: DraftInput & { id: string; expectedVersion?: number | null }): Promise<{ requestId: string }> {
    return this.steps.take(command, { id: input.id, action: Action.UPDATE, expectedVersion: input.expectedVersion }, async (step) => {
      const problems: Problem[] = [];
      step.patch = productColumns(input.product, problems);
      const contacts = contactInputs(input, problems);
      refuseIf(problems);
      for (const { kind, fields } of contacts) await writeContact(step.tx, step.row.id, kind, fields);
      return { requestId: step.row.id };
    });
  }

  /** Adds a supporting product at the end; at most 50 (R13). */
  addSupportingProduct(
    command: Command,
    input: { certificationRequestId: string; expectedVersion?: number | null; product: ProductInput },
  ): Promise<{ requestId: string; supportingProductId: string }> {
    const { certificationRequestId: id, expectedVersion } = input;
    const notFound = new Refusal(problem('notFound', { field: 'certificationRequest' }, ['certificationRequestId']));
    return this.steps.take(command, { id, action: Action.UPDATE, expectedVersion, notFound }, async ({ tx, row: request }) => {
      const position = (await tx.list(supportingProductsOfRequest, request.id)).length;
      const problems = tooManySupportingProducts(position + 1);
      const fields = cleanProduct(input.product, 'supportingProduct', ['product'], problems);
      refuseIf(problems);
      return { requestId: request.id, supportingProductId: await insertSupportingProduct(tx, request.id, position, fields) };
    });
  }

  /** Changes the fields of a supporting product that are given. */
  updateSupportingProduct(command: Command, input: SupportingStep & { product: ProductInput }) {
    return this.onSupportingProduct(command, input, async (tx, product) => {
      const problems: Problem[] = [];
      const fields = cleanProduct(input.product, 'supportingProduct', ['product'], problems);
      refuseIf(problems);
      if (Object.keys(fields).length > 0) await tx.manager.update(SupportingProduct, product.id, fields);
    });
  }

  /** Removes a supporting product; those behind it move up. */
  removeSupportingProduct(command: Command, input: SupportingStep) {
    const remove = async (tx: Transaction, product: SupportingProduct) => {
      await tx.manager.delete(SupportingProduct, product.id);
      await tx.manager
        .createQueryBuilder()
        .update(SupportingProduct)
        .set({ position: () => 'position - 1' })
        .where('certificationRequestId = :request AND position > :position', {
          request: product.certificationRequestId,
          position: product.position,
        })
        .execute();
    };
    return this.unitOfWork.onceOrRecall(command, () => this.onSupportingProduct(command, input, remove));
  }

  private async onSupportingProduct(
    command: Command,
    { id, expectedVersion }: SupportingStep,
    change: (tx: Transaction, product: SupportingProduct) => Promise<void>,
  ): Promise<{ requestId: string; supportingProductId: string }> {
    const notFound = new Refusal(problem('notFound', { field: 'supportingProduct' }, ['id']));
    const found = await this.unitOfWork.committed.one(SupportingProduct, id);
    // What is not there takes as long as what is somebody else's.
    const requestId = found?.certificationRequestId ?? id;
    return this.steps.take(command, { id: requestId, action: Action.UPDATE, expectedVersion, notFound }, async ({ tx, row: request }) => {
      const product = await tx.one(SupportingProduct, id);
      if (!product) throw notFound;
      await change(tx, product);
      return { requestId: request.id, supportingProductId: id };
    });
  }
}

/** Inserts a draft with the next number of the year and answers its id. */
export async function insertDraft(tx: Transaction, sellerId: string, fields: Partial<CertificationRequest>): Promise<string> {
  const id = newId('CertificationRequest');
  const year = tx.now.slice(0, 4);
  const number = `JOC-${year}-${String(await nextValue(tx.manager, `request-${year}`)).padStart(6, '0')}`;
  const { now: createdAt, now: updatedAt } = tx;
  await tx.manager.insert(CertificationRequest, {
    ...(fields as object),
    id,
    number,
    sellerId,
    version: 1,
    status: CertificationStatus.DRAFT,
    round: 0,
    createdAt,
    updatedAt,
  });
  return id;
}

/** Inserts a supporting product and answers its id. */
export async function insertSupportingProduct(
  tx: Transaction,
  certificationRequestId: string,
  position: number,
  { name = null, version = null, deliveryMethod = null, introduction = null }: Partial<SupportingProduct>,
): Promise<string> {
  const id = newId('SupportingProduct');
  await tx.manager.insert(SupportingProduct, { id, certificationRequestId, position, name, version, deliveryMethod, introduction });
  return id;
}

function productColumns(product: ProductInput | null | undefined, problems: Problem[]): Partial<CertificationRequest> {
  if (product === undefined) return {};
  const cleared = { name: null, version: null, deliveryMethod: null, category: null, introduction: null };
  const { name, version, ...rest } = product ? cleanProduct(product, 'product', ['product'], problems) : cleared;
  return { ...(name !== undefined && { productName: name }), ...(version !== undefined && { productVersion: version }), ...rest };
}

function tooManySupportingProducts(count: number): Problem[] {
  const max = limits.supportingProducts;
  return count > max ? [problem('tooMany', { field: 'supportingProducts', max, count }, ['supportingProducts'])] : [];
}

function cleanSupportingProducts(products: readonly ProductInput[], problems: Problem[]): Partial<SupportingProduct>[] {
  problems.push(...tooManySupportingProducts(products.length));
  return products
    .slice(0, limits.supportingProducts)
    .map((product, index) => cleanProduct(product, 'supportingProduct', ['supportingProducts', String(index)], problems));
}

type ContactFields = ReturnType<typeof cleanContact>;
const kinds = { businessContact: ContactKind.BUSINESS, huaweiContact: ContactKind.HUAWEI } as const;

function contactInputs(input: DraftInput, problems: Problem[]): { kind: ContactKind; fields: ContactFields | null }[] {
  return (['businessContact', 'huaweiContact'] as const)
    .filter((which) => input[which] !== undefined)
    .map((which) => ({ kind: kinds[which], fields: input[which] ? cleanContact(input[which], which, problems) : null }));
}

/** Writes the given fields of a contact; null, or nothing left in it, takes the contact away. */
async function writeContact(
  tx: Transaction,
  certificationRequestId: string,
  kind: ContactKind,
  fields: ContactFields | null,
): Promise<void> {
  const existing = (await tx.list(contactsOfRequest, certificationRequestId)).find((contact) => contact.kind === kind);
  const { name = null, mobile = null, email = null, emailKey = null } = fields ? { ...existing, ...fields } : {};
  const empty = name === null && mobile === null && email === null;
  if (existing && empty) await tx.manager.delete(Contact, existing.id);
  else if (existing) await tx.manager.update(Contact, existing.id, { name, mobile, email, emailKey });
  else if (!empty) await tx.manager.insert(Contact, { id: newId('Contact'), certificationRequestId, kind, name, mobile, email, emailKey });
}
