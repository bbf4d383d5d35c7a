import { type NamedCells, readNamedCells, UnreadableWorkbook } from './workbook.js';

/** What a quotation workbook says; prices are exact decimals. */
export interface Quotation {
  readonly number: string;
  readonly productName: string;
  readonly deliveryMethod: string;
  readonly listPrice: string;
  readonly salesBasePrice: string;
  readonly revenueSharingBasePrice: string;
  readonly currency: string;
}

/** What is wrong with a quotation workbook: in which named cell, or '' for the whole file. */
export interface QuotationProblem {
  readonly cell: string;
  readonly en: string;
  readonly zh: string;
}

type Reading = { readonly value: string } | { readonly en: string; readonly zh: string };
type Cell = { readonly kind: 'text' | 'number'; readonly value: string };

const methods: Readonly<Record<string, string>> = {
  IMAGE: 'IMAGE',
  镜像: 'IMAGE',
  SAAS: 'SAAS',
  LICENSE: 'LICENSE',
  许可证: 'LICENSE',
  PROFESSIONAL_SERVICE: 'PROFESSIONAL_SERVICE',
  专业服务: 'PROFESSIONAL_SERVICE',
  人工服务: 'PROFESSIONAL_SERVICE',
  CONSULTING_SERVICE: 'CONSULTING_SERVICE',
  咨询服务: 'CONSULTING_SERVICE',
  HARDWARE: 'HARDWARE',
  硬件: 'HARDWARE',
};
const currencies = new Set(Intl.supportedValuesOf('currency'));

const cells: Readonly<Record<string, { field: keyof Quotation; read: (cell: Cell) => Reading }>> = {
  QUOTATION_NUMBER: { field: 'number', read: (cell) => readText(cell, 64) },
  PRODUCT_NAME: { field: 'productName', read: (cell) => readText(cell, 100) },
  DELIVERY_METHOD: { field: 'deliveryMethod', read: readMethod },
  LIST_PRICE: { field: 'listPrice', read: readPrice },
  SALES_BASE_PRICE: { field: 'salesBasePrice', read: readPrice },
  REVENUE_SHARING_BASE_PRICE: { field: 'revenueSharingBasePrice', read: readPrice },
  CURRENCY: { field: 'currency', read: readCurrency },
};

/** Reads a quotation workbook: what it says, or everything that is wrong with it. Never throws for bad bytes. */
export function readQuotation(workbook: Uint8Array): Quotation | QuotationProblem[] {
  let named: NamedCells;
  try {
    named = readNamedCells(workbook);
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    return [{ cell: '', en: error.en, zh: error.zh }];
  }
  const problems: QuotationProblem[] = [];
  const quotation: Partial<Record<keyof Quotation, string>> = {};
  for (const [name, { field, read }] of Object.entries(cells)) {
    const reading = named.has(name) ? readCell(named.get(name) ?? null, read) : missing;
    if ('value' in reading) quotation[field] = reading.value;
    else problems.push({ cell: name, en: `The cell ${name} ${reading.en}`, zh: `单元格 ${name} ${reading.zh}` });
  }
  return problems.length > 0 ? problems : (quotation as Quotation);
}

const missing = { en: 'is not in the workbook; fill in the template.', zh: '不在工作簿中；请使用模板填写。' };
const empty = { en: 'is empty; fill it in.', zh: '为空；请填写。' };
const readCell = (cell: Cell | null, read: (cell: Cell) => Reading): Reading => (cell ? read(cell) : empty);

/** What was found, short enough for a message. */
const found = (value: string): string => [...value].slice(0, 80).join('');

function readText({ value }: Cell, max: number): Reading {
  const text = value.normalize('NFC').trim();
  if (/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text)) {
    return { en: 'holds an invisible character; type it again.', zh: '包含不可见字符；请重新输入。' };
  }
  return [...text].length > max
    ? { en: `has more than ${max} characters; shorten it.`, zh: `超过 ${max} 个字符；请缩短。` }
    : { value: text };
}

function readMethod({ value }: Cell): Reading {
  const key = value
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
  const choices = [...new Set(Object.values(methods))].join(', ');
  return method
    ? { value: method }
    : { en: `says “${found(value)}”; it takes one of ${choices}.`, zh: `为“${found(value)}”；只能是：${choices}。` };
}

function readCurrency({ value }: Cell): Reading {
  const code = value.trim().toUpperCase();
  return currencies.has(code)
    ? { value: code }
    : { en: `says “${found(value)}”; it takes a currency code such as CNY.`, zh: `为“${found(value)}”；请填写货币代码，例如 CNY。` };
}

function readPrice({ kind, value }: Cell): Reading {
  const typed = kind === 'number' ? asShown(value) : value.normalize('NFKC').trim();
  const price = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(typed) ? typed.replaceAll(',', '') : typed;
  return /^\d{1,15}(\.\d{1,6})?$/.test(price)
    ? { value: price }
    : {
        en: `says “${found(value)}”; it takes an amount such as 1234.50, with at most 6 decimals.`,
        zh: `为“${found(value)}”；请填写金额，例如 1234.50，最多 6 位小数。`,
      };
}

/** A number as Excel shows it: 15 significant digits, without exponent. The file keeps the binary fraction: 0.30000000000000004. */
function asShown(value: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const [digits, exponent = '0'] = number.toPrecision(15).split('e');
  if (exponent === '0') return digits!.includes('.') ? digits!.replace(/\.?0+$/, '') : digits!;
  return number.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 });
}
