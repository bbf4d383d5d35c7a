// Makes the material templates in templates/files from the texts in templates/text. With --check it only compares, and fails when a
// file is stale. The output is the same to the byte each time, so that a change of a text is the only change of a file.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';

const templates = join(dirname(dirname(fileURLToPath(import.meta.url))), 'templates');
const fixedDate = '2026-01-01T00:00:00Z';
const font = { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: 'Microsoft YaHei' };

const run = (text, more = {}) => new TextRun({ text, font, ...more });
const cell = (text, percent) =>
  new TableCell({
    width: { size: percent, type: WidthType.PERCENTAGE },
    children: [new Paragraph({ children: [run(text)], spacing: { before: 60, after: 60 } })],
  });

/** Headings, list items, rows of two cells and paragraphs: all the Markdown that the texts use. */
function blocksOf(markdown) {
  const blocks = [];
  let rows = [];
  let first = true;
  for (const line of [...markdown.split('\n'), '']) {
    const row = /^\| (.*?) \| ?(.*?) ?\|$/.exec(line);
    if (row) {
      rows.push(new TableRow({ children: [cell(row[1], 35), cell(row[2], 65)] }));
      continue;
    }
    if (rows.length > 0) {
      blocks.push(new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows }), new Paragraph({}));
      rows = [];
    }
    if (line.startsWith('# ')) {
      blocks.push(new Paragraph({ heading: HeadingLevel.HEADING_1, pageBreakBefore: !first, children: [run(line.slice(2))] }));
      first = false;
    } else if (line.startsWith('## '))
      blocks.push(new Paragraph({ heading: HeadingLevel.HEADING_2, children: [run(line.slice(3))], spacing: { before: 240 } }));
    else if (line.startsWith('- ')) blocks.push(new Paragraph({ bullet: { level: 0 }, children: [run(line.slice(2))] }));
    else if (line.trim()) blocks.push(new Paragraph({ children: [run(line)], spacing: { after: 120 } }));
  }
  return blocks;
}

async function makeDocument(code) {
  const markdown = await readFile(join(templates, 'text', `${code.toLowerCase().replaceAll('_', '-')}.md`), 'utf8');
  const document = new Document({
    creator: 'Joint Ops',
    title: markdown.split('\n')[0].slice(2),
    sections: [{ children: blocksOf(markdown) }],
  });
  return reproducible(await Packer.toBuffer(document));
}

/** The quotation's rows: the name of the cell, its label, and what to enter. */
const quotationRows = [
  ['QUOTATION_NUMBER', 'Quotation number 报价单编号', 'At most 64 characters 最多 64 个字符'],
  ['PRODUCT_NAME', 'Product name 商品名称', 'Exactly as in the request 须与申请完全一致'],
  ['DELIVERY_METHOD', 'Delivery method 交付方式', 'Choose from the list 从列表中选择'],
  ['LIST_PRICE', 'List price 目录价', 'Amount, at most 6 decimals 金额，最多 6 位小数'],
  ['SALES_BASE_PRICE', 'Sales base price 销售底价', 'Amount 金额'],
  ['REVENUE_SHARING_BASE_PRICE', 'Revenue sharing base price 分成基准价', 'Amount 金额'],
  ['CURRENCY', 'Currency 币种', 'ISO 4217 code, such as CNY ISO 4217 代码，例如 CNY'],
];
const firstRow = 4;
const methods = 'IMAGE,SAAS,LICENSE,PROFESSIONAL_SERVICE,CONSULTING_SERVICE,HARDWARE';

async function makeQuotation() {
  const inputCell = { value: '', type: String, backgroundColor: '#FFF8DC', borderStyle: 'thin', height: 22 };
  const data = [
    [{ value: 'Quotation 报价单', fontWeight: 'bold', fontSize: 16 }],
    [{ value: 'Fill in the coloured cells of column B and save as .xlsx. 请填写 B 列的彩色单元格并保存为 .xlsx。' }],
    [],
    ...quotationRows.map(([, label, hint]) => [{ value: label, fontWeight: 'bold' }, inputCell, { value: hint, color: '#666666' }]),
  ];
  const file = await writeXlsx(data, { sheet: 'Quotation', columns: [{ width: 42 }, { width: 40 }, { width: 52 }] }).toBuffer();
  return reproducible(file, (parts) => {
    const names = quotationRows
      .map(([name], index) => `<definedName name="${name}">Quotation!$B$${firstRow + index}</definedName>`)
      .join('');
    const at = `B${firstRow + quotationRows.findIndex(([name]) => name === 'DELIVERY_METHOD')}`;
    const validation = `<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${at}"><formula1>"${methods}"</formula1></dataValidation></dataValidations>`;
    edit(parts, 'xl/workbook.xml', (xml) =>
      xml
        .replace(/<definedNames\s*\/>|<definedNames>[\s\S]*?<\/definedNames>/, '')
        .replace('</sheets>', `</sheets><definedNames>${names}</definedNames>`),
    );
    const sheet = Object.keys(parts).find((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
    edit(parts, sheet, (xml) => xml.replace('</sheetData>', `</sheetData>${validation}`));
  });
}

function edit(parts, name, change) {
  const before = strFromU8(parts[name]);
  const after = change(before);
  if (before === after) throw new Error(`${name} is not as expected`);
  parts[name] = strToU8(after);
}

/** The same zip without what differs from run to run: times and random ids. */
function reproducible(file, change = () => {}) {
  const parts = unzipSync(file);
  change(parts);
  if (parts['docProps/core.xml']) {
    edit(parts, 'docProps/core.xml', (xml) => xml.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, fixedDate));
  }
  const sorted = Object.fromEntries(
    Object.keys(parts)
      .sort()
      .filter((name) => !name.endsWith('/'))
      .map((name) => [name, parts[name]]),
  );
  // A date without a time zone, since a zip keeps local time.
  return Buffer.from(zipSync(sorted, { level: 9, mtime: new Date(2026, 0, 1) }));
}

const check = process.argv.includes('--check');
const catalog = JSON.parse(await readFile(join(templates, 'catalog.json'), 'utf8'));
await mkdir(join(templates, 'files'), { recursive: true });
const stale = [];
for (const { code, file } of catalog) {
  const made = code === 'QUOTATION' ? await makeQuotation() : await makeDocument(code);
  const path = join(templates, 'files', file);
  const same = made.equals(await readFile(path).catch(() => Buffer.alloc(0)));
  if (!same && check) stale.push(file);
  if (!same && !check) await writeFile(path, made);
}
if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run: node scripts/make-templates.mjs`);
  process.exit(1);
}
