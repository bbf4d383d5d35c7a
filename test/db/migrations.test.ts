import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations } from '../../src/migrations/all.js';
import { type Engine, engineAt, openDataSource } from '../../src/platform/data-source.js';
import { migrate } from '../../src/platform/database.js';
import { testEngine } from '../support/client.js';
import { createDatabase, run } from '../support/server-process.mjs';

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  database = await createDatabase(testEngine());
});
afterAll(() => database.drop());

describe('migrations', () => {
  it('run once, however many processes start together', async () => {
    const env = { DATABASE_URL: database.url, DATA_DIR: database.dataDir };
    const all = await Promise.all(Array.from({ length: 4 }, () => run(['migrate'], env)));
    expect(all.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(Array(4).fill('0 '));
    const ran = all.filter(({ stdout }) => stdout.includes(migrations[0]!.name));
    expect(ran).toHaveLength(1);
    expect(await migrate(database.url)).toEqual([]);
  });

  it('leave no drift between tables and entities', async () => {
    const engine = await engineAt(database.url);
    expect(engine).toBe(testEngine() satisfies Engine);
    const dataSource = await openDataSource(engine, database.url);
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });
});
