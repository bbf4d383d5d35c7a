import { open, readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { cleanText, type TextRule } from '../domain/text.js';

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
  const type = await fileTypeFromFile(path);
  if (type) return type.mime;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead).includes(0) ? 'application/octet-stream' : 'text/plain';
  } finally {
    await file.close();
  }
}

/** What speaks against a file: its content is of no accepted type, or its name says another type than its content. */
export function typeProblems(contentType: string, name: string, accepted: readonly string[], path: string[]): Problem[] {
  if (!accepted.includes(contentType)) {
    return [problem('fileTypeNotAllowed', { found: contentType, choices: accepted.join(', ') }, path)];
  }
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  const fits = !extension || (checkableTypes[contentType] ?? [extension]).includes(extension);
  return fits ? [] : [problem('fileContentMismatch', { extension: `.${extension}`, found: contentType }, path)];
}

const nameRule: TextRule = { field: 'fileName', max: limits.fileNameLength };

/** A file name for display: its last part, cleaned as all text is (R38). It never names a file here. */
export function cleanFileName(name: string, path: string[], problems: Problem[]): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  return cleanText(last, nameRule, path, problems) ?? 'file';
}

export const readBytes = (path: string): Promise<Uint8Array> => readFile(path);
