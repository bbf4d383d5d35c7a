import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Runs a bench over little, which says nothing of the limits that it holds the server to, and answers what it prints. */
function run(bench: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [`bench/${bench}.mjs`, ...args], { encoding: 'utf8', timeout: 100_000 });
  return stdout + stderr;
}

// They read /proc. What they share with the others runs in the continuous integration: bench/run.mjs --short.
(process.platform === 'linux' ? describe : describe.skip)('a bench', () => {
  it('of fan-out hands every event to every socket', () => {
    const told = run('fan-out', '--sockets', '400', '--events', '3');
    expect(told).toContain('400 websockets of 20 persons');
    expect(told).toContain('3 events to all of them: 1200 deliveries');
    expect(told).toContain('40 events to 1000 of them: 16000 of');
  }, 120_000);

  it('of uploads finds every file that it sent, either way', () => {
    const told = run('uploads', '--files', '2', '--mib', '2');
    expect(told).toMatch(/2 × 2 MiB at once as multipart form: .*; every sha256 right\n/);
    expect(told).toMatch(/2 × 2 MiB at once as resumable upload: .*; every sha256 right\n/);
  }, 120_000);
});
