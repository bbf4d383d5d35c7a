import { readFile } from 'node:fs/promises';
import { MoreThan } from 'typeorm';
import { type Actor, recordOf, seesRequest } from '../domain/actor.js';
import type { QuotationFacts } from '../domain/certification-facts.js';
import { editableStatuses } from '../domain/checks.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { wrongState } from '../domain/lifecycle.js';
import { limits } from '../domain/limits.js';
import { Action, MaterialStatus, type Path, Role } from '../domain/words.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { fileColumns, Material } from '../entities/material.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { materialsOfRequest } from '../entities/relations.js';
import { newId } from '../platform/ids.js';
import type { ObjectStore } from '../platform/object-store.js';
import { readQuotation } from '../platform/quotation-reader.js';
import type { ResumableUploads } from '../platform/resumable-uploads.js';
import type { Scanner } from '../platform/scanner.js';
import type { StagedFile, Staging } from '../platform/staging.js';
import type { Command } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { CertificationSteps, Step } from './certification-steps.js';
import type { FileIntake, IncomingFile, ReceivedFile } from './file-intake.js';
import { referenceObject } from './stored-objects.js';

/** The template whose workbook is read back. */
export const quotationTemplate = 'QUOTATION';

export interface UploadInput {
  readonly certificationRequestId: string;
  readonly templateId: string;
  /** Exactly one of the two. */
  readonly file?: IncomingFile | null;
  readonly uploadId?: string | null;
}
type MaterialResult = { requestId: string; materialId: string };

const refusal = (field: string, path: string): Refusal => new Refusal(problem('notFound', { field }, [path]));

/** Materials that one round of scanning takes. */
const rescanSize = 100;

/** Takes in the materials of a request (R16). */
export class MaterialService {
  /** The id of the last material that rescanning came to. */
  private rescanned = '';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: CertificationSteps,
    private readonly intake: FileIntake,
    private readonly uploads: ResumableUploads,
    private readonly store: ObjectStore,
    private readonly scanner: Scanner | null,
  ) {}

  /**
   * Stores a file as the next revision for its template. Refuses what the template does not take, and a quotation that cannot be read:
   * then nothing is stored. A resumable upload is gone once it is attached.
   */
  upload(command: Command, input: UploadInput): Promise<MaterialResult> {
    return this.unitOfWork.onceOrRecall(command, () => this.take(command, input));
  }

  private async take(command: Command, input: UploadInput): Promise<MaterialResult> {
    const template = await this.precheck(command, input);
    const file = input.file ?? (await this.resumed(command.actor, input.uploadId!));
    const rule = { maxBytes: template.maxBytes, acceptedTypes: template.acceptedTypes, path: [input.file ? 'file' : 'uploadId'] };
    let quotation: QuotationFacts | null = null;
    const readBack = async (staged: StagedFile) => {
      if (template.code === quotationTemplate) quotation = await quotationOf(staged, rule.path);
    };
    const done = await this.intake.receive(
      file,
      rule,
      (received) => {
        const ask = {
          id: input.certificationRequestId,
          action: Action.UPDATE,
          notFound: refusal('certificationRequest', 'certificationRequestId'),
        };
        return this.steps.take(command, ask, (step) => this.insert(step, command, template, received, quotation));
      },
      readBack,
    );
    if (input.uploadId) await this.uploads.remove(input.uploadId);
    return done;
  }

  /** A complete resumable upload of the caller. */
  private async resumed({ subject }: Actor, uploadId: string): Promise<IncomingFile> {
    const found = await this.uploads.find(uploadId, subject);
    if (!found) throw refusal('upload', 'uploadId');
    const { filename, receivedBytes, totalBytes } = found;
    if (receivedBytes !== totalBytes) {
      throw new Refusal(problem('uploadIncomplete', { received: receivedBytes, total: totalBytes ?? '?' }, ['uploadId']));
    }
    const stage = (staging: Staging, maxBytes: number) =>
      staging.stage(found.read(), maxBytes).catch((error: NodeJS.ErrnoException) => {
        // Attached by somebody quicker at the same moment.
        throw error.code === 'ENOENT' ? refusal('upload', 'uploadId') : error;
      });
    return { filename, stage };
  }

  /** Scans what could not be scanned when it came, until the scanner has told: a file is never taken for clean without it. */
  async rescan(): Promise<void> {
    const { scanner } = this;
    if (!scanner) return;
    const where = { status: MaterialStatus.SCANNING, id: MoreThan(this.rescanned) };
    const waiting = await this.unitOfWork.maintain(({ manager }) =>
      manager.find(Material, { where, order: { id: 'ASC' }, take: rescanSize }),
    );
    // What the scanner cannot judge keeps nobody waiting: the next round goes on behind it, and after the last begins anew.
    const next = waiting.length < rescanSize ? '' : waiting.at(-1)!.id;
    if (waiting.length > 0) await scanner.ping();
    this.rescanned = next;
    for (const sha256 of new Set(waiting.map(({ file }) => file.sha256))) {
      const verdict = await scanner.scan(await this.store.read(sha256), limits.scanMs);
      if (verdict === 'unknown') continue;
      const status = verdict === 'clean' ? MaterialStatus.CLEAN : MaterialStatus.QUARANTINED;
      await this.unitOfWork.maintain(({ manager }) =>
        manager
          .createQueryBuilder()
          .update(Material)
          .set({ status })
          .where('id IN (SELECT owner_id FROM object_reference WHERE sha256 = :sha256)', { sha256 })
          .execute(),
      );
    }
  }

  /** Looks before the bytes stream whether they could be of use; the step looks again. */
  private async precheck({ actor }: Command, { certificationRequestId, templateId }: UploadInput): Promise<MaterialTemplate> {
    const { committed } = this.unitOfWork;
    const request = await committed.one(CertificationRequest, certificationRequestId);
    if (!request || !seesRequest(actor, request)) throw refusal('certificationRequest', 'certificationRequestId');
    if (!editableStatuses.includes(request.status)) throw new Refusal(wrongState([{ from: editableStatuses }], request.status));
    const template = await committed.one(MaterialTemplate, templateId);
    if (!template) throw refusal('materialTemplate', 'templateId');
    return template;
  }

  private async insert(
    { tx, row: request }: Step,
    { actor }: Command,
    template: MaterialTemplate,
    { facts, scanned }: ReceivedFile,
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
      status: scanned ? MaterialStatus.CLEAN : MaterialStatus.SCANNING,
      ...fileColumns(facts),
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
    // What is not there takes as long as what is somebody else's.
    const requestId = (await this.unitOfWork.committed.one(Material, id))?.certificationRequestId ?? id;
    return this.steps.take(command, { id: requestId, action: Action.UPDATE, notFound }, async ({ tx }) => {
      if (!(await tx.list(materialsOfRequest, requestId)).some((material) => material.id === id)) throw notFound;
      await tx.manager.update(Material, id, { replacedAt: tx.now });
      return { requestId, materialId: id };
    });
  }
}

async function quotationOf({ path: file }: StagedFile, path: Path): Promise<QuotationFacts> {
  const read = readQuotation(await readFile(file));
  if (!Array.isArray(read)) return read as QuotationFacts;
  throw new Refusal(...read.map(({ en, zh }): Problem => problem('quotationUnreadable', { en, zh }, path)));
}
