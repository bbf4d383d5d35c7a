import { readFile } from 'node:fs/promises';
import { AgreementKind, type DeliveryMethod, type ReviewPhase } from '../domain/words.js';
import { shipped } from '../platform/shipped.js';
import type { CalendarInput } from '../services/calendar-service.js';

/** A file of templates/, by its path there. */
export const shippedPath = (path: string): string => shipped(`templates/${path}`);

/** A material template that ships (R16a). */
export interface ShippedTemplate {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly phase: ReviewPhase;
  readonly required: boolean;
  readonly deliveryMethods: readonly DeliveryMethod[];
  readonly acceptedTypes: readonly string[];
  readonly maxBytes: number;
  /** Name of the file in templates/files. */
  readonly file: string;
}

export const shippedTemplates = async (): Promise<ShippedTemplate[]> =>
  JSON.parse(await readFile(shippedPath('catalog.json'), 'utf8')) as ShippedTemplate[];

/** The calendars that ship: China's, by year (R32). */
export const shippedCalendars = async (): Promise<CalendarInput[]> =>
  JSON.parse(await readFile(shippedPath('calendars/china.json'), 'utf8')) as CalendarInput[];

const agreements = [
  [AgreementKind.JOINT_PARTNER_PROGRAM, 'Joint Partner Program Agreement (联营伙伴计划协议)', 'joint-partner-program'],
  [AgreementKind.SERVICE_ASSURANCE, 'Service Assurance Commitments (服务保障承诺)', 'service-assurance'],
  [AgreementKind.PRICING_RIGHTS, 'Rights to Price the Certified Product (认证商品定价权)', 'pricing-rights'],
] as const;

/** The agreements that ship, for trials. */
export const shippedAgreements = (): Promise<{ kind: AgreementKind; title: string; body: string }[]> =>
  Promise.all(
    agreements.map(async ([kind, title, file]) => ({ kind, title, body: await readFile(shippedPath(`agreements/${file}.md`), 'utf8') })),
  );
