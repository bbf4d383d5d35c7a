import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { testEngine } from '../support/client.js';

/** A hundred thousand are played by hand: node bench/history.mjs --operations 100000 --faults --engine mariadb */
const operations = Number(process.env.OPERATIONS ?? 400);
const script = fileURLToPath(new URL('../../bench/history.mjs', import.meta.url));

function play(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [script, '--engine', testEngine(), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('random operations of every role', () => {
  it(
    `R25 R36 R37: ${operations} of them, with faults and kills, leave a history that the lifecycle tables explain in full`,
    async () => {
      const { code, output } = await play('--operations', String(operations), '--faults', '--lanes', '16');
      expect(output).toContain('the lifecycle tables explain the whole history');
      expect([code, output]).toEqual([0, output]);
      process.stdout.write(output);
    },
    120_000 + operations * 150,
  );

  it('R25: a change that no event tells is found', async () => {
    const { code, output } = await play('--operations', '50', '--forge');
    expect(output).toContain('UNEXPLAINED');
    expect(code).toBe(1);
  }, 120_000);
});
