import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import Upload from 'graphql-upload/Upload.mjs';
import { Failure } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { type StagedFile, type Staging, TooManyBytes } from '../platform/staging.js';
import type { IncomingFile } from '../services/file-intake.js';

/** A GraphQL multipart request that has arrived as a whole. */
export interface Form {
  /** What was sent as `operations`, with an Upload wherever `map` says. */
  readonly operations: Record<string, unknown>;
  /** Lets go of the files; those that are still in use go when they are not any more. */
  release(): void;
}

/** A file of a form: on disk already, hashed on the way, and usable wherever the form's `map` puts it. */
class FormFile implements IncomingFile {
  private users = 0;
  private released = false;
  constructor(
    readonly filename: string,
    private readonly staged: StagedFile,
  ) {}

  async stage(_staging: Staging, maxBytes: number): Promise<StagedFile> {
    if (this.staged.bytes > maxBytes) throw new TooManyBytes();
    this.users++;
    return {
      ...this.staged,
      discard: async () => {
        this.users--;
        await this.discardUnused();
      },
    };
  }

  release(): void {
    this.released = true;
    void this.discardUnused();
  }

  private async discardUnused(): Promise<void> {
    if (this.released && this.users === 0) await this.staged.discard();
  }

  get sha256(): string {
    return this.staged.sha256;
  }
}

/**
 * Reads a form to its end (https://github.com/jaydenseric/graphql-multipart-request-spec): the fields `operations` and `map`, then each
 * file that `map` names, once. Nothing runs before all of it is there. Throws a Failure BAD_REQUEST or PAYLOAD_TOO_LARGE, leaving nothing.
 */
export async function readForm(request: IncomingMessage, staging: Staging): Promise<Form> {
  const parts = new FormParts(staging);
  try {
    await parse(request, parts);
    return await parts.assemble();
  } catch (error) {
    await parts.discard();
    throw error;
  }
}

function parse(request: IncomingMessage, parts: FormParts): Promise<void> {
  return new Promise((resolve, reject) => {
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: request.headers,
        defParamCharset: 'utf8',
        limits: {
          fieldSize: limits.requestBytes,
          fields: 2,
          // One byte more than any file may have tells that it has too many.
          fileSize: limits.fileBytes + 1,
          files: limits.filesPerRequest,
        },
      });
    } catch {
      reject(malformed('Content-Type names no boundary.', 'Content-Type 缺少 boundary。'));
      return;
    }
    const stop = (error: unknown): void => {
      reject(error);
      request.unpipe(parser);
      // Not from within one of the parser's own events; and the rest of the body is read, so that the answer reaches the caller.
      setImmediate(() => {
        parser.destroy();
        request.resume();
      });
    };
    const guarded =
      <A extends unknown[]>(take: (...args: A) => void) =>
      (...args: A) => {
        try {
          take(...args);
        } catch (error) {
          stop(error);
        }
      };
    const tooMany = malformed(
      `A form takes operations, map and up to ${limits.filesPerRequest} files.`,
      `表单包含 operations、map 和最多 ${limits.filesPerRequest} 个文件。`,
    );
    parser.on(
      'field',
      guarded((name: string, value: string, { valueTruncated }: busboy.FieldInfo) => parts.addField(name, value, valueTruncated)),
    );
    parser.on(
      'file',
      guarded((name: string, stream: Readable, { filename }: busboy.FileInfo) => parts.addFile(name, stream, filename)),
    );
    for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) parser.on(event, () => stop(tooMany));
    // More than one may come, and one that nobody hears would end the process.
    parser.on('error', () => stop(malformed('It ends too early, or a part of it is broken.', '表单提前结束或部分损坏。')));
    parser.on('finish', () => resolve());
    request.once('close', () => {
      if (!request.readableEnded) stop(malformed('It was cut off.', '表单传输中断。'));
    });
    if (request.destroyed) stop(malformed('It was cut off.', '表单传输中断。'));
    else request.pipe(parser);
  });
}

