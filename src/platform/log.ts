import { destination, type Logger, pino } from 'pino';

export type { Logger };

/** Milliseconds for which lines are collected: to write each by itself takes a sixth of the CPU of a short request (docs/adr/0034). */
const collectedMs = 20;
/** Characters that are written without waiting for more. */
const collectedCharacters = 8192;

/**
 * A log of JSON lines on standard error. Callers log ids, codes and durations only: no names, numbers or addresses of people (R40). Errors are
 * written at once, other lines within 20 ms, and what is left when the process exits.
 */
export function createLog(level: string): Logger {
  const stderr = destination({ dest: 2, sync: false, minLength: collectedCharacters });
  let collecting = false;
  const writeSoon = (): void => {
    if (collecting) return;
    collecting = true;
    setTimeout(() => {
      collecting = false;
      stderr.flush();
    }, collectedMs).unref();
  };
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(line, log, severity) {
          log.apply(this, line);
          if (severity >= pino.levels.values.error!) stderr.flush();
          else writeSoon();
        },
      },
    },
    stderr,
  );
}
