import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { startServer } from '../support/own-server.js';
import { run } from '../support/server-process.mjs';
import { type SellerPerson, World } from '../support/world.js';

let server: Awaited<ReturnType<typeof startServer>>;
let world: World;
let seller: SellerPerson;
let database: Database;
let requestId: string;
beforeAll(async () => {
  server = await startServer();
  world = await World.open(server);
  seller = await world.newSeller();
  requestId = await world.submitted(seller);
  await world.decide(requestId, 'QUALIFICATION', 'APPROVE');
  database = await Database.open(server.databaseUrl, 2);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const verify = (...args: string[]) => run(['verify-audit', ...args], { DATABASE_URL: server.databaseUrl, DATA_DIR: server.dataDir });
const sql = (statement: string, values: unknown[] = []) => database.dataSource.query(statement, values);
/** Does something to the tables behind the server's back, verifies, and puts everything back. */
async function tampered(tables: string[], change: () => Promise<unknown>): Promise<{ code: number; wrong: string[] }> {
  const kept = await Promise.all(tables.map((table) => sql(`SELECT * FROM ${table}`)));
  await change();
  try {
    const { code, stdout } = await verify();
    return { code, wrong: stdout.split('\n').filter((line) => line.startsWith('WRONG')) };
  } finally {
    for (const [index, table] of tables.entries()) {
      await sql(`DELETE FROM ${table}`);
      for (const row of kept[index] as Record<string, unknown>[]) {
        const columns = Object.keys(row);
        const values = Object.values(row).map((value) =>
          value && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value,
        );
        await sql(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, values);
      }
    }
  }
}
/** An entry in the middle of a chain. */
async function middle(): Promise<{ id: string; chain: string; position: number }> {
  const [row] = await sql(
    'SELECT a.id, a.chain, a.position FROM audit_entry a JOIN audit_entry b ON b.chain = a.chain AND b.position = a.position + 1 WHERE a.position > 1 LIMIT 1',
  );
  return row;
}

describe('R25: verify-audit', () => {
  it('R25: finds nothing wrong while the server writes, from twenty at once', async () => {
    const busy = Promise.all(Array.from({ length: 20 }, () => world.draft(seller)));
    const during = await verify();
    expect(during.stdout).not.toContain('WRONG');
    expect(during.code).toBe(0);
    await busy;
    const { code, stdout } = await verify();
    expect(stdout).toMatch(/^head event \d+ [0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^ok {4}\d+ entries, each in its place$/m);
    expect(code).toBe(0);
  });

  it('R25: finds a changed entry', async () => {
    const { id, chain, position } = await middle();
    const { code, wrong } = await tampered(['audit_entry'], () => sql("UPDATE audit_entry SET actor_subject = 'x' WHERE id = ?", [id]));
    expect(wrong).toEqual([expect.stringContaining(`${chain} ${position}: ${id} was changed`)]);
    expect(code).toBe(1);
  });

  it.each([
    ["actor_role = 'AUDITOR'"],
    ["operation = 'x'"],
    ["object_id = 'x'"],
    ["action = 'x'"],
    ["occurred_at = '2020-01-01 00:00:00.000'"],
    ["id = 'audit_x'"],
    [`hash = '${'0'.repeat(64)}'`],
  ])('R25: finds an entry whose %s', async (change) => {
    const { id, chain, position } = await middle();
    const { wrong } = await tampered(['audit_entry'], () => sql(`UPDATE audit_entry SET ${change} WHERE id = ?`, [id]));
    expect(wrong[0]).toContain(`${chain} ${position}: `);
  });

  it('R25: finds a removed entry, in the middle and at the end', async () => {
    const { id, chain, position } = await middle();
    const inMiddle = await tampered(['audit_entry'], () => sql('DELETE FROM audit_entry WHERE id = ?', [id]));
    expect(inMiddle).toEqual({ code: 1, wrong: [`WRONG ${chain} ${position}: the entry was removed`] });
    const [last] = await sql('SELECT chain, MAX(position) AS position FROM audit_entry GROUP BY chain LIMIT 1');
    const atEnd = await tampered(['audit_entry'], () =>
      sql('DELETE FROM audit_entry WHERE chain = ? AND position = ?', [last.chain, last.position]),
    );
    expect(atEnd).toEqual({ code: 1, wrong: [`WRONG ${last.chain} ${last.position}: the entry was removed`] });
  });

  it('R25: finds an inserted entry, at the end of a chain and outside of all', async () => {
    const [last] = await sql('SELECT chain, MAX(position) AS position FROM audit_entry GROUP BY chain LIMIT 1');
    const insert = (id: string, chain: string, position: number) => () =>
      sql(
        `INSERT INTO audit_entry (id, action, operation, object_id, actor_subject, actor_role, occurred_at, chain, position, hash)
         SELECT '${id}', action, operation, object_id, actor_subject, actor_role, occurred_at, '${chain}', ${position}, hash FROM audit_entry WHERE chain = ? AND position = ?`,
        [last.chain, last.position],
      );
    const atEnd = await tampered(['audit_entry'], insert('audit_forged', last.chain, Number(last.position) + 1));
    expect(atEnd.code).toBe(1);
    expect(atEnd.wrong.join()).toContain(`${last.chain} ${Number(last.position) + 1}: audit_forged was inserted`);
    const outside = await tampered(['audit_entry'], insert('audit_forged', 'elsewhere', 1));
    expect(outside).toEqual({ code: 1, wrong: ['WRONG 1: audit_forged was inserted: it stands in no chain'] });
  });

  it('R25: finds a changed and a removed event', async () => {
    const [{ id, position }] = await sql('SELECT id, position FROM progress_event WHERE subject_id = ? ORDER BY position LIMIT 1', [
      requestId,
    ]);
    for (const change of ["reason = 'x'", "type = 'x'", "actor_subject = 'x'", 'hash = NULL']) {
      const { wrong } = await tampered(['progress_event'], () => sql(`UPDATE progress_event SET ${change} WHERE id = ?`, [id]));
      expect(wrong[0]).toContain(`event ${position}: ${id} was changed`);
    }
    const { wrong } = await tampered(['progress_event'], () => sql('DELETE FROM progress_event WHERE id = ?', [id]));
    expect(wrong).toEqual([`WRONG event ${position}: the entry was removed`]);
  });

  it('R25: by heads that were kept elsewhere, finds a chain that was cut and its counter with it', async () => {
    const heads = join(server.dataDir, 'heads.txt');
    await writeFile(heads, (await verify()).stdout);
    expect((await verify('--heads', heads)).code).toBe(0);
    const [last] = await sql('SELECT chain, MAX(position) AS position FROM audit_entry GROUP BY chain HAVING MAX(position) > 1 LIMIT 1');
    const position = Number(last.position);
    let found = '';
    await tampered(['audit_entry', 'counter'], async () => {
      const before = [last.chain, position - 1];
      await sql('DELETE FROM audit_entry WHERE chain = ? AND position = ?', [last.chain, position]);
      const [{ hash }] = await sql('SELECT hash FROM audit_entry WHERE chain = ? AND position = ?', before);
      await sql('UPDATE counter SET value = ?, hash = ? WHERE name = ?', [position - 1, hash, last.chain]);
      expect((await verify()).code).toBe(0);
      found = (await verify('--heads', heads)).stdout;
    });
    expect(found).toContain(`WRONG ${last.chain} ${position}: the end of the chain was removed since its head was told`);
    expect((await verify()).code).toBe(0);
  });

  it('R40: no names, mobiles or e-mail addresses stand in its table', async () => {
    const text = JSON.stringify(await sql('SELECT * FROM audit_entry'));
    for (const canary of ['李雷', '13800138000', 'li.lei', '"name"', 'Joint Ops']) expect(text).not.toContain(canary);
  });
});
