import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, ObjectStore } from './object-store.js';
import type { StagedFile } from './staging.js';

/** Stores objects in a folder. */
export class FolderStore implements ObjectStore {
  constructor(private readonly folder: string) {}

  async keep({ sha256, path }: StagedFile): Promise<void> {
    if (await this.has(sha256)) return;
    const target = this.pathOf(sha256);
    await mkdir(dirname(target), { recursive: true });
    const file = await open(path, 'r+');
    await file.sync().finally(() => file.close());
    await link(path, target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      // Another disk, or one that knows no links: copy, and let the name appear with the last byte.
      const part = `${target}.${randomUUID()}`;
      await copyFile(path, part);
      await rename(part, target);
    });
  }

  has(sha256: string): Promise<boolean> {
    return access(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    return createReadStream(this.pathOf(sha256), range);
  }

  remove(sha256: string): Promise<void> {
    return rm(this.pathOf(sha256), { force: true });
  }

  async link(): Promise<null> {
    return null;
  }

  async ping(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const probe = join(this.folder, `.probe-${process.pid}`);
    const file = await open(probe, 'w');
    await file.close();
    await rm(probe, { force: true });
  }

  close(): void {}

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}
