import { randomUUID } from 'node:crypto';
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

/** Keeps uploads that come in pieces (tus 1.0.0) in a folder, each for the person who began it, for 24 hours. */
export class ResumableUploads {
  readonly store: FileStore;

  constructor(directory: string) {
    this.store = new FileStore({ directory, expirationPeriodInMilliseconds: limits.resumableUploadMs });
  }

  newId(): string {
    return `upload_${randomUUID().replaceAll('-', '')}`;
  }

  /** The upload with an id; null when this person has none such. */
  async find(id: string, subject: string): Promise<ResumableUpload | null> {
    const upload = isId(id) ? await this.store.getUpload(id).catch(() => null) : null;
    if (!upload || ownerOf(upload) !== subject) return null;
    return {
      filename: upload.metadata?.filename ?? upload.metadata?.name ?? '',
      receivedBytes: upload.offset,
      totalBytes: upload.size ?? null,
      read: () => this.store.read(id),
    };
  }

  /** How many a person has open. */
  async count(subject: string): Promise<number> {
    const ids = (await this.store.configstore.list?.()) ?? [];
    const infos = await Promise.all(ids.map((id) => this.store.configstore.get(id)));
    return infos.filter((info) => info && ownerOf(info) === subject).length;
  }

  async remove(id: string): Promise<void> {
    await this.store.remove(id).catch(() => {});
  }

  /** Removes what was not attached in time. */
  async sweep(): Promise<void> {
    await this.store.deleteExpired();
  }
}

/** Ids name files: none but those that were made here may reach the disk. */
const isId = (id: string): boolean => /^upload_[0-9a-f]{32}$/.test(id);

export const ownerOf = ({ metadata }: Pick<Upload, 'metadata'>): string | null => metadata?.owner ?? null;
