import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { filledQuotation as fill, type QuotationCell } from '../../src/cli/quotation-form.js';
import { type Quotation, type QuotationProblem, readQuotation } from '../../src/platform/quotation-reader.js';

export type { QuotationCell };
/** The parts of a workbook by their paths in the zip. */
export type Parts = Record<string, Uint8Array>;
/** The part of the shipped template that holds its only sheet. */
export const sheetPart = 'xl/worksheets/sheet1.xml';

/** A quotation that is right, by named cell; the product name and delivery method are what a request must say to match it. */
export const validQuotation: Readonly<Record<QuotationCell, string | number>> = {
  QUOTATION_NUMBER: 'Q-2026-0042',
  PRODUCT_NAME: 'Qingtian Cloud Move',
  DELIVERY_METHOD: 'SAAS',
  LIST_PRICE: '1280.00',
  SALES_BASE_PRICE: '960.00',
  REVENUE_SHARING_BASE_PRICE: '880.50',
  CURRENCY: 'CNY',
};
/** The names of the seven cells. */
export const quotationCells = Object.keys(validQuotation) as QuotationCell[];

/** What {@link validQuotation} is read as. */
export const expected = {
  number: 'Q-2026-0042',
  productName: 'Qingtian Cloud Move',
  deliveryMethod: 'SAAS',
  listPrice: '1280.00',
  salesBasePrice: '960.00',
  revenueSharingBasePrice: '880.50',
  currency: 'CNY',
} satisfies Quotation;

/** The shipped quotation template as a person fills it in: {@link validQuotation} with other values; an empty string leaves a cell empty. */
export const filledQuotation = (values: Partial<Record<QuotationCell, string | number>> = {}): Uint8Array =>
  fill({ ...validQuotation, ...values });

/** The valid workbook after a change of its parts, as another program could have written it. */
export function changedQuotation(change: (parts: Parts) => void): Uint8Array {
  const parts = unzipSync(filledQuotation());
  change(parts);
  return zipSync(parts as Zippable);
}

/** Replaces text in a part; throws when there is none such, so that no test passes for want of a change. */
export function edit(parts: Parts, part: string, what: string | RegExp, by: string): void {
  const before = strFromU8(parts[part]!);
  const after = before.replace(what, () => by);
  if (after === before) throw new Error(`${part} holds no ${what}`);
  parts[part] = strToU8(after);
}

/** The valid workbook in which one cell's XML is another: `type` is its t attribute, `content` what it holds. */
export const withCell = (name: QuotationCell, type: string, content: string): Uint8Array =>
  changedQuotation((parts) => {
    const [, column, row] = new RegExp(`name="${name}">Quotation!\\$(B)\\$(\\d+)<`).exec(strFromU8(parts['xl/workbook.xml']!))!;
    edit(parts, sheetPart, new RegExp(`<c r="${column}${row}".*?</c>`), `<c r="${column}${row}" t="${type}">${content}</c>`);
  });

/** Reads a workbook that must be right; throws with the problems when it is not. */
export function read(bytes: Uint8Array): Quotation {
  const result = readQuotation(bytes);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result;
}

/** The problems of a workbook that must be wrong; throws when it is right, or when a problem lacks a sentence in a language. */
export function problems(bytes: Uint8Array): QuotationProblem[] {
  const result = readQuotation(bytes);
  if (!Array.isArray(result)) throw new Error(`read without a problem: ${JSON.stringify(result)}`);
  for (const { en, zh } of result) {
    if (!/^[A-Z].*\.$/s.test(en) || !/\p{Script=Han}.*。$/su.test(zh)) throw new Error(`not a sentence in both languages: ${en} ${zh}`);
  }
  return result;
}
