import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** A checked text: `parse` answers the value as kept, or throws; the message tells the form that is expected. */
function textScalar(
  name: string,
  description: string,
  url: string | undefined,
  parse: (value: string) => string,
): GraphQLScalarType<string> {
  const accept = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} takes a string: ${description}`);
    return parse(value);
  };
  return new GraphQLScalarType<string>({
    name,
    description,
    specifiedByURL: url,
    serialize: String,
    parseValue: accept,
    parseLiteral: (node) => accept(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

const isDay = (day: string): boolean => DAY.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().slice(0, 10) === day;

/** An instant: RFC 3339; answered in UTC with milliseconds. */
export const DateTime = textScalar(
  'DateTime',
  'An instant as RFC 3339 tells it; answers are in UTC with milliseconds, such as 2026-03-01T08:30:00.000Z.',
  'https://www.rfc-editor.org/rfc/rfc3339',
  (value) => {
    const day = DATE_TIME.exec(value)?.[1];
    const instant = day && isDay(day) ? new Date(value.replace(/:60/, ':59')) : null;
    const year = instant?.getUTCFullYear() ?? Number.NaN;
    // In UTC it may lie in a year of more than four digits, or before the first: no database keeps that.
    if (!instant || !(year >= 0 && year <= 9999)) throw new GraphQLError('Write the instant like 2026-03-01T08:30:00Z.');
    return instant.toISOString();
  },
);

/** A calendar day: YYYY-MM-DD. */
export const DateScalar = textScalar(
  'Date',
  'A calendar day as YYYY-MM-DD.',
  'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  (value) => {
    if (!isDay(value)) throw new GraphQLError('Write the day like 2026-03-01.');
    return value;
  },
);

/** An e-mail address that was checked. */
export const EmailAddress = textScalar('EmailAddress', 'An e-mail address.', 'https://www.rfc-editor.org/rfc/rfc5321', (value) => value);

/** A telephone number that was checked. */
export const PhoneNumber = textScalar(
  'PhoneNumber',
  'A telephone number in E.164, such as +8613800138000; checked against the numbering plans.',
  'https://www.itu.int/rec/T-REC-E.164',
  (value) => {
    if (!/^\+[1-9]\d{1,14}$/.test(value)) throw new GraphQLError('Write the number like +8613800138000.');
    return value;
  },
);

/** An absolute address. */
export const Url = textScalar('URL', 'An absolute http or https address.', 'https://url.spec.whatwg.org/', (value) => {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) throw new GraphQLError('Write the address with https:// in front.');
  return value;
});

/** An exact decimal, for money. */
export const Decimal = textScalar(
  'Decimal',
  'An exact decimal number as a string, such as "1234.50": never rounded on its way.',
  undefined,
  (value) => {
    if (!/^-?\d{1,30}(\.\d{1,20})?$/.test(value)) throw new GraphQLError('Write the number like "1234.50".');
    return value;
  },
);

/** A JSON value of any form. */
export const JsonScalar = new GraphQLScalarType<unknown>({ name: 'JSON', description: 'A JSON value of any form.' });
