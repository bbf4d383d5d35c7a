import parsePhoneNumber, { type PhoneNumber } from 'libphonenumber-js/max';

/** A mobile number as E.164, or null when it is none; without a country code it is read as Chinese (R15). */
export function toE164(typed: string): string | null {
  const number = read(typed);
  const type = number?.getType();
  return number && (type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' || type === undefined) ? number.number : null;
}

/** A telephone number of any kind as E.164, or null when it is none; without a country code it is read as Chinese. */
export const toTelephone = (typed: string): string | null => read(typed)?.number ?? null;

/** A real number with nothing around it; null when it is none, or has an extension. */
function read(typed: string): PhoneNumber | null {
  // The library takes (+86) for a word before the number.
  const plain = typed.normalize('NFKC').replace(/^\(\+(\d{1,3})\)/, '+$1');
  const number = parsePhoneNumber(plain, { defaultCountry: 'CN', extract: false });
  return number?.isValid() && !number.ext ? number : null;
}

/** The country calling code of an E.164 number, without the plus. */
export const callingCodeOf = (e164: string): string => parsePhoneNumber(e164)?.countryCallingCode ?? '';

// RFC 5321 dot-string or quoted-less local part of at most 64 characters; a domain of two labels or more (RFC 1035, IDNA).
const EMAIL =
  /^(?=.{1,64}@)[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** Whether an e-mail address is deliverable in form (R15). */
export const isEmail = (address: string): boolean => EMAIL.test(address);
