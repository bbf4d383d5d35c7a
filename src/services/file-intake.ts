import { createReadStream } from 'node:fs';
import type { FileFacts } from '../domain/certification-facts.js';
import { Failure, type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Path } from '../domain/words.js';
import { cleanFileName, fileProblems, typeOfFile } from '../platform/file-inspector.js';
import type { Scanner } from '../platform/scanner.js';
import { type StagedFile, type Staging, TooManyBytes } from '../platform/staging.js';
import type { StoredObjects } from './stored-objects.js';

/** A file that a caller sends. */
export interface IncomingFile {
  readonly filename: string;
  /** Brings its bytes to this machine. Throws {@link TooManyBytes} past `maxBytes`. */
  stage(staging: Staging, maxBytes: number): Promise<StagedFile>;
}

/** What a file must be. */
export interface FileRule {
  readonly maxBytes: number;
  readonly acceptedTypes: readonly string[];
  /** Where the file stands in the input. */
  readonly path: Path;
}

/** A file that has arrived and fits its rule. */
export interface ReceivedFile {
  readonly facts: FileFacts;
  readonly staged: StagedFile;
  /** Whether it is known to be free of malware; false while the scanner cannot be asked. */
  readonly scanned: boolean;
}

/** Receives files: looks at their content, has them scanned, refuses what does not fit, and keeps the others. */
export class FileIntake {
  constructor(
    private readonly staging: Staging,
    private readonly objects: StoredObjects,
    private readonly scanner: Scanner | null,
  ) {}

  /**
   * Receives a file, stores it, and runs `use`, which refers to it. Refuses: FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED,
   * FILE_CONTENT_MISMATCH, FILE_INFECTED, INVALID for its name, and what `look` throws: then nothing is stored.
   */
  async receive<R>(
    incoming: IncomingFile,
    rule: FileRule,
    use: (file: ReceivedFile) => Promise<R>,
    look: (staged: StagedFile) => Promise<void> = async () => {},
  ): Promise<R> {
    const staged = await this.stage(incoming, rule);
    try {
      const facts = await inspect(staged, incoming.filename, rule);
      await look(staged);
      const scanned = await this.scan(staged, rule.path);
      await this.objects.keep(staged);
      return await use({ facts, staged, scanned });
    } finally {
      await staged.discard();
    }
  }

  /** Like {@link receive}, for files that have no state of their own to wait in: while the scanner is away they are refused for now. */
  receiveScanned<R>(
    incoming: IncomingFile,
    rule: FileRule,
    use: (file: ReceivedFile) => Promise<R>,
    look?: (staged: StagedFile) => Promise<void>,
  ): Promise<R> {
    const useScanned = (file: ReceivedFile): Promise<R> => {
      if (!file.scanned) {
        throw new Failure('SERVICE_UNAVAILABLE', {
          en: 'The file cannot be scanned at the moment; nothing was changed. Try again.',
          zh: '暂时无法扫描文件，未作任何更改；请重试。',
        });
      }
      return use(file);
    };
    return this.receive(incoming, rule, useScanned, look);
  }

  private async stage(incoming: IncomingFile, { maxBytes, path }: FileRule): Promise<StagedFile> {
    try {
      return await incoming.stage(this.staging, maxBytes);
    } catch (error) {
      if (error instanceof TooManyBytes) throw new Refusal(problem('fileTooLarge', { max: megabytes(maxBytes) }, path));
      throw error;
    }
  }

  private async scan({ path: file }: StagedFile, path: Path): Promise<boolean> {
    if (!this.scanner) return true;
    const verdict = await this.scanner.scan(createReadStream(file), limits.scanWhileWaitingMs);
    if (verdict === 'infected') throw new Refusal(problem('fileInfected', {}, path));
    return verdict === 'clean';
  }
}

/** What is told of a file; throws a Refusal with everything that speaks against it. */
async function inspect({ path: file, bytes, sha256 }: StagedFile, filename: string, { acceptedTypes, path }: FileRule): Promise<FileFacts> {
  if (bytes === 0) throw new Refusal(problem('fileEmpty', {}, path));
  const problems: Problem[] = [];
  const name = cleanFileName(filename, path, problems);
  const contentType = await typeOfFile(file);
  problems.push(...(await fileProblems({ path: file, bytes, name, contentType }, acceptedTypes, path)));
  if (problems.length > 0) throw new Refusal(...problems);
  return { name, contentType, bytes, sha256 };
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;

/** A file of this machine as if it were sent. */
export const localFile = (path: string, filename: string): IncomingFile => ({
  filename,
  stage: (staging, maxBytes) => staging.stage(createReadStream(path), maxBytes),
});
