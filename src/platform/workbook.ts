import { posix } from 'node:path';
import { SaxesParser } from 'saxes';
import { openPackage, UnreadableWorkbook } from './workbook-package.js';

export { UnreadableWorkbook };

/**
 * What a named cell holds: text, a number as the file has it, a date as the number of its day, an error such as #N/A, a formula whose result
 * the file lacks, or, `lost`, where a name points that has no cell.
 */
export interface NamedCell {
  readonly kind: 'text' | 'number' | 'date' | 'error' | 'formula' | 'lost';
  readonly value: string;
}

/** Cells by name; null is an empty cell, and a name that the workbook lacks is no key. */
export type NamedCells = ReadonlyMap<string, NamedCell | null>;

/**
 * Reads some named cells of a workbook (.xlsx, Office Open XML); names are compared without case, as spreadsheets do.
 * Throws {@link UnreadableWorkbook} and nothing else; what unpacks to more than 8 MiB is refused.
 */
export function readNamedCells(bytes: Uint8Array, wanted: readonly string[]): NamedCells {
  const parts = openPackage(bytes);
  const book = readBook(parts.text('xl/workbook.xml'));
  const relations = readRelations(parts.text('xl/_rels/workbook.xml.rels'));
  const textOf = (kind: string) => {
    const part = [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.part;
    return part === undefined ? null : parts.text(part);
  };
  const cells = new Map<string, RawCell | null>();
  const places = new Map<string, Map<string, string>>();
  for (const name of wanted) {
    const reference = book.names.get(name.toUpperCase());
    if (reference === undefined) continue;
    const place = placeOf(reference);
    const part = place && relations.get(book.sheets.get(place.sheet.toUpperCase()) ?? '')?.part;
    if (!part) {
      cells.set(name, { kind: 'lost', value: reference });
      continue;
    }
    places.set(part, (places.get(part) ?? new Map()).set(name, place.cell));
  }
  for (const [part, addresses] of places) {
    const found = readSheet(parts.text(part), new Set(addresses.values()));
    for (const [name, address] of addresses) cells.set(name, found.get(address) ?? null);
  }
  const raw = [...cells.values()];
  const strings = raw.some((cell) => cell && isShared(cell)) ? textOf('sharedStrings') : null;
  const styles = raw.some((cell) => cell?.kind === 'number') ? textOf('styles') : null;
  const look = {
    strings: strings === null ? [] : readStrings(strings),
    dateStyles: styles === null ? new Set<number>() : readDateStyles(styles),
  };
  return new Map([...cells].map(([name, cell]) => [name, settle(cell, look)]));
}

/** A cell before its shared string and its style are looked up. */
interface RawCell extends NamedCell {
  readonly shared?: boolean;
  readonly style?: number;
}
const isShared = (cell: RawCell): boolean => cell.shared === true;

/** What cells refer to: the shared strings, and the styles that show a number as a date. */
interface Lookup {
  readonly strings: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
}

function settle(cell: RawCell | null, { strings, dateStyles }: Lookup): NamedCell | null {
  if (!cell) return null;
  if (cell.kind === 'formula') return cell;
  const value = isShared(cell) ? (strings[Number(cell.value)] ?? '') : cell.value;
  if (value.trim() === '') return null;
  if (cell.kind === 'number' && dateStyles.has(cell.style ?? 0)) return { kind: 'date', value };
  return { kind: cell.kind, value: cell.kind === 'text' ? unescaped(value) : value };
}

/** Office writes characters that XML cannot hold as _x000A_, and the underscore of such a sequence as _x005F_. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Where a reference such as 'My sheet'!$B$4 points; a merged cell is told by its first. */
function placeOf(reference: string): { sheet: string; cell: string } | null {
  const match = /^(?:'((?:[^']|'')+)'|([^'![\]]+))!\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?[A-Z]{1,3}\$?\d{1,7})?$/i.exec(reference.trim());
  if (!match) return null;
  const [, quoted, plain, column, row] = match;
  return { sheet: quoted?.replaceAll("''", "'") ?? plain!, cell: `${column!.toUpperCase()}${row}` };
}

interface Handlers {
  readonly open?: (name: string, attributes: Record<string, string>) => void;
  readonly text?: (value: string) => void;
  readonly close?: (name: string) => void;
}

/** Elements within elements; a workbook needs nine, and each one more is kept in memory. */
const maxDepth = 64;

