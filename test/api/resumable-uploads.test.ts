import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Upload } from 'tus-js-client';
import { Person } from '../support/client.js';
import { onEachStorage } from '../support/storages.js';
import type { SellerPerson } from '../support/world.js';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3 * 1024 * 1024), Buffer.from('\n%%EOF\n')]);
const tus = { 'tus-resumable': '1.0.0' };

describe('resumable uploads', () => {
  onEachStorage((stage) => {
    let seller: SellerPerson;
    let templateId: string;
    beforeAll(async () => {
      seller = await stage.world.newSeller();
      templateId = await stage.world.templateId('BUSINESS_LETTER');
    });

    /** Sends bytes with the tus client, in pieces of 1 MiB; `stopAfter` gives up after so many bytes, as a lost connection would. */
    const send = (
      bytes: Buffer,
      { url, stopAfter = Number.POSITIVE_INFINITY, person = seller as Person }: { url?: string; stopAfter?: number; person?: Person } = {},
    ) =>
      new Promise<string>((resolve, reject) => {
        const upload: Upload = new Upload(bytes as never, {
          endpoint: `${stage.place.url}/uploads`,
          ...(url && { uploadUrl: url }),
          chunkSize: 1024 * 1024,
          retryDelays: null,
          metadata: { filename: '商务函.pdf' },
          headers: { authorization: `Bearer ${person.token}` },
          onChunkComplete: (_size, accepted) => {
            if (accepted >= stopAfter) void upload.abort().then(() => resolve(upload.url!));
          },
          onSuccess: () => resolve(upload.url!),
          onError: reject,
        });
        upload.start();
      });
    const idOf = (url: string): string => url.split('/').pop()!;
    const attach = (person: Person, certificationRequestId: string, uploadId: string, options = {}) =>
      person.mutate(
        'uploadMaterial',
        { certificationRequestId, templateId, uploadId },
        'material { id status revision file { name bytes contentType } }',
        options,
      );
    const head = (url: string, person: Person) =>
      fetch(url, { method: 'HEAD', headers: { ...tus, ...(person.token && { authorization: `Bearer ${person.token}` }) } });

    it('R16: an upload that broke off is resumed and attached', async () => {
      const url = await send(pdf, { stopAfter: 1024 * 1024 });
      const id = await stage.world.draft(seller);
      expect((await attach(seller, id, idOf(url))).userErrors).toMatchObject([
        { code: 'INVALID_STATE', path: ['uploadId'], message: expect.stringContaining(`of ${pdf.length} bytes`) },
      ]);
      expect(Number((await head(url, seller)).headers.get('upload-offset'))).toBeGreaterThanOrEqual(1024 * 1024);
      expect(await send(pdf, { url })).toBe(url);
      const { material, userErrors } = await attach(seller, id, idOf(url));
      expect(userErrors).toEqual([]);
      expect(material).toMatchObject({
        status: 'CLEAN',
        revision: 1,
        file: { name: '商务函.pdf', bytes: pdf.length, contentType: 'application/pdf' },
      });
    });

    it('R37: attaching again under one key, also at once, gives the same result; without it the upload is gone', async () => {
      const [url, id] = [await send(pdf), await stage.world.draft(seller)];
      const options = { idempotencyKey: `attach-${idOf(url)}` };
      const all = await Promise.all(Array.from({ length: 10 }, () => attach(seller, id, idOf(url), options)));
      all.push(await attach(seller, id, idOf(url), options));
      for (const payload of all) expect(payload).toEqual(all[0]);
      expect(all[0].userErrors).toEqual([]);
      expect((await attach(seller, id, idOf(url))).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
      expect((await head(url, seller)).status).toBe(404);
    });

    it('R2: an upload belongs to the person who began it', async () => {
      const url = await send(pdf);
      const other = await stage.world.newSeller();
      const theirs = await stage.world.draft(other);
      expect((await attach(other, theirs, idOf(url))).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
      for (const method of ['HEAD', 'PATCH', 'DELETE']) {
        const response = await fetch(url, {
          method,
          headers: {
            ...tus,
            authorization: `Bearer ${other.token}`,
            ...(method === 'PATCH' && { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }),
          },
        });
        expect([method, response.status]).toEqual([method, 404]);
      }
      expect((await head(url, seller)).status).toBe(200);
    });

    it('R1: without a token nothing is begun or seen', async () => {
      const url = await send(pdf);
      expect((await head(url, Person.anonymous(stage.place))).status).toBe(401);
      const begun = await fetch(`${stage.place.url}/uploads`, { method: 'POST', headers: { ...tus, 'upload-length': '5' } });
      expect(begun.status).toBe(401);
      expect(begun.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('R16: the same checks apply to the bytes', async () => {
      const id = await stage.world.draft(seller);
      const before = await stage.world.look(seller, id);
      const codes = async (bytes: Buffer) => (await attach(seller, id, idOf(await send(bytes)))).userErrors;
      expect(await codes(Buffer.from('MZ program'))).toMatchObject([
        { code: 'FILE_CONTENT_MISMATCH', path: ['uploadId'] },
        { code: 'FILE_TYPE_NOT_ALLOWED' },
      ]);
      expect(await codes(Buffer.from('%PDF-1.7\n<< /S /JavaScript >>\n%%EOF\n'))).toMatchObject([{ code: 'FILE_TYPE_NOT_ALLOWED' }]);
      expect(await codes(Buffer.concat([pdf, Buffer.alloc(18 * 1024 * 1024)]))).toMatchObject([
        { code: 'FILE_TOO_LARGE', path: ['uploadId'] },
      ]);
      expect(await stage.world.look(seller, id)).toEqual(before);
    });

    it('R16: more than 100 MiB, or what is no upload, is refused', async () => {
      const authorization = `Bearer ${seller.token}`;
      const begin = (headers: Record<string, string>) =>
        fetch(`${stage.place.url}/uploads`, { method: 'POST', headers: { ...tus, authorization, ...headers } });
      expect((await begin({ 'upload-length': String(100 * 1024 * 1024 + 1) })).status).toBe(413);
      expect((await begin({})).status).toBe(400);
      expect((await begin({ 'upload-length': '-1' })).status).toBe(400);
      expect((await fetch(`${stage.place.url}/uploads`, { method: 'POST', headers: { authorization, 'upload-length': '5' } })).status).toBe(
        412,
      );
      const id = await stage.world.draft(seller);
      for (const uploadId of ['x', '../objects', 'upload_00000000000000000000000000000000', `upload_${'0'.repeat(32)}.json`]) {
        expect((await attach(seller, id, uploadId)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
      }
    });

    it('R16: a person deletes an upload, and has at most 50 open', async () => {
      const person = await stage.world.newSeller();
      const headers = { ...tus, authorization: `Bearer ${person.token}`, 'upload-length': '5' };
      const begin = () => fetch(`${stage.place.url}/uploads`, { method: 'POST', headers });
      const begun = await Promise.all(Array.from({ length: 50 }, begin));
      expect(new Set(begun.map(({ status }) => status))).toEqual(new Set([201]));
      expect((await begin()).status).toBe(429);
      const gone = await fetch(begun[0]!.headers.get('location')!, { method: 'DELETE', headers });
      expect(gone.status).toBe(204);
      expect((await begin()).status).toBe(201);
    });
  });
});
