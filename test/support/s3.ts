import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

/** An S3-compatible store on a free port of 127.0.0.1, with one bucket. */
export interface TestStore {
  /** What STORAGE_URL takes. */
  readonly url: string;
  readonly folder: string;
  readonly port: number;
  stop(): Promise<void>;
}

export async function startS3(at = 0): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'joint-ops-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: at,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'joint-ops', configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  return {
    url: `s3://S3RVER:S3RVER@joint-ops/files?endpoint=http://127.0.0.1:${port}`,
    folder,
    port,
    async stop() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
