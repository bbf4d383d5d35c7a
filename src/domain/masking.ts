import type { Json } from './snapshot.js';

/** A mobile number with its middle hidden, such as +86 138****1234 (R4). Takes E.164; other text is hidden whole. */
export function maskMobile(mobile: string, callingCode: string): string {
  if (!mobile.startsWith(`+${callingCode}`)) return '****';
  const national = mobile.slice(callingCode.length + 1);
  const head = national.length >= 9 ? 3 : 1;
  const tail = national.length >= 9 ? 4 : 2;
  return `+${callingCode} ${national.slice(0, head)}****${national.slice(-tail)}`;
}

/** An e-mail address with its local part hidden but for the first character. */
export const maskEmail = (email: string): string => `${[...email][0] ?? ''}***${email.slice(email.lastIndexOf('@'))}`;

/** A person's name with all but its first character hidden. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}**`;

/** A contact as an auditor sees it. */
export function maskContact<T extends { name: string | null; mobile: string | null; email: string | null }>(
  contact: T,
  callingCodeOf: (mobile: string) => string,
): T {
  const { name, mobile, email } = contact;
  return {
    ...contact,
    name: name && maskName(name),
    mobile: mobile && maskMobile(mobile, callingCodeOf(mobile)),
    email: email && maskEmail(email),
  };
}

/** The keys of a snapshot under which contacts stand. */
export const contactKeys = ['businessContact', 'huaweiContact'] as const;

/** Masks one value of a contact, by the name of its field. */
export function maskField(field: string | undefined, value: Json, callingCodeOf: (mobile: string) => string): Json {
  if (typeof value !== 'string') return value;
  if (field === 'mobile') return maskMobile(value, callingCodeOf(value));
  return field === 'email' ? maskEmail(value) : maskName(value);
}
