import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
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

    describe('the protocol', () => {
      const authorization = () => `Bearer ${seller.token}`;
      const begin = async (headers: Record<string, string>, body?: string) =>
        fetch(`${stage.place.url}/uploads`, {
          method: 'POST',
          headers: { ...tus, authorization: authorization(), ...headers },
          body: body ?? null,
        });
      const piece = (url: string, offset: number, body: string, headers: Record<string, string> = {}) =>
        fetch(url, {
          method: 'PATCH',
          headers: {
            ...tus,
            authorization: authorization(),
            'content-type': 'application/offset+octet-stream',
            'upload-offset': String(offset),
            ...headers,
          },
          body,
        });
      const told = async (url: string) => {
        const { headers } = await head(url, seller);
        return [headers.get('upload-offset'), headers.get('upload-length'), headers.get('upload-defer-length')];
      };

      it('R16: the server tells what it can do, also to a browser that asks before it sends', async () => {
        const { status, headers } = await fetch(`${stage.place.url}/uploads`, { method: 'OPTIONS' });
        expect([status, headers.get('tus-version'), headers.get('tus-max-size')]).toEqual([204, '1.0.0', String(100 * 1024 * 1024)]);
        expect(headers.get('tus-extension')?.split(',')).toEqual(
          expect.arrayContaining(['creation', 'creation-with-upload', 'creation-defer-length', 'termination', 'expiration']),
        );
        expect(headers.get('access-control-allow-methods')).toMatch(/PATCH/);
      });

      it('R16: another version is 412 and told which one is spoken; another type of a piece is 415', async () => {
        const url = (await begin({ 'upload-length': '5' })).headers.get('location')!;
        for (const version of ['0.2.2', '']) {
          const response = await piece(url, 0, 'hello', { 'tus-resumable': version });
          expect([response.status, response.headers.get('tus-version')]).toEqual([412, '1.0.0']);
        }
        expect((await piece(url, 0, 'hello', { 'content-type': 'application/json' })).status).toBe(415);
        expect(await told(url)).toEqual(['0', '5', null]);
      });

      it('R16: a piece at another place, or beyond the end, changes nothing', async () => {
        const url = (await begin({ 'upload-length': '5' }, '')).headers.get('location')!;
        expect((await piece(url, 0, 'he')).headers.get('upload-offset')).toBe('2');
        expect((await piece(url, 3, 'lo')).status).toBe(409);
        expect((await piece(url, -1, 'lo')).status).toBe(400);
        expect((await piece(url, 2, 'llo and more')).status).toBe(413);
        expect(await told(url)).toEqual(['2', '5', null]);
        expect((await piece(url, 2, 'llo')).status).toBe(204);
        expect(await told(url)).toEqual(['5', '5', null]);
      });

      it('R16: the length may come later, but is then kept to', async () => {
        const url = (await begin({ 'upload-defer-length': '1' })).headers.get('location')!;
        expect((await piece(url, 0, 'hel')).status).toBe(204);
        expect(await told(url)).toEqual(['3', null, '1']);
        const id = await stage.world.draft(seller);
        expect((await attach(seller, id, idOf(url))).userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['uploadId'] }]);
        expect((await piece(url, 3, 'lo', { 'upload-length': String(200 * 1024 * 1024) })).status).toBe(413);
        expect((await piece(url, 3, 'lo', { 'upload-length': '5' })).status).toBe(204);
        expect(await told(url)).toEqual(['5', '5', null]);
      });

      it('R16: a caller whose way lets only POST pass says the method in a header', async () => {
        const url = (await begin({ 'upload-length': '5' })).headers.get('location')!;
        const by = (method: string | null, body?: string) =>
          fetch(url, {
            method: 'POST',
            headers: {
              ...tus,
              authorization: authorization(),
              ...(method && { 'x-http-method-override': method }),
              ...(body && { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }),
            },
            body: body ?? null,
          });
        expect((await by('PATCH', 'hello')).status).toBe(204);
        expect((await by(null)).status).toBe(404);
        expect((await by('DELETE')).status).toBe(204);
        expect((await head(url, seller)).status).toBe(404);
      });

      it('R16: what breaks while it is begun leaves nothing', async () => {
        const left = () => readdir(join(stage.place.dataDir, 'uploads'));
        const before = (await left()).length;
        const refused = await begin({ 'upload-length': '5', 'content-type': 'application/offset+octet-stream' }, 'hello and more');
        expect([refused.status, (await left()).length]).toEqual([413, before]);
      });

      it('R39: refusals of ours are told in Chinese too', async () => {
        const response = await fetch(`${stage.place.url}/uploads/x`, {
          method: 'DELETE',
          headers: { ...tus, authorization: authorization(), 'accept-language': 'zh' },
        });
        expect([response.status, await response.text()]).toEqual([404, '没有此编号的上传。\n']);
      });
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

    it('R36: of 80 that are begun at once 50 are', async () => {
      const person = await stage.world.newSeller();
      const headers = { ...tus, authorization: `Bearer ${person.token}`, 'upload-length': '5' };
      const begun = await Promise.all(Array.from({ length: 80 }, () => fetch(`${stage.place.url}/uploads`, { method: 'POST', headers })));
      expect(begun.filter(({ status }) => status === 201)).toHaveLength(50);
      expect(begun.filter(({ status }) => status === 429)).toHaveLength(30);
    });
  });
});
