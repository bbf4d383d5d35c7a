import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import type { Path } from '../domain/words.js';
import { exchangesData, fieldElements } from './office-fields.js';

const executable =
  /\.(app|bat|cmd|com|cpl|dll|docm|dotm|exe|hta|jar|js|jse|lnk|mjs|msc|msi|pif|pptm|ps1|psm1|reg|scr|sct|sh|vb|vbe|vbs|wsf|xlam|xll|xlsm|xltm)$/i;
const archive = /\.(7z|arj|bz2|cab|gz|iso|lzh|rar|tar|tgz|xz|zip|zst)$/i;
/** Parts of an Office document in which code lives: VBA projects, Excel 4 macro sheets, dialog sheets, ActiveX controls. */
const macros = /(^|\/)(vbaProject(Signature\w*)?\.bin|vbaData\.xml|macrosheets\/|dialogsheets\/|activeX\/)/i;
/** The same by their content types and relationship types (ECMA-376, MS-OFFMACRO), since a part may have any name. */
const macroTypes = /macroEnabled|vbaProject|wordVbaData|macrosheet|dialogsheet|activeX/i;
const embedded = /(^|\/)embeddings\/[^/]+\.(bin|ole)$/i;
/** Parts that say what the others are. */
const typesPart = '[Content_Types].xml';
const describing = /(^|\/)(\[Content_Types\]\.xml|[^/]*\.rels)$/i;
const relationship = /<(?:\w+:)?Relationship\b((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;
/** What Office fetches and runs from elsewhere when the document is opened. */
const fetched = /\/(attachedTemplate|oleObject|frame|subDocument)["']/i;
/** What Office converts from another format when the document is opened: HTML, RTF, other documents (altChunk). */
const imported = /\/aFChunk["']/i;
/** Documents that are zips themselves and may lie in a document or a zip. */
const nested = /\.(docx|dotx|xlsx|xltx|pptx|potx|sldx|vsdx|odt|ods|odp|odg)$/i;

/** What a zip is by its own list of types: a kind of Office document, or a zip and no more; file-type looks at its beginning alone. */
export async function typeOfZip(file: string): Promise<string> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }).catch(() => null);
  try {
    for await (const entry of zip?.eachEntry() ?? []) {
      if (entry.fileName !== typesPart || entry.uncompressedSize > limits.describingBytes) continue;
      const types = await describedBy(await zip!.openReadStreamPromise(entry));
      return /["'](application\/vnd\.[\w.-]+)\.main\+xml["']/.exec(types)?.[1] ?? 'application/zip';
    }
  } catch {
    // A zip that is broken is told as such by those who look into it.
  } finally {
    zip?.close();
  }
  return 'application/zip';
}

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
    const judged = await judgeContent(entry, await zip.openReadStreamPromise(entry), path);
    const refused =
      judged === 'fields' ? (await exchangesData(await zip.openReadStreamPromise(entry))) && active(entry.fileName, path) : judged;
    if (refused) return refused;
  }
  return null;
}

function judgeName(entry: Entry, path: Path): Problem | null {
  const { fileName, uncompressedSize } = entry;
  if (entry.isEncrypted()) return problem('fileEncrypted', {}, path);
  if (macros.test(fileName)) return problem('fileMacros', {}, path);
  if (describing.test(fileName) && uncompressedSize > limits.describingBytes) return tooLarge(path, limits.describingBytes);
  if (executable.test(fileName) || archive.test(fileName) || embedded.test(fileName)) {
    return active(fileName, path);
  }
  return null;
}

/** Unpacks an entry to its end, and looks for what runs; `fields` when it holds fields that must be read to tell. */
async function judgeContent({ fileName }: Entry, stream: Readable, path: Path): Promise<Problem | 'fields' | null> {
  if (describing.test(fileName)) {
    const described = await describedBy(stream);
    const relationships = [...described.matchAll(relationship)].map(([, attributes]) => attributes!);
    const types = fileName.endsWith('.rels') ? relationships.map((r) => /\bType\s*=\s*("[^"]*"|'[^']*')/.exec(r)?.[1] ?? '') : [described];
    if (types.some((type) => macroTypes.test(type))) return problem('fileMacros', {}, path);
    const runs = (attributes: string) =>
      imported.test(attributes) || (/TargetMode\s*=\s*["']External/i.test(attributes) && fetched.test(attributes));
    return relationships.some(runs) ? active(fileName, path) : null;
  }
  const begins = (magic: string) => head.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1'));
  let head = Buffer.alloc(0);
  let tail = '';
  let found = false;
  let fields = false;
  const xml = /\.xml$/i.test(fileName);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (head.length < 8) head = Buffer.concat([head, chunk.subarray(0, 8)]).subarray(0, 8);
    if (!xml && !begins(zipMagic)) continue;
    // The names in a zip are not packed: they show without unpacking it.
    const names = tail + chunk.toString('latin1');
    if (xml) fields ||= fieldElements.test(names.replaceAll('\0', ''));
    else found ||= macros.test(names.replaceAll('\\', '/'));
    tail = names.slice(-40);
  }
  if (found) return problem('fileMacros', {}, path);
  if ([...programs, compoundFile].some(begins) || (begins(zipMagic) && !nested.test(fileName))) return active(fileName, path);
  return fields ? 'fields' : null;
}

/** A part that describes others as text in which no word hides: UTF-16 and references to characters are undone. */
async function describedBy(stream: Readable): Promise<string> {
  return (await text(stream))
    .replaceAll('\0', '')
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) => String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)));
}

/** Programs of Windows, Linux and macOS, and scripts that name their interpreter, by their first bytes. */
const programs = ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe', '#!'];
/** Old Office documents, VBA projects and installers are compound files (MS-CFB). */
const compoundFile = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const zipMagic = 'PK\x03\x04';

const active = (fileName: string, path: Path): Problem => problem('fileActive', { what: fileName.slice(0, 100) }, path);
const tooLarge = (path: Path, max: number = limits.unpackedBytes): Problem =>
  problem('fileUnpacksTooLarge', { max: `${max / 1024 / 1024} MiB` }, path);
