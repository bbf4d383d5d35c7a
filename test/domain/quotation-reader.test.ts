import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { type Quotation, type QuotationProblem, readQuotation } from '../../src/platform/quotation-reader.js';
import { filledQuotation, type QuotationCell, validQuotation } from '../support/quotation.js';

type Parts = Record<string, Uint8Array>;
const sheetPart = 'xl/worksheets/sheet1.xml';
const fields = ['number', 'productName', 'deliveryMethod', 'listPrice', 'salesBasePrice', 'revenueSharingBasePrice', 'currency'] as const;
const names = Object.keys(validQuotation) as QuotationCell[];
const expected = Object.fromEntries(fields.map((field, index) => [field, validQuotation[names[index]!]]));

/** The valid workbook after a change of its parts, as another program could have written it. */
function changed(change: (parts: Parts) => void, values = {}): Uint8Array {
  const parts = unzipSync(filledQuotation(values));
  change(parts);
  return zipSync(parts as Zippable);
}
const edit = (parts: Parts, part: string, what: string | RegExp, by: string) => {
  const before = strFromU8(parts[part]!);
  const after = before.replace(what, () => by);
  if (after === before) throw new Error(`${part} holds no ${what}`);
  parts[part] = strToU8(after);
};
/** The workbook in which one cell's XML is another: `type` is its t attribute, `content` what it holds. */
const withCell = (name: QuotationCell, type: string, content: string) =>
  changed((parts) => {
    const [, address] = new RegExp(`name="${name}">Quotation!\\$(B\\$\\d+)<`).exec(strFromU8(parts['xl/workbook.xml']!))!;
    const cell = address!.replace('$', '');
    edit(parts, sheetPart, new RegExp(`<c r="${cell}".*?</c>`), `<c r="${cell}" t="${type}">${content}</c>`);
  });
