import { type NamedCell, readNamedCells, UnreadableWorkbook } from './workbook.js';

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

const cells: Readonly<Record<string, { field: keyof Quotation; read: (typed: string) => Reading }>> = {
  QUOTATION_NUMBER: { field: 'number', read: (typed) => readText(typed, 64) },
  PRODUCT_NAME: { field: 'productName', read: (typed) => readText(typed, 100) },
  DELIVERY_METHOD: { field: 'deliveryMethod', read: readMethod },
  LIST_PRICE: { field: 'listPrice', read: readPrice },
  SALES_BASE_PRICE: { field: 'salesBasePrice', read: readPrice },
  REVENUE_SHARING_BASE_PRICE: { field: 'revenueSharingBasePrice', read: readPrice },
  CURRENCY: { field: 'currency', read: readCurrency },
};

/** Reads a quotation workbook: what it says, or everything that is wrong with it. Never throws for bad bytes. */
export function readQuotation(workbook: Uint8Array): Quotation | QuotationProblem[] {
  let named: ReadonlyMap<string, NamedCell>;
  try {
    named = readNamedCells(workbook, Object.keys(cells));
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    return [{ cell: '', en: error.en, zh: error.zh }];
  }
  const problems: QuotationProblem[] = [];
  const quotation: Partial<Record<keyof Quotation, string>> = {};
  for (const [name, { field, read }] of Object.entries(cells)) {
    const cell = named.get(name);
    const reading = readCell(cell, read);
    const at = cell && cell.kind !== 'nowhere' ? ` (${found(cell.at)})` : '';
    if ('value' in reading) quotation[field] = reading.value;
    else problems.push({ cell: name, en: `The cell ${name}${at} ${reading.en}`, zh: `单元格 ${name}${at} ${reading.zh}` });
  }
  return problems.length > 0 ? problems : (quotation as Quotation);
}

function readCell(cell: NamedCell | undefined, read: (typed: string) => Reading): Reading {
  switch (cell?.kind) {
    case undefined:
      return { en: 'is not in the workbook; fill in the quotation template.', zh: '不在工作簿中；请使用报价单模板填写。' };
    case 'nowhere':
      return {
        en: `is lost: its name points at “${found(cell.at)}”, which is no cell of the workbook; fill in the quotation template anew.`,
        zh: `已丢失：其名称指向“${found(cell.at)}”，该位置不是工作簿中的单元格；请重新使用报价单模板填写。`,
      };
    case 'empty':
      return { en: 'is empty; fill it in.', zh: '为空；请填写。' };
    case 'error':
      return {
        en: `shows the error “${found(cell.value)}”; mend its formula, or type the value.`,
        zh: `显示错误“${found(cell.value)}”；请修正公式，或直接输入值。`,
      };
    case 'number':
      return read(asShown(cell.value));
    case 'text':
      return read(cell.value);
  }
}

/** What was found, on one line and at most 80 characters long, for a message. */
function found(value: string): string {
  const line = [
    ...value
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
      .trim(),
  ];
  return line.length > 80 ? `${line.slice(0, 79).join('')}…` : line.join('');
}

// The same characters that the other texts refuse: controls, and those that reorder bidirectional text.
const invisible = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

function readText(typed: string, max: number): Reading {
  const text = typed.normalize('NFC').trim();
  if (invisible.test(text) || !text.isWellFormed()) {
    return {
      en: `says “${found(text)}”, with a line break or an invisible character in it; type it again on one line.`,
      zh: `为“${found(text)}”，其中含有换行或不可见字符；请在一行内重新输入。`,
    };
  }
  const length = [...text].length;
  if (length <= max) return { value: text };
  return {
    en: `says “${found(text)}”, which is ${length} characters long; shorten it to at most ${max}.`,
    zh: `为“${found(text)}”，共 ${length} 个字符；请缩短至 ${max} 个以内。`,
  };
}

function readMethod(typed: string): Reading {
  const key = typed
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/g, '_');
  const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
  if (method) return { value: method };
  const choices = [...new Set(Object.values(methods))];
  return {
    en: `says “${found(typed)}”; choose one of ${choices.join(', ')}.`,
    zh: `为“${found(typed)}”；请选择以下之一：${choices.join('、')}。`,
  };
}

function readCurrency(typed: string): Reading {
  const code = typed.normalize('NFKC').trim().toUpperCase();
  if (currencies.has(code)) return { value: code };
  return {
    en: `says “${found(typed)}”; enter the three letters of a currency (ISO 4217), such as CNY.`,
    zh: `为“${found(typed)}”；请填写三个字母的货币代码（ISO 4217），例如 CNY。`,
  };
}

function readPrice(typed: string): Reading {
  const written = typed.normalize('NFKC').trim();
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(written) ? written.replaceAll(',', '') : written;
  const [, minus, whole = '', fraction = ''] = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(plain) ?? [];
  const reason = whole === '' ? 'notAmount' : minus ? 'negative' : whole.length > 15 ? 'large' : fraction.length > 6 ? 'fine' : undefined;
  if (!reason) return { value: fraction ? `${whole}.${fraction}` : whole };
  const [en, zh] = priceReasons[reason];
  return { en: `says “${found(typed)}”, ${en}`, zh: `为“${found(typed)}”，${zh}` };
}

const priceReasons = {
  notAmount: [
    'which is no amount; enter digits with a point for decimals and no currency sign, such as 1234.50.',
    '不是金额；请只填写数字和小数点，不带货币符号，例如 1234.50。',
  ],
  negative: ['which is negative; enter an amount of 0 or more.', '为负数；请填写不小于 0 的金额。'],
  large: ['which has more than 15 digits before the point; enter a smaller amount.', '小数点前超过 15 位；请填写较小的金额。'],
  fine: ['which has more than 6 decimals; round it.', '超过 6 位小数；请四舍五入。'],
} as const;

/** A number as Excel shows it: 15 significant digits, without exponent. The file keeps the binary fraction: 0.30000000000000004. */
function asShown(value: string): string {
  const number = /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) return value;
  // Or zero: a negative zero would show a minus sign, which Excel has not.
  return (number || 0).toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 });
}
