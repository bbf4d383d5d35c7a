// The short run of bench/run.mjs: our server beside mercurius over a small database of its own, against what bench/baseline.json says.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drop, load } from '../load.mjs';
import { measure, open, ratioOf, report } from './compare.mjs';

const baselineFile = join(import.meta.dirname, '..', 'baseline.json');
/** A fifth of them wait for a decision: enough for three measurements. */
const rows = 25_000;
const size = { rounds: 11, requests: 40 };
/** V8 compiles what is used often, ours after some 2,500 requests of a kind: until then a machine's speed shows as the ratio. Decisions can be made once. */
const warmUpOf = (workload) => (workload === 'decide' ? 1000 : 3000);
/** What CPU relative to mercurius may grow by before it fails: more than a noisy machine adds to a median. */
const mostGrowth = 1.2;
/** How often what fails is measured again before it counts. */
const repeats = 2;

/**
 * Measures each workload, and says whether none has become dearer. What fails is measured again before it counts, since other work on the
 * machine disturbs the medians too.
 * @param {{ only: string, renew: boolean }} options With `renew` the figures become the baseline, and nothing fails.
 */
export async function runShort({ only, renew }) {
  const name = `joint_ops_bench_short_${process.pid}`;
  const begun = performance.now();
  try {
    const bench = await open(await load(rows, { name }), rows, ['ours', 'mercurius']);
    try {
      const baseline = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : {};
      let good = true;
      for (const workload of only.split(',')) {
        const figures = await measured(bench, workload);
        if (renew) baseline[workload] = figures;
        else good = (await isNoDearer(bench, workload, figures, baseline[workload])) && good;
      }
      if (renew) writeFileSync(baselineFile, `${JSON.stringify(baseline, null, 2)}\n`);
      console.log(
        `\n${renew ? 'bench/baseline.json is renewed' : good ? 'no dearer than bench/baseline.json' : 'dearer than bench/baseline.json'}`,
      );
      return good;
    } finally {
      await bench.close();
    }
  } finally {
    await drop(name);
    console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
}

async function measured(bench, workload, warm = warmUpOf(workload)) {
  const results = await measure(bench, workload, { ...size, warm });
  report(workload, results);
  const ours = results.get('ours');
  return { cpuToMercurius: Number(ratioOf(ours, results.get('mercurius')).middle.toFixed(3)), statements: ours.statements };
}

async function isNoDearer(bench, workload, figures, baseline) {
  if (findings(workload, figures, baseline).length === 0) return true;
  let found = [];
  for (let again = 0; again < repeats; again++) {
    console.log(`${workload} is dearer than its baseline: once more`);
    found = findings(workload, await measured(bench, workload, 0), baseline);
    if (found.length === 0) return true;
  }
  for (const finding of found) console.log(finding);
  console.log('Make it cheaper; or, where the price is meant, say so in the change and renew: node bench/run.mjs --short --renew');
  return false;
}

/** What is worse than the baseline, in words. */
function findings(workload, { cpuToMercurius, statements }, baseline) {
  if (!baseline) return [`${workload} has no baseline`];
  const found = [];
  if (cpuToMercurius > baseline.cpuToMercurius * mostGrowth)
    found.push(
      `${workload}: CPU per request is ${cpuToMercurius} of mercurius', more than ${mostGrowth} times the baseline of ${baseline.cpuToMercurius}`,
    );
  if (statements >= baseline.statements + 1)
    found.push(`${workload}: ${statements} SQL statements, where the baseline has ${baseline.statements}`);
  return found;
}
