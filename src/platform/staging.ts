import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that have arrived but are not stored yet; whoever has it discards it. */
export interface StagedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  discard(): Promise<void>;
}

/** More bytes came than are allowed. */
export class TooManyBytes extends Error {}

/** Receives bytes into temporary files of this machine, hashing them on the way. */
export class Staging {
  constructor(readonly folder: string) {}

  /** Streams bytes into a temporary file. Throws {@link TooManyBytes} past `maxBytes`, and whatever the source throws, leaving nothing. */
  async stage(source: Readable, maxBytes: number): Promise<StagedFile> {
    // From the first moment on somebody listens: a source that breaks before the pipeline stands would end the process.
    source.on('error', () => {});
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    const discard = () => rm(path, { force: true });
    const file = createWriteStream(path, { flags: 'wx' });
    try {
      await pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > maxBytes) throw new TooManyBytes();
            hash.update(chunk);
            yield chunk;
          }
        },
        file,
      );
    } catch (error) {
      // A pipeline that breaks at once does not wait for the file to be opened, and an open that comes after the removal would leave it.
      if (!file.closed) await new Promise<void>((resolve) => file.once('close', resolve));
      await discard();
      throw error;
    }
    return { path, sha256: hash.digest('hex'), bytes, discard };
  }

  /** Removes what a process that was killed left behind: files that nobody has written to since `before`, in milliseconds. */
  async sweep(before: number): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < before) await rm(path, { force: true });
    }
  }

  /** Throws when the folder cannot be written to. */
  async ping(): Promise<void> {
    await (await this.stage(Readable.from([Buffer.from('ping')]), 4)).discard();
  }
}
