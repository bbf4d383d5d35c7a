// Compares servers: the same answers first, then rounds that take turns, then medians.
import { deepEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { drive, median, post, quantile } from './drive.mjs';
import { isOurs, prepareServers, start } from './servers.mjs';
import { anEvent, comparable, workloads } from './workloads.mjs';

/** Starts the servers, and makes the requests for them. */
export async function open(url, rows, which, options = {}) {
  prepareServers(which);
  const { makeToken } = await import('../../dist/cli/token.js');
  const servers = await Promise.all(which.map((name) => start(name, url, options)));
  const ours = servers.find(({ name }) => isOurs(name));
  const identity = ours && { dataDir: ours.dataDir, oidc: { audience: 'joint-ops' } };
  const connection = await createConnection(url);
  const undecided = await undecidedOf(connection);
  const happen = anEvent(connection);
  const tokenOf = (wish) => (identity ? makeToken(identity, { ...wish, expires: '7d' }) : Promise.resolve('none'));
  const works = await workloads({
    rows,
    // Those are decided from the end of the list on.
    waiting: (share) => undecided[Math.floor((share * undecided.length) / 4)],
    undecided: () => undecided.pop() ?? refuse('every request has been decided: node bench/load.mjs --fresh'),
    tokenOf,
    happen,
  });
  return {
    servers,
    works,
    tokenOf,
    happen,
    memory: () => Promise.all(servers.map(async (server) => [server.name, (await server.ask('use')).rssMiB])),
    close: () => Promise.all([...servers.map((server) => server.stop()), connection.end()]),
  };
}

async function undecidedOf(connection) {
  const [found] = await connection.query("SELECT id FROM certification_request WHERE status = 'QUALIFICATION_REVIEW' ORDER BY id");
  return found.map(({ id }) => id);
}

function refuse(message) {
  throw new Error(message);
}

/** Throws unless all servers answer the same. Decisions are made on a request each. */
async function checkSame({ servers, works }, workload) {
  const requests = works[workload](5);
  const answers = [];
  for (const { url } of servers) {
    const own = workload === 'decide' ? works.decide(5) : requests;
    answers.push(await Promise.all(own.map(async (each) => answerOf((await post(url, each)).text))));
  }
  for (const [n, answer] of answers.entries())
    deepEqual(answer, answers[0], `${servers[n].name} answers otherwise than ${servers[0].name}`);
}

/** What is asked for, without what a server tells beside it: ours says what it cost. */
function answerOf(text) {
  const { data, errors } = JSON.parse(comparable(text));
  return { data, errors };
}

/** Requests of a kind that a server gets before it is measured, at most. */
export const mostToWarmUp = 6000;

/**
 * Sends requests until V8 has compiled what it will, which takes the longer the more code a server has: a thousand at a time, three times at
 * least, until they get no cheaper, or six times. Where they wait for the database, a minute of them is enough.
 */
async function warmUp(server, work, at) {
  const begun = performance.now();
  let least = Number.POSITIVE_INFINITY;
  for (let n = 1; n <= mostToWarmUp / 1000 && performance.now() - begun < 60_000; n++) {
    const before = (await server.ask('use')).cpuMs;
    await drive(server.url, work(1000), at);
    const cpu = (await server.ask('use')).cpuMs - before;
    if (n > 3 && cpu > 0.97 * least) return;
    least = Math.min(least, cpu);
  }
}

/**
 * Measures a workload on every server, in turns, after `warm` requests or as many as it takes: by server, the figures of each round. Throws unless
 * all answer the same, before and after: by then they have compiled what they will.
 */
export async function measure({ servers, works }, workload, { rounds, requests, warm, at = 8 }) {
  await checkSame({ servers, works }, workload);
  const results = new Map(servers.map((server) => [server.name, { statements: 0, rounds: [] }]));
  for (const server of servers) {
    if (warm === undefined) await warmUp(server, works[workload], at);
    else await drive(server.url, works[workload](warm), at);
    results.get(server.name).statements = await statementsOf(server, works[workload]);
  }
  for (let round = 0; round < rounds; round++) {
    // What the database still has to do of a server's changes is not always the same other's.
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      const all = works[workload](requests);
      const before = { cpu: (await server.ask('use')).cpuMs, database: databaseCpuMs() };
      const { times, wallMs } = await drive(server.url, all, at);
      const cpu = ((await server.ask('use')).cpuMs - before.cpu) / requests;
      const database = (databaseCpuMs() - before.database) / requests;
      results
        .get(server.name)
        .rounds.push({ cpu, database, perSecond: (requests / wallMs) * 1000, p50: median(times), p99: quantile(times, 0.99) });
    }
  }
  await checkSame({ servers, works }, workload);
  return results;
}

/** The statements of one request, the usual number of ten. */
async function statementsOf(server, work) {
  const counts = [];
  for (const each of work(10)) {
    await each.before?.();
    await server.ask('count');
    await post(server.url, each);
    const { statements } = await server.ask('counted');
    counts.push(statements.length);
    if (process.env.SHOW_SQL && counts.length === 1) console.log(server.name, statements);
  }
  return median(counts);
}

/** What the MariaDB server has used so far; 0 where it runs elsewhere. */
export function databaseCpuMs() {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/comm`, 'utf8') !== 'mariadbd\n') continue;
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      // It has ended meanwhile.
    }
  }
  return 0;
}

/** Prints a workload's figures: medians, and the CPU of the first server as a ratio to each other one. */
export function report(workload, results) {
  const [first] = results.values();
  console.log(`\n${workload}`);
  console.log('server      CPU ms  ours/it  (spread)       req/s   p50 ms  p99 ms  DB CPU ms  statements');
  for (const [name, { statements, rounds }] of results) {
    const of = (key) => median(rounds.map((round) => round[key]));
    const { ratio, low, high } = ratioOf(first, { rounds });
    const cells = [
      name.padEnd(10),
      of('cpu').toFixed(3).padStart(7),
      ratio.toFixed(2).padStart(8),
      `(${low.toFixed(2)}–${high.toFixed(2)})`.padStart(14),
      of('perSecond').toFixed(0).padStart(8),
      of('p50').toFixed(1).padStart(8),
      of('p99').toFixed(1).padStart(7),
      of('database').toFixed(2).padStart(10),
      String(statements).padStart(11),
    ];
    console.log(cells.join(' '));
  }
}

/** The ratio of two medians of CPU, and the quartiles of the ratios of each round. */
export function ratioOf(ours, theirs) {
  const ratios = ours.rounds.map(({ cpu }, n) => cpu / theirs.rounds[n].cpu);
  return {
    ratio: median(ours.rounds.map(({ cpu }) => cpu)) / median(theirs.rounds.map(({ cpu }) => cpu)),
    low: quantile(ratios, 0.25),
    /** Steadier than {@link ratio} while the machine's speed changes: both were measured in one round. */
    middle: median(ratios),
    high: quantile(ratios, 0.75),
  };
}
