import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failureCodes, userErrorCodes } from '../../src/domain/error-codes.js';
import type { Problem } from '../../src/domain/errors.js';
import { maskEmail, maskMobile, maskName } from '../../src/domain/masking.js';
import { label, messages, say } from '../../src/domain/messages.js';
import { isProductVersion, nameProblems } from '../../src/domain/names.js';
import { isRequestPath } from '../../src/domain/paths.js';
import { differences, type Json } from '../../src/domain/snapshot.js';
import { cleanText, codePoints } from '../../src/domain/text.js';
import { typeOfId } from '../../src/entities/node.js';
import { cursorOf, positionOf } from '../../src/platform/event-log.js';
import { newId } from '../../src/platform/ids.js';
import { callingCodeOf, isEmail, toE164 } from '../../src/platform/phone.js';
import { languageOf } from '../../src/server/language.js';

describe('names of products', () => {
  it.each([
    ['Cloud Move', []],
    ['云帆产线看板', []],
    ['Office 365 Connector', []],
    ['3D Viewer', []],
    ['5G Core', []],
    ['H.264 Encoder', []],
    ['V2X Gateway', []],
    ['IPv4 Router', []],
    ['GB/T 22239-2019 测评', []],
    ['ISO 27001 2022 Suite', []],
    ['2024 版权管理', []],
    ['3元组推理', []],
    ['Server ¥99', ['nameHoldsPrice']],
    ['仅 99 元', ['nameHoldsPrice']],
    ['USD 5 Backup', ['nameHoldsPrice']],
    ['Backup ９９元', ['nameHoldsPrice']],
    ['Backup 100万元', ['nameHoldsPrice']],
    ['99美元备份', ['nameHoldsPrice']],
    ['Backup 99 euros', ['nameHoldsPrice']],
    ['Backup ₹99', ['nameHoldsPrice']],
    ['Backup ¥9.90', ['nameHoldsPrice']],
    ['Backup V1.0 for ¥9.90', ['nameHoldsPrice', 'nameHoldsVersion']],
    ['Backup v2', ['nameHoldsVersion']],
    ['云备份V2', ['nameHoldsVersion']],
    ['云备份版本3', ['nameHoldsVersion']],
    ['云备份 2 版', ['nameHoldsVersion']],
    ['Backup 2.5', ['nameHoldsVersion']],
    ['Backup Version 3', ['nameHoldsVersion']],
    ['Call 13800138000', ['nameHoldsPhone']],
    ['Call 400-820-8820', ['nameHoldsPhone']],
    ['Call 010 6552 2019', ['nameHoldsPhone']],
    ['Huawei Cloud Backup', ['nameHoldsHuawei']],
    ['Huawei\u200bCloud Backup', ['nameHoldsHuawei']],
    ['华 为 云备份', ['nameHoldsHuawei']],
    ['華為雲備份', ['nameHoldsHuawei']],
    ['HUAWEI-CLOUD Backup', ['nameHoldsHuawei']],
    ['华为云备份', ['nameHoldsHuawei']],
  ])('R12: %s → %j', (name, expected) => {
    expect(nameProblems(name, 'product.name', [], true).map((p) => p.message)).toEqual(expected);
  });

  it('R12: “Huawei Cloud” may stand in the name of a supporting product', () => {
    expect(nameProblems('Huawei Cloud RDS', 'supportingProduct.name', [], false)).toEqual([]);
  });

  it.each([
    ['V1.0', true],
    ['V10.20.30', true],
    ['v1.0', false],
    ['1.0', false],
    ['V1', false],
    ['V1.0-beta', false],
    ['V1.0\n', false],
    ['', false],
  ])('R12: version %j is %s', (version, good) => {
    expect(isProductVersion(version)).toBe(good);
  });
});

describe('telephone numbers and e-mail addresses', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['0086-138-0013-8000', '+8613800138000'],
    ['(+86) 138 0013 8000', '+8613800138000'],
    ['+49 1512 3456789', '+4915123456789'],
    ['+1 202-555-0143', '+12025550143'],
    ['１３８００１３８０００', '+8613800138000'],
    ['12345', null],
    ['+86 10 6552 9988', null],
    ['13800138000 ext 5', null],
    ['call me', null],
    ['my number is 13800138000', null],
    ['13800138000 or 13900139000', null],
    ['', null],
  ])('R15: %j → %j', (typed, kept) => {
    expect(toE164(typed)).toBe(kept);
  });

  it.each([
    ['a@example.com', true],
    ['li.lei+x@sub.example.co', true],
    ['李@例子.中国', true],
    ['a@b', false],
    ['a@@b.com', false],
    ['a b@c.com', false],
    ['.a@b.com', false],
    ['a@-b.com', false],
    [`${'x'.repeat(65)}@b.com`, false],
  ])('R15: %j is %s', (address, good) => {
    expect(isEmail(address)).toBe(good);
  });

  it('R4: masks as the rule shows', () => {
    expect(maskMobile('+8613812341234', callingCodeOf('+8613812341234'))).toBe('+86 138****1234');
    expect([maskEmail('li.lei@example.com'), maskName('李雷')]).toEqual(['l***@example.com', '李**']);
  });
});

