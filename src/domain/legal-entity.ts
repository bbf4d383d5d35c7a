import { type Problem, problem } from './errors.js';

/** The last four characters of a registration number: enough to recognise it by, and no more. */
const tail = (registrationNumber: string | null): string => registrationNumber?.slice(-4) ?? '—';

/** R30: the entity that releases must be the one that was certified. */
export const entityProblems = (certified: string | null, releasing: string | null): Problem[] =>
  certified !== null && certified === releasing
    ? []
    : [problem('entityMismatch', { certified: tail(certified), releasing: tail(releasing) })];
