import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Place } from './client.js';
import { startServer } from './own-server.js';
import { startS3 } from './s3.js';
import { World } from './world.js';

/** A server of the test's own on a storage, with its world. */
export interface Stage {
  world: World;
  place: Place & { readonly pid: number; readonly databaseUrl: string };
}

/** Runs the same tests on a server that keeps files in a folder, and on one that keeps them in an S3-compatible store. */
export function onEachStorage(
  tests: (stage: Stage, storage: 'folder' | 's3') => void,
  env: () => Record<string, string> = () => ({}),
): void {
  describe.each(['folder', 's3'] as const)('files in: %s', (storage) => {
    const stage = {} as Stage;
    const stops: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      const store = storage === 's3' ? await startS3() : null;
      if (store) stops.push(store.stop);
      const server = await startServer({ env: { ...env(), ...(store && { STORAGE_URL: store.url }) } });
      stops.unshift(server.stop);
      Object.assign(stage, { place: server, world: await World.open(server) });
    });
    afterAll(async () => {
      for (const stop of stops) await stop();
    });
    tests(stage, storage);
  });
}
