import { type Problem, problem } from '../domain/errors.js';
import { limits } from '../domain/limits.js';
import { detailsKey, emptyDetails } from '../domain/release-checks.js';
import type { DetailsByMethod, ProductInformation, ReleaseDetails } from '../domain/release-facts.js';
import { cleanText, type TextRule } from '../domain/text.js';
import { DeliveryMethod } from '../domain/words.js';
import { isEmail, toTelephone } from '../platform/phone.js';

type Given<T> = { readonly [Field in keyof T]?: T[Field] | null };
/** The details of delivery methods as they are given: exactly one, that of the certified method. */
export type DetailsInput = { readonly [Method in DeliveryMethod as (typeof detailsKey)[Method]]?: Given<DetailsByMethod[Method]> | null };
/** Product information as typed: absent leaves what was there, null clears it. */
export interface InformationInput extends Given<Omit<ProductInformation, 'details' | 'logo'>> {
  readonly details?: DetailsInput | null;
}

const paragraph = { max: limits.introductionLength, multiline: true };
const texts = {
  name: { max: limits.nameLength },
  productVersion: { max: limits.versionLength },
  category: { max: limits.categoryLength },
  description: paragraph,
  supportEmail: { max: limits.emailLength },
  supportPhone: { max: limits.phoneLength },
} as const satisfies Partial<Record<keyof InformationInput, Omit<TextRule, 'field'>>>;

/** How each detail is cleaned: a text, an address, a list of texts, or a number up to a bound; choices and switches stay as they are. */
const details = {
  imageId: { max: limits.identifierLength },
  regions: { list: limits.regions, max: limits.identifierLength },
  operatingSystem: { max: limits.nameLength },
  productionApiUrl: { url: true },
  activationGuideUrl: { url: true },
  consultationUrl: { url: true },
  serviceScope: paragraph,
  relatedSoftware: paragraph,
  model: { max: limits.nameLength },
  deliveryPeriodDays: { from: 1, to: limits.deliveryDays },
  inventory: { from: 0, to: limits.inventory },
  shippingDays: { from: 0, to: limits.deliveryDays },
} as const satisfies Record<string, DetailRule>;
interface DetailRule {
  readonly max?: number;
  readonly multiline?: boolean;
  readonly list?: number;
  readonly url?: boolean;
  readonly from?: number;
  readonly to?: number;
}

/** Where the information stands in the input. */
const root = 'information';

/** The information that was given, cleaned; a field that is absent is absent from the answer. `before` is what there is of details. */
export function cleanInformation(
  input: InformationInput | null | undefined,
  certified: DeliveryMethod | null,
  before: ReleaseDetails | null,
  problems: Problem[],
): Partial<ProductInformation> {
  if (!input) return {};
  const cleaned: Partial<Record<keyof ProductInformation, unknown>> = {};
  for (const [field, rule] of Object.entries(texts) as [keyof typeof texts, Omit<TextRule, 'field'>][]) {
    if (input[field] === undefined) continue;
    cleaned[field] = cleanText(input[field], { field: `release.${field}`, ...rule }, [root, field], problems);
  }
  if (input.highlights !== undefined) {
    const rule = { field: 'release.highlights', max: limits.highlightLength };
    cleaned.highlights = cleanList(input.highlights ?? [], rule, limits.highlights, [root, 'highlights'], problems);
  }
  cleanReachable(cleaned as { supportEmail?: string | null; supportPhone?: string | null }, problems);
  if (input.details !== undefined) cleaned.details = input.details && cleanDetails(input.details, certified, before, problems);
  return cleaned as Partial<ProductInformation>;
}

function cleanReachable(cleaned: { supportEmail?: string | null; supportPhone?: string | null }, problems: Problem[]): void {
  const { supportEmail, supportPhone } = cleaned;
  if (supportEmail && !isEmail(supportEmail))
    problems.push(problem('emailInvalid', { field: 'release.supportEmail' }, [root, 'supportEmail']));
  if (!supportPhone) return;
  cleaned.supportPhone = toTelephone(supportPhone);
  if (!cleaned.supportPhone) problems.push(problem('supportPhoneInvalid', { field: 'release.supportPhone' }, [root, 'supportPhone']));
}

function cleanList(values: readonly string[], rule: TextRule, max: number, path: readonly string[], problems: Problem[]): string[] {
  if (values.length > max) problems.push(problem('tooMany', { field: rule.field, max, count: values.length }, path));
  return values.slice(0, max).flatMap((value, index) => cleanText(value, rule, [...path, String(index)], problems) ?? []);
}

/** R31: exactly the details of the certified delivery method. */
function cleanDetails(
  input: DetailsInput,
  certified: DeliveryMethod | null,
  before: ReleaseDetails | null,
  problems: Problem[],
): ReleaseDetails | null {
  const given = Object.values(DeliveryMethod).filter((method) => input[detailsKey[method]] != null);
  if (given.length !== 1 || given[0] !== certified) {
    const actual = given.join(', ') || '—';
    problems.push(problem('certifiedMethodMismatch', { actual, certified: certified ?? '—' }, [root, 'details']));
    return null;
  }
  const key = detailsKey[certified];
  const kept = before?.deliveryMethod === certified ? before : emptyDetails[certified];
  const cleaned = Object.entries(input[key]!).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, cleanDetail(field, value, [root, 'details', key, field], problems)]],
  );
  return { ...kept, ...Object.fromEntries(cleaned), deliveryMethod: certified } as ReleaseDetails;
}

function cleanDetail(field: string, value: unknown, path: readonly string[], problems: Problem[]): unknown {
  const rule: DetailRule | undefined = details[field as keyof typeof details];
  if (value === null || !rule) return value;
  const text = { field: `details.${field}`, max: rule.max ?? limits.urlLength, multiline: rule.multiline };
  if (rule.list !== undefined) return cleanList(value as string[], text, rule.list, path, problems);
  if (rule.to !== undefined) {
    const { from: min = 0, to: max } = rule;
    if ((value as number) < min || (value as number) > max) problems.push(problem('numberRange', { field: text.field, min, max }, path));
    return value;
  }
  const cleaned = cleanText(value as string, text, path, problems);
  if (rule.url && cleaned && !isAddress(cleaned)) problems.push(problem('urlInvalid', { field: text.field }, path));
  return cleaned;
}

/** An address that can be shown to customers: no user name or password, no space, and no backslash, which browsers take for a slash. */
const isAddress = (text: string): boolean => /^https?:\/\/[^\s\\/?#@]+(?:[/?#][^\s\\]*)?$/i.test(text) && URL.canParse(text);
