import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

/** Bytes to which one part of a workbook may unpack: 8 MiB. */
const maxPartBytes = 8 * 1024 * 1024;

/** A workbook that cannot be read, and why. */
export class UnreadableWorkbook extends Error {
  constructor(
    readonly en: string,
    readonly zh: string,
  ) {
    super(en);
  }
}

/** The named cells of a workbook (Office Open XML) with their values; a number is told as the file has it. */
export type NamedCells = ReadonlyMap<string, { readonly kind: 'text' | 'number'; readonly value: string } | null>;

/** Reads the cells that have names. Throws {@link UnreadableWorkbook}. */
export function readNamedCells(bytes: Uint8Array): NamedCells {
  const parts = unzip(bytes);
  const book = readBook(text(parts, 'xl/workbook.xml'));
  const targets = readRelations(text(parts, 'xl/_rels/workbook.xml.rels'));
  const strings = parts['xl/sharedStrings.xml'] ? readStrings(text(parts, 'xl/sharedStrings.xml')) : [];
  const sheets = new Map<string, Map<string, Cell>>();
  const cells = new Map<string, { kind: 'text' | 'number'; value: string } | null>();
  for (const [name, { sheet, cell }] of book.names) {
    const target = targets.get(book.sheets.get(sheet) ?? '');
    if (!target) continue;
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (!parts[path]) continue;
    if (!sheets.has(path)) sheets.set(path, readSheet(text(parts, path)));
    cells.set(name, cellValue(sheets.get(path)!.get(cell), strings));
  }
  return cells;
}

interface Cell {
  readonly type: string;
  readonly value: string;
}

function cellValue(cell: Cell | undefined, strings: readonly string[]): { kind: 'text' | 'number'; value: string } | null {
  if (!cell || cell.type === 'e') return null;
  const value = cell.type === 's' ? (strings[Number(cell.value)] ?? '') : cell.value;
  if (value.trim() === '') return null;
  return { kind: cell.type === 'n' ? 'number' : 'text', value };
}

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(name);
        if (wanted && originalSize > maxPartBytes) {
          throw new UnreadableWorkbook(
            'The workbook is far larger than a quotation; fill in the template.',
            '工作簿过大；请使用模板填写。',
          );
        }
        return wanted;
      },
    });
  } catch (error) {
    if (error instanceof UnreadableWorkbook) throw error;
    throw new UnreadableWorkbook('The file is not an Excel workbook; save it as .xlsx.', '文件不是 Excel 工作簿；请保存为 .xlsx。');
  }
}

function text(parts: Record<string, Uint8Array>, path: string): string {
  const part = parts[path];
  if (!part)
    throw new UnreadableWorkbook(
      `The workbook lacks its part ${path}; save it again as .xlsx.`,
      `工作簿缺少 ${path}；请重新保存为 .xlsx。`,
    );
  return strFromU8(part);
}

interface Handlers {
  readonly open?: (name: string, attributes: Record<string, string>) => void;
  readonly text?: (value: string) => void;
  readonly close?: (name: string) => void;
}

/** Parses XML; a document type is refused, since a workbook has none and it could make entities. */
function parse(xml: string, { open, text: onText, close }: Handlers): void {
  const broken = () => new UnreadableWorkbook('The workbook is damaged; save it again as .xlsx.', '工作簿已损坏；请重新保存为 .xlsx。');
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    throw broken();
  });
  parser.on('doctype', () => {
    throw broken();
  });
  parser.on('opentag', ({ name, attributes }) => open?.(local(name), attributes as Record<string, string>));
  parser.on('text', (value) => onText?.(value));
  parser.on('cdata', (value) => onText?.(value));
  parser.on('closetag', ({ name }) => close?.(local(name)));
  parser.write(xml).close();
}

function readBook(xml: string): { sheets: Map<string, string>; names: Map<string, { sheet: string; cell: string }> } {
  const sheets = new Map<string, string>();
  const names = new Map<string, { sheet: string; cell: string }>();
  let defined: string | null = null;
  let reference = '';
  parse(xml, {
    open: (name, attributes) => {
      if (name === 'sheet') {
        const relation = Object.entries(attributes).find(([key]) => key === 'r:id' || key.endsWith(':id'))?.[1];
        sheets.set(attributes.name ?? '', relation ?? '');
      }
      if (name === 'definedName') [defined, reference] = [attributes.name ?? '', ''];
    },
    text: (value) => {
      if (defined !== null) reference += value;
    },
    close: (name) => {
      if (name !== 'definedName' || defined === null) return;
      const [, quoted, plain, column, row] = /^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)/.exec(reference) ?? [];
      const sheet = quoted?.replaceAll("''", "'") ?? plain;
      if (sheet !== undefined) names.set(defined.toUpperCase(), { sheet, cell: `${column}${row}` });
      defined = null;
    },
  });
  return { sheets, names };
}

function readRelations(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  parse(xml, {
    open: (name, attributes) => {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', attributes.Target ?? '');
    },
  });
  return targets;
}

/** The shared strings: the runs of each joined, its phonetic reading left out. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  const collect = textCollector();
  parse(xml, {
    open: (name) => {
      if (name === 'si') collect.start();
      collect.open(name);
    },
    text: collect.text,
    close: (name) => {
      collect.close(name);
      if (name === 'si') strings.push(collect.value());
    },
  });
  return strings;
}

function readSheet(xml: string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const collect = textCollector(['t', 'v']);
  let at = '';
  let type = 'n';
  parse(xml, {
    open: (name, attributes) => {
      if (name === 'c') {
        [at, type] = [attributes.r ?? '', attributes.t ?? 'n'];
        collect.start();
      }
      collect.open(name);
    },
    text: collect.text,
    close: (name) => {
      collect.close(name);
      if (name === 'c') cells.set(at, { type, value: collect.value() });
    },
  });
  return cells;
}

/** Joins the text within some elements, but not what is within rPh, the phonetic reading. */
function textCollector(within: readonly string[] = ['t']) {
  let value = '';
  let inText = false;
  let phonetic = false;
  return {
    start: () => {
      value = '';
    },
    open: (name: string) => {
      if (name === 'rPh') phonetic = true;
      if (within.includes(name)) inText = true;
    },
    text: (more: string) => {
      if (inText && !phonetic) value += more;
    },
    close: (name: string) => {
      if (name === 'rPh') phonetic = false;
      if (within.includes(name)) inText = false;
    },
    value: () => value,
  };
}
