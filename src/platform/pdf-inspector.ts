import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { inflateSync, constants as zlib } from 'node:zlib';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Path } from '../domain/words.js';

/** Names of PDF (ISO 32000-2) that make a reader run, open or fetch something. */
const active = new Set(['JavaScript', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia']);
/** Bytes by which two pieces overlap: longer than any name that is looked for, with each of its letters written as #xx. */
const overlap = 64;
/** Bytes of the head of a stream that are looked at for the word `stream`. */
const headBytes = 4096;
/** Bytes of a packed stream that are unpacked at most. */
const packedBytes = 1024 * 1024;
/** Object streams that are looked into; the largest documents have some hundred. */
const maxObjectStreams = 3000;

/**
 * What speaks against a PDF: a password, or that it runs scripts, starts programs or carries other files. Names are looked for in the
 * plain parts and in packed object streams. Null when nothing does.
 */
export async function inspectPdf(path: string, at: Path): Promise<Problem | null> {
  const objectStreams: number[] = [];
  let tail = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.concat([tail, chunk as Buffer]);
    const from = position - tail.length;
    for (const { name, index } of namesIn(bytes)) {
      const found = verdict(name, at);
      if (found) return found;
      if (name === 'ObjStm' && objectStreams.at(-1) !== from + index) objectStreams.push(from + index);
      if (objectStreams.length > maxObjectStreams) return tooLarge(at);
    }
    position += (chunk as Buffer).length;
    tail = Buffer.from(bytes.subarray(-overlap));
  }
  const file = await open(path, 'r');
  try {
    if (!(await endsWell(file, position))) return problem('fileDamaged', {}, at);
    return await inspectObjectStreams(file, objectStreams, at);
  } finally {
    await file.close();
  }
}

async function endsWell(file: FileHandle, size: number): Promise<boolean> {
  const end = Buffer.alloc(Math.min(size, 2048));
  await file.read(end, 0, end.length, size - end.length);
  return end.includes('%%EOF');
}

/** Objects may be packed into streams, where a name does not show. */
async function inspectObjectStreams(file: FileHandle, offsets: readonly number[], at: Path): Promise<Problem | null> {
  let left = limits.pdfObjectBytes;
  for (const offset of offsets) {
    const plain = await unpacked(file, offset, left);
    left -= plain.length;
    if (left <= 0) return tooLarge(at);
    for (const { name } of namesIn(plain)) {
      const found = verdict(name, at);
      if (found) return found;
    }
  }
  return null;
}

/** What the stream whose dictionary stands at an offset unpacks to, at most `max` bytes of it; empty when it is not packed by Flate. */
async function unpacked(file: FileHandle, offset: number, max: number): Promise<Buffer> {
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await file.read(head, 0, headBytes, offset);
  const start = /\bstream\r?\n/.exec(head.toString('latin1', 0, bytesRead));
  if (!start) return Buffer.alloc(0);
  const packed = Buffer.alloc(packedBytes);
  const read = await file.read(packed, 0, packedBytes, offset + start.index + start[0].length);
  try {
    return inflateSync(packed.subarray(0, read.bytesRead), { maxOutputLength: Math.max(max, 1), finishFlush: zlib.Z_SYNC_FLUSH });
  } catch (error) {
    return Buffer.alloc((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? max : 0);
  }
}

const tooLarge = (at: Path): Problem => problem('fileUnpacksTooLarge', { max: `${limits.pdfObjectBytes / 1024 / 1024} MiB` }, at);

function verdict(name: string, at: Path): Problem | null {
  if (name === 'Encrypt') return problem('fileEncrypted', {}, at);
  return active.has(name) ? problem('fileActive', { what: `/${name}` }, at) : null;
}

const slash = 0x2f;
/** The first letters of the names that matter, and the # that a letter may be written with. */
const initials = new Set([...'JLERO#'].map((letter) => letter.charCodeAt(0)));

/** The names in a piece of a PDF that begin like one that matters; byte by byte, since most of a PDF is packed and no text. */
function* namesIn(bytes: Buffer): Generator<{ name: string; index: number }> {
  for (let at = bytes.indexOf(slash); at >= 0; at = bytes.indexOf(slash, at + 1)) {
    if (!initials.has(bytes[at + 1] ?? 0)) continue;
    const written = bytes.toString('latin1', at + 1, at + overlap);
    const name = /^[A-Za-z]+/.exec(written.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
    if (name) yield { name: name[0], index: at };
  }
}
