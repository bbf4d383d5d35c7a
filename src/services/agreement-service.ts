import { recordOf } from '../domain/actor.js';
import { notCurrent } from '../domain/agreements.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { requiredText } from '../domain/text.js';
import { AgreementKind, type Instant, Role, SellerStatus } from '../domain/words.js';
import { Agreement } from '../entities/agreement.js';
import { AgreementSignature } from '../entities/agreement-signature.js';
import { agreementVersions, programSignaturesOfSeller } from '../entities/relations.js';
import { Seller } from '../entities/seller.js';
import { sha256Of } from '../platform/hash.js';
import { newId, newRowId } from '../platform/ids.js';
import type { Command } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import { refuseIf } from './typed-input.js';

/** Publishes and signs agreements (R9). */
export class AgreementService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Publishes the next version of an agreement; it is in force from `effectiveFrom`, by default at once. */
  publish(
    command: Command,
    input: { kind: AgreementKind; title: string; body: string; effectiveFrom?: Instant | null },
  ): Promise<{ agreementId: string }> {
    const problems: Problem[] = [];
    const title = requiredText(input.title, { field: 'title', max: limits.nameLength }, ['title'], problems);
    const body = requiredText(input.body, { field: 'body', max: limits.agreementBodyLength, multiline: true }, ['body'], problems);
    refuseIf(problems);
    const { kind, effectiveFrom } = input;
    return this.unitOfWork.run(command, async (tx) => {
      const id = newId('Agreement');
      tx.changes(id);
      const version = ((await tx.manager.maximum(Agreement, 'version', { kind })) ?? 0) + 1;
      await tx.manager.insert(Agreement, {
        id,
        kind,
        version,
        title,
        body,
        sha256: sha256Of(body),
        effectiveFrom: effectiveFrom ?? tx.now,
      });
      return { agreementId: id };
    });
  }

  /** Signs the current version of the program agreement for the seller; signing it again gives the first signature back. */
  sign(command: Command, { agreementId }: { agreementId: string }): Promise<{ signatureId: string; sellerId: string }> {
    const { actor } = command;
    const { sellerId } = actor;
    const path = ['agreementId'];
    return this.unitOfWork.run(command, async (tx) => {
      const seller = sellerId && (await tx.lock(Seller, sellerId));
      if (!seller) throw new Refusal(problem('sellerMissing'));
      if (seller.status !== SellerStatus.REGISTERED) throw new Refusal(problem('sellerSuspended'));
      const versions = await tx.all(agreementVersions);
      const agreement = versions.find((version) => version.id === agreementId);
      if (!agreement) throw new Refusal(problem('notFound', { field: 'agreement' }, path));
      if (agreement.kind !== AgreementKind.JOINT_PARTNER_PROGRAM) throw new Refusal(problem('agreementNotProgram', {}, path));
      const refused = notCurrent(agreement, versions, tx.now, path);
      if (refused) throw new Refusal(refused);
      const signed = (await tx.list(programSignaturesOfSeller, seller.id)).find((signature) => signature.agreementId === agreementId);
      if (signed) {
        tx.changesNothing();
        return { signatureId: signed.id, sellerId: seller.id };
      }
      tx.changes(seller.id);
      const signatureId = newRowId('signature');
      await tx.manager.insert(AgreementSignature, {
        id: signatureId,
        agreementId,
        sellerId: seller.id,
        certificationRequestId: null,
        round: null,
        signer: recordOf(actor, [Role.SELLER]),
        signedAt: tx.now,
      });
      return { signatureId, sellerId: seller.id };
    });
  }
}
