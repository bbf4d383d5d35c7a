import type { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { FileFacts } from '../domain/certification-facts.js';
import { Failure, type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { requiredText } from '../domain/text.js';
import type { DeliveryMethod, ReviewPhase } from '../domain/words.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { checkableTypes } from '../platform/file-inspector.js';
import { newId } from '../platform/ids.js';
import type { ObjectStore } from '../platform/object-store.js';
import type { Command, Transaction } from '../platform/transaction.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';
import type { FileIntake, IncomingFile } from './file-intake.js';
import { referenceObject } from './stored-objects.js';
import { refuseIf } from './typed-input.js';

export interface TemplateInput {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly phase: ReviewPhase;
  readonly required: boolean;
  readonly deliveryMethods: readonly DeliveryMethod[];
  readonly acceptedTypes: readonly string[];
  readonly maxBytes: number;
  readonly file?: IncomingFile | null;
}

/** Publishes material templates, version by version (R16a), and bundles them. */
export class TemplateService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly intake: FileIntake,
    private readonly store: ObjectStore,
  ) {}

  /** Publishes a template, or the next version of one: it takes the place of the version before. */
  async publish(command: Command, input: TemplateInput): Promise<{ templateId: string }> {
    const problems: Problem[] = [];
    const fields = cleanTemplate(input, problems);
    refuseIf(problems);
    if (!input.file) return this.unitOfWork.run(command, (tx) => insertVersion(tx, fields, null));
    const rule = { maxBytes: limits.fileBytes, acceptedTypes: Object.keys(checkableTypes), path: ['file'] };
    return this.intake.receiveScanned(input.file, rule, ({ facts }) =>
      this.unitOfWork.run(command, (tx) => insertVersion(tx, fields, facts)),
    );
  }

  /**
   * One zip of the files of these templates; names that meet are told apart by the template's code. Throws when a file cannot be reached;
   * what breaks later destroys the stream.
   */
  async bundle(templates: readonly Pick<MaterialTemplate, 'code' | 'file'>[]): Promise<Readable> {
    const files = templates.flatMap(({ code, file }) => (file ? [{ ...file, code }] : []));
    const there = await Promise.all(files.map(({ sha256 }) => this.store.has(sha256)));
    if (there.includes(false)) throw new Failure('NOT_FOUND', { en: 'A template is not there any more.', zh: '有模板文件已不存在。' });
    const zip = new ZipFile();
    const output = zip.outputStream as PassThrough;
    const fail = (error: Error) => output.destroy(error);
    // A caller who leaves in the middle lets go of the file that is being read.
    let reading: Readable | null = null;
    output.once('close', () => reading?.destroy());
    zip.once('error', fail);
    const names = new Set<string>();
    for (const { code, name, sha256 } of files) {
      // Opened one after the other, as the caller reads: a store that is elsewhere does not keep nine connections waiting.
      zip.addReadStreamLazy(nameInZip(name, code, names), (take) => {
        this.store.read(sha256).then((stream) => {
          if (output.destroyed) return stream.destroy();
          reading = stream.once('error', fail);
          take(null, stream);
        }, fail);
      });
    }
    zip.end();
    return output;
  }
}

/** A file's name as every system can unpack it, and as no other in the zip. */
function nameInZip(name: string, code: string, taken: Set<string>): string {
  const plain = name.replace(/[\\/:*?"<>|]/g, '_').replace(/^\.+$/, '_');
  const free = taken.has(plain.toLowerCase()) ? `${code}-${plain}` : plain;
  taken.add(free.toLowerCase());
  return free;
}

type TemplateFields = Omit<TemplateInput, 'file'>;

function cleanTemplate(input: TemplateInput, problems: Problem[]): TemplateFields {
  const text = (field: 'code' | 'name' | 'description', max: number, multiline = false) =>
    requiredText(input[field], { field: `template.${field}`, max, multiline }, [field], problems);
  const code = text('code', limits.templateCodeLength);
  if (code && !/^[A-Z][A-Z0-9_]*$/.test(code)) problems.push(problem('codeInvalid', { field: 'template.code' }, ['code']));
  if (input.deliveryMethods.length === 0) problems.push(problem('listEmpty', { field: 'template.deliveryMethods' }, ['deliveryMethods']));
  if (input.acceptedTypes.length === 0) problems.push(problem('listEmpty', { field: 'template.acceptedTypes' }, ['acceptedTypes']));
  const choices = Object.keys(checkableTypes);
  input.acceptedTypes.forEach((value, index) => {
    if (!choices.includes(value)) {
      problems.push(
        problem('mediaTypeInvalid', { value: value.slice(0, 100), choices: choices.join(', ') }, ['acceptedTypes', String(index)]),
      );
    }
  });
  const { maxBytes } = input;
  if (maxBytes < 1 || maxBytes > limits.fileBytes) {
    problems.push(problem('numberRange', { field: 'template.maxBytes', min: 1, max: limits.fileBytes }, ['maxBytes']));
  }
  return {
    code,
    name: text('name', limits.nameLength),
    description: text('description', limits.templateDescriptionLength, true),
    phase: input.phase,
    required: input.required,
    deliveryMethods: [...new Set(input.deliveryMethods)],
    acceptedTypes: [...new Set(input.acceptedTypes)],
    maxBytes,
  };
}

async function insertVersion(tx: Transaction, fields: TemplateFields, file: FileFacts | null): Promise<{ templateId: string }> {
  const { code } = fields;
  const version = (await tx.manager.maximum(MaterialTemplate, 'version', { code })) ?? 0;
  await tx.manager.update(MaterialTemplate, { code, version }, { replacedAt: tx.now });
  const templateId = newId('MaterialTemplate');
  tx.changes(templateId);
  await tx.manager.insert(MaterialTemplate, {
    ...(fields as object),
    id: templateId,
    version: version + 1,
    file,
    publishedAt: tx.now,
    replacedAt: null,
  });
  if (file) await referenceObject(tx, file, templateId);
  return { templateId };
}