/** The same with the cell's text among the shared strings. */
const withShared = (name: QuotationCell, item: string) => {
  const parts = unzipSync(withCell(name, 's', '<v>0</v>'));
  parts['xl/sharedStrings.xml'] = strToU8(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>${item}</si></sst>`);
  return zipSync(parts as Zippable);
};

const read = (bytes: Uint8Array): Quotation => {
  const result = readQuotation(bytes);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result;
};
const problems = (bytes: Uint8Array): QuotationProblem[] => {
  const result = readQuotation(bytes);
  if (!Array.isArray(result)) throw new Error(`read without a problem: ${JSON.stringify(result)}`);
  for (const { en, zh } of result) {
    expect(en).toMatch(/^[A-Z].*\.$/s);
    expect(zh).toMatch(/\p{Script=Han}.*。$/su);
  }
  return result;
};
const cellsOf = (bytes: Uint8Array) => problems(bytes).map(({ cell }) => cell);

describe('a quotation that is filled in', () => {
  it('R14: is read back as typed', () => {
    expect(read(filledQuotation())).toEqual(expected);
  });

  it.each([
    ['IMAGE', 'IMAGE'],
    ['saas', 'SAAS'],
    ['SaaS', 'SAAS'],
    [' License ', 'LICENSE'],
    ['Professional service', 'PROFESSIONAL_SERVICE'],
    ['consulting-services', 'CONSULTING_SERVICE'],
    ['ＨＡＲＤＷＡＲＥ', 'HARDWARE'],
    ['镜像', 'IMAGE'],
    ['许可证', 'LICENSE'],
    ['人工服务', 'PROFESSIONAL_SERVICE'],
    ['专业服务', 'PROFESSIONAL_SERVICE'],
    ['咨询服务', 'CONSULTING_SERVICE'],
    ['硬件', 'HARDWARE'],
  ])('R14: the delivery method %j is %s', (typed, method) => {
    expect(read(filledQuotation({ DELIVERY_METHOD: typed })).deliveryMethod).toBe(method);
  });

  it.each<[string | number, string]>([
    ['1234.50', '1234.50'],
    [' 1,234.50 ', '1234.50'],
    ['1,234,567', '1234567'],
    ['１２３４．５０', '1234.50'],
    ['007.10', '7.10'],
    ['0', '0'],
    ['0.000001', '0.000001'],
    ['999999999999999.999999', '999999999999999.999999'],
    [1234.5, '1234.5'],
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [1e-6, '0.000001'],
    [999999999999999, '999999999999999'],
  ])('R14: the price %j is %s', (typed, price) => {
    expect(read(filledQuotation({ LIST_PRICE: typed })).listPrice).toBe(price);
  });

  it.each([
    ['1.5E3', '1500'],
    ['1.2345E-2', '0.012345'],
    ['1E+14', '100000000000000'],
    ['-0', '0'],
    ['1234.50', '1234.5'],
    ['1280.1999999999999', '1280.2'],
  ])('R14: the number %s in the file is the price %s', (value, price) => {
    expect(read(withCell('LIST_PRICE', 'n', `<v>${value}</v>`)).listPrice).toBe(price);
    expect(read(withCell('LIST_PRICE', 'n', `<f>B1*2</f><v>${value}</v>`)).listPrice).toBe(price);
  });

  it('R14: any price survives exactly when it is typed as text', () => {
    const digits = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
    const whole = fc.tuple(fc.constantFrom(...'123456789'), digits(0, 14)).map(([head, rest]) => head + rest);
    const price = fc.tuple(fc.oneof(fc.constant('0'), whole), digits(0, 6)).map(([units, part]) => (part ? `${units}.${part}` : units));
    fc.assert(
      fc.property(price, price, price, (list, sales, sharing) => {
        const quotation = read(filledQuotation({ LIST_PRICE: list, SALES_BASE_PRICE: sales, REVENUE_SHARING_BASE_PRICE: sharing }));
        expect([quotation.listPrice, quotation.salesBasePrice, quotation.revenueSharingBasePrice]).toEqual([list, sales, sharing]);
      }),
    );
  });

  it('R14: any price of at most 15 digits survives exactly when it is a number', () => {
    const price = fc.tuple(fc.integer({ min: 0, max: 999_999_999_999_999 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(price, ([units, decimals]) => {
        const text = String(units).padStart(decimals + 1, '0');
        const exact = decimals ? `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/\.?0+$/, '') : text;
        expect(read(filledQuotation({ LIST_PRICE: Number(exact) })).listPrice).toBe(exact);
      }),
    );
  });
});

describe('a quotation that another program wrote', () => {
  it.each<[string, Uint8Array]>([
    ['a shared string', withShared('PRODUCT_NAME', '<t>Fish &amp; 鱼</t>')],
    [
      'a shared string in runs',
      withShared('PRODUCT_NAME', '<r><t xml:space="preserve">Fish </t></r><r><rPr><b/></rPr><t>&amp; 鱼</t></r>'),
    ],
    ['a shared string with its phonetic reading', withShared('PRODUCT_NAME', '<t>Fish &amp; 鱼</t><rPh sb="0" eb="1"><t>さかな</t></rPh>')],
    ['an inline string in runs', withCell('PRODUCT_NAME', 'inlineStr', '<is><r><t>Fish </t></r><r><t>&#38; 鱼</t></r></is>')],
    ['the result of a formula', withCell('PRODUCT_NAME', 'str', '<f>"Fish"&amp;" &amp; 鱼"</f><v>Fish &amp; 鱼</v>')],
    ['CDATA', withCell('PRODUCT_NAME', 'inlineStr', '<is><t><![CDATA[Fish & 鱼]]></t></is>')],
    ['an escaped underscore', withCell('PRODUCT_NAME', 'str', '<v>Fish _x0026_ 鱼</v>')],
  ])('R14: %s is read', (_, bytes) => {
    expect(read(bytes).productName).toBe('Fish & 鱼');
  });

  it('R14: text is kept as NFC, and a number as text', () => {
    expect(read(filledQuotation({ PRODUCT_NAME: 'Cafe\u0301', QUOTATION_NUMBER: 20260042 }))).toMatchObject({
      productName: 'Café',
      number: '20260042',
    });
  });

  it('R14: a limit counts code points', () => {
    expect(read(filledQuotation({ PRODUCT_NAME: '𠮷'.repeat(100) })).productName).toHaveLength(200);
    expect(cellsOf(filledQuotation({ PRODUCT_NAME: '𠮷'.repeat(101) }))).toEqual(['PRODUCT_NAME']);
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
    expect(read(changed(change))).toEqual(expected);
  });
});

