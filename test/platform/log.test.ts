import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';

const log = pathToFileURL('dist/platform/log.js').href;

/** A process that logs; what it has written, line by line. */
function logging(body: string) {
  const code = `import { createLog } from ${JSON.stringify(log)}; const log = createLog('info'); ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'inherit', 'pipe'] });
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  return { child, lines: () => text.split('\n').slice(0, -1) };
}

describe('the log', () => {
  it('has all lines in their order when the process exits', async () => {
    const { child, lines } = logging('for (let n = 0; n < 1000; n++) log.info({ n }, "line"); process.exit(0);');
    await once(child, 'close');
    expect(lines().map((line) => JSON.parse(line).n)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  it('keeps no line back while the process goes on: neither the last one, nor one that comes while others are being written', async () => {
    const { child, lines } = logging(`
      log.info('first');
      setTimeout(() => { log.info('x'.repeat(20_000)); log.info('behind it'); log.error('an error'); log.info('last'); }, 100);
      setInterval(() => {}, 1000);`);
    await until(() => lines().length === 5, 'five lines');
    expect(child.exitCode).toBeNull();
    child.kill();
    expect(lines().map((line) => JSON.parse(line).level)).toEqual(['info', 'info', 'info', 'error', 'info']);
  });
});
