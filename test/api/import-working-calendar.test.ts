import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { days } from '../support/notices.js';
import { startServer } from '../support/own-server.js';
import { run } from '../support/server-process.mjs';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

const calendar = {
  year: 2027,
  holidays: [{ date: '2027-10-01', name: 'National Day 国庆节' }],
  makeUpWorkingDays: [{ date: '2027-10-09', name: 'National Day 国庆节' }],
  source: 'The notice',
};
const selection = 'workingCalendar { year holidays { date name } makeUpWorkingDays { date name } source }';

let own: Awaited<ReturnType<typeof startServer>>;
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  own = await startServer();
  world = await World.open(own);
  seller = await world.newSeller();
});
afterAll(() => own.stop());

const importCalendar = (rest: Json, options = {}) =>
  world.admin.mutate('importWorkingCalendar', { ...calendar, ...rest }, selection, options);
const look = async (): Promise<(typeof calendar)[]> =>
  (await seller.query('{ workingCalendars { year holidays { date name } makeUpWorkingDays { date name } source } }')).workingCalendars;
const lookAt = async (year: number) => (await look()).filter((each) => each.year === year);

describe('importWorkingCalendar', () => {
  describe('by those who may not', () => {
    let before: Json;
    beforeAll(async () => {
      before = await look();
    });
    refusesStrangers('importWorkingCalendar', async () => ({ world, owner: seller, input: calendar }), { ownObjects: false });
    it('R4: … no calendar was changed by any of them', async () => {
      expect(await look()).toEqual(before);
    });
  });

  it('R32: imports a year, its days by date and its words cleaned', async () => {
    const { workingCalendar, userErrors } = await importCalendar({
      holidays: [
        { date: '2027-10-02', name: '  国庆节 ' },
        { date: '2027-10-01', name: 'Fe\u0301te' },
      ],
      source: ' 国办发明电〔2026〕1号 ',
    });
    expect(userErrors).toEqual([]);
    expect(workingCalendar).toEqual({
      ...calendar,
      holidays: [
        { date: '2027-10-01', name: 'F\u00e9te' },
        { date: '2027-10-02', name: '国庆节' },
      ],
      source: '国办发明电〔2026〕1号',
    });
    expect((await look()).at(-1)).toEqual(workingCalendar);
  });

  it('R32: takes the place of the whole year, and touches no other', async () => {
    const before = await look();
    const corrected = {
      year: 2026,
      holidays: [{ date: '2026-12-31', name: 'New Year’s Eve' }],
      makeUpWorkingDays: [],
      source: 'Corrected',
    };
    expect((await importCalendar(corrected)).workingCalendar).toEqual(corrected);
    expect(await look()).toEqual(before.map((each) => (each.year === 2026 ? corrected : each)));
  });

  it('R32: what ships takes the place of nothing that was imported', async () => {
    const [imported] = await lookAt(2026);
    const { code, stderr } = await run(['seed'], { DATABASE_URL: own.databaseUrl, DATA_DIR: own.dataDir });
    expect([code, stderr]).toEqual([0, '']);
    expect(await lookAt(2026)).toEqual([imported]);
    expect(imported!.source).toBe('Corrected');
  });

  it('R32: takes the first and the last year, and a year in which nothing differs', async () => {
    for (const year of [2000, 2100]) {
      const plain = { year, holidays: [], makeUpWorkingDays: [], source: 'None' };
      expect((await importCalendar(plain)).workingCalendar).toEqual(plain);
    }
    const all = (await look()).map(({ year }) => year);
    expect([all[0], all.at(-1)]).toEqual([2000, 2100]);
    expect(all).toEqual([...all].sort((a, b) => a - b));
  });

  const named = (...dates: string[]) => dates.map((date) => ({ date, name: 'Day' }));
  it.each<[string, Json, string, string[]]>([
    ['1999', { year: 1999, holidays: [], makeUpWorkingDays: [] }, 'INVALID', ['year']],
    ['2101', { year: 2101, holidays: [], makeUpWorkingDays: [] }, 'INVALID', ['year']],
    ['a holiday of another year', { holidays: named('2027-10-01', '2028-01-01') }, 'INVALID', ['holidays', '1', 'date']],
    ['a make-up day of another year', { makeUpWorkingDays: named('2026-12-26') }, 'INVALID', ['makeUpWorkingDays', '0', 'date']],
    ['a holiday named twice', { holidays: named('2027-10-01', '2027-10-02', '2027-10-01') }, 'INVALID', ['holidays', '2', 'date']],
    ['a make-up day named twice', { makeUpWorkingDays: named('2027-10-09', '2027-10-09') }, 'INVALID', ['makeUpWorkingDays', '1', 'date']],
    [
      'a holiday that is a make-up day too',
      { holidays: named('2027-10-09'), makeUpWorkingDays: named('2027-10-10', '2027-10-09') },
      'INVALID',
      ['makeUpWorkingDays', '1', 'date'],
    ],
    ['a make-up day on a Friday', { makeUpWorkingDays: named('2027-10-08') }, 'INVALID', ['makeUpWorkingDays', '0', 'date']],
    ['a day without a name', { holidays: [{ date: '2027-10-01', name: ' ' }] }, 'REQUIRED', ['holidays', '0', 'name']],
    ['a name of 101 characters', { holidays: [{ date: '2027-10-01', name: '节'.repeat(101) }] }, 'TOO_LONG', ['holidays', '0', 'name']],
    [
      'a name with a control character',
      { makeUpWorkingDays: [{ date: '2027-10-09', name: 'a\u202eb' }] },
      'INVALID',
      ['makeUpWorkingDays', '0', 'name'],
    ],
    ['no source', { source: '' }, 'REQUIRED', ['source']],
    ['a source of 1,001 characters', { source: 'x'.repeat(1001) }, 'TOO_LONG', ['source']],
    ['367 holidays', { holidays: named(...Array(367).fill('2027-10-01')) }, 'TOO_MANY', ['holidays']],
    ['367 make-up days', { makeUpWorkingDays: named(...Array(367).fill('2027-10-09')) }, 'TOO_MANY', ['makeUpWorkingDays']],
  ])('R32: %s is refused with its path, and changes nothing', async (_, rest, code, path) => {
    const before = await look();
    const { workingCalendar, userErrors } = await importCalendar(rest);
    expect([workingCalendar, userErrors]).toEqual([null, [{ code, path, message: expect.any(String) }]]);
    expect(await look()).toEqual(before);
  });

  it('R39: says all that is wrong at once, with what and where, in English and Chinese', async () => {
    const wrong = { holidays: named('2028-01-01', '2027-10-09'), makeUpWorkingDays: named('2027-10-09', '2027-10-08') };
    const say = async (language: string) =>
      (await importCalendar(wrong, { language })).userErrors.map(({ message }: { message: string }) => message);
    expect(await say('en')).toEqual([
      '2028-01-01 does not lie in 2027; import it with the calendar of its own year.',
      '2027-10-09 is a holiday and a make-up working day; take it out of one of the lists.',
      '2027-10-08 is no Saturday or Sunday, so it is a working day as it is; take it out.',
    ]);
    expect(await say('zh')).toEqual([
      '2028-01-01 不在 2027 年内；请在其所属年份的日历中导入。',
      '2027-10-09 既是节假日又是调休上班日；请从其中一个列表中删除。',
      '2027-10-08 不是周六或周日，本来就是工作日；请删除。',
    ]);
  });

  it.each(['2027-02-29', '2027-1-1', '20270101', ''])('R38: %j is no day: BAD_USER_INPUT, and changes nothing', async (date) => {
    const before = await look();
    const document = 'mutation ($input: ImportWorkingCalendarInput!) { importWorkingCalendar(input: $input) { userErrors { code } } }';
    const { status, body } = await world.admin.send(document, { input: { ...calendar, holidays: [{ date, name: 'Day' }] } });
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(await look()).toEqual(before);
  });

  it('R32: takes a whole year of holidays', async () => {
    const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2028, month + 1, 0)).toISOString().slice(0, 10));
    const holidays = days(...months.map((last) => `${last.slice(0, 8)}01..${last.slice(8)}`));
    expect(holidays).toHaveLength(366);
    expect((await importCalendar({ year: 2028, holidays, makeUpWorkingDays: [] })).workingCalendar.holidays).toEqual(holidays);
  });

  it('R36: of many imports of one year at once, one is there as a whole', async () => {
    const inputs = Array.from({ length: 20 }, (_, n) => ({
      year: 2029,
      holidays: named(`2029-03-${String(n + 1).padStart(2, '0')}`),
      makeUpWorkingDays: [],
      source: `Import ${n}`,
    }));
    const all = await Promise.all(inputs.map((input) => importCalendar(input)));
    expect(all.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const kept = await lookAt(2029);
    expect(kept).toHaveLength(1);
    expect(inputs).toContainEqual(kept[0]);
  });

  it('R37: repeated under its key an import does not undo a later one; with another input the key is refused', async () => {
    const options = { idempotencyKey: randomUUID() };
    await importCalendar({ source: 'First' }, options);
    await importCalendar({ source: 'Second' });
    expect((await importCalendar({ source: 'First' }, options)).workingCalendar.source).toBe('Second');
    await expect(importCalendar({ source: 'Third' }, options)).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
    expect((await lookAt(2027))[0]!.source).toBe('Second');
  });
});
