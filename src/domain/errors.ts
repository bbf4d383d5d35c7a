import type { FailureCode, UserErrorCode } from './error-codes.js';
import type { MessageKey, MessageParams } from './messages.js';
import { messages } from './messages.js';
import type { Path } from './words.js';

/** One reason why a step is refused: a message with its values, and where in the input it lies. */
export interface Problem {
  readonly message: MessageKey;
  readonly params?: MessageParams;
  readonly path?: Path;
}

/** Makes a {@link Problem}. */
export const problem = (message: MessageKey, params?: MessageParams, path?: Path): Problem => ({ message, params, path });

/** The code that a problem carries. */
export const codeOf = (p: Problem): UserErrorCode => messages[p.message].code;

/** A refused step: every reason at once. Nothing was written. The edge turns it into `userErrors`. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];
  constructor(...problems: Problem[]) {
    super(problems.map((p) => codeOf(p)).join(', '));
    this.name = 'Refusal';
    this.problems = problems;
  }
}

/** An operation that cannot go on: the edge turns it into a GraphQL error with `code`. `text` is for the caller, in both languages. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly text: { en: string; zh: string },
    readonly extensions: Record<string, unknown> = {},
  ) {
    super(text.en);
    this.name = 'Failure';
  }
}
