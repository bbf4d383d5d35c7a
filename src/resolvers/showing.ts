import { type Actor, isPlatform, isSellerOf } from '../domain/actor.js';
import type { CompanyFacts } from '../domain/certification-facts.js';
import type { CheckResult } from '../domain/checks.js';
import { codeOf, type Problem } from '../domain/errors.js';
import { say } from '../domain/messages.js';
import { CheckSeverity } from '../domain/words.js';
import type { Context } from './context.js';
import type { CheckView, CompanyView, UserError } from './views.js';

/** A company, with its license as a file of the seller's. */
export const showCompany = (company: CompanyFacts, sellerId: string): CompanyView => ({
  ...company,
  businessLicense: company.businessLicense && { ...company.businessLicense, ownerId: sellerId },
});

/** A problem as a user error, in the caller's language. */
export const showProblem = (problem: Problem, language: Context['language']): UserError => ({
  code: codeOf(problem),
  message: say(problem.message, problem.params, language),
  path: problem.path ?? null,
});

/** A check in the caller's language. */
export const showCheck = ({ problem, severity, passed }: CheckResult, language: Context['language']): CheckView => ({
  ...showProblem(problem, language),
  severity,
  passed,
});

/** A problem that stands in the way of an action. */
export const showBlocker = (problem: Problem, language: Context['language']): CheckView =>
  showCheck({ problem, severity: CheckSeverity.BLOCKER, passed: false }, language);

/** Why something was refused: the reason of the decision, and what was found with it. */
export const reasonsOf = (decision: { reason: string | null } | undefined, findings: readonly { message: string }[]): string[] => [
  ...(decision?.reason ? [decision.reason] : []),
  ...findings.map((finding) => finding.message),
];

/** Whether the viewer may see a seller account: its own people and the platform. */
export const seesSeller = (actor: Actor, sellerId: string): boolean => isPlatform(actor) || isSellerOf(actor, sellerId);
