// Starts the servers that are measured, each in a process of its own with the probe in it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from '../../scripts/prepare.mjs';

const peers = join(root, 'bench', 'peers');
const entries = {
  ours: ['bin/joint-ops.mjs', 'serve'],
  // Ours without its bundle.
  modules: ['bench/support/modules.mjs', 'serve'],
  usual: ['bench/peers/usual/dist/server.js'],
  mercurius: ['bench/peers/mercurius/server.mjs'],
  limit: ['bench/peers/limit/server.mjs'],
};
export const names = Object.keys(entries).filter((name) => name !== 'modules');

export const isOurs = (name) => name === 'ours' || name === 'modules';

/** Installs and builds what is measured, where that is missing. */
export function prepareServers(which) {
  prepare();
  const install = ['ci', '--prefix', peers, '--no-audit', '--no-fund', '--ignore-scripts'];
  if (which.some((name) => !isOurs(name)) && !existsSync(join(peers, 'node_modules')))
    execFileSync('npm', install, { stdio: ['ignore', 2, 2] });
  if (which.includes('usual'))
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', join(peers, 'usual')], { stdio: ['ignore', 2, 2] });
}

/** A server that runs: its address, what it has used, and its statements. */
class Measured {
  constructor(name, child, url, dataDir) {
    Object.assign(this, { name, child, url, dataDir, exited: once(child, 'exit') });
  }

  async ask(what) {
    const answer = once(this.child, 'message');
    this.child.send(what);
    const ended = this.exited.then(([code, signal]) => Promise.reject(new Error(`${this.name} ended with ${code ?? signal}`)));
    return (await Promise.race([answer, ended]))[0];
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.exited;
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Starts a server by its name, in production, and waits until it serves. Ours logs as it does by default. */
export async function start(name, databaseUrl, { env = {}, node = [] } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'joint-ops-bench-'));
  const { PATH, HOME } = process.env;
  const ours = { DEVELOPMENT_ISSUER: 'on', PORT: '0', DRAIN_SECONDS: '0', DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['--import', join(root, 'bench/support/probe.mjs'), ...node, ...entries[name]], {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: 'production', DATABASE_URL: databaseUrl, ...(isOurs(name) && ours), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const errors = [];
  child.stderr.on('data', (data) => errors.push(data));
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      if (text === null) return;
      text += data;
      const found = /serves (http:\S+?)(\/graphql)?\n/.exec(text);
      if (!found) return;
      text = null;
      resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${Buffer.concat(errors)}`)));
  });
  return new Measured(name, child, url, dataDir);
}
