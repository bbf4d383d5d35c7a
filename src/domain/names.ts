import { type Problem, problem } from './errors.js';
import type { Path } from './words.js';

const AMOUNT = String.raw`\d[\d.,]*`;
const CURRENCY = String.raw`\p{Sc}|人民币|美元|欧元|港元|港币|(?<!\p{Script=Latin})(?:usd|cny|rmb|eur|hkd)`;
const UNIT = String.raw`\p{Sc}|[百千万亿]?(?:人民币|[美欧港日]?元(?![组素件宇])|港币|块钱)|(?:usd|cny|rmb|eur|hkd|yuan|dollars?|euros?)(?!\p{Script=Latin})`;
const PRICE = new RegExp(`(?:${CURRENCY})\\s*${AMOUNT}|${AMOUNT}\\s*(?:${UNIT})`, 'giu');
// Han characters stand beside a version without a space, as in 云备份V2 and 备份3.0版; Latin letters make another word of it, as in IPv4 and V2X.
const VERSION =
  /(?<![\p{Script=Latin}\p{N}])v(?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*(?![\p{Script=Latin}\p{N}])|\d+\.\d+|版本\s*\d|\d\s*版(?![权面])/iu;
const PHONE = /\+?(?:\d[\s().-]{0,2}){7,}/gu;
/** The number of a standard and its year, such as 22239-2019: no telephone number. */
const STANDARD = /(?<!\d[\s().-]{0,2})\d{4,5}[\s.:-]{1,2}(?:19|20)\d\d(?![\s().-]{0,2}\d)/gu;
const HUAWEI_CLOUD = /huawei[\s_.·-]*cloud|[华華]\s*[为為]\s*[云雲]/iu;
const PRODUCT_VERSION = /^V\d{1,4}(?:\.\d{1,4}){1,3}$/;

/** What is wrong with the name of a product (R12): price, version or telephone number in it, or “Huawei Cloud” in the product's own. */
export function nameProblems(name: string, field: string, path: Path, own: boolean): Problem[] {
  // Invisible characters, such as a space without width, hide nothing.
  const text = name.normalize('NFKC').replace(/\p{Cf}/gu, '');
  const withoutPrice = text.replace(PRICE, ' ');
  const withoutStandard = withoutPrice.replace(STANDARD, ' ');
  const withoutPhone = withoutStandard.replace(PHONE, ' ');
  const found: Problem[] = [];
  if (withoutPrice !== text) found.push(problem('nameHoldsPrice', { field }, path));
  if (withoutPhone !== withoutStandard) found.push(problem('nameHoldsPhone', { field }, path));
  if (VERSION.test(withoutPhone)) found.push(problem('nameHoldsVersion', { field }, path));
  if (own && HUAWEI_CLOUD.test(text)) found.push(problem('nameHoldsHuawei', { field }, path));
  return found;
}

/** Whether a version looks like V1.0 (R12). */
export const isProductVersion = (version: string): boolean => PRODUCT_VERSION.test(version);
