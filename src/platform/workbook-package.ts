import { crc32, inflateRawSync } from 'node:zlib';

/** A workbook that cannot be read, and why. */
export class UnreadableWorkbook extends Error {
  constructor(
    readonly en: string,
    readonly zh: string,
  ) {
    super(en);
    this.name = 'UnreadableWorkbook';
  }
}

/** The parts of a workbook, unpacked one by one as they are asked for. */
export interface WorkbookPackage {
  /** The text of a part. Throws {@link UnreadableWorkbook}: missing, damaged, or more than 8 MiB with those read before. */
  text(part: string): string;
}

/** Bytes to which the parts that are read may unpack, together: 8 MiB, which take a second or so to parse. */
const maxBytes = 8 * 1024 * 1024;

interface Entry {
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/**
 * Opens the zip of an Office Open XML file; throws {@link UnreadableWorkbook} when it is none. The directory is read here, and zlib unpacks
 * with a hard limit, since a library that trusts the sizes that a zip declares can be kept busy for seconds by one that lies.
 */
export function openPackage(bytes: Uint8Array): WorkbookPackage {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = orRefuse(
    () => readDirectory(buffer),
    () => notAWorkbook(buffer),
  );
  let left = maxBytes;
  return {
    text: (part) => {
      const entry = entries.get(part);
      if (!entry) {
        throw new UnreadableWorkbook(
          `The file lacks ${shortened(part)}, which every workbook has; save it as .xlsx in a spreadsheet program.`,
          `文件缺少工作簿必有的 ${shortened(part)}；请用表格软件另存为 .xlsx。`,
        );
      }
      if (entry.encrypted) throw locked();
      if (entry.unpacked > left) throw tooLarge();
      const plain = orRefuse(
        () => unpack(buffer, entry, Math.max(left, 1)),
        (error) => ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged()),
      );
      left -= plain.length;
      if (left < 0) throw tooLarge();
      return plain.toString('utf8');
    },
  };
}

/** What `work` gives; whatever it throws, most often a RangeError from broken bytes, becomes the refusal. */
function orRefuse<T>(work: () => T, refusal: (error: unknown) => UnreadableWorkbook): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? error : refusal(error);
  }
}

// Signatures and offsets are those of APPNOTE.TXT 4.3 (PKWARE): local header, central directory, end of the directory.
const endSignature = Buffer.from('PK\u0005\u0006');

function readDirectory(zip: Buffer): Map<string, Entry> {
  const end = zip.lastIndexOf(endSignature);
  if (end < 0) throw new RangeError('no end of directory');
  const entries = new Map<string, Entry>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new RangeError('no directory entry');
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    entries.set(zip.toString('utf8', at + 46, at + 46 + nameLength), {
      encrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function unpack(zip: Buffer, { method, crc, packed, offset }: Entry, maxOutputLength: number): Buffer {
  if (zip.readUInt32LE(offset) !== 0x04034b50) throw new RangeError('no local header');
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const data = zip.subarray(start, start + packed);
  const plain = method === 0 ? data : method === 8 ? inflateRawSync(data, { maxOutputLength }) : null;
  if (!plain || crc32(plain) !== crc) throw new RangeError('checksum');
  return plain;
}

const shortened = (part: string): string => [...part].slice(0, 80).join('');

/** Old .xls files and workbooks with a password are compound files (MS-CFB), which begin with these bytes. */
const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const notAWorkbook = (bytes: Buffer): UnreadableWorkbook =>
  bytes.subarray(0, 4).equals(compoundFile)
    ? locked()
    : new UnreadableWorkbook(
        'The file is not an Excel workbook, or was cut off; fill in the quotation template and save it as .xlsx.',
        '文件不是 Excel 工作簿或内容不完整；请填写报价单模板并保存为 .xlsx。',
      );
const locked = (): UnreadableWorkbook =>
  new UnreadableWorkbook(
    'The workbook has a password or is of the old .xls kind; save it as .xlsx without a password.',
    '工作簿设有密码或为旧的 .xls 格式；请另存为不加密的 .xlsx。',
  );
const tooLarge = (): UnreadableWorkbook =>
  new UnreadableWorkbook(
    'The workbook unpacks to far more than a quotation needs (8 MiB); fill in the template.',
    '工作簿解压后远大于报价单所需（超过 8 MiB）；请使用模板填写。',
  );
const damaged = (): UnreadableWorkbook =>
  new UnreadableWorkbook(
    'The workbook is damaged; open it in a spreadsheet program and save it again as .xlsx.',
    '工作簿已损坏；请用表格软件打开并重新保存为 .xlsx。',
  );
