import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that have arrived but are not stored yet; `discard` or `ObjectStore.keep` ends it. */
export interface StagedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  discard(): Promise<void>;
}

/** More bytes came than are allowed. */
export class TooManyBytes extends Error {}

/** Stores bytes in a folder under their sha256: the same bytes are there once. */
export class ObjectStore {
  constructor(private readonly folder: string) {}

  /** Streams bytes into a temporary file and hashes them on the way. Throws {@link TooManyBytes} past `maxBytes`, leaving nothing. */
  async stage(source: Readable, maxBytes: number): Promise<StagedFile> {
    await mkdir(join(this.folder, 'tmp'), { recursive: true });
    const path = join(this.folder, 'tmp', randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    const discard = () => rm(path, { force: true });
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
        createWriteStream(path, { flags: 'wx' }),
      );
    } catch (error) {
      await discard();
      throw error;
    }
    return { path, sha256: hash.digest('hex'), bytes, discard };
  }

  /** Puts staged bytes in their place, safe on the disk; nothing to do when they are there already. */
  async keep(staged: StagedFile): Promise<void> {
    const target = this.pathOf(staged.sha256);
    if (await exists(target)) return staged.discard();
    await mkdir(join(target, '..'), { recursive: true });
    const file = await open(staged.path, 'r');
    await file.sync();
    await file.close();
    await rename(staged.path, target);
  }

  /** Streams the bytes of an object. */
  read(sha256: string): Readable {
    return createReadStream(this.pathOf(sha256));
  }

  has(sha256: string): Promise<boolean> {
    return exists(this.pathOf(sha256));
  }

  /** Throws when the folder cannot be written to. */
  async ping(): Promise<void> {
    await (await this.stage(Readable.from([Buffer.from('ping')]), 4)).discard();
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
