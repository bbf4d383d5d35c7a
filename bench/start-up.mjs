// node bench/start-up.mjs [--rounds 7] [--servers ours,modules,usual,mercurius]
// How long a server takes from its process's start until it serves, and the CPU it uses for that, over a database that is up to date. `modules` is
// ours without its bundle. The servers take turns in each round.
import { parseArgs } from 'node:util';
import { createDatabase, run } from '../test/support/server-process.mjs';
import { median, quantile } from './support/drive.mjs';
import { prepareServers, start } from './support/servers.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, servers: { type: 'string', default: 'ours,modules,usual,mercurius' } },
});
const names = values.servers.split(',');
prepareServers(names);
const database = await createDatabase('mariadb');
const found = Object.fromEntries(names.map((name) => [name, { ms: [], cpu: [], mib: [] }]));
try {
  await run(['migrate'], { DATABASE_URL: database.url, DATA_DIR: database.dataDir });
  for (let round = 0; round < Number(values.rounds); round++)
    for (const name of names) {
      const begun = performance.now();
      const server = await start(name, database.url);
      found[name].ms.push(performance.now() - begun);
      const { cpuMs, rssMiB } = await server.ask('use');
      found[name].cpu.push(cpuMs);
      found[name].mib.push(rssMiB);
      await server.stop();
    }
} finally {
  await database.drop();
}
const [first] = names;
for (const [name, { ms, cpu, mib }] of Object.entries(found))
  console.log(
    `${name.padEnd(10)} serves after ${median(ms).toFixed(0)} ms (${quantile(ms, 0.25).toFixed(0)}–${quantile(ms, 0.75).toFixed(0)}), CPU ${median(cpu).toFixed(0)} ms, ` +
      `${median(mib).toFixed(0)} MiB; ${first}/${name}: time ${(median(found[first].ms) / median(ms)).toFixed(2)}, CPU ${(median(found[first].cpu) / median(cpu)).toFixed(2)}`,
  );
