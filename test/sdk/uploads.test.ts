import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createJointOps, InvalidRequestError, type JointOps, type Progress, RefusedError } from '@joint-ops/sdk';
import { sha256Of } from '../../src/platform/hash.js';
import { Gateway } from '../support/gateway.js';
import { type SellerPerson, World } from '../support/world.js';

const MiB = 1024 * 1024;
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5 * MiB), Buffer.from('\n%%EOF\n')]);
const file = new File([pdf], '商务函.pdf', { type: 'application/pdf' });

let world: World;
let seller: SellerPerson;
let gateway: Gateway;
let jointOps: JointOps;
let templateId: string;
let certificationRequestId: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  gateway = await Gateway.start(() => world.place.url);
  jointOps = createJointOps({ url: gateway.url, token: seller.token! });
  templateId = await world.templateId('BUSINESS_LETTER');
  certificationRequestId = await world.draft(seller);
});
afterAll(() => gateway.stop());

const expected = { status: 'CLEAN', file: { name: '商务函.pdf', bytes: pdf.length, sha256: sha256Of(pdf) } };
const rising = (progress: Progress[]): boolean => progress.every(({ sent }, index) => index === 0 || sent >= progress[index - 1]!.sent);
const requests = (method: string) => gateway.passed.filter((each) => each.method === method);

describe('uploads as a form', () => {
  it('R16: arrive whole, and their progress is told', async () => {
    const progress: Progress[] = [];
    const { material } = await jointOps.uploadMaterial(
      { certificationRequestId, templateId, file },
      { onProgress: (each) => progress.push(each) },
    );
    expect(material).toMatchObject(expected);
    expect(progress.length).toBeGreaterThan(4);
    expect(rising(progress)).toBe(true);
    expect(progress.at(-1)).toEqual({ sent: pdf.length, total: pdf.length });
  });

  it('R16: a file of the disk is read while it is sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joint-ops-sdk-'));
    await writeFile(join(folder, 'letter.pdf'), pdf);
    const onDisk = new File([await openAsBlob(join(folder, 'letter.pdf'))], '商务函.pdf');
    expect((await jointOps.uploadMaterial({ certificationRequestId, templateId, file: onDisk })).material).toMatchObject(expected);
    await rm(folder, { recursive: true });
  });

  it('R37: one whose answer was lost is sent again under its key, and takes effect once', async () => {
    const { material: before } = await jointOps.uploadMaterial({ certificationRequestId, templateId, file });
    gateway.mishaps.push('cut after');
    const { material } = await jointOps.uploadMaterial({ certificationRequestId, templateId, file });
    expect(material.revision).toBe(before.revision + 1);
  });

  it('R1: one whose token has expired is sent again with a fresh one', async () => {
    const tokens = ['expired', seller.token!];
    const refreshing = createJointOps({ url: gateway.url, token: () => tokens.shift()! });
    expect((await refreshing.uploadMaterial({ certificationRequestId, templateId, file })).material).toMatchObject(expected);
    const again = ['expired', seller.token!];
    const inPieces = createJointOps({ url: gateway.url, token: () => again.shift()! });
    const uploadId = await inPieces.upload(file);
    expect((await inPieces.uploadMaterial({ certificationRequestId, templateId, uploadId })).material).toMatchObject(expected);
  });

  it('a signal stops it, and nothing has changed', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { before, after } = await world.unchanged(seller, certificationRequestId, async () => {
      const call = jointOps.uploadMaterial(
        { certificationRequestId, templateId, file },
        { signal: controller.signal, onProgress: ({ sent }) => void (sent > MiB && controller.abort(reason)) },
      );
      await expect(call).rejects.toBe(reason);
    });
    expect(after).toEqual(before);
  });

  it('R16: what the server refuses of a file is told as of everything else', async () => {
    const call = jointOps.uploadMaterial({ certificationRequestId, templateId, file: new File([], 'a.pdf') });
    await expect(call).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(call).rejects.toBeInstanceOf(RefusedError);
  });
});

describe('uploads in pieces', () => {
  it('R16: arrive whole whatever breaks meanwhile, at the cost of a piece each, and are attached by their id', async () => {
    gateway.passed.length = 0;
    const progress: Progress[] = [];
    let broken = 0;
    const uploadId = await jointOps.upload(file, {
      pieceBytes: MiB,
      onProgress: (each) => {
        progress.push(each);
        // Three breaks: before a piece, after it, and an answer that is none.
        if (each.sent > (broken + 1) * MiB && broken < 3)
          gateway.mishaps.push((['cut before', 'cut after', { status: 502 }] as const)[broken++]!);
      },
    });
    expect(broken).toBe(3);
    expect(progress.at(-1)).toEqual({ sent: pdf.length, total: pdf.length });
    expect(requests('HEAD').length).toBeGreaterThanOrEqual(3);
    const { material } = await jointOps.uploadMaterial({ certificationRequestId, templateId, uploadId });
    expect(material).toMatchObject(expected);
  });

  it('R16: go on in another process, from where they came to', async () => {
    const controller = new AbortController();
    let id = '';
    const begun = jointOps.upload(file, {
      pieceBytes: MiB,
      signal: controller.signal,
      onStart: (uploadId) => {
        id = uploadId;
      },
      onProgress: ({ sent }) => void (sent > 3 * MiB && controller.abort()),
    });
    await expect(begun).rejects.toMatchObject({ name: 'AbortError' });
    gateway.passed.length = 0;
    const progress: Progress[] = [];
    const uploadId = await jointOps.upload(file, { pieceBytes: MiB, uploadId: id, onProgress: (each) => progress.push(each) });
    expect(uploadId).toBe(id);
    expect(progress[0]!.sent).toBeGreaterThan(2 * MiB);
    expect(requests('POST')).toHaveLength(0);
    expect((await jointOps.uploadMaterial({ certificationRequestId, templateId, uploadId })).material).toMatchObject(expected);
  });

  it("R2: somebody else's upload looks like none", async () => {
    const uploadId = await jointOps.upload(new File(['%PDF-1.7'], 'a.pdf'));
    const other = createJointOps({ url: gateway.url, token: (await world.newSeller()).token! });
    await expect(other.upload(file, { uploadId })).rejects.toBeInstanceOf(InvalidRequestError);
    await expect(other.upload(file, { uploadId })).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});
