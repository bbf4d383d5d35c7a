import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { readConfig } from '../../src/platform/config.js';
import { Staging } from '../../src/platform/staging.js';
import { createServer } from '../../src/server/create-server.js';
import { referenceObject } from '../../src/services/stored-objects.js';
import { testEngine } from '../support/client.js';
import { type InProcess, startInProcess, TestClock } from '../support/in-process.js';
import { createDatabase, startProcess } from '../support/server-process.mjs';
import { World } from '../support/world.js';

const staging = new Staging(join(tmpdir(), `joint-ops-staging-${randomUUID()}`));
const stage = (bytes: Buffer) => staging.stage(Readable.from([bytes]), bytes.length);
const pdf = () => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(20_000), Buffer.from('\n%%EOF\n')]);
const pathOf = (dataDir: string, sha256: string) => join(dataDir, 'objects', sha256.slice(0, 2), sha256);

describe('stored objects', () => {
  let here: InProcess;
  let world: World;
  beforeAll(async () => {
    here = await startInProcess();
    world = await World.open(here);
  });
  afterAll(() => here.stop());
  const rows = async (sha256: string) => (await here.server.database.rows('SELECT * FROM stored_object WHERE sha256 = ?', [sha256])).length;

  it('R16: bytes that nothing refers to are removed after 15 minutes, not before', async () => {
    const staged = await stage(pdf());
    await here.server.objects.keep(staged);
    here.clock.forward(limits.orphanMs - 1000);
    await here.server.objects.sweep();
    expect([await rows(staged.sha256), existsSync(pathOf(here.dataDir, staged.sha256))]).toEqual([1, true]);
    here.clock.forward(2000);
    await here.server.objects.sweep();
    expect([await rows(staged.sha256), existsSync(pathOf(here.dataDir, staged.sha256))]).toEqual([0, false]);
  });

  it('R18: bytes that a material, a removed material or a copy refers to stay', async () => {
    const seller = await world.newSeller();
    const [id, templateId, bytes] = [await world.draft(seller), await world.templateId('BUSINESS_LETTER'), pdf()];
    const file = { name: 'a.pdf', bytes };
    const { material } = await world.uploadMaterial(seller, id, templateId, file);
    const copy = (await seller.do('copyCertificationRequest', { id }, 'certificationRequest { id }')).certificationRequest.id;
    await seller.do('removeMaterial', { id: material.id });
    here.clock.forward(limits.orphanMs * 2);
    await here.server.objects.sweep();
    const { materials } = (
      await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { materials { file { downloadUrl } } } }', { id: copy })
    ).r;
    expect((await fetch(materials[0].file.downloadUrl)).status).toBe(200);
  });

  it('R25: who brings bytes while the same are swept finds them stored afterwards', async () => {
    for (let round = 0; round < 15; round++) {
      const bytes = pdf();
      const first = await stage(bytes);
      await here.server.objects.keep(first);
      here.clock.forward(limits.orphanMs + 1000);
      const again = await stage(bytes);
      await Promise.all([here.server.objects.sweep(), here.server.objects.sweep(), here.server.objects.keep(again)]);
      await here.server.database.dataSource.transaction((manager) =>
        referenceObject({ manager } as never, again as never, `material_${round}`),
      );
      here.clock.forward(limits.orphanMs + 1000);
      await here.server.objects.sweep();
      expect([await rows(again.sha256), existsSync(pathOf(here.dataDir, again.sha256))]).toEqual([1, true]);
    }
  });
});

describe('a server that is killed while files come in', () => {
  it('R25: has every material with its bytes, and nothing else after a sweep', async () => {
    const database = await createDatabase(testEngine());
    const settings = { database, args: ['serve', '--seed'], engine: testEngine() };
    const acknowledged = new Set<string>();
    for (const afterAcknowledged of [0, 3, 12]) {
      const server = await startProcess(settings);
      const world = await World.open(server);
      const seller = await world.newSeller();
      const [id, templateId] = [await world.draft(seller), await world.templateId('BUSINESS_LETTER')];
      let enough = () => {};
      const killTime = new Promise<void>((resolve) => (enough = resolve));
      if (afterAcknowledged === 0) setImmediate(() => enough());
      let count = 0;
      const uploads = Array.from({ length: 30 }, async () => {
        const { material } = await world.uploadMaterial(seller, id, templateId, { name: 'a.pdf', bytes: pdf() });
        acknowledged.add(material.id);
        if (++count === afterAcknowledged) enough();
      });
      const settled = Promise.allSettled(uploads);
      await killTime;
      await server.end('SIGKILL');
      await settled;
    }
    const config = readConfig({ PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: database.url, DATA_DIR: database.dataDir });
    const clock = new TestClock();
    const server = await createServer(config, { clock });
    clock.forward(limits.orphanMs + 60_000);
    await server.objects.sweep();
    const materials = new Set((await server.database.rows('SELECT id FROM material')).map(({ id }) => id));
    const referred = (await server.database.rows('SELECT DISTINCT sha256 FROM object_reference')).map(({ sha256 }) => sha256);
    const found = await readdir(join(database.dataDir, 'objects'), { recursive: true });
    const stored = found.map((path) => path.split('/').pop()!).filter((name) => /^[0-9a-f]{64}/.test(name));
    expect(acknowledged.size).toBeGreaterThanOrEqual(15);
    expect([...acknowledged].filter((id) => !materials.has(id))).toEqual([]);
    expect(stored.sort()).toEqual(referred.sort());
    expect(await server.database.rows('SELECT id FROM material WHERE id NOT IN (SELECT owner_id FROM object_reference)')).toEqual([]);
    await server.close();
    await database.drop();
  }, 60_000);
});
