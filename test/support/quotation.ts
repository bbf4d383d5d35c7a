import { filledQuotation as fill, type QuotationCell } from '../../src/cli/quotation-form.js';

export type { QuotationCell };

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

/** The shipped quotation template as a person fills it in: {@link validQuotation} with other values; an empty string leaves a cell empty. */
export const filledQuotation = (values: Partial<Record<QuotationCell, string | number>> = {}): Uint8Array =>
  fill({ ...validQuotation, ...values });
