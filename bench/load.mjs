// node bench/load.mjs [--rows 200000] [--fresh]
// Fills a MariaDB database of its own, joint_ops_bench_ROWS, with our real migrations and as many requests as asked, each with 2 supporting
// products, 2 contacts, 5 materials, a submission and 4 events, for 2,000 sellers. What is already there is kept unless --fresh is given.
// BENCH_MARIADB_URL is the server, mysql://root@127.0.0.1:3306 by default.
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { run } from '../test/support/server-process.mjs';
import { requestId, statements } from './support/tables.mjs';

export const serverUrl = process.env.BENCH_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306';
export const sellers = 2000;

/** Makes the database where it is missing, and answers its address. */
export async function load(rows, { fresh = false, log = console.error } = {}) {
  const name = `joint_ops_bench_${rows}`;
  const url = `${serverUrl}/${name}`;
  const connection = await createConnection({ uri: serverUrl, multipleStatements: true });
  try {
    if (!fresh && (await isLoaded(connection, name, rows))) return url;
    log(`loading ${rows} requests into ${name}`);
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    for (const command of ['migrate', 'seed']) {
      const { code, stderr } = await run([command], { DATABASE_URL: url, DATA_DIR: `/tmp/${name}`, DEVELOPMENT_ISSUER: 'on' });
      if (code !== 0) throw new Error(stderr);
    }
    await connection.query(`USE ${name}; SET unique_checks = 0, foreign_key_checks = 0`);
    const [templates] = await connection.query('SELECT id, code FROM material_template ORDER BY code');
    const all = statements({ requests: rows, sellers: Math.min(sellers, rows / 10), templates });
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

/** Whether the last rows are there: the counter is written last. */
async function isLoaded(connection, name, rows) {
  try {
    const [[found]] = await connection.query(
      `SELECT r.id, c.value FROM ${name}.certification_request r, ${name}.counter c WHERE r.id = ? AND c.name = 'event'`,
      [requestId(rows)],
    );
    return found !== undefined && Number(found.value) >= 4 * rows;
  } catch {
    return false;
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, fresh: { type: 'boolean', default: false } } });
  console.log(await load(Number(values.rows), values));
}
