import { open } from 'node:fs/promises';

/** Segments before the first scan are some dozens; each costs a read. */
const maxSegments = 10_000;
/** Markers that stand alone (ITU-T T.81, table B.1): TEM, RST0 to RST7, SOI. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Whether a JPEG picture (ITU-T T.81) has come to its end: its segments are walked to the first scan, and after that its end is looked
 * for. Cameras write more after the end, which is no damage.
 */
export async function isWholeJpeg(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(4);
    let at = 2;
    for (let left = maxSegments; left > 0 && at + 2 <= size; left--) {
      const { bytesRead } = await file.read(head, 0, 4, at);
      const [mark, marker] = [head[0], head[1]!];
      if (mark !== 0xff) return false;
      if (marker === 0xd9) return true;
      if (marker === 0xff) at += 1;
      else if (standsAlone(marker)) at += 2;
      else if (bytesRead < 4 || head.readUInt16BE(2) < 2) return false;
      else at += 2 + head.readUInt16BE(2);
      if (marker === 0xda) return await holdsEnd(file.createReadStream({ start: at, autoClose: false }));
    }
    return false;
  } finally {
    await file.close();
  }
}

/** Whether FF D9 follows; within a scan it cannot stand for anything else. */
async function holdsEnd(scan: AsyncIterable<Buffer>): Promise<boolean> {
  let last = 0;
  for await (const bytes of scan) {
    if ((last === 0xff && bytes[0] === 0xd9) || bytes.includes('\xff\xd9', 0, 'latin1')) return true;
    last = bytes.at(-1) ?? last;
  }
  return false;
}
