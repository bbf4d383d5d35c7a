import { recordOf } from '../domain/actor.js';
import { type AgreementVersion, acceptedCommitments } from '../domain/agreements.js';
import type { CertificationInput } from '../domain/certification.js';
import { templatesFor } from '../domain/checks.js';
import type { Problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { snapshotOf } from '../domain/snapshot.js';
import { cleanText } from '../domain/text.js';
import { Action, Role } from '../domain/words.js';
import { AgreementSignature } from '../entities/agreement-signature.js';
import { Contact } from '../entities/contact.js';
import { fileColumns, Material } from '../entities/material.js';
import {
  agreementVersions,
  contactsOfRequest,
  materialsOfRequest,
  programSignaturesOfSeller,
  supportingProductsOfRequest,
} from '../entities/relations.js';
import { Submission } from '../entities/submission.js';
import { digestOf } from '../platform/hash.js';
import { newId, newRowId } from '../platform/ids.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { CertificationSteps, Step } from './certification-steps.js';
import { insertDraft, insertSupportingProduct } from './draft-service.js';
import { referenceObject } from './stored-objects.js';
import { refuseIf } from './typed-input.js';

type RequestResult = { requestId: string };

/** The seller's steps with a request that is complete or out of its hands: submit, copy, withdraw, discard (R17–R19). */
export class CertificationService {
  constructor(private readonly steps: CertificationSteps) {}

  /** Freezes the request and sends it to review. Refuses with every failed check, COMMITMENT_REQUIRED and AGREEMENT_OUTDATED at once. */
  submit(
    command: Command,
    { id, expectedVersion, acceptedAgreementIds }: { id: string; expectedVersion?: number | null; acceptedAgreementIds: readonly string[] },
  ): Promise<RequestResult> {
    let accepted: AgreementVersion[] = [];
    const input = async (tx: Transaction): Promise<CertificationInput> => {
      const { agreements, problems } = acceptedCommitments(acceptedAgreementIds, await tx.all(agreementVersions), tx.now);
      accepted = agreements;
      return { accepted: { agreements, problems } };
    };
    return this.steps.take(command, { id, action: Action.SUBMIT, expectedVersion, input }, async (step) => {
      await this.freeze(step, command, accepted);
      return { requestId: id };
    });
  }

  private async freeze(step: Step, { actor }: Command, accepted: readonly AgreementVersion[]): Promise<void> {
    const { tx, row: request, facts } = step;
    const round = facts.round + 1;
    const program = await programAgreementOf(tx, request.sellerId);
    const snapshot = snapshotOf(request.number, round, facts, [...accepted, ...program]);
    const common = { certificationRequestId: request.id, round };
    await tx.manager.insert(Submission, {
      ...common,
      id: newRowId('submission'),
      digest: digestOf(snapshot),
      snapshot: snapshot as object,
      submittedAt: tx.now,
    });
    const signature = { ...common, sellerId: request.sellerId, signer: recordOf(actor, [Role.SELLER]), signedAt: tx.now };
    await tx.manager.insert(
      AgreementSignature,
      accepted.map(({ id: agreementId }) => ({ ...signature, id: newRowId('signature'), agreementId })),
    );
    step.patch = { templateIds: templatesFor(facts.templates, facts.product).map((template) => template.id) };
  }

  /** Makes a new draft of any own request: contents and materials, without decisions, commitments or company (R18). */
  copy(command: Command, { id }: { id: string }): Promise<RequestResult> {
    return this.steps.take(command, { id, action: Action.COPY }, async (step) => {
      const { tx, row: request } = step;
      const { productName, productVersion, deliveryMethod, category, introduction } = request;
      const copyId = await insertDraft(tx, request.sellerId, {
        productName,
        productVersion,
        deliveryMethod,
        category,
        introduction,
        copiedFromId: request.id,
      });
      await copyContents(tx, request.id, copyId);
      step.subjectId = copyId;
      return { requestId: copyId };
    });
  }

  /** Takes a request out of review, back to a draft (R19). */
  withdraw(command: Command, { id, reason }: { id: string; reason?: string | null }): Promise<RequestResult> {
    const problems: Problem[] = [];
    const text = cleanText(reason, { field: 'reason', max: limits.reasonLength, multiline: true }, ['reason'], problems);
    return this.steps.take(command, { id, action: Action.WITHDRAW }, async (step) => {
      refuseIf(problems);
      step.reason = text;
      return { requestId: id };
    });
  }

  /** Puts a draft out of sight; nothing is erased (R19). */
  discard(command: Command, { id }: { id: string }): Promise<RequestResult> {
    return this.steps.take(command, { id, action: Action.DISCARD }, async () => ({ requestId: id }));
  }
}

async function programAgreementOf(tx: Transaction, sellerId: string): Promise<AgreementVersion[]> {
  const signature = (await tx.list(programSignaturesOfSeller, sellerId)).at(-1);
  return (await tx.all(agreementVersions)).filter((agreement) => agreement.id === signature?.agreementId);
}

async function copyContents(tx: Transaction, fromId: string, toId: string): Promise<void> {
  const to = { certificationRequestId: toId };
  for (const product of await tx.list(supportingProductsOfRequest, fromId)) {
    await insertSupportingProduct(tx, toId, product.position, product);
  }
  for (const contact of await tx.list(contactsOfRequest, fromId))
    await tx.manager.insert(Contact, { ...contact, ...to, id: newId('Contact') });
  for (const material of await tx.list(materialsOfRequest, fromId)) {
    const id = newId('Material');
    await tx.manager.insert(Material, { ...(material as object), ...fileColumns(material.file), ...to, id, revision: 1 });
    await referenceObject(tx, material.file, id);
  }
}
