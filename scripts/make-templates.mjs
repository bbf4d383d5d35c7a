// Makes the material templates in templates/files from the texts in templates/text. With --check it only compares, and fails when a
// file is stale. The output is the same to the byte each time, so that a change of a text is the only change of a file.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';

const templates = join(dirname(dirname(fileURLToPath(import.meta.url))), 'templates');
const fixedDate = '2026-01-01T00:00:00Z';
const font = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Calibri', eastAsia: 'Microsoft YaHei' };
const grey = '6B7280';

/** The Markdown that the texts use: headings, tables, numbered and plain lists, hints (>) and paragraphs. One line is one block. */
function parse(markdown) {
  const blocks = [];
  for (const line of markdown.split('\n')) {
    const [, mark = '', text] = /^(#{1,2} |- |> |\d+\. )?(.*)$/.exec(line);
    const kind = /^\d/.test(mark) ? '1.' : mark.trim();
    if (line.startsWith('|')) {
      const row = line.slice(1, line.lastIndexOf('|')).split('|');
      const last = blocks.at(-1);
      if (last?.kind !== 'table') blocks.push({ kind: 'table', rows: [row.map((cell) => cell.trim())] });
      else if (!/^[\s|-]+$/.test(line) || !line.includes('-')) last.rows.push(row.map((cell) => cell.trim()));
    } else if (line.trim()) blocks.push({ kind, text: text.trim() });
    else blocks.push({ kind: 'gap' });
  }
  return blocks;
}

// ─── Documents ───────────────────────────────────────────────────────────────────────────────────────────────────────
const pageWidth = 9638; // A4 less its margins, in twentieths of a point

function tableOf(rows) {
  const count = rows[0].length;
  const first = Math.round(pageWidth * (count > 2 ? 0.44 : 0.4));
  const widths = rows[0].map((_, index) => (index === 0 ? first : Math.floor((pageWidth - first) / (count - 1))));
  // A short table, such as that for the signature, stays on one page.
  const together = rows.length <= 8;
  const cell = (text, index, heading, keepNext) =>
    new TableCell({
      ...(heading && { shading: { fill: 'E8EEF7' } }),
      margins: { top: 60, bottom: 60, left: 100, right: 100 },
      children: [new Paragraph({ keepNext, spacing: { after: 0 }, children: [new TextRun({ text, bold: heading })] })],
      width: { size: widths[index], type: 'dxa' },
    });
  const row = (cells, heading, keepNext) =>
    new TableRow({ tableHeader: heading, cantSplit: true, children: cells.map((text, index) => cell(text, index, heading, keepNext)) });
  return new Table({
    width: { size: pageWidth, type: 'dxa' },
    columnWidths: widths,
    rows: rows.map((cells, index) => row(cells, index === 0, together && index < rows.length - 1)),
  });
}

/** Turns blocks into what a document holds; each numbered list begins at 1, and each language on a page of its own. */
function contentOf(blocks) {
  let list = 0;
  let previous = '';
  return blocks.flatMap(({ kind, text, rows }, index) => {
    if (kind === '1.' && previous !== '1.') list++;
    previous = kind;
    switch (kind) {
      case 'gap':
        // Word joins a table to one that follows at once.
        return blocks[index - 1]?.kind === 'table' ? [new Paragraph({ spacing: { after: 60 } })] : [];
      case 'table':
        return [tableOf(rows)];
      case '#':
        return [new Paragraph({ heading: HeadingLevel.HEADING_1, pageBreakBefore: index > 0, text })];
      case '##':
        return [new Paragraph({ heading: HeadingLevel.HEADING_2, text })];
      case '-':
        return [new Paragraph({ bullet: { level: 0 }, text })];
      case '1.':
        return [new Paragraph({ numbering: { reference: 'clauses', level: 0, instance: list }, text })];
      case '>':
        return [new Paragraph({ children: [new TextRun({ text, color: grey })] })];
      default:
        return [new Paragraph({ text })];
    }
  });
}

const styles = {
  default: {
    document: {
      run: { font, size: 21, language: { value: 'en-US', eastAsia: 'zh-CN' } },
      paragraph: { spacing: { after: 120, line: 288 } },
    },
    heading1: { run: { font, size: 34, bold: true, color: '1F2937' }, paragraph: { spacing: { after: 200 }, keepNext: true } },
    heading2: { run: { font, size: 25, bold: true, color: '1F2937' }, paragraph: { spacing: { before: 240, after: 120 }, keepNext: true } },
  },
};
const clauses = {
  reference: 'clauses',
  levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', style: { paragraph: { indent: { left: 425, hanging: 425 } } } }],
};

async function makeDocument(markdown) {
  const blocks = parse(markdown.trim());
  const pages = new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], color: grey, size: 18 });
  const document = new Document({
    creator: 'Joint Ops',
    lastModifiedBy: 'Joint Ops',
    title: blocks[0].text,
    styles,
    numbering: { config: [clauses] },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 } } },
        footers: { default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [pages] })] }) },
        children: contentOf(blocks),
      },
    ],
  });
  return reproducible(await Packer.toBuffer(document));
}