describe('texts', () => {
  const rule = { field: 'product.name', max: 10, multiline: false };
  it('R38: what is kept is NFC, trimmed, within its limit and without control characters; else there is a problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 15 }), fc.boolean(), (typed, multiline) => {
        const problems: Problem[] = [];
        const kept = cleanText(typed, { ...rule, multiline }, ['x'], problems);
        if (kept === null) return problems.length > 0 || !/[^\s\p{Default_Ignorable_Code_Point}]/u.test(typed);
        return (
          problems.length === 0 &&
          kept === kept.normalize('NFC').trim() &&
          codePoints(kept) <= 10 &&
          !/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(kept)
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('R38: a text of nothing but invisible characters is none; within a text they stay', () => {
    expect(cleanText('\u200b \u200d\ufe0f', rule, ['x'], [])).toBeNull();
    expect(cleanText('👩\u200d🔬', rule, ['x'], [])).toBe('👩\u200d🔬');
  });

  it('R39: every message and label exists in English and Chinese, with the same values in it', () => {
    const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    for (const { code, en, zh } of Object.values(messages)) {
      expect(Object.keys(userErrorCodes)).toContain(code);
      // A message that comes in both languages from where it was found, as that of a workbook.
      if (en === '{en}') continue;
      expect(names(zh)).toEqual(names(en));
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
    expect(say('required', { field: 'product.name' }, 'zh')).toBe('请填写商品名称。');
    expect(label('DRAFT,CHANGES_REQUESTED', 'en')).toBe('a draft or waiting for your changes');
  });

  it.each([
    ['zh-CN', 'zh'],
    ['zh;q=0.9, en;q=0.5', 'zh'],
    ['en, zh;q=0.5', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    [undefined, 'en'],
    ['💥', 'en'],
  ])('R39: Accept-Language %j → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it('every code has a meaning', () => {
    for (const { means, mend } of Object.values(userErrorCodes)) expect(means.length * mend.length).toBeGreaterThan(0);
    for (const { means, http } of Object.values(failureCodes)) expect([means.length > 0, http >= 200]).toEqual([true, true]);
  });
});

describe('paths, ids and cursors', () => {
  it.each([
    [['product', 'name'], true],
    [['product'], true],
    [['supportingProducts', '3', 'version'], true],
    [['materials', 'QUOTATION'], true],
    [['businessContact', 'email'], true],
    [['company', 'businessLicense'], true],
    [['product', 'price'], false],
    [['__proto__'], false],
    [['supportingProducts', 'x'], false],
    [[], false],
    [['a', 'b', 'c', 'd', 'e'], false],
  ])('R23: %j is %s', (path, known) => {
    expect(isRequestPath(path)).toBe(known);
  });

  it('ids name their type, sort by creation, and no other text is one', () => {
    const ids = Array.from({ length: 1000 }, () => newId('CertificationRequest'));
    expect([...ids].sort()).toEqual(ids);
    expect(typeOfId(ids[0]!)).toBe('CertificationRequest');
    fc.assert(fc.property(fc.string(), (other) => typeOfId(other) === null));
    expect(typeOfId(ids[0]!.toUpperCase())).toBeNull();
  });

  it('R27: cursors of the log go both ways, and no other text is one', () => {
    fc.assert(fc.property(fc.nat(), (position) => positionOf(cursorOf(position)) === position));
    fc.assert(fc.property(fc.string(), (other) => positionOf(other) === null));
    expect(positionOf(`${cursorOf(5)}=`)).toBeNull();
  });
});

describe('differences', () => {
  it('R20: none between a value and itself; each that there is leads to what differs', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => differences(value as Json, structuredClone(value) as Json).length === 0));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        for (const change of differences(before as Json, after as Json)) expect(change.before).not.toEqual(change.after);
      }),
    );
  });

  it('R20: names the leaf, with both values', () => {
    expect(differences({ a: [{ b: 1 }], c: 2 }, { a: [{ b: 2 }, { b: 3 }], c: 2 })).toEqual([
      { path: ['a', '0', 'b'], before: 1, after: 2 },
      { path: ['a', '1'], before: null, after: { b: 3 } },
    ]);
  });
});
