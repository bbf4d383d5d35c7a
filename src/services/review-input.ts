import type { FindingInputFacts } from '../domain/certification-facts.js';
import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { cleanText, requiredText } from '../domain/text.js';
import type { FindingSeverity, Path } from '../domain/words.js';

export interface FindingInput {
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly hint?: string | null;
  readonly path?: readonly string[] | null;
  readonly materialId?: string | null;
}

const paragraph = (field: string) => ({ field, max: limits.reasonLength, multiline: true });

/** A reason as typed, cleaned. */
export const cleanReason = (reason: string | null | undefined, problems: Problem[]): string | null =>
  cleanText(reason, paragraph('reason'), ['reason'], problems);

/** Findings as typed, cleaned; `isPath` tells whether a path names a field of what is reviewed. */
export function cleanFindings(
  given: readonly FindingInput[] | null | undefined,
  isPath: (path: Path) => boolean,
  problems: Problem[],
): FindingInputFacts[] {
  const findings = given ?? [];
  if (findings.length > limits.findingsPerReview) {
    problems.push(problem('tooMany', { field: 'findings', max: limits.findingsPerReview, count: findings.length }, ['findings']));
  }
  return findings.slice(0, limits.findingsPerReview).map((finding, index): FindingInputFacts => {
    const at = (field: string) => ['findings', String(index), field];
    const path = finding.path?.length ? finding.path : null;
    if (path && !isPath(path))
      problems.push(problem('pathUnknown', { value: path.slice(0, limits.pathSegments).join('.').slice(0, 100) }, at('path')));
    return {
      severity: finding.severity,
      message: requiredText(finding.message, paragraph('finding.message'), at('message'), problems),
      hint: cleanText(finding.hint, paragraph('finding.hint'), at('hint'), problems),
      path,
      materialId: finding.materialId ?? null,
    };
  });
}
