import { destination, type Logger, pino } from 'pino';

export type { Logger };

/** Milliseconds for which lines are collected: to write each by itself takes a tenth of the CPU of a short request (docs/adr/0034). */
const collectedMs = 20;
/** Characters that are written without waiting for more. */
const collectedCharacters = 8192;

/**
 * A log of JSON lines on standard error. Callers log ids, codes and durations only: no names, numbers or addresses of people (R40). Errors are
 * written at once, other lines within 20 ms, and what is left when the process exits.
 */
export function createLog(level: string): Logger {
  const stderr = destination({ dest: 2, sync: false });
  let lines = '';
  let collecting = false;
  const write = (): void => {
    if (lines) stderr.write(lines);
    lines = '';
  };
  const writeSoon = (): void => {
    if (collecting) return;
    collecting = true;
    setTimeout(() => {
      collecting = false;
      write();
    }, collectedMs).unref();
  };
  const collected = {
    /** Has pino say of which level a line is. */
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string): void {
      lines += line;
      if (this.lastLevel >= pino.levels.values.error! || lines.length > collectedCharacters) write();
      else writeSoon();
    },
  };
  process.once('exit', () => {
    if (lines) destination({ dest: 2, sync: true }).write(lines);
  });
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    collected,
  );
}
