import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflate } from 'node:zlib';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Path } from '../domain/words.js';

/** Names of PDF (ISO 32000-2) that make a reader run, open, fetch or send something. */
const active = new Set([
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'Rendition',
  'GoToE',
  'ImportData',
  'SubmitForm',
  'XFA',
]);
/** Bytes by which two pieces overlap: longer than any name that is looked for, with each of its letters written as #xx. */
const overlap = 64;
/** Bytes before and after the type of an object stream within which its dictionary stands. */
const headBytes = 4096;
/** Object streams that are looked into; the largest documents have some hundred. */
const maxObjectStreams = 3000;

/**
 * What speaks against a PDF: a password, or that it runs scripts, starts programs or carries other files. Names are looked for in the
 * plain parts and in packed object streams. Null when nothing does.
 */
export async function inspectPdf(path: string, at: Path): Promise<Problem | null> {
  const objectStreams: number[] = [];
  let position = 0;
  for await (const { bytes, fresh } of overlapping(createReadStream(path))) {
    position += fresh;
    const from = position - bytes.length;
    for (const { name, index } of namesIn(bytes)) {
      const found = verdict(name, at);
      if (found) return found;
      if (name === 'ObjStm' && objectStreams.at(-1) !== from + index) objectStreams.push(from + index);
      if (objectStreams.length > maxObjectStreams) return tooLarge(at);
    }
  }
  const file = await open(path, 'r');
  try {
    if (!(await endsWell(file, position))) return problem('fileDamaged', {}, at);
    return await inspectObjectStreams(file, path, objectStreams, at);
  } finally {
    await file.close();
  }
}

async function endsWell(file: FileHandle, size: number): Promise<boolean> {
  const end = Buffer.alloc(Math.min(size, 2048));
  await file.read(end, 0, end.length, size - end.length);
  return end.includes('%%EOF');
}

/** Objects may be packed into streams, where a name does not show. What cannot be unpacked here could hide anything, and is refused. */
async function inspectObjectStreams(file: FileHandle, path: string, offsets: readonly number[], at: Path): Promise<Problem | null> {
  let left = limits.pdfObjectBytes;
  try {
    for (const offset of offsets) {
      for await (const { bytes, fresh } of overlapping(unpacked(file, path, offset))) {
        left -= fresh;
        if (left < 0) return tooLarge(at);
        for (const { name } of namesIn(bytes)) {
          const found = verdict(name, at);
          if (found) return found;
        }
      }
    }
    return null;
  } catch {
    return problem('fileDamaged', {}, at);
  }
}

/** Pieces with the end of the one before, so that no name is cut in two; `fresh` bytes of each are new. */
async function* overlapping(pieces: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; fresh: number }> {
  let tail = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([tail, piece]);
    yield { bytes, fresh: piece.length };
    tail = Buffer.from(bytes.subarray(-overlap));
  }
}

/** Unpacks the object stream whose type stands at an offset; throws when it is no stream, or is packed by anything but Flate. */
async function* unpacked(file: FileHandle, path: string, offset: number): AsyncGenerator<Buffer> {
  const from = Math.max(0, offset - headBytes);
  const head = Buffer.alloc(2 * headBytes);
  const { bytesRead } = await file.read(head, 0, head.length, from);
  const text = head.toString('latin1', 0, bytesRead);
  const start = /\bstream(\r\n|\n|\r)/.exec(text.slice(offset - from));
  const dictionary = text.lastIndexOf('obj', offset - from);
  if (!start || dictionary < 0) throw new Error('no stream');
  // What is not packed has been looked at already.
  if (!/\/Filter\b/.test(unescapedName(text.slice(dictionary, offset - from + start.index)))) return;
  const packed = createReadStream(path, { start: offset + start.index + start[0].length });
  const plain = createInflate();
  packed.once('error', (error) => plain.destroy(error)).pipe(plain);
  let some = false;
  try {
    for await (const piece of plain) {
      some = true;
      yield piece as Buffer;
    }
  } catch (error) {
    // Readers take what comes before the damage, and so it was looked at.
    if (!some) throw error;
  } finally {
    packed.destroy();
    plain.destroy();
  }
}

const tooLarge = (at: Path): Problem => problem('fileUnpacksTooLarge', { max: `${limits.pdfObjectBytes / 1024 / 1024} MiB` }, at);

function verdict(name: string, at: Path): Problem | null {
  if (name === 'Encrypt') return problem('fileEncrypted', {}, at);
  return active.has(name) ? problem('fileActive', { what: `/${name}` }, at) : null;
}

/** Any letter of a name may be written as #xx. */
const unescapedName = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const slash = 0x2f;
/** The first letters of the names that matter, and the # that a letter may be written with. */
const initials = new Set([...'JLEROGISX#'].map((letter) => letter.charCodeAt(0)));

/** The names in a piece of a PDF that begin like one that matters; byte by byte, since most of a PDF is packed and no text. */
function* namesIn(bytes: Buffer): Generator<{ name: string; index: number }> {
  for (let at = bytes.indexOf(slash); at >= 0; at = bytes.indexOf(slash, at + 1)) {
    if (!initials.has(bytes[at + 1] ?? 0)) continue;
    const written = bytes.toString('latin1', at + 1, at + overlap);
    // XFA is so short that it comes up in pictures by chance: only one that stands for a form counts.
    const name = /^(?:XFA(?=\s*[[\d])|(?!XFA)[A-Za-z]+)/.exec(unescapedName(written));
    if (name) yield { name: name[0], index: at };
  }
}
