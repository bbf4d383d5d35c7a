import type { Problem } from '../domain/errors.js';
import { cleanText } from '../domain/text.js';
import { type NamedCell, readNamedCells, UnreadableWorkbook } from './workbook.js';

/** What a quotation workbook says; prices are exact decimals of at most 15 digits before and 6 after the point. */
export interface Quotation {
  readonly number: string;
  readonly productName: string;
  readonly deliveryMethod: string;
  readonly listPrice: string;
  readonly salesBasePrice: string;
  readonly revenueSharingBasePrice: string;
  readonly currency: string;
}

/** What is wrong with a quotation workbook, where and how to mend it: `cell` is the name of a cell, or '' for the whole file. */
export interface QuotationProblem {
  readonly cell: string;
  readonly en: string;
  readonly zh: string;
}

type Bilingual = Omit<QuotationProblem, 'cell'>;
type Reading = { readonly value: string } | Bilingual;

const methods: Readonly<Record<string, string>> = {
  IMAGE: 'IMAGE',
  镜像: 'IMAGE',
  SAAS: 'SAAS',
  LICENSE: 'LICENSE',
  LICENCE: 'LICENSE',
  许可证: 'LICENSE',
  PROFESSIONAL_SERVICE: 'PROFESSIONAL_SERVICE',
  PROFESSIONAL_SERVICES: 'PROFESSIONAL_SERVICE',
  人工服务: 'PROFESSIONAL_SERVICE',
  专业服务: 'PROFESSIONAL_SERVICE',
  CONSULTING_SERVICE: 'CONSULTING_SERVICE',
  CONSULTING_SERVICES: 'CONSULTING_SERVICE',
  咨询服务: 'CONSULTING_SERVICE',
  HARDWARE: 'HARDWARE',
  硬件: 'HARDWARE',
};
const methodChoices = [...new Set(Object.values(methods))].join(', ');
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const cells: Readonly<Record<string, { field: keyof Quotation; read: (cell: NamedCell) => Reading }>> = {
  QUOTATION_NUMBER: { field: 'number', read: (cell) => readText(cell, 64) },
  PRODUCT_NAME: { field: 'productName', read: (cell) => readText(cell, 100) },
  DELIVERY_METHOD: { field: 'deliveryMethod', read: readMethod },
  LIST_PRICE: { field: 'listPrice', read: readPrice },
  SALES_BASE_PRICE: { field: 'salesBasePrice', read: readPrice },
  REVENUE_SHARING_BASE_PRICE: { field: 'revenueSharingBasePrice', read: readPrice },
  CURRENCY: { field: 'currency', read: readCurrency },
};

/** Reads a quotation workbook (R14): what it says, or everything that is wrong with it. Never throws for bad bytes. */
export function readQuotation(workbook: Uint8Array): Quotation | QuotationProblem[] {
  let named: ReturnType<typeof readNamedCells>;
  try {
    named = readNamedCells(workbook, Object.keys(cells));
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    return [{ cell: '', en: error.en, zh: error.zh }];
  }
  const problems: QuotationProblem[] = [];
  const quotation: Partial<Record<keyof Quotation, string>> = {};
  for (const [name, { field, read }] of Object.entries(cells)) {
    const reading = readCell(named.get(name), read);
    if ('value' in reading) quotation[field] = reading.value;
    else problems.push({ cell: name, en: `The cell ${name} ${reading.en}`, zh: `单元格 ${name} ${reading.zh}` });
  }
  return problems.length > 0 ? problems : (quotation as unknown as Quotation);
}

function readCell(cell: NamedCell | null | undefined, read: (cell: NamedCell) => Reading): Reading {
  if (cell === undefined) return { en: 'is not in the workbook; fill in the quotation template.', zh: '不在工作簿中；请填写报价单模板。' };
  if (cell === null) return { en: 'is empty; fill it in.', zh: '为空；请填写。' };
  if (cell.kind === 'error')
    return says(cell, 'an error; enter the value itself instead of the formula', '错误值；请直接填写数值，不要使用公式');
  if (cell.kind === 'date')
    return says(
      cell,
      'a date, kept as the number of its day; format the cell as text and type it again',
      '日期（以天数保存）；请将单元格设为文本格式后重新填写',
    );
  if (cell.kind === 'formula')
    return {
      en: 'is a formula whose result is not in the file; enter the value itself.',
      zh: '是公式，但文件中没有其结果；请直接填写数值。',
    };
  if (cell.kind === 'lost')
    return says(cell, 'a place that is gone; fill in the quotation template anew', '已不存在的位置；请重新填写报价单模板');
  return read(cell);
}

/** A problem that tells what was found and how to mend it; characters that would upset a message are shown as �. */
function says({ value }: NamedCell, en: string, zh: string): Bilingual {
  const shown = [...value.trim().replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD')];
  const found = shown.length > 80 ? `${shown.slice(0, 80).join('')}…` : shown.join('');
  return { en: `says “${found}”: ${en}.`, zh: `为“${found}”：${zh}。` };
}

function readText(cell: NamedCell, max: number): Reading {
  const found: Problem[] = [];
  const value = cleanText(asTyped(cell), { field: 'file', max }, [], found);
  if (value !== null) return { value };
  const [problem] = found;
  if (!problem) return { en: 'is empty; fill it in.', zh: '为空；请填写。' };
  if (problem.message === 'tooLong') return says(cell, `that is more than ${max} characters; shorten it`, `超过 ${max} 个字符；请缩短`);
  const which = problem.params?.codePoint ?? 'U+FFFD';
  return says(cell, `it holds the invisible character ${which}; type it again without`, `包含不可见字符 ${which}；请重新输入`);
}

function readMethod(cell: NamedCell): Reading {
  const key = cell.value
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/g, '_');
  const value = Object.hasOwn(methods, key) ? methods[key] : undefined;
  return value ? { value } : says(cell, `choose one of ${methodChoices}`, `请选择 ${methodChoices} 之一`);
}

function readCurrency(cell: NamedCell): Reading {
  const value = cell.value.trim();
  return currencies.has(value)
    ? { value }
    : says(cell, 'enter a currency code of three capital letters, such as CNY', '请填写三个大写字母的货币代码，例如 CNY');
}

function readPrice(cell: NamedCell): Reading {
  const typed = asTyped(cell).normalize('NFKC').trim();
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(typed) ? typed.replaceAll(',', '') : typed;
  const value = plain.replace(/^0+(?=\d)/, '');
  return /^\d{1,15}(\.\d{1,6})?$/.test(value)
    ? { value }
    : says(
        cell,
        'enter an amount of 0 or more, such as 1234.50, with at most 15 digits before and 6 after the point',
        '请填写不小于 0 的金额，例如 1234.50，整数部分最多 15 位，小数部分最多 6 位',
      );
}

/** What a person typed. Of a number the file keeps the binary fraction, 0.30000000000000004; spreadsheets show 15 significant digits. */
function asTyped({ kind, value }: NamedCell): string {
  if (kind !== 'number' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return value;
  const number = Number(value);
  if (!Number.isFinite(number) || number === 0) return number === 0 ? '0' : value;
  return number.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 });
}
