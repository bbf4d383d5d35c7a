import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { shippedPath } from './shipped.js';

/** The named cells of the quotation. */
export type QuotationCell =
  | 'QUOTATION_NUMBER'
  | 'PRODUCT_NAME'
  | 'DELIVERY_METHOD'
  | 'LIST_PRICE'
  | 'SALES_BASE_PRICE'
  | 'REVENUE_SHARING_BASE_PRICE'
  | 'CURRENCY';

const examples: Readonly<Record<QuotationCell, string | number>> = {
  QUOTATION_NUMBER: 'Q-2026-0042',
  PRODUCT_NAME: 'Example',
  DELIVERY_METHOD: 'SAAS',
  LIST_PRICE: '1280.00',
  SALES_BASE_PRICE: '960.00',
  REVENUE_SHARING_BASE_PRICE: '880.50',
  CURRENCY: 'CNY',
};

const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);

/** The quotation template that ships, filled in as a person would; an empty string leaves its cell empty. */
export function filledQuotation(values: Partial<Record<QuotationCell, string | number>>): Uint8Array {
  const parts = unzipSync(readFileSync(shippedPath('files/quotation-报价单.xlsx')));
  const book = strFromU8(parts['xl/workbook.xml']!);
  let sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
  for (const [name, value] of Object.entries({ ...examples, ...values })) {
    if (value === '') continue;
    const [, column, row] = new RegExp(`name="${name}">[^<]*\\$([A-Z]+)\\$(\\d+)<`).exec(book)!;
    const content = typeof value === 'number' ? `><v>${value}</v></c>` : ` t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    sheet = sheet.replace(new RegExp(`(<c r="${column}${row}"[^>/]*)/>`), (_, open: string) => `${open}${content}`);
  }
  parts['xl/worksheets/sheet1.xml'] = strToU8(sheet);
  return zipSync(parts);
}
