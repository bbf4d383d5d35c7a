import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changedQuotation,
  edit,
  expected,
  filledQuotation,
  quotationCells as names,
  problems,
  type QuotationCell,
  read,
  withCell,
} from '../support/quotation.js';

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
});

describe('a quotation that cannot be accepted', () => {
  it.each(names)('R14: an empty %s is told', (name) => {
    expect(problems(filledQuotation({ [name]: '' }))).toEqual([
      { cell: name, en: `The cell ${name} is empty; fill it in.`, zh: `单元格 ${name} 为空；请填写。` },
    ]);
  });

  it.each(names)('R14: a missing name %s is told', (name) => {
    const [problem, ...rest] = problems(changedQuotation((parts) => edit(parts, 'xl/workbook.xml', `"${name}"`, '"OTHER"')));
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
      const bytes = changedQuotation((parts) => edit(parts, 'xl/workbook.xml', /(?<=name="CURRENCY">)[^<]*/, reference));
      expect(problems(bytes)).toMatchObject([{ cell: 'CURRENCY', en: expect.stringContaining(`“${reference}”`) }]);
    },
  );

  it('R14: what was found is shortened to 80 code points and cannot reorder the message', () => {
    const [problem] = problems(filledQuotation({ DELIVERY_METHOD: `\u202e${'𠮷'.repeat(500)}` }));
    expect(problem!.en).toContain(`“\uFFFD${'𠮷'.repeat(79)}…”`);
  });
});
