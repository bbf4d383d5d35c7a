import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { failureCodes, userErrorCodes } from '../../src/domain/error-codes.js';
import { messages } from '../../src/domain/messages.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const below = (folder: string) => readdirSync(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), { recursive: true }) as string[];

/** Tests that meet a server, and the corpus of files that one of them sends. */
const fromOutside = ['test/api', 'test/db', 'test/platform'].flatMap((folder) =>
  below(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => read(`${folder}/${name}`)),
);
const page = read('docs/errors.md');
const codes = [...new Set([...Object.keys(userErrorCodes), ...Object.keys(failureCodes)])];

describe('every error code', () => {
  it.each(codes)('%s is provoked by a test, and told in docs/errors.md', (code) => {
    const quoted = new RegExp(`['"\`]${code}['"\` ]`);
    expect(fromOutside.some((text) => quoted.test(text))).toBe(true);
    expect(page).toMatch(code in userErrorCodes ? new RegExp(`^### ${code}$`, 'm') : new RegExp(`\\| \`${code}\` \\|`));
  });

  it('R39: that a caller can mend is said in English and Chinese', () => {
    const said = new Set(Object.values(messages).map(({ code }) => code as string));
    expect(Object.keys(userErrorCodes).filter((code) => !said.has(code))).toEqual([]);
  });
});
