import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { cleanText, type TextRule } from '../domain/text.js';
import type { Path } from '../domain/words.js';
import { isWholeJpeg } from './jpeg.js';
import { inspectPdf } from './pdf-inspector.js';
import { pngSize } from './png.js';
import { inspectZip, typeOfZip } from './zip-inspector.js';

/** The media types that can be told by content, with the endings that belong to them. */
export const checkableTypes: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'application/zip': ['zip'],
};

/** The media type of a file by its content, `text/plain` for text, else `application/octet-stream`. */
export async function typeOfFile(path: string): Promise<string> {
  // It throws at some broken files; they are of no type that is looked for.
  const type = (await fileTypeFromFile(path).catch(() => undefined))?.mime;
  if (type) return type === 'application/zip' ? typeOfZip(path) : type;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead).includes(0) ? 'application/octet-stream' : 'text/plain';
  } finally {
    await file.close();
  }
}

const zips = new Set(Object.keys(checkableTypes).filter((type) => type === 'application/zip' || type.includes('openxmlformats')));

/**
 * What speaks against a file: its content is of no accepted type, its name says another type than its content, it is damaged, has a
 * password, or holds something that runs.
 */
export async function fileProblems(
  file: { readonly path: string; readonly bytes: number; readonly name: string; readonly contentType: string },
  accepted: readonly string[],
  at: Path,
): Promise<Problem[]> {
  const { contentType, name } = file;
  const problems = typeProblems(contentType, name, accepted, at);
  // Only an accepted type is looked into; of the others, those that a person would take for it are named.
  const inside = problems.length > 0 ? disguised(contentType, at) : await contentProblem(file, at);
  return inside ? [inside] : problems;
}

function typeProblems(contentType: string, name: string, accepted: readonly string[], path: Path): Problem[] {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  const mismatch = problem('fileContentMismatch', { extension: `.${extension}`, found: contentType }, path);
  const claims = (types: readonly string[]) => types.some((type) => extension && checkableTypes[type]?.includes(extension));
  if (!accepted.includes(contentType)) {
    const refused = problem('fileTypeNotAllowed', { found: contentType, choices: accepted.join(', ') }, path);
    return claims(accepted) ? [mismatch, refused] : [refused];
  }
  return !extension || claims([contentType]) ? [] : [mismatch];
}

function disguised(contentType: string, at: Path): Problem | null {
  if (/macroenabled/i.test(contentType)) return problem('fileMacros', {}, at);
  // Office keeps a document with a password in a compound file (MS-OFFCRYPTO), as it kept its older documents.
  if (contentType === 'application/x-cfb') return problem('fileEncrypted', {}, at);
  return null;
}

async function contentProblem(
  { path, bytes, contentType }: { path: string; bytes: number; contentType: string },
  at: Path,
): Promise<Problem | null> {
  if (zips.has(contentType)) return inspectZip(path, bytes, at);
  if (await endsAsZip(path, bytes)) return problem('fileActive', { what: 'zip' }, at);
  if (contentType === 'application/pdf') return inspectPdf(path, at);
  const whole = contentType === 'image/png' ? await pngSize(path) : await isWholeJpeg(path);
  return whole ? null : problem('fileDamaged', {}, at);
}

/** The end of a zip's directory, and how far before the end of a file it may stand (APPNOTE.TXT 4.3.16). */
const [zipEnd, zipEndBytes] = [Buffer.from('PK\x05\x06'), 22 + 65_535];

/** Whether a file that is something else is a zip too: such are read from their end. */
async function endsAsZip(path: string, bytes: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const end = Buffer.alloc(Math.min(bytes, zipEndBytes));
    await file.read(end, 0, end.length, bytes - end.length);
    return end.includes(zipEnd);
  } finally {
    await file.close();
  }
}

const nameRule: TextRule = { field: 'fileName', max: limits.fileNameLength };

/** A file name for display: its last part, cleaned as all text is (R38). It never names a file here. */
export function cleanFileName(name: string, path: Path, problems: Problem[]): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  return cleanText(last, nameRule, path, problems) ?? 'file';
}
