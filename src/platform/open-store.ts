import { join } from 'node:path';
import { FolderStore } from './folder-store.js';
import type { ObjectStore } from './object-store.js';

/** Opens the store of a configuration: the S3-compatible one at `storageUrl`, or the folder `objects` of the data folder. */
export async function openStore(
  { storageUrl, dataDir }: { storageUrl: string | null; dataDir: string },
  onLost?: (lost: boolean) => void,
): Promise<ObjectStore> {
  if (!storageUrl) return new FolderStore(join(dataDir, 'objects'));
  // Loaded on demand: the client costs a tenth of a second at start-up.
  const { S3Store } = await import('./s3-store.js');
  return new S3Store(storageUrl, onLost);
}
