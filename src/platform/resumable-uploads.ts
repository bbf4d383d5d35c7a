import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';
import { limits } from '../domain/limits.js';

/** A resumable upload as its owner finds it. */
export interface ResumableUpload {
  readonly filename: string;
  readonly receivedBytes: number;
  /** Null while its sender has not told. */
  readonly totalBytes: number | null;
  read(): Readable;
}

/** A person has as many uploads open as anybody may. */
export class TooManyUploads extends Error {}

/** Creates uploads one after the other, so that of many at once none slips past the limit. */
class CountingStore extends FileStore {
  private turn: Promise<unknown> = Promise.resolve();

  override create(upload: Upload): Promise<Upload> {
    const created = this.turn.then(async () => {
      const own = prefixOf(ownerOf(upload) ?? '');
      const ids = (await this.configstore.list?.()) ?? [];
      if (ids.filter((id) => id.startsWith(own)).length >= limits.resumableUploads) throw new TooManyUploads();
      return super.create(upload);
    });
    this.turn = created.catch(() => {});
    return created;
  }
}

/** Keeps uploads that come in pieces (tus 1.0.0) in a folder, each for the person who began it, for 24 hours. */
export class ResumableUploads {
  /** Its `create` throws {@link TooManyUploads}. */
  readonly store: FileStore;

  constructor(private readonly directory: string) {
    this.store = new CountingStore({ directory, expirationPeriodInMilliseconds: limits.resumableUploadMs });
  }

  newId(subject: string): string {
    return `${prefixOf(subject)}${randomBytes(10).toString('hex')}`;
  }

  /** The upload with an id; null when this person has none such. */
  async find(id: string, subject: string): Promise<ResumableUpload | null> {
    const upload = isId(id) ? await this.store.getUpload(id).catch(() => null) : null;
    if (!upload || ownerOf(upload) !== subject || Date.parse(upload.creation_date ?? '') < longAgo()) return null;
    return {
      filename: upload.metadata?.filename ?? upload.metadata?.name ?? '',
      receivedBytes: upload.offset,
      totalBytes: upload.size ?? null,
      read: () => this.store.read(id),
    };
  }

  /** Removes the bytes of an upload and what is known of it; nothing to do when they are gone. */
  async remove(id: string): Promise<void> {
    if (isId(id)) await Promise.all([id, `${id}.json`].map((name) => rm(join(this.directory, name), { force: true })));
  }

  /** Removes what was not attached in time, and what a process that was killed left of an upload. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.directory).catch(() => [])) {
      const { mtimeMs } = await stat(join(this.directory, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < longAgo()) await this.remove(name.replace(/\.json$/, ''));
    }
  }
}

/** Before when an upload has expired. */
const longAgo = (): number => Date.now() - limits.resumableUploadMs;

/** How the ids of a person's uploads begin: so they are counted without being read. */
const prefixOf = (subject: string): string => `upload_${createHash('sha256').update(subject).digest('hex').slice(0, 12)}`;

/** Ids name files: none but those that were made here may reach the disk. */
const isId = (id: string): boolean => /^upload_[0-9a-f]{32}$/.test(id);

const ownerOf = ({ metadata }: Pick<Upload, 'metadata'>): string | null => metadata?.owner ?? null;