// ─── The quotation workbook ──────────────────────────────────────────────────────────────────────────────────────────
const sheetPart = 'xl/worksheets/sheet1.xml';
const deliveryMethods = 'IMAGE,SAAS,LICENSE,PROFESSIONAL_SERVICE,CONSULTING_SERVICE,HARDWARE';

async function makeQuotation(markdown) {
  const blocks = parse(markdown.trim());
  const steps = blocks.filter(({ kind }) => kind === '1.').map(({ text }, index) => `${index + 1}. ${text}`);
  const [, ...rows] = blocks.find(({ kind }) => kind === 'table').rows;
  // Text format: what is typed stays as typed, 007 as well as 1234.50.
  const input = {
    value: '',
    type: String,
    formatId: 49,
    fontSize: 12,
    backgroundColor: '#FFF4C2',
    borderStyle: 'thin',
    borderColor: '#B45309',
    height: 34,
    alignVertical: 'center',
  };
  const wide = { columnSpan: 3, wrap: true, alignVertical: 'center' };
  const note = { wrap: true, indent: 1, alignVertical: 'center', textColor: `#${grey}` };
  const sheet = [
    [{ value: blocks[0].text, fontWeight: 'bold', fontSize: 18, height: 32, ...wide }, null, null],
    ...steps.map((value) => [{ value, height: 32, ...wide }, null, null]),
    [{ value: '', height: 10 }],
    ...rows.map(([, label, hint]) => [
      { value: label, fontWeight: 'bold', alignVertical: 'center', wrap: true },
      input,
      { value: hint, ...note },
    ]),
  ];
  const columns = [{ width: 44 }, { width: 40 }, { width: 66 }];
  const options = { sheet: 'Quotation', columns, orientation: 'landscape', showGridLines: false };
  const file = await writeXlsx(sheet, options, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
  const firstRow = steps.length + 3;
  const addresses = Object.fromEntries(rows.map(([name], index) => [name, `B${firstRow + index}`]));
  return reproducible(file, (parts) => addNames(parts, addresses));
}

/** Names the input cells, offers the delivery methods as a list, and fits the sheet on one page: the library does none of these. */
function addNames(parts, addresses) {
  const names = Object.entries(addresses).map(([name, cell]) => `<definedName name="${name}">Quotation!$B$${cell.slice(1)}</definedName>`);
  const error = 'showErrorMessage="1" errorTitle="Delivery method 交付方式" error="Choose from the list. 请从列表中选择。"';
  const list = `<dataValidation type="list" allowBlank="1" ${error} sqref="${addresses.DELIVERY_METHOD}"><formula1>"${deliveryMethods}"</formula1></dataValidation>`;
  const typedNumbers = `<ignoredErrors><ignoredError sqref="${Object.values(addresses).join(' ')}" numberStoredAsText="1"/></ignoredErrors>`;
  edit(parts, 'xl/workbook.xml', '<definedNames/>', `<definedNames>${names.join('')}</definedNames>`);
  edit(parts, sheetPart, '<sheetViews>', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>');
  edit(parts, sheetPart, '<pageMargins ', `<dataValidations count="1">${list}</dataValidations><pageMargins `);
  edit(parts, sheetPart, '</worksheet>', `${typedNumbers}</worksheet>`);
}

// ─── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────
function edit(parts, name, what, by) {
  const before = strFromU8(parts[name]);
  const after = before.replaceAll(what, () => by);
  if (before === after) throw new Error(`${name} holds no ${what}`);
  parts[name] = strToU8(after);
}

/** The same zip without what differs from run to run: the times. The list of types comes first, since by that such a file is told. */
function reproducible(file, change = () => {}) {
  const parts = unzipSync(file);
  change(parts);
  if (parts['docProps/core.xml']) edit(parts, 'docProps/core.xml', /\d{4}-\d\d-\d\dT[\d:.]+Z/g, fixedDate);
  const names = Object.keys(parts).filter((name) => !name.endsWith('/'));
  const sorted = ['[Content_Types].xml', ...names.filter((name) => name !== '[Content_Types].xml').sort()];
  // A date without a time zone, since a zip keeps local time.
  const options = { level: 9, mtime: new Date(2026, 0, 1) };
  return Buffer.from(zipSync(Object.fromEntries(sorted.map((name) => [name, parts[name]])), options));
}

async function main(check) {
  const catalog = JSON.parse(await readFile(join(templates, 'catalog.json'), 'utf8'));
  const folder = join(templates, 'files');
  await mkdir(folder, { recursive: true });
  const stale = (await readdir(folder)).filter((name) => !catalog.some(({ file }) => file === name));
  for (const { code, file } of catalog) {
    const text = join(templates, 'text', `${code.toLowerCase().replaceAll('_', '-')}.md`);
    const markdown = (await readFile(text, 'utf8')).replaceAll('\r\n', '\n');
    const made = await (code === 'QUOTATION' ? makeQuotation(markdown) : makeDocument(markdown));
    const path = join(folder, file);
    if (made.equals(await readFile(path).catch(() => Buffer.alloc(0)))) continue;
    if (check) stale.push(file);
    else await writeFile(path, made);
  }
  if (!check || stale.length === 0) return;
  console.error(`Not what templates/text and templates/catalog.json say: ${stale.join(', ')}. Run: node scripts/make-templates.mjs`);
  process.exitCode = 1;
}

await main(process.argv.includes('--check'));
