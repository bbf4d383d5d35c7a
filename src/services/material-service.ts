import { recordOf, seesRequest } from '../domain/actor.js';
import type { QuotationFacts } from '../domain/certification-facts.js';
import { editableStatuses } from '../domain/checks.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { wrongState } from '../domain/lifecycle.js';
import { Action, MaterialStatus, Role } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { Material } from '../entities/material.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { materialsOfRequest } from '../entities/relations.js';
import { readBytes } from '../platform/file-inspector.js';
import { newId } from '../platform/ids.js';
import { readQuotation } from '../platform/quotation-reader.js';
import type { Command, UnitOfWork } from '../platform/unit-of-work.js';
import type { CertificationSteps, Step } from './certification-steps.js';
import { type FileIntake, type IncomingFile, type ReceivedFile, referenceObject } from './file-intake.js';

/** The template whose workbook is read back. */
export const quotationTemplate = 'QUOTATION';

export interface UploadInput {
  readonly certificationRequestId: string;
  readonly templateId: string;
  readonly file: IncomingFile;
}
type MaterialResult = { requestId: string; materialId: string };

const refusal = (field: string, path: string): Refusal => new Refusal(problem('notFound', { field }, [path]));

/** Takes in the materials of a request (R16). */
export class MaterialService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: CertificationSteps,
    private readonly intake: FileIntake,
  ) {}

  /**
   * Stores a file as the next revision for its template. Refuses what the template does not take, and a quotation that cannot be read:
   * then nothing is stored.
   */
  async upload(command: Command, input: UploadInput): Promise<MaterialResult> {
    const template = await this.precheck(command, input);
    const rule = { maxBytes: template.maxBytes, acceptedTypes: template.acceptedTypes, path: ['file'] };
    return this.intake.receive(input.file, rule, async (received, keep) => {
      const quotation = template.code === quotationTemplate ? await quotationOf(received) : null;
      const hashed: Command = command.idempotency
        ? { ...command, idempotency: { ...command.idempotency, input: [command.idempotency.input, received.facts.sha256] } }
        : command;
      const ask = {
        id: input.certificationRequestId,
        action: Action.UPDATE,
        notFound: refusal('certificationRequest', 'certificationRequestId'),
      };
      return this.steps.take(hashed, ask, async (step) => {
        await keep();
        return this.insert(step, command, template, received, quotation);
      });
    });
  }

  /** Looks before the bytes stream whether they could be of use; the step looks again. */
  private precheck({ actor }: Command, { certificationRequestId, templateId }: UploadInput): Promise<MaterialTemplate> {
    return this.unitOfWork.peek(async (rows) => {
      const request = await rows.one(CertificationRequest, certificationRequestId);
      if (!request || !seesRequest(actor, request)) throw refusal('certificationRequest', 'certificationRequestId');
      if (!editableStatuses.includes(request.status)) throw new Refusal(wrongState([{ from: editableStatuses }], request.status));
      const template = await rows.one(MaterialTemplate, templateId);
      if (!template) throw refusal('materialTemplate', 'templateId');
      return template;
    });
  }

  private async insert(
    { tx, request }: Step,
    { actor }: Command,
    template: MaterialTemplate,
    { facts }: ReceivedFile,
    quotation: QuotationFacts | null,
  ): Promise<MaterialResult> {
    const of = { certificationRequestId: request.id, templateCode: template.code };
    const revision = (await tx.manager.maximum(Material, 'revision', of)) ?? 0;
    await tx.manager.update(Material, { ...of, revision }, { replacedAt: tx.now });
    const materialId = newId('Material');
    await tx.manager.insert(Material, {
      ...of,
      id: materialId,
      templateId: template.id,
      templateVersion: template.version,
      phase: template.phase,
      revision: revision + 1,
      status: MaterialStatus.CLEAN,
      file: facts,
      quotation,
      uploader: recordOf(actor, [Role.SELLER]),
      uploadedAt: tx.now,
      replacedAt: null,
    });
    await referenceObject(tx, facts, materialId);
    return { requestId: request.id, materialId };
  }

  /** Takes a current material away; its revisions stay on record. */
  async remove(command: Command, { id }: { id: string }): Promise<MaterialResult> {
    const notFound = refusal('material', 'id');
    const requestId = await this.unitOfWork.peek(async (rows) => (await rows.one(Material, id))?.certificationRequestId);
    if (!requestId) throw notFound;
    return this.steps.take(command, { id: requestId, action: Action.UPDATE, notFound }, async ({ tx }) => {
      if (!(await tx.list(materialsOfRequest, requestId)).some((material) => material.id === id)) throw notFound;
      await tx.manager.update(Material, id, { replacedAt: tx.now });
      return { requestId, materialId: id };
    });
  }
}

async function quotationOf({ staged }: ReceivedFile): Promise<QuotationFacts> {
  const read = readQuotation(await readBytes(staged.path));
  if (!Array.isArray(read)) return read as QuotationFacts;
  throw new Refusal(...read.map(({ en, zh }): Problem => problem('quotationUnreadable', { en, zh }, ['file'])));
}
