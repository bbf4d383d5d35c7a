import type { Readable } from 'node:stream';
import type { FileFacts } from '../domain/certification-facts.js';
import type { StagedFile } from './staging.js';

/** Bytes of an object, first and last, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Stores bytes under their sha256: the same bytes are there once. Failures of a remote store are a Failure with SERVICE_UNAVAILABLE. */
export interface ObjectStore {
  /** Puts staged bytes in their place; whole or not at all. Nothing to do when they are there already. */
  keep(staged: StagedFile): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** Streams an object, or a part of it. */
  read(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Takes an object away; nothing to do when it is not there. */
  remove(sha256: string): Promise<void>;
  /** An address at which the store itself hands the object out as a file to save, for a minute; null: the server streams it. */
  link(file: FileFacts): Promise<string | null>;
  /** Throws when the store cannot be reached or written to. */
  ping(): Promise<void>;
  close(): void;
}
