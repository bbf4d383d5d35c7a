// npm test: the whole suite on the embedded database, and on MariaDB or MySQL where one answers; says aloud what it left out.
//   npm test -- --all            fails when something would be left out
//   npm test -- [jest arguments] passes them on
// TEST_MARIADB_URL and TEST_MYSQL_URL say where the servers are: a user who may make databases, and no database. TEST_REDIS_URL says
// where Redis is; with it two processes on one MariaDB or MySQL are tested too.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { prepare, prepareSdk, root } from './prepare.mjs';

prepare();
prepareSdk();
const { createConnection } = await import('mysql2/promise');
const args = process.argv.slice(2);
const all = args.includes('--all');

async function answers(url, wanted) {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2000 });
    const [[{ version }]] = await connection.query('SELECT VERSION() AS version');
    await connection.end();
    return /mariadb/i.test(version) === (wanted === 'mariadb');
  } catch {
    return false;
  }
}

const servers = {
  mariadb: process.env.TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306',
  mysql: process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:33306',
};
const engines = ['sqlite'];
for (const [engine, url] of Object.entries(servers)) if (await answers(url, engine)) engines.push(engine);
const chosen = process.env.TEST_ENGINES?.split(',') ?? engines;

const redisUrl = new URL(process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379');
const redis = await new Promise((resolve) => {
  const socket = connect(Number(redisUrl.port || 6379), redisUrl.hostname, () => resolve(true)).on('error', () => resolve(false));
  socket.setTimeout(2000, () => resolve(false)).unref();
});
const clamd = existsSync('/usr/sbin/clamd');
const chromium = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';
const browser = existsSync(chromium);
const missing = (engine) => (engines.includes(engine) ? 'TEST_ENGINES does not name it' : `none answers at ${servers[engine]}`);
const leftOut = [
  ...(chosen.includes('mariadb') ? [] : [`MariaDB: ${missing('mariadb')}`]),
  ...(redis ? [] : [`Two processes: no Redis answers at ${redisUrl.host}`]),
  ...(browser ? [] : [`The SDK in a page: there is no ${chromium} (Debian: chromium; TEST_CHROMIUM says where another lies)`]),
  ...(clamd ? [] : ['Scanning: there is no /usr/sbin/clamd (Debian: clamav-daemon)']),
  // One engine that speaks the protocol is enough for CI: MySQL is run by hand before a release.
  ...(chosen.includes('mysql') ? [] : [`MySQL: ${missing('mysql')} (optional)`]),
];
console.log(`Testing on: ${chosen.join(', ')}`);
for (const what of leftOut) console.log(`LEFT OUT  ${what}`);
if (all && (!chosen.includes('mariadb') || !clamd || !browser || !redis)) {
  console.error('--all was asked for, and something is left out.');
  process.exit(1);
}

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const run = (config, more, stdio) =>
  spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', jest, '--config', join(root, config), ...more, ...args.filter((arg) => arg !== '--all')],
    {
      cwd: root,
      stdio,
      encoding: 'utf8',
      env: {
        ...process.env,
        TEST_ENGINES: chosen.join(','),
        NODE_ENV: 'test',
        ...(redis && { TEST_REDIS_URL: redisUrl.href }),
        ...(browser && { TEST_CHROMIUM: chromium }),
      },
    },
  );
// What is timed runs alone, when the rest is over.
const asked = ['jest.config.mjs', 'jest.timed.mjs'].filter((config) => run(config, ['--listTests'], 'pipe').stdout.trim());
if (asked.length === 0) console.error('No test file fits these arguments.');
const failed = asked.map((config) => run(config, [], 'inherit').status).some((status) => status !== 0) || asked.length === 0;
for (const what of leftOut) console.log(`LEFT OUT  ${what}`);
process.exit(failed ? 1 : 0);
