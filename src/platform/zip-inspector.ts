import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Path } from '../domain/words.js';

const executable =
  /\.(app|bat|cmd|com|cpl|dll|docm|dotm|exe|hta|jar|js|jse|lnk|mjs|msc|msi|pif|pptm|ps1|psm1|reg|scr|sct|sh|vb|vbe|vbs|wsf|xlam|xll|xlsm|xltm)$/i;
const archive = /\.(7z|arj|bz2|cab|gz|iso|lzh|rar|tar|tgz|xz|zip|zst)$/i;
/** Parts of an Office document in which code lives: VBA projects, Excel 4 macro sheets, dialog sheets, ActiveX controls. */
const macros = /(^|\/)(vbaProject(Signature\w*)?\.bin|vbaData\.xml|macrosheets\/|dialogsheets\/|activeX\/)/i;
const embedded = /(^|\/)embeddings\/[^/]+\.(bin|ole)$/i;
/** A relationship that makes Office fetch and run something from elsewhere when the document is opened. */
const fetched =
  /<(?:\w+:)?Relationship\b(?=[^>]*TargetMode\s*=\s*["']External)(?=[^>]*\/(attachedTemplate|oleObject|frame|subDocument)["'])/i;

/**
 * What speaks against a zip, Office documents included: that it cannot be read, has a password, unpacks to far more than it is, or
 * holds something that runs. All of it is unpacked once, and thrown away: what a zip declares of itself may be a lie.
 */
export async function inspectZip(file: string, bytes: number, path: Path): Promise<Problem | null> {
  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch {
    return problem('fileDamaged', {}, path);
  }
  try {
    return await inspectEntries(zip, Math.max(limits.unpackedBytes, bytes), path);
  } catch {
    return problem('fileDamaged', {}, path);
  } finally {
    zip.close();
  }
}

async function inspectEntries(zip: ZipFile, maxBytes: number, path: Path): Promise<Problem | null> {
  if (zip.entryCount > limits.zipEntries) return tooLarge(path);
  const entries: Entry[] = [];
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    declared += entry.uncompressedSize;
    if (declared > maxBytes) return tooLarge(path);
    const refused = judgeName(entry, path);
    if (refused) return refused;
    entries.push(entry);
  }
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    if (!entry.canDecodeFileData()) return problem('fileDamaged', {}, path);
    const stream = await zip.openReadStreamPromise(entry);
    if (await runs(entry, stream)) return problem('fileActive', { what: entry.fileName.slice(0, 100) }, path);
  }
  return null;
}

function judgeName(entry: Entry, path: Path): Problem | null {
  const { fileName } = entry;
  if (entry.isEncrypted()) return problem('fileEncrypted', {}, path);
  if (macros.test(fileName)) return problem('fileMacros', {}, path);
  if (executable.test(fileName) || archive.test(fileName) || embedded.test(fileName)) {
    return problem('fileActive', { what: fileName.slice(0, 100) }, path);
  }
  return null;
}

/** Unpacks an entry to its end, and tells whether it holds something that runs. */
async function runs({ fileName, uncompressedSize }: Entry, stream: Readable): Promise<boolean> {
  if (fileName.endsWith('.rels') && uncompressedSize <= limits.relationshipBytes) return fetched.test(await text(stream));
  let first = true;
  let found = false;
  for await (const chunk of stream) {
    if (first) found = startsExecutable(chunk as Buffer);
    first = false;
  }
  return found;
}

/** Programs of Windows, Linux and macOS, and scripts that name their interpreter, by their first bytes. */
const startsExecutable = (bytes: Buffer): boolean =>
  ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe', '#!'].some((magic) =>
    bytes.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')),
  );

const tooLarge = (path: Path): Problem => problem('fileUnpacksTooLarge', { max: `${limits.unpackedBytes / 1024 / 1024} MiB` }, path);
