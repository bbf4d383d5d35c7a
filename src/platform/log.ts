import { destination, type Logger, pino } from 'pino';

export type { Logger };

/** A log of JSON lines on standard error. Callers log ids, codes and durations only: no names, numbers or addresses of people (R40). */
export const createLog = (level: string): Logger =>
  pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination(2),
  );
