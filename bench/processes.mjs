// node bench/processes.mjs [--only list,detail,queue,decide] [--rows 200000] [--rounds 7] [--requests 400]
// Two of our processes over one database and one Redis, beside one of them: answers a second, and what one answer costs. Where cores are to spare,
// twice the processes answer in proportion to what an answer costs them; how busy the machine was says whether any were. Needs Redis at
// BENCH_REDIS_URL (redis://127.0.0.1:6379).
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { databaseCpuMs, open } from './support/compare.mjs';
import { drive, median } from './support/drive.mjs';
import { start } from './support/servers.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'list,detail,queue,decide' },
    rows: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '400' },
  },
});
const [rows, rounds, requests] = [values.rows, values.rounds, values.requests].map(Number);
/** Requests at once to each process. */
const atOnce = 8;
const env = { REDIS_URL: process.env.BENCH_REDIS_URL ?? 'redis://127.0.0.1:6379' };

// What was decided waits in no queue.
const url = await load(rows, { untouched: true });
const bench = await open(url, rows, ['ours'], { env });
const [first] = bench.servers;
// Of one installation, so that both know the same tokens.
const second = await start('ours', url, { env: { ...env, DATA_DIR: first.dataDir } });

/** The milliseconds that the machine's cores were busy and idle so far. */
const cores = () => {
  const times = cpus().map((core) => core.times);
  return { all: sum(times.flatMap((each) => Object.values(each))), idle: sum(times.map(({ idle }) => idle)) };
};
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
const cpuOf = async (servers) => sum(await Promise.all(servers.map(async (server) => (await server.ask('use')).cpuMs)));

async function round(servers, work) {
  const shares = servers.map(() => work(requests));
  const before = { cpu: await cpuOf(servers), database: databaseCpuMs(), cores: cores() };
  const begun = performance.now();
  await Promise.all(servers.map((server, n) => drive(server.url, shares[n], atOnce)));
  const seconds = (performance.now() - begun) / 1000;
  const answers = requests * servers.length;
  const { all, idle } = cores();
  return {
    perSecond: answers / seconds,
    cpu: ((await cpuOf(servers)) - before.cpu) / answers,
    database: (databaseCpuMs() - before.database) / answers,
    busy: 1 - (idle - before.cores.idle) / (all - before.cores.all),
  };
}

try {
  console.log(
    '| | answers a second: one | two | ratio | CPU ms an answer: one | two | of the database: one | two | cores busy: one | two |',
  );
  console.log(`|${' --- |'.repeat(10)}`);
  for (const workload of values.only.split(',')) {
    const figures = { one: [], two: [] };
    for (const server of [first, second]) await drive(server.url, bench.works[workload](requests), atOnce);
    for (let n = 0; n < rounds; n++) {
      figures.one.push(await round([first], bench.works[workload]));
      figures.two.push(await round([first, second], bench.works[workload]));
    }
    const of = (which, key) => median(figures[which].map((each) => each[key]));
    const both = (key, show) => ['one', 'two'].map((which) => show(of(which, key)));
    const ratio = median(figures.two.map(({ perSecond }, n) => perSecond / figures.one[n].perSecond));
    const cells = [
      workload,
      ...both('perSecond', (value) => value.toFixed(0)),
      ratio.toFixed(2),
      ...both('cpu', (value) => value.toFixed(2)),
      ...both('database', (value) => value.toFixed(2)),
      ...both('busy', (value) => `${(value * 100).toFixed(0)} %`),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  await second.stop();
  await bench.close();
}
