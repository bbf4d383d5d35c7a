import { type Problem, problem } from './errors.js';
import type { Path } from './words.js';

const PRICE = /[$€£¥￥]\s*\d|\d\s*(?:[$€£¥￥元]|(?:usd|cny|rmb|eur|yuan|dollars?)\b)|(?:\b(?:usd|cny|rmb|eur))\s*\d/iu;
const VERSION = /(?<![\p{L}\p{N}])v(?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*(?![\p{L}\p{N}])|\d+\.\d+/iu;
const PHONE = /\+?(?:\d[\s().-]{0,2}){7,}/u;
const HUAWEI_CLOUD = /huawei[\s_-]*cloud|华为云/iu;
const PRODUCT_VERSION = /^V\d{1,4}(?:\.\d{1,4}){1,3}$/;

/** What is wrong with the name of a product (R12): price, version or telephone number in it, or “Huawei Cloud” in the product's own. */
export function nameProblems(name: string, field: string, path: Path, own: boolean): Problem[] {
  const text = name.normalize('NFKC');
  const found: Problem[] = [];
  if (PRICE.test(text)) found.push(problem('nameHoldsPrice', { field }, path));
  if (PHONE.test(text)) found.push(problem('nameHoldsPhone', { field }, path));
  else if (VERSION.test(text)) found.push(problem('nameHoldsVersion', { field }, path));
  if (own && HUAWEI_CLOUD.test(text)) found.push(problem('nameHoldsHuawei', { field }, path));
  return found;
}

/** Whether a version looks like V1.0 (R12). */
export const isProductVersion = (version: string): boolean => PRODUCT_VERSION.test(version);