/** The parts of a form as they come in. */
class FormParts {
  private operations: Record<string, unknown> | undefined;
  private map: Map<string, string[]> | undefined;
  private readonly files = new Map<string, { filename: string; staged: Promise<StagedFile> }>();

  constructor(private readonly staging: Staging) {}

  addField(name: string, value: string, truncated: boolean): void {
    if (truncated) throw new Failure('PAYLOAD_TOO_LARGE', { en: `${name} is larger than 1 MiB.`, zh: `${name} 超过 1 MiB。` });
    if (name === 'operations' && !this.operations) this.operations = objectOf(name, value);
    else if (name === 'map' && this.operations && !this.map) this.map = mapOf(objectOf(name, value));
    else
      throw malformed(
        'It begins with the field operations, then map, each once; then come the files.',
        '表单须依次包含 operations、map（各一次），然后是文件。',
      );
  }

  addFile(name: string, stream: Readable, filename: string | undefined): void {
    stream.on('error', () => {});
    if (!this.map?.has(name) || this.files.has(name)) {
      stream.resume();
      throw malformed('Each file comes once, after map, under a name that map has.', '每个文件须在 map 之后以 map 中的名称出现一次。');
    }
    const staged = this.staging.stage(stream, limits.fileBytes + 1);
    staged.catch(() => {});
    this.files.set(name, { filename: filename ?? '', staged });
  }

  /** Puts the files where `map` says. */
  async assemble(): Promise<Form> {
    const { operations, map } = this;
    if (!operations || !map) throw malformed('It lacks operations or map.', '表单缺少 operations 或 map。');
    const uploads: FormFile[] = [];
    for (const [name, paths] of map) {
      const part = this.files.get(name);
      if (!part) throw malformed('A file that map names did not come.', '缺少 map 中列出的文件。');
      const file = new FormFile(part.filename, await part.staged);
      uploads.push(file);
      const upload = new Upload();
      // An Idempotency-Key covers the bytes too: an input with a file is told from others by its hash.
      Object.assign(upload.promise, { toJSON: () => ({ filename: file.filename, sha256: file.sha256 }) });
      upload.resolve(file as never);
      for (const path of paths) place(operations, path, upload);
    }
    const release = () => {
      for (const file of uploads) file.release();
    };
    return { operations, release };
  }

  async discard(): Promise<void> {
    await Promise.all([...this.files.values()].map(({ staged }) => staged.then((file) => file.discard()).catch(() => {})));
  }
}

/** Puts an upload where a path of `map` leads: to a null among the variables. */
function place(operations: Record<string, unknown>, path: string, upload: Upload): void {
  const segments = path.split('.');
  const last = segments.pop()!;
  let at: unknown = operations;
  for (const segment of segments) at = isContainer(at) && Object.hasOwn(at, segment) ? at[segment] : undefined;
  if (segments[0] !== 'variables' || !isContainer(at) || !Object.hasOwn(at, last) || at[last] !== null) {
    throw malformed('A path of map leads to no null among the variables.', 'map 中的路径未指向变量中的 null。');
  }
  at[last] = upload;
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Upload);

function objectOf(name: string, value: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw malformed(`${name} is no JSON.`, `${name} 不是 JSON。`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformed(`${name} is no JSON object.`, `${name} 不是 JSON 对象。`);
  return parsed as Record<string, unknown>;
}

function mapOf(value: Record<string, unknown>): Map<string, string[]> {
  const fits = Object.values(value).every(
    (paths) => Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string'),
  );
  if (!fits) throw malformed('map names for each file a list of paths.', 'map 须为每个文件列出路径。');
  return new Map(Object.entries(value as Record<string, string[]>));
}

const malformed = (en: string, zh: string): Failure =>
  new Failure('BAD_REQUEST', {
    en: `The form is not a GraphQL multipart request. ${en}`,
    zh: `表单不是有效的 GraphQL multipart 请求。${zh}`,
  });
