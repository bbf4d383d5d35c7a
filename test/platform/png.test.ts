import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pngSize } from '../../src/platform/png.js';
import { png } from '../support/png.js';

describe('pngSize', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joint-ops-png-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const sizeOf = async (bytes: Buffer) => {
    const path = join(folder, 'picture');
    await writeFile(path, bytes);
    return pngSize(path);
  };

  it('R31: tells width and height', async () => {
    expect(await sizeOf(png(120, 121))).toEqual({ width: 120, height: 121 });
  });

  it('R31: a picture that was cut off, goes on after its end, lacks its pixels, or is none has no size', async () => {
    const whole = png(3, 3);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        expect(await sizeOf(whole.subarray(0, length))).toBeNull();
      }),
      { numRuns: 60 },
    );
    expect(await sizeOf(Buffer.concat([whole, Buffer.from('x')]))).toBeNull();
    const head = whole.subarray(0, 33);
    const end = whole.subarray(-12);
    expect(await sizeOf(Buffer.concat([head, end]))).toBeNull();
    expect(await sizeOf(Buffer.from('GIF89a, and enough bytes to hold a head of a picture.'))).toBeNull();
  });
});
