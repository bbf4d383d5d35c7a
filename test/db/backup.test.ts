import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { Person, testEngine } from '../support/client.js';
import { createDatabase, run, startProcess } from '../support/server-process.mjs';
import { World } from '../support/world.js';

const docs = new URL('../../docs/operations.md', import.meta.url);
/** A command of docs/operations.md, with its variables set: what is written there is what is tried. */
async function documented(beginning: string, env: Record<string, string>): Promise<void> {
  const line = (await readFile(docs, 'utf8')).split('\n').find((each) => each.startsWith(beginning));
  if (!line) throw new Error(`docs/operations.md has no ${beginning}`);
  const { status, stderr } = spawnSync('sh', ['-c', line], { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}: ${stderr}`);
}

describe('backup and restore', () => {
  it('R25: a backup that is taken under writes is one moment: restored, all is there, files too, and work goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joint-ops-backup-'));
    const engine = testEngine();
    const [database, restored] = await Promise.all([createDatabase(engine), createDatabase(engine)]);
    const first = await startProcess({ database, args: ['serve', '--demo'] });
    try {
      const world = await World.open(first);
      const seller = await world.newSeller();
      const id = await world.changesRequested(seller).then((made) => made.id);
      const before = await world.look(seller, id);
      let going = true;
      const writing = (async () => {
        const [copies, commitments] = [await world.completeDraft(seller), await world.commitments()];
        while (going) {
          await seller.do('submitCertificationRequest', { id: copies, acceptedAgreementIds: commitments });
          await seller.do('withdrawCertificationRequest', { id: copies });
        }
      })();
      if (engine === 'sqlite') {
        const copy = join(folder, 'joint-ops.db');
        const { code, stderr } = await run(['backup', copy], { DATABASE_URL: database.url, DATA_DIR: database.dataDir });
        expect([code, stderr]).toEqual([0, '']);
        await cp(copy, join(restored.dataDir, 'joint-ops.db'));
      } else {
        const client = (url: string) => {
          const { hostname: HOST, port: PORT, username: DB_USER, pathname } = new URL(url);
          return { HOST, PORT, DB_USER, DATABASE: pathname.slice(1), DUMP: join(folder, 'joint-ops.sql.gz') };
        };
        await documented('mariadb-dump', client(database.url));
        await documented('gunzip', client(restored.url));
      }
      await documented('tar -czf', { DATA_DIR: database.dataDir, FILES: join(folder, 'files.tar.gz') });
      await documented('tar -xzf', { DATA_DIR: restored.dataDir, FILES: join(folder, 'files.tar.gz') });
      going = false;
      await writing;

      const rows = await Database.open(restored.url, 1);
      const positions = (await rows.rows('SELECT position FROM progress_event ORDER BY position')).map(({ position }) => Number(position));
      const [{ value }] = (await rows.rows("SELECT value FROM counter WHERE name = 'event'")) as [{ value: number }];
      await rows.close();
      expect(positions).toEqual(positions.map((_, n) => n + 1));
      expect(Number(value)).toBe(positions.length);

      const second = await startProcess({ database: restored });
      try {
        const again = new Person(second, seller.token);
        expect(await world.look(again, id)).toEqual(before);
        const links = 'query ($id: ID!) { r: certificationRequest(id: $id) { materials { file { sha256 downloadUrl } } } }';
        for (const { file } of (await again.query(links, { id })).r.materials) expect((await fetch(file.downloadUrl)).status).toBe(200);
        await again.do('withdrawCertificationRequest', { id });
        expect((await again.do('copyCertificationRequest', { id }, 'certificationRequest { number }')).certificationRequest.number).toMatch(
          /^JOC-/,
        );
      } finally {
        await second.end();
      }
    } finally {
      await first.end();
      await Promise.all([database.drop(), restored.drop(), rm(folder, { recursive: true, force: true })]);
    }
  }, 120_000);
});
