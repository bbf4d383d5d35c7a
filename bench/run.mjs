// node bench/run.mjs [--only list,detail,audited,queue,restless,decide] [--servers ours,usual,mercurius,limit] [--rows 200000] [--rounds 15] [--requests 100]
//      node bench/run.mjs --all
//      node bench/run.mjs --short [--renew]
// Measures our server, in its production configuration, beside the peers: the same requests over the same tables, in rounds that take turns.
// Prints medians, and ratios of them with the spread over the rounds. What a figure means: bench/README.md.
// --all goes on with every other bench here, each as it is by itself: two processes, fan-out, uploads, start-up, growth.
// --short compares with bench/baseline.json within two minutes, over a small database that it makes and drops, and exits with 1 when our server has
// become dearer; --renew writes that file anew.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { measure, mostToWarmUp, open, report } from './support/compare.mjs';
import { names } from './support/servers.mjs';
import { runShort } from './support/short.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'list,detail,audited,queue,restless,decide' },
    servers: { type: 'string', default: names.join(',') },
    rows: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '15' },
    requests: { type: 'string', default: '100' },
    all: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    renew: { type: 'boolean', default: false },
  },
});
if (values.short) process.exit((await runShort(values)) ? 0 : 1);

const [rows, rounds, requests] = [values.rows, values.rounds, values.requests].map(Number);
const workloads = values.only.split(',');
const servers = values.servers.split(',');
const decisions = workloads.includes('decide') ? servers.length * (mostToWarmUp + rounds * requests) : 0;
// A fifth of the requests waits for its qualification.
if (decisions > rows / 5) throw new Error(`${decisions} decisions need --rows ${5 * decisions}, or fewer --rounds or --servers`);
// What was decided cannot be decided again, and waits in no queue.
const url = await load(rows, { untouched: workloads.some((name) => ['queue', 'restless', 'decide'].includes(name)) });
const bench = await open(url, rows, servers);
try {
  for (const workload of workloads) {
    report(workload, await measure(bench, workload, { rounds, requests }));
  }
  console.log(`\nmemory after all of it: ${(await bench.memory()).map(([name, mib]) => `${name} ${mib.toFixed(0)} MiB`).join(', ')}`);
} finally {
  await bench.close();
}

if (values.all) {
  for (const name of ['processes', 'fan-out', 'uploads', 'start-up', 'growth']) {
    console.log(`\n${name}`);
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.mjs`)], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
