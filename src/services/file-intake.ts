import type { Readable } from 'node:stream';
import type { FileFacts } from '../domain/certification-facts.js';
import { type Problem, problem, Refusal } from '../domain/errors.js';
import { ObjectReference, StoredObject } from '../entities/internal.js';
import { cleanFileName, typeOfFile, typeProblems } from '../platform/file-inspector.js';
import { type ObjectStore, type StagedFile, TooManyBytes } from '../platform/object-store.js';
import type { Transaction } from '../platform/unit-of-work.js';

/** A file that a caller sends. */
export interface IncomingFile {
  readonly filename: string;
  createReadStream(): Readable;
}

/** What a file must be. */
export interface FileRule {
  readonly maxBytes: number;
  readonly acceptedTypes: readonly string[];
  /** Where the file stands in the input. */
  readonly path: string[];
}

/** A file that has arrived and fits its rule. */
export interface ReceivedFile {
  readonly facts: FileFacts;
  readonly staged: StagedFile;
}

/** Receives files: streams them into the store, looks at their content, and refuses what does not fit. */
export class FileIntake {
  constructor(private readonly store: ObjectStore) {}

  /**
   * Receives a file, keeps it while `use` runs, and stores it for good only when `use` says so by calling `keep`.
   * Refuses: FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, FILE_CONTENT_MISMATCH, INVALID for its name.
   */
  async receive<R>(incoming: IncomingFile, rule: FileRule, use: (file: ReceivedFile, keep: () => Promise<void>) => Promise<R>): Promise<R> {
    const staged = await this.stage(incoming, rule);
    try {
      const problems: Problem[] = staged.bytes === 0 ? [problem('fileEmpty', {}, rule.path)] : [];
      const name = cleanFileName(incoming.filename, rule.path, problems);
      const contentType = await typeOfFile(staged.path);
      if (staged.bytes > 0) problems.push(...typeProblems(contentType, name, rule.acceptedTypes, rule.path));
      if (problems.length > 0) throw new Refusal(...problems);
      const facts: FileFacts = { name, contentType, bytes: staged.bytes, sha256: staged.sha256 };
      return await use({ facts, staged }, () => this.store.keep(staged));
    } finally {
      await staged.discard();
    }
  }

  private async stage(incoming: IncomingFile, { maxBytes, path }: FileRule): Promise<StagedFile> {
    try {
      return await this.store.stage(incoming.createReadStream(), maxBytes);
    } catch (error) {
      if (error instanceof TooManyBytes || (error as { status?: number }).status === 413) {
        throw new Refusal(problem('fileTooLarge', { max: `${Math.floor(maxBytes / 1024 / 1024)} MiB` }, path));
      }
      throw error;
    }
  }
}

/** Writes down that `ownerId` uses an object, so that it stays. */
export async function referenceObject(tx: Transaction, { sha256, bytes }: FileFacts, ownerId: string): Promise<void> {
  const insert = (entity: typeof StoredObject | typeof ObjectReference, values: object) =>
    tx.manager.createQueryBuilder().insert().into(entity).values(values).orIgnore().execute();
  await insert(StoredObject, { sha256, bytes, createdAt: tx.now });
  await insert(ObjectReference, { sha256, ownerId });
}
