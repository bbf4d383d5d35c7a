import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Upload } from '@tus/server';
import { limits } from '../../src/domain/limits.js';
import { ResumableUploads } from '../../src/platform/resumable-uploads.js';

let folder: string;
let uploads: ResumableUploads;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joint-ops-uploads-'));
  uploads = new ResumableUploads(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function begin(size: number): Promise<string> {
  const id = uploads.newId('somebody');
  await uploads.store.create(new Upload({ id, size, offset: 0, metadata: { owner: 'somebody' } }));
  return id;
}
/** Makes an upload as old as it is when it has just expired. */
async function age(id: string): Promise<void> {
  const then = new Date(Date.now() - limits.resumableUploadMs - 1000);
  const path = join(folder, `${id}.json`);
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), creation_date: then.toISOString() }));
  await utimes(path, then, then);
}

describe('resumable uploads in their folder', () => {
  it('R16: an expired upload is found no more, and swept with all that belongs to it, empty ones too', async () => {
    const ids = [await begin(5), await begin(0), await begin(5)];
    const [young] = ids.splice(2);
    for (const id of ids) await age(id);
    const then = new Date(Date.now() - limits.resumableUploadMs - 1000);
    const alone = join(folder, uploads.newId('somebody'));
    await writeFile(alone, 'what a process that was killed left');
    await utimes(alone, then, then);
    for (const id of ids) expect(await uploads.find(id, 'somebody')).toBeNull();
    await uploads.sweep();
    expect((await readdir(folder)).sort()).toEqual([young!, `${young}.json`].sort());
    expect(await uploads.find(young!, 'somebody')).toMatchObject({ receivedBytes: 0, totalBytes: 5 });
    expect(await uploads.find(young!, 'somebody else')).toBeNull();
  });

  it('R16: removing what is gone is nothing, and no other file is ever removed', async () => {
    const id = await begin(5);
    await uploads.remove(id);
    await uploads.remove(id);
    const other = join(folder, 'other');
    await writeFile(other, '');
    await uploads.remove('other');
    expect(await readdir(folder)).toContain('other');
    await rm(other);
  });
});
