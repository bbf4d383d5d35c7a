import { seedInto } from '../../src/cli/seed.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { migrate } from '../../src/platform/database.js';
import { createServer, type Server } from '../../src/server/create-server.js';
import { type Place, testEngine } from './client.js';
import { createDatabase } from './server-process.mjs';

/** A clock that can be set forward. */
export class TestClock implements Clock {
  private ahead = 0;
  now(): string {
    return new Date(Date.parse(systemClock.now()) + this.ahead).toISOString();
  }
  forward(ms: number): void {
    this.ahead += ms;
  }
}

/** The server in this process, for what can only be seen from within: its clock, its statements. */
export interface InProcess extends Place {
  readonly server: Server;
  readonly clock: TestClock;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

export async function startInProcess(env: Record<string, string> = {}): Promise<InProcess> {
  const database = await createDatabase(testEngine());
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: database.url, DATA_DIR: database.dataDir, ...env });
  await migrate(config.databaseUrl);
  const clock = new TestClock();
  const server = await createServer(config, { clock });
  await seedInto(server, { demo: false });
  const url = await server.listen();
  return {
    url,
    dataDir: database.dataDir,
    server,
    clock,
    databaseUrl: database.url,
    async stop() {
      await server.close();
      await database.drop();
    },
  };
}
