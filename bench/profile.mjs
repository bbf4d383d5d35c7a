// node bench/profile.mjs WORKLOAD [--requests 300] [--rows 200000]
// Says where the CPU time of our server, without its bundle, goes under one workload: by package and by function, in percent of what is not idle.
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { open } from './support/compare.mjs';
import { drive } from './support/drive.mjs';

const { values, positionals } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, requests: { type: 'string', default: '300' } },
  allowPositionals: true,
});
const rows = Number(values.rows);
const bench = await open(await load(rows), rows, ['modules']);
const [server] = bench.servers;
const work = bench.works[positionals[0] ?? 'list'];
await drive(server.url, work(Number(values.requests)));
await server.ask('profile');
await drive(server.url, work(Number(values.requests)));
const { profile } = await server.ask('profiled');
await bench.close();

const { nodes, samples, timeDeltas } = profile;
const self = new Map();
for (const [n, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + timeDeltas[n]);
const places = nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => ({
  time: self.get(id) ?? 0,
  name: functionName || '(anonymous)',
  package:
    /node_modules\/((@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? (url.includes('/dist/') ? 'ours' : url.startsWith('node:') ? 'node' : '(runtime)'),
  at: `${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`,
}));
const busy = places.filter(({ name }) => !['(idle)', '(program)', '(root)'].includes(name));
const all = busy.reduce((sum, { time }) => sum + time, 0);
const print = (key) => {
  const sums = new Map();
  for (const place of busy) sums.set(key(place), (sums.get(key(place)) ?? 0) + place.time);
  for (const [what, time] of [...sums].sort(([, a], [, b]) => b - a).slice(0, 40))
    console.log(`${((time / all) * 100).toFixed(1).padStart(5)} %  ${what}`);
};
console.log(`${(all / 1000 / Number(values.requests)).toFixed(2)} ms a request`);
print((place) => place.package);
console.log();
print((place) => `${place.name}  ${place.package}  ${place.at}`);