describe('a quotation that cannot be accepted', () => {
  it.each(names)('R14: an empty %s is told', (name) => {
    expect(problems(filledQuotation({ [name]: '' }))).toEqual([
      { cell: name, en: `The cell ${name} is empty; fill it in.`, zh: `单元格 ${name} 为空；请填写。` },
    ]);
  });

  it.each(names)('R14: a missing name %s is told', (name) => {
    const [problem, ...rest] = problems(changed((parts) => edit(parts, 'xl/workbook.xml', `"${name}"`, '"OTHER"')));
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ cell: name, en: expect.stringContaining('is not in the workbook') });
  });

  it('R14: the template as it ships tells all seven cells at once', () => {
    expect(cellsOf(filledQuotation(Object.fromEntries(names.map((name) => [name, '']))))).toEqual(names);
  });

  it.each<[QuotationCell, string | number, string]>([
    ['LIST_PRICE', '-5', '“-5”'],
    ['LIST_PRICE', -0.01, '“-0.01”'],
    ['LIST_PRICE', '¥1,234.50', '“¥1,234.50”'],
    ['LIST_PRICE', '1,23,456', 'such as 1234.50'],
    ['LIST_PRICE', '12.3456789', '6 after the point'],
    ['LIST_PRICE', 0.1234567, '“0.1234567”'],
    ['LIST_PRICE', '1234567890123456', '15 digits before'],
    ['LIST_PRICE', 1e15, '15 digits before'],
    ['LIST_PRICE', '1e3', '“1e3”'],
    ['LIST_PRICE', '面议', '“面议”'],
    ['SALES_BASE_PRICE', '.5', '“.5”'],
    ['REVENUE_SHARING_BASE_PRICE', '5.', '“5.”'],
    ['DELIVERY_METHOD', 'Cloud', 'choose one of IMAGE, SAAS, LICENSE'],
    ['DELIVERY_METHOD', 'constructor', '“constructor”'],
    ['CURRENCY', 'cny', 'three capital letters'],
    ['CURRENCY', 'RMB', '“RMB”'],
    ['CURRENCY', '人民币', 'such as CNY'],
    ['QUOTATION_NUMBER', 'Q'.repeat(65), 'more than 64 characters'],
    ['PRODUCT_NAME', 'x'.repeat(101), 'more than 100 characters'],
    ['PRODUCT_NAME', 'a\u202eb', 'U+202E'],
    ['PRODUCT_NAME', 'a\tb', 'U+0009'],
    ['PRODUCT_NAME', '_x0000_b', 'U+0000'],
    ['PRODUCT_NAME', 'a_xD800_', 'U+FFFD'],
  ])('R14: %s of %j is told, and how to mend it', (name, value, said) => {
    const [problem, ...rest] = problems(filledQuotation({ [name]: value }));
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ cell: name, en: expect.stringContaining(said) });
  });

  it.each<[string, string, string, string]>([
    ['an error', 'e', '<v>#N/A</v>', '“#N/A”'],
    ['a truth value', 'b', '<v>1</v>', '“TRUE”'],
    ['a shared string that is not there', 's', '<v>9999</v>', 'is empty'],
    ['a hexadecimal number', 'n', '<v>0x10</v>', '“0x10”'],
    ['an infinite number', 'n', '<v>1e999</v>', '“1e999”'],
  ])('R14: %s instead of a price is told', (_, type, content, said) => {
    expect(problems(withCell('LIST_PRICE', type, content))).toMatchObject([{ cell: 'LIST_PRICE', en: expect.stringContaining(said) }]);
  });

  it.each(['#REF!', 'Gone!$B$4', '[1]Quotation!$B$4', '42', 'Quotation!$B$4,Quotation!$B$5'])(
    'R14: a name that points to %s is told',
    (reference) => {
      const bytes = changed((parts) => edit(parts, 'xl/workbook.xml', /(?<=name="CURRENCY">)[^<]*/, reference));
      expect(problems(bytes)).toMatchObject([{ cell: 'CURRENCY', en: expect.stringContaining(`“${reference}”`) }]);
    },
  );

  it('R14: what was found is shortened to 80 code points and cannot reorder the message', () => {
    const [problem] = problems(filledQuotation({ DELIVERY_METHOD: `\u202e${'𠮷'.repeat(500)}` }));
    expect(problem!.en).toContain(`“\uFFFD${'𠮷'.repeat(79)}…”`);
  });
});

