import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { readQuotation } from '../../src/platform/quotation-reader.js';
import {
  changedQuotation,
  edit,
  expected,
  filledQuotation,
  type Parts,
  problems,
  read,
  sheetPart,
  withCell,
} from '../support/quotation.js';

/** The valid workbook with its product name among the shared strings. */
const withShared = (item: string) => {
  const parts = unzipSync(withCell('PRODUCT_NAME', 's', '<v>0</v>'));
  parts['xl/sharedStrings.xml'] = strToU8(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>${item}</si></sst>`);
  return zipSync(parts as Zippable);
};

/** The valid workbook whose list price is the number 46027 in a format that a spreadsheet offers or somebody has written. */
const withFormat = (id: number, code?: string) =>
  changedQuotation((parts) => {
    const custom = `<numFmts count="1"><numFmt numFmtId="${id}" formatCode="${code}"/></numFmts>`;
    if (code !== undefined) edit(parts, 'xl/styles.xml', '<fonts', `${custom}<fonts`);
    edit(parts, 'xl/styles.xml', '</cellXfs>', `<xf numFmtId="${id}" applyNumberFormat="1"/></cellXfs>`);
    const style = [...strFromU8(parts['xl/styles.xml']!).split('<cellXfs')[1]!.split('</cellXfs>')[0]!.matchAll(/<xf\b/g)].length - 1;
    const row = /name="LIST_PRICE">Quotation!\$B\$(\d+)</.exec(strFromU8(parts['xl/workbook.xml']!))![1];
    edit(parts, sheetPart, new RegExp(`<c r="B${row}".*?</c>`), `<c r="B${row}" s="${style}"><v>46027</v></c>`);
  });

describe('a quotation that another program wrote', () => {
  it.each<[string, Uint8Array]>([
    ['a shared string', withShared('<t>Fish &amp; 鱼</t>')],
    ['a shared string in runs', withShared('<r><t xml:space="preserve">Fish </t></r><r><rPr><b/></rPr><t>&amp; 鱼</t></r>')],
    ['a shared string with its phonetic reading', withShared('<t>Fish &amp; 鱼</t><rPh sb="0" eb="1"><t>さかな</t></rPh>')],
    ['an inline string in runs', withCell('PRODUCT_NAME', 'inlineStr', '<is><r><t>Fish </t></r><r><t>&#38; 鱼</t></r></is>')],
    ['the result of a formula', withCell('PRODUCT_NAME', 'str', '<f>"Fish"&amp;" &amp; 鱼"</f><v>Fish &amp; 鱼</v>')],
    ['CDATA', withCell('PRODUCT_NAME', 'inlineStr', '<is><t><![CDATA[Fish & 鱼]]></t></is>')],
    ['an escaped underscore', withCell('PRODUCT_NAME', 'str', '<v>Fish _x0026_ 鱼</v>')],
  ])('R14: %s is read', (_, bytes) => {
    expect(read(bytes).productName).toBe('Fish & 鱼');
  });

  it.each<[string, (parts: Parts) => void]>([
    [
      'a prefix for all elements',
      (parts) => {
        for (const part of ['xl/workbook.xml', sheetPart]) {
          parts[part] = strToU8(
            strFromU8(parts[part]!)
              .replace(/<(\/?)(?=[a-z])/gi, '<$1x:')
              .replace('xmlns=', 'xmlns:x='),
          );
        }
      },
    ],
    ['a name in small letters', (parts) => edit(parts, 'xl/workbook.xml', '"PRODUCT_NAME"', '"Product_Name"')],
    [
      'a merged cell',
      (parts) =>
        edit(
          parts,
          'xl/workbook.xml',
          /(?<=PRODUCT_NAME">Quotation!)\$B\$(\d+)/,
          `${/(?<=PRODUCT_NAME">Quotation!)\$B\$\d+/.exec(strFromU8(parts['xl/workbook.xml']!))![0]}:$C$9`,
        ),
    ],
    [
      'a renamed sheet',
      (parts) => {
        edit(parts, 'xl/workbook.xml', 'name="Quotation"', 'name="It\'s 报价 (2)"');
        parts['xl/workbook.xml'] = strToU8(strFromU8(parts['xl/workbook.xml']!).replaceAll('Quotation!', "'It''s 报价 (2)'!"));
      },
    ],
    [
      'names of a copied sheet',
      (parts) =>
        edit(
          parts,
          'xl/workbook.xml',
          '</definedNames>',
          '<definedName name="PRODUCT_NAME" localSheetId="0">Quotation!$A$1</definedName></definedNames>',
        ),
    ],
    ['an absolute target', (parts) => edit(parts, 'xl/_rels/workbook.xml.rels', /Target="worksheets/, 'Target="/xl/worksheets')],
    [
      'a part elsewhere',
      (parts) => {
        edit(parts, 'xl/_rels/workbook.xml.rels', /Target="worksheets\/sheet1.xml"/, 'Target="../sheets/a.xml"');
        parts['sheets/a.xml'] = parts[sheetPart]!;
      },
    ],
  ])('R14: %s is understood', (_, change) => {
    expect(read(changedQuotation(change))).toEqual(expected);
  });
});

