// Starts the real server as a process of its own, on a free port, over a database of its own. Plain JavaScript, since Jest's global
// set-up runs before anything is compiled.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';

const command = fileURLToPath(new URL('../../bin/joint-ops.mjs', import.meta.url));

/** The address of a server of an engine, without a database. */
const serverUrls = {
  mariadb: process.env.TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306',
  mysql: process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:33306',
};

/** Makes an empty database; `drop` takes it away again. */
export async function createDatabase(engine) {
  const dataDir = await mkdtemp(join(tmpdir(), 'joint-ops-test-'));
  if (engine === 'sqlite') {
    return { url: `file:${join(dataDir, 'joint-ops.db')}`, dataDir, drop: () => rm(dataDir, { recursive: true, force: true }) };
  }
  const name = `joint_ops_test_${randomBytes(6).toString('hex')}`;
  const admin = async (sql) => {
    const connection = await createConnection(serverUrls[engine]);
    await connection.query(sql).finally(() => connection.end());
  };
  await admin(`CREATE DATABASE ${name}`);
  const drop = async () => {
    await admin(`DROP DATABASE IF EXISTS ${name}`);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: `${serverUrls[engine]}/${name}`, dataDir, drop };
}

/** Runs a command of the command line to its end. */
export async function run(args, env = {}, input = '') {
  const child = spawn(process.execPath, [command, ...args], { env: { ...cleanEnvironment(), ...env } });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (out.stdout += data));
  child.stderr.on('data', (data) => (out.stderr += data));
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, ...out };
}

/**
 * Starts a server and waits until it serves. `stop` ends it and takes its data away.
 * @param {{ engine?: string, env?: Record<string, string>, args?: string[], database?: Awaited<ReturnType<typeof createDatabase>> }} options
 */
export async function startProcess({ engine = 'sqlite', env = {}, args = ['serve'], database } = {}) {
  const own = database ?? (await createDatabase(engine));
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...cleanEnvironment(), PORT: '0', DRAIN_SECONDS: '0', LOG_LEVEL: 'warn', DATABASE_URL: own.url, DATA_DIR: own.dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stderr.on('data', (data) => (output.stderr += data));
  // Whatever ends whoever started it ends it too.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  void exited.then(() => process.off('exit', kill));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output.stdout += data;
      const found = /serves (http\S+)\/graphql/.exec(output.stdout);
      if (found) resolve(found[1]);
    });
    void exited.then(({ code }) => reject(new Error(`the server ended with ${code}:\n${output.stdout}${output.stderr}`)));
  });
  const end = async (signal = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    dataDir: own.dataDir,
    databaseUrl: own.url,
    pid: child.pid,
    output,
    end,
    async stop() {
      await end();
      if (!database) await own.drop();
    },
  };
}

/** This process's environment without settings of the server, so that no test depends on the shell that runs it. */
function cleanEnvironment() {
  const { PATH, HOME, TMPDIR, TZ, NODE_OPTIONS, NODE_V8_COVERAGE } = process.env;
  return Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR, TZ, NODE_OPTIONS, NODE_V8_COVERAGE }).filter(([, v]) => v !== undefined));
}
