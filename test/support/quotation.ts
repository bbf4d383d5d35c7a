// The demo fills in the same workbook, so there is one way to do it.
export { filledQuotation, type QuotationCell } from '../../src/cli/quotation-form.js';
