// node bench/growth.mjs [--rows 10000,100000,1000000] [--rounds 5] [--requests 200] [--writers 1,2,4,8,16,32] [--seconds 3] [--delay 0]
// What grows with the data: CPU of our server and of the database for pages at depth, counts, search, timelines, the event log and a subscription
// that resumes far behind, each as a ratio to the first column. Then how many changes a second pass the counter that numbers events, by writers.
// --rows or --writers may be empty (''); --delay has the database that many milliseconds away from the writers.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { databaseCpuMs, open } from './support/compare.mjs';
import { drive, median } from './support/drive.mjs';
import { growing, reads } from './support/growing.mjs';
import { behind, resume } from './support/resume.mjs';
import { measureWriters } from './support/writers.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '200' },
    writers: { type: 'string', default: '1,2,4,8,16,32' },
    seconds: { type: 'string', default: '3' },
    delay: { type: 'string', default: '0' },
  },
});
const numbers = (text) => text.split(',').filter(Boolean).map(Number);
const [rounds, requests] = [values.rounds, values.requests].map(Number);

/** Milliseconds of a round, at most: a million take a while to search. */
const roundMs = 2000;

/** Requests until V8 has compiled what they need (see `warmUp` in support/compare.mjs), and the milliseconds that are given to them. */
const [warm, warmMs] = [3000, 6000];

/** Sends requests of a kind, one at a time, until V8 has compiled what they need. Answers how many of them make a round. */
async function warmUp(server, make) {
  const begun = performance.now();
  let took;
  for (let sent = 0; sent < warm && performance.now() - begun < warmMs; sent += 10) took = (await drive(server.url, make(10), 1)).wallMs;
  return Math.max(5, Math.min(requests, Math.round((roundMs * 10) / took)));
}

/** The CPU of one request, of server and database together, in ms. One at a time. */
async function costOf(server, all) {
  const before = (await server.ask('use')).cpuMs + databaseCpuMs();
  await drive(server.url, all, 1);
  return ((await server.ask('use')).cpuMs + databaseCpuMs() - before) / all.length;
}

/** Waits until the database has written what was loaded: for ten seconds with less than a fiftieth of a core, three minutes at the most. */
async function quiet() {
  for (let waited = 0, still = 0; waited < 90 && still < 5; waited++) {
    const before = databaseCpuMs();
    await sleep(2000);
    still = databaseCpuMs() - before <= 40 ? still + 1 : 0;
  }
}

/** What is measured over a database of one size, by name, warm: what costs it, and the costs of each round. */
async function prepared(rows, url, bench) {
  const [server] = bench.servers;
  const measured = {};
  for (const [name, make] of Object.entries(await growing({ url, rows, ...bench }))) {
    const count = await warmUp(server, make);
    measured[name] = { cost: () => costOf(server, make(count)), costs: [] };
  }
  const token = await bench.tokenOf({ as: ['operations-manager'] });
  measured[`resume: ${behind} events from the first on, each`] = { cost: () => resume(server, token), costs: [] };
  await resume(server, token);
  return measured;
}

const sizes = numbers(values.rows);
if (sizes.length > 0) {
  const urls = [];
  for (const rows of sizes) urls.push(await load(rows));
  const benches = [];
  const columns = [];
  try {
    for (const [n, rows] of sizes.entries()) {
      await quiet();
      benches.push(await open(urls[n], rows, ['ours']));
      columns.push(await prepared(rows, urls[n], benches[n]));
    }
    // All sizes in turns: the machine's speed, and what the database does by itself for a while, are nobody's alone.
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(columns[0])) for (const column of columns) column[name].costs.push(await column[name].cost());
    }
  } finally {
    for (const bench of benches) await bench.close();
  }
  console.log(`CPU of server and database in ms, and how many times what it is in the first column\n`);
  console.log(`| | ${sizes.join(' | ')} |\n| --- |${' --- |'.repeat(sizes.length)}`);
  for (const name of Object.keys(columns[0])) {
    const like = columns[0][reads[name]?.like ?? name].costs;
    const cells = columns.map(({ [name]: { costs } }) => {
      const ratios = costs.map((cost, round) => cost / like[round]);
      return `${median(costs).toFixed(3)} (${median(ratios).toFixed(2)})`;
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
const writers = numbers(values.writers);
if (writers.length > 0) {
  console.log('\n| writers | changes a second | p50 ms | without the counter | p50 ms |\n| --- | --- | --- | --- | --- |');
  await measureWriters(writers, Number(values.seconds) * 1000, Number(values.delay), (cells) => console.log(`| ${cells.join(' | ')} |`));
}
