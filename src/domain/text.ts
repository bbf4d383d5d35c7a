import { type Problem, problem } from './errors.js';
import type { Path } from './words.js';

/** How a text field is cleaned: its label, its limit in code points, and whether it may hold line breaks and tabs. */
export interface TextRule {
  readonly field: string;
  readonly max: number;
  readonly multiline?: boolean;
}

// C0 and C1 controls, and the characters that reorder or isolate bidirectional text (Unicode UAX #9, CVE-2021-42574).
const FORBIDDEN = /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
const FORBIDDEN_IN_PARAGRAPHS = /(?![\n\t])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Nothing that a person could see, such as a space without width alone. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** The length that limits count: code points, so that an emoji or a rare Han character is one. */
export const codePoints = (text: string): number => {
  let n = 0;
  for (const _ of text) n++;
  return n;
};

/**
 * A typed text as it is kept (R38): NFC, line breaks as \n, trimmed; null when nothing is left.
 * Problems go to `problems`, and the answer is then null.
 */
export function cleanText(value: string | null | undefined, rule: TextRule, path: Path, problems: Problem[]): string | null {
  if (value == null) return null;
  if (!value.isWellFormed()) {
    problems.push(problem('brokenText', { field: rule.field }, path));
    return null;
  }
  const text = value.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  const found = (rule.multiline ? FORBIDDEN_IN_PARAGRAPHS : FORBIDDEN).exec(text)?.[0];
  if (found) {
    const codePoint = `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    problems.push(problem('controlCharacter', { field: rule.field, codePoint }, path));
    return null;
  }
  const length = codePoints(text);
  if (length > rule.max) {
    problems.push(problem('tooLong', { field: rule.field, length, max: rule.max }, path));
    return null;
  }
  return INVISIBLE.test(text) ? null : text;
}

/** As {@link cleanText}, and an empty text is a REQUIRED problem. The empty string stands in where a problem was found. */
export function requiredText(value: string | null | undefined, rule: TextRule, path: Path, problems: Problem[]): string {
  const before = problems.length;
  const text = cleanText(value, rule, path, problems);
  if (text === null && problems.length === before) problems.push(problem('required', { field: rule.field }, path));
  return text ?? '';
}
