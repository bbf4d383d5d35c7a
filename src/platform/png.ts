import { open } from 'node:fs/promises';

/** The size of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Chunks of the largest picture are some 13,000; each costs a read. */
const maxChunks = 50_000;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The size of a PNG picture (ISO/IEC 15948), or null when it is none, holds no picture, was cut off, or goes on after its end: its
 * chunks are walked from the first, IHDR, over IDAT to the last, IEND.
 */
export async function pngSize(path: string): Promise<PictureSize | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(33);
    await file.read(head, 0, 33, 0);
    if (!head.subarray(0, 8).equals(signature) || head.toString('latin1', 12, 16) !== 'IHDR') return null;
    let at = 8;
    let holdsPicture = false;
    const chunk = Buffer.alloc(8);
    for (let left = maxChunks; left > 0 && at + 12 <= size; left--) {
      await file.read(chunk, 0, 8, at);
      at += chunk.readUInt32BE(0) + 12;
      holdsPicture ||= chunk.toString('latin1', 4, 8) === 'IDAT';
      if (chunk.toString('latin1', 4, 8) === 'IEND') break;
    }
    if (!holdsPicture || at !== size || chunk.toString('latin1', 4, 8) !== 'IEND') return null;
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  } finally {
    await file.close();
  }
}