describe('a file that is no quotation workbook', () => {
  const mebibyte = 1024 * 1024;
  const valid = filledQuotation();
  const truncated = valid.subarray(0, valid.length - 200);
  const part = (name: string, xml: string) =>
    changedQuotation((parts) => {
      parts[name] = strToU8(xml);
    });
  /** The workbook with 5 MiB of blanks after each of these parts. */
  const padded = (...names: string[]) =>
    changedQuotation((parts) => {
      for (const name of names) parts[name] = Buffer.concat([parts[name]!, Buffer.alloc(5 * mebibyte, ' ')]);
    });
  /** The same zip, whose directory declares another size of xl/workbook.xml when unpacked. */
  const declaring = (zip: Uint8Array, size: number) => {
    const copy = Buffer.from(zip);
    copy.writeUInt32LE(size, copy.lastIndexOf('xl/workbook.xml') - 46 + 24);
    return copy;
  };
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'not an Excel workbook'],
    ['text', strToU8('Quotation,Q-1'), 'not an Excel workbook'],
    ['an empty zip', zipSync({}), 'lacks xl/workbook.xml'],
    ['another zip', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'lacks xl/workbook.xml'],
    ['a file that was cut off', truncated, 'not an Excel workbook'],
    ['an old .xls, or one with a password', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'password'],
    [
      'no relations',
      changedQuotation((parts) => {
        delete parts['xl/_rels/workbook.xml.rels'];
      }),
      'lacks xl/_rels/workbook.xml.rels',
    ],
    [
      'no sheet',
      changedQuotation((parts) => {
        delete parts[sheetPart];
      }),
      `lacks ${sheetPart}`,
    ],
    ['broken XML', part(sheetPart, '<worksheet><sheetData>'), 'damaged'],
    ['no XML', part('xl/workbook.xml', '\u0000\u0001'), 'damaged'],
    ['a document type', part('xl/workbook.xml', '<!DOCTYPE workbook [<!ENTITY a "b">]><workbook/>'), 'damaged'],
    ['an unknown entity', part('xl/workbook.xml', '<workbook>&a;</workbook>'), 'damaged'],
    ['XML of a great depth', part('xl/workbook.xml', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`), 'damaged'],
    ['a part of more than 8 MiB', part(sheetPart, ' '.repeat(8 * mebibyte + 1)), '8 MiB'],
    ['parts of more than 8 MiB together', padded('xl/workbook.xml', sheetPart), '8 MiB'],
    ['a part that declares more than 8 MiB', declaring(valid, 8 * mebibyte + 1), '8 MiB'],
    [
      'a target that is an object’s own word',
      changedQuotation((parts) => edit(parts, 'xl/_rels/workbook.xml.rels', /Target="worksheets\/sheet1.xml"/, 'Target="/__proto__"')),
      'lacks __proto__',
    ],
  ])('R14: %s is told', (_, bytes, said) => {
    expect(problems(bytes)).toMatchObject([{ cell: '', en: expect.stringContaining(said) }]);
  });

  it('R14: a part that unpacks to more than it declares is refused, before all of it is unpacked', () => {
    const bomb = changedQuotation((parts) => {
      parts['xl/workbook.xml'] = new Uint8Array(32 * mebibyte);
    });
    const lying = declaring(bomb, 1000);
    // A wrong checksum: only who unpacks all of it can tell.
    lying.writeUInt32LE(0, lying.lastIndexOf('xl/workbook.xml') - 46 + 16);
    expect(problems(lying)).toMatchObject([{ cell: '', en: expect.stringContaining('8 MiB') }]);
  });

  it('R14: no change of single bytes makes it throw, or read other values', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = valid.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        const result = readQuotation(bytes);
        if (!Array.isArray(result)) expect(result).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('R14: no XML in place of its parts makes it throw', () => {
    const tag = fc.constantFrom(
      '<workbook>',
      '<sheet name="Quotation" r:id="rId1"/>',
      '<definedName name="CURRENCY">',
      '</definedName>',
      '<c r="B4" t="s">',
      '<v>',
      '</v>',
      '</c>',
      '<si>',
      '<t>',
      '9',
      'Quotation!$B$4',
      '<!--',
      '&amp;',
      '<?x',
      ']]>',
    );
    const target = fc.constantFrom('xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/sharedStrings.xml', sheetPart);
    fc.assert(
      fc.property(target, fc.array(fc.oneof(tag, fc.string()), { maxLength: 12 }), (name, pieces) => {
        expect(() => readQuotation(part(name, pieces.join('')))).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});

describe('a quotation whose cells show something else than they hold', () => {
  it.each<[string, Uint8Array]>([
    ['a date', withFormat(14)],
    ['a date in Chinese', withFormat(31)],
    ['a date of its own format', withFormat(170, 'yyyy&quot;年&quot;m&quot;月&quot;')],
    ['a time', withFormat(46)],
  ])('R14: %s in place of a price is told, and not read as the number of its day', (_, bytes) => {
    expect(problems(bytes)).toMatchObject([{ cell: 'LIST_PRICE', en: expect.stringMatching(/46027.*date/) }]);
  });

  it.each<[string, Uint8Array]>([
    ['two decimals', withFormat(4)],
    ['a currency', withFormat(170, '[$¥-804]#,##0.00')],
    ['a word in quotes', withFormat(170, '0.00&quot; yuan per day&quot;')],
    ['accounting', withFormat(170, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ')],
    ['scientific', withFormat(11)],
  ])('R14: a price in the format of %s is read', (_, bytes) => {
    expect(read(bytes).listPrice).toBe('46027');
  });

  it('R14: a formula whose result the file lacks is told as such', () => {
    for (const content of ['<f>1000+280</f>', '<f t="shared" si="0"/><v></v>']) {
      expect(problems(withCell('LIST_PRICE', 'n', content))).toMatchObject([{ cell: 'LIST_PRICE', en: expect.stringMatching(/formula/) }]);
    }
  });
});
