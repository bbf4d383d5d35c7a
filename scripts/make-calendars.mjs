// Makes templates/calendars/china.json from the package chinese-days, which collects the notices of the State Council. With --check it
// only compares, and fails when the file is stale. Once a year, when the notice is out and the package has it: update the package, and run it.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const require = createRequire(import.meta.url);
const dataset = require('chinese-days/dist/chinese-days.json');
const { version } = require('chinese-days/package.json');

/** What the dataset lacks: date → name, and the notice that says so. */
const missingMakeUpDays = {
  '2005-12-31': ["New Year's Day,元旦", '国办发明电〔2005〕35号'],
};
/** Notices beside the yearly one, which changed a year afterwards. */
const furtherNotices = {
  2015: '关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知',
  2019: '关于调整2019年劳动节假期安排的通知',
  2020: '关于延长2020年春节假期的通知',
};

/** "Spring Festival,春节,3" → "Spring Festival 春节". */
const nameOf = (text) => text.split(',').slice(0, 2).join(' ');
const daysOf = (year, days) =>
  Object.entries(days)
    .filter(([date]) => date.startsWith(year))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, text]) => ({ date, name: nameOf(text) }));

/** A year is covered when its notice is in: the notice of one year already names the last days of the year before. */
const years = Object.keys(dataset.holidays)
  .filter((date) => date.endsWith('-10-01'))
  .map((date) => date.slice(0, 4))
  .sort();
const makeUpDays = { ...dataset.workdays };
for (const [date, [name]] of Object.entries(missingMakeUpDays)) {
  if (makeUpDays[date]) throw new Error(`chinese-days has ${date} now: take it out of missingMakeUpDays`);
  makeUpDays[date] = name;
}
const calendars = years.map((year) => {
  const notices = [`${year}年部分节假日安排的通知`, furtherNotices[year]].filter(Boolean);
  const corrected = Object.entries(missingMakeUpDays).flatMap(([date, [, by]]) => (date.startsWith(year) ? [`; ${date} by ${by}`] : []));
  return {
    year: Number(year),
    holidays: daysOf(year, dataset.holidays),
    makeUpWorkingDays: daysOf(year, makeUpDays),
    source: `State Council 国务院: ${notices.join('; ')}; by way of chinese-days ${version}${corrected.join('')}`,
  };
});

/** One line for each day, as the formatter would have it. */
const text = `${JSON.stringify(calendars, null, 2).replace(/\{\s+("date": .*)\s+("name": .*)\s+\}/g, '{ $1 $2 }')}\n`;
const path = join(root, 'templates', 'calendars', 'china.json');
if (!process.argv.includes('--check')) await writeFile(path, text);
else if (text !== (await readFile(path, 'utf8').catch(() => ''))) {
  console.error('templates/calendars/china.json is not what chinese-days says. Run: npm run calendars');
  process.exit(1);
}
