import { type Problem, problem, Refusal } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { cleanText, type TextRule } from '../domain/text.js';
import type { DeliveryMethod } from '../domain/words.js';
import { isEmail, toE164 } from '../platform/phone.js';

/** A text as typed: absent leaves what was there, null clears it. */
type Typed = string | null | undefined;

export interface ProductInput {
  readonly name?: Typed;
  readonly version?: Typed;
  readonly deliveryMethod?: DeliveryMethod | null;
  readonly category?: Typed;
  readonly introduction?: Typed;
}
export interface ContactInput {
  readonly name?: Typed;
  readonly mobile?: Typed;
  readonly email?: Typed;
}

const lengths = {
  name: limits.nameLength,
  version: limits.versionLength,
  category: limits.categoryLength,
  introduction: limits.introductionLength,
} as const;
type ProductText = keyof typeof lengths;

/** Throws a Refusal when there are problems. */
export function refuseIf(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Refusal(...problems);
}

/** The fields of a product that were given, cleaned; a field that is absent is absent from the answer. */
export function cleanProduct(
  input: ProductInput,
  label: 'product' | 'supportingProduct',
  path: readonly string[],
  problems: Problem[],
): Partial<Record<ProductText, string | null>> & { deliveryMethod?: DeliveryMethod | null } {
  const cleaned: Partial<Record<ProductText, string | null>> = {};
  for (const field of Object.keys(lengths) as ProductText[]) {
    if (input[field] === undefined) continue;
    const rule: TextRule = { field: `${label}.${field}`, max: lengths[field], multiline: field === 'introduction' };
    cleaned[field] = cleanText(input[field], rule, [...path, field], problems);
  }
  return input.deliveryMethod === undefined ? cleaned : { ...cleaned, deliveryMethod: input.deliveryMethod };
}

/** The fields of a contact that were given, cleaned: the mobile as E.164 (R15). */
export function cleanContact(
  input: ContactInput,
  kind: 'businessContact' | 'huaweiContact',
  problems: Problem[],
): { name?: string | null; mobile?: string | null; email?: string | null; emailKey?: string | null } {
  const clean = (field: 'name' | 'mobile' | 'email', max: number): string | null =>
    cleanText(input[field], { field: `${kind}.${field}`, max }, [kind, field], problems);
  const cleaned: ReturnType<typeof cleanContact> = {};
  if (input.name !== undefined) cleaned.name = clean('name', limits.nameLength);
  if (input.mobile !== undefined) {
    const typed = clean('mobile', limits.phoneLength);
    cleaned.mobile = typed && toE164(typed);
    if (typed && !cleaned.mobile) problems.push(problem('phoneInvalid', { field: `${kind}.mobile` }, [kind, 'mobile']));
  }
  if (input.email !== undefined) {
    cleaned.email = clean('email', limits.emailLength);
    cleaned.emailKey = cleaned.email?.toLowerCase() ?? null;
    if (cleaned.email && !isEmail(cleaned.email)) problems.push(problem('emailInvalid', { field: `${kind}.email` }, [kind, 'email']));
  }
  return cleaned;
}