describe('a file that is no quotation workbook', () => {
  const valid = filledQuotation();
  const truncated = valid.subarray(0, valid.length - 200);
  const part = (name: string, xml: string) =>
    changed((parts) => {
      parts[name] = strToU8(xml);
    });
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'not an Excel workbook'],
    ['text', strToU8('Quotation,Q-1'), 'not an Excel workbook'],
    ['an empty zip', zipSync({}), 'lacks xl/workbook.xml'],
    ['another zip', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'lacks xl/workbook.xml'],
    ['a file that was cut off', truncated, 'not an Excel workbook'],
    ['an old .xls, or one with a password', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'password'],
    [
      'no relations',
      changed((parts) => {
        delete parts['xl/_rels/workbook.xml.rels'];
      }),
      'lacks xl/_rels/workbook.xml.rels',
    ],
    [
      'no sheet',
      changed((parts) => {
        delete parts[sheetPart];
      }),
      `lacks ${sheetPart}`,
    ],
    ['broken XML', part(sheetPart, '<worksheet><sheetData>'), 'damaged'],
    ['no XML', part('xl/workbook.xml', '\u0000\u0001'), 'damaged'],
    ['a document type', part('xl/workbook.xml', '<!DOCTYPE workbook [<!ENTITY a "b">]><workbook>&a;</workbook>'), 'damaged'],
    ['an unknown entity', part('xl/workbook.xml', '<workbook>&a;</workbook>'), 'damaged'],
    ['XML of a great depth', part('xl/workbook.xml', '<a>'.repeat(1_000_000)), 'damaged'],
    ['a part of more than 8 MiB', part(sheetPart, ' '.repeat(8 * 1024 * 1024 + 1)), '8 MiB'],
    [
      'a target that is an object’s own word',
      changed((parts) => edit(parts, 'xl/_rels/workbook.xml.rels', /Target="worksheets\/sheet1.xml"/, 'Target="/__proto__"')),
      'lacks __proto__',
    ],
  ])('R14: %s is told', (_, bytes, said) => {
    expect(problems(bytes)).toMatchObject([{ cell: '', en: expect.stringContaining(said) }]);
  });

  it('R14: a part that unpacks to more than it declares is refused', () => {
    const bomb = changed((parts) => {
      parts['xl/workbook.xml'] = new Uint8Array(32 * 1024 * 1024);
    });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    const name = Buffer.from(bomb).lastIndexOf('xl/workbook.xml');
    view.setUint32(name - 46 + 24, 1000, true);
    expect(problems(bomb)).toMatchObject([{ cell: '', en: expect.stringContaining('8 MiB') }]);
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