/** Parses XML. A document type is refused, since a workbook has none and it could define entities. */
function parse(xml: string, { open, text, close }: Handlers): void {
  const refuse = () => {
    throw new UnreadableWorkbook(
      'The workbook is damaged; open it in a spreadsheet program and save it again as .xlsx.',
      '工作簿已损坏；请用表格软件打开并重新保存为 .xlsx。',
    );
  };
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  let depth = 0;
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > maxDepth) refuse();
    open?.(local(name), attributes as Record<string, string>);
  });
  parser.on('text', (value) => text?.(value));
  parser.on('cdata', (value) => text?.(value));
  parser.on('closetag', ({ name }) => {
    depth--;
    close?.(local(name));
  });
  parser.write(xml).close();
}

/** Sheets (name → relation) and names (→ reference), both in upper case. A name of one sheet only yields to one of the workbook. */
function readBook(xml: string): { sheets: Map<string, string>; names: Map<string, string> } {
  const sheets = new Map<string, string>();
  const global = new Map<string, string>();
  const ofSheets = new Map<string, string>();
  let defined: { name: string; into: Map<string, string>; reference: string } | null = null;
  parse(xml, {
    open: (name, attributes) => {
      if (name === 'sheet') {
        const relation = Object.keys(attributes).find((key) => key.endsWith(':id'));
        sheets.set((attributes.name ?? '').toUpperCase(), (relation && attributes[relation]) ?? '');
      }
      if (name !== 'definedName') return;
      // A copied sheet brings copies of its names along, which belong to that sheet alone.
      defined = {
        name: (attributes.name ?? '').toUpperCase(),
        into: attributes.localSheetId === undefined ? global : ofSheets,
        reference: '',
      };
    },
    text: (value) => {
      if (defined) defined.reference += value;
    },
    close: (name) => {
      if (name !== 'definedName' || !defined) return;
      if (!defined.into.has(defined.name)) defined.into.set(defined.name, defined.reference);
      defined = null;
    },
  });
  return { sheets, names: new Map([...ofSheets, ...global]) };
}

function readRelations(xml: string): Map<string, { type: string; part: string }> {
  const relations = new Map<string, { type: string; part: string }>();
  parse(xml, {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      relations.set(Id, { type: Type, part: posix.resolve('/xl', Target).slice(1) });
    },
  });
  return relations;
}

/** The shared strings: the runs of each joined. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  const collect = textCollector(['t']);
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

function readSheet(xml: string, wanted: ReadonlySet<string>): Map<string, RawCell> {
  const cells = new Map<string, RawCell>();
  const collect = textCollector(['t', 'v']);
  let [at, type, style, isFormula] = ['', 'n', 0, false];
  parse(xml, {
    open: (name, attributes) => {
      if (name === 'f') isFormula = true;
      if (name === 'c') {
        [at, type, style, isFormula] = [attributes.r ?? '', attributes.t ?? 'n', Number(attributes.s ?? 0), false];
        collect.start();
      }
      collect.open(name);
    },
    text: collect.text,
    close: (name) => {
      collect.close(name);
      if (name !== 'c' || !wanted.has(at)) return;
      const cell = rawCell(type, collect.value());
      cells.set(at, isFormula && cell.value === '' ? { kind: 'formula', value: '' } : { ...cell, style });
    },
  });
  return cells;
}

function rawCell(type: string, value: string): RawCell {
  if (type === 'n') return { kind: 'number', value: value.trim() };
  if (type === 'e') return { kind: 'error', value };
  if (type === 'b') return { kind: 'text', value: value.trim() === '1' ? 'TRUE' : 'FALSE' };
  return { kind: 'text', value, shared: type === 's' };
}

/** Formats of numbers that come with every spreadsheet and show a date or a time (ECMA-376 part 1, 18.8.30). */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** The styles, by their place in the list of cell formats, that show a number as a date or a time. */
function readDateStyles(xml: string): Set<number> {
  const custom = new Map<number, boolean>();
  const formats: number[] = [];
  let inCellFormats = false;
  parse(xml, {
    open: (name, { numFmtId, formatCode }) => {
      // What stands in quotes, in brackets or behind a backslash is no letter of the format; E+00 is an exponent.
      if (name === 'numFmt') custom.set(Number(numFmtId), /[ymdhs]/i.test((formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')));
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) formats.push(Number(numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return new Set(formats.flatMap((id, index) => ((custom.get(id) ?? isDateFormat(id)) ? [index] : [])));
}

/** Joins the text within some elements, but not what is within rPh, the phonetic reading that Japanese input adds. */
function textCollector(within: readonly string[]) {
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
