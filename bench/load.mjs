// node bench/load.mjs [--rows 200000] [--fresh]
// Fills a MariaDB database of its own, joint_ops_bench_ROWS, with our real migrations and as many requests as asked, 10,000 at least, each with
// 2 supporting products, 2 contacts, 5 materials, a submission and 4 events, for 2,000 sellers, or fewer so that each has 100 requests. What is
// already there is kept unless --fresh is given. BENCH_MARIADB_URL is the server, TEST_MARIADB_URL or mysql://root@127.0.0.1:3306 by default.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { run } from '../test/support/server-process.mjs';
import { requestId, statements } from './support/tables.mjs';

export const serverUrl = process.env.BENCH_MARIADB_URL ?? process.env.TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306';
/** So many that the first page of each of the hundred who ask is full, however many requests there are. */
export const sellersOf = (rows) => Math.min(2000, rows / 100);
const leastRows = 10_000;

/** Makes the database where it is missing, or where events have come since and it has to be `untouched`; answers its address. */
export async function load(rows, { fresh = false, untouched = false, name = `joint_ops_bench_${rows}`, log = console.error } = {}) {
  if (!(rows >= leastRows && rows % 100 === 0))
    throw new Error(`--rows takes hundreds from ${leastRows} on: each of 100 people asks for 100 requests of their own`);
  const url = `${serverUrl}/${name}`;
  const connection = await createConnection({ uri: serverUrl, multipleStatements: true });
  try {
    if (!fresh && (await isLoaded(connection, name, rows, untouched))) return url;
    log(`loading ${rows} requests into ${name}`);
    await makeEmpty(name);
    await connection.query(`USE ${name}; SET unique_checks = 0, foreign_key_checks = 0`);
    const [templates] = await connection.query('SELECT id, code FROM material_template ORDER BY code');
    const all = statements({ requests: rows, sellers: sellersOf(rows), templates });
    for (const [table, sql] of Object.entries(all)) {
      const begun = performance.now();
      await connection.query(sql);
      log(`  ${table} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
    await connection.query(`ANALYZE TABLE ${Object.keys(all).join(', ')}`);
    return url;
  } finally {
    await connection.end();
  }
}

/** Makes a database anew with our tables and no requests, and answers its address. */
export async function makeEmpty(name) {
  await drop(name);
  const url = `${serverUrl}/${name}`;
  for (const command of ['migrate', 'seed']) {
    const { code, stderr } = await run([command], { DATABASE_URL: url, DATA_DIR: dataDirOf(name), DEVELOPMENT_ISSUER: 'on' });
    if (code !== 0) throw new Error(stderr);
  }
  return url;
}

/** Takes a database away, and what was stored beside it. */
export async function drop(name) {
  const connection = await createConnection(serverUrl);
  await connection.query(`DROP DATABASE IF EXISTS ${name}`).finally(() => connection.end());
  await rm(dataDirOf(name), { recursive: true, force: true });
}

const dataDirOf = (name) => join(tmpdir(), name);

/** Whether the last rows are there, as they are loaded today: the counter is written last. */
async function isLoaded(connection, name, rows, untouched) {
  try {
    const [[found]] = await connection.query(
      `SELECT c.value, (SELECT COUNT(*) FROM ${name}.seller) AS sellers, (SELECT file_name FROM ${name}.material LIMIT 1) AS file FROM ${name}.certification_request r, ${name}.counter c
        WHERE r.id = ? AND c.name = 'event'`,
      [requestId(rows)],
    );
    if (found?.sellers !== sellersOf(rows) || found.file === null) return false;
    return untouched ? Number(found.value) === 4 * rows : Number(found.value) >= 4 * rows;
  } catch {
    return false;
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, fresh: { type: 'boolean', default: false } } });
  console.log(await load(Number(values.rows), values));
}
