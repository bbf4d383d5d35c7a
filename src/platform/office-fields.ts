import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

/** Elements that hold what a field does, in Word, and a link to another program, in Excel (ECMA-376 Part 1, 17.16 and 18.14). */
export const fieldElements = /instrText|fldSimple|ddeLink/;
/** Dynamic Data Exchange: Word starts the program that such a field names. */
const exchange = /^\s*DDE(AUTO)?\b/i;

/**
 * Whether a part of an Office document starts another program by Dynamic Data Exchange. A field's words may be spread over any number of
 * runs. What is no well-formed XML is no part that Office opens, and is read as far as it goes.
 */
export async function exchangesData(part: Readable): Promise<boolean> {
  let found = false;
  let inside = '';
  const fields: string[] = [];
  const judge = (words: string | undefined) => {
    found ||= exchange.test(words ?? '');
  };
  const parser = new SaxesParser();
  parser.on('error', () => {});
  parser.on('opentag', ({ name, attributes }) => {
    inside = local(name);
    const attribute = (wanted: string) => Object.entries(attributes).find(([key]) => local(key) === wanted)?.[1];
    if (inside === 'ddeLink') found = true;
    if (inside === 'fldSimple') judge(attribute('instr'));
    if (inside !== 'fldChar') return;
    if (attribute('fldCharType') === 'begin') fields.push('');
    else judge(fields.pop());
  });
  parser.on('text', (words) => {
    if (inside === 'instrText' && fields.length > 0) fields[fields.length - 1] += words;
  });
  parser.on('closetag', () => {
    inside = '';
  });
  const decoder = new TextDecoder();
  for await (const chunk of part as AsyncIterable<Buffer>) {
    parser.write(decoder.decode(chunk, { stream: true }).replaceAll('\0', ''));
    if (found) return true;
  }
  return false;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
