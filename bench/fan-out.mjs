// node bench/fan-out.mjs [--sockets 5000] [--events 100]
// Opens websockets with one subscription each to a server in production, over an embedded database, and prints: the memory of each, how many
// deliveries a second reach them (rights checked for each), and how long an event takes to reach 1,000 of them. Needs Linux: memory is
// read from /proc. Fails when a socket takes more than 12 KiB, less than 100,000 deliveries a second arrive, or the median latency is more
// than 50 ms.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import WebSocket from 'ws';
import { prepare } from '../scripts/prepare.mjs';
import { startProcess } from '../test/support/server-process.mjs';

prepare();
const { makeToken } = await import('../dist/cli/token.js');
const { Database } = await import('../dist/platform/database.js');
const { newId } = await import('../dist/platform/ids.js');
const { values } = parseArgs({ options: { sockets: { type: 'string', default: '5000' }, events: { type: 'string', default: '100' } } });
const [sockets, events] = [Number(values.sockets), Number(values.events)];
const mostKib = 12;
const mostMs = 50;
const leastPerSecond = 100_000;
/** As many as one person may have. */
const perPerson = 20;

const server = await startProcess({
  args: ['serve', '--demo'],
  env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on', LOG_LEVEL: 'error', NODE_OPTIONS: '--expose-gc' },
});
const identity = {
  dataDir: server.dataDir,
  oidc: { audience: 'joint-ops' },
};
const tokenOf = (as, subject) => makeToken(identity, { as: [as], subject });
const statusOf = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]);
const cpuMs = () => {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** The memory of the server when it has come to rest. */
async function restingKib() {
  let [least, same] = [Number.POSITIVE_INFINITY, 0];
  for (let n = 0; n < 60 && same < 10; n++) {
    await pause(500);
    const now = statusOf('VmRSS');
    same = now < least * 0.99 ? 0 : same + 1;
    least = Math.min(least, now);
  }
  return least;
}

const query = 'subscription { progress { id cursor type occurredAt subject { ... on CertificationRequest { id number status } } } }';
let delivered = 0;
let last = 0;
const latencies = [];
const wanted = { latency: false };
function open(token) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
    socket.on('message', (data) => {
      const text = data.toString('latin1');
      if (text.includes('"type":"next"')) {
        delivered++;
        last = Date.now();
        if (wanted.latency) latencies.push(Date.now() - Date.parse(/"occurredAt":"([^"]+)"/.exec(text)[1]));
      } else if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        resolve(socket);
      } else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
    });
  });
}
const reviewer = await tokenOf('qualification-reviewer', 'writer');
async function call(text, variables) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${reviewer}` },
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
const { certificationRequests } = await call(
  '{ certificationRequests(first: 1, filter: { status: [QUALIFICATION_REVIEW] }) { nodes { id } } }',
);
const id = certificationRequests.nodes[0].id;
const claim = (name) =>
  call(
    `mutation ($input: ${name === 'claimReview' ? 'ClaimReviewInput' : 'UnclaimReviewInput'}!) { r: ${name}(input: $input) { userErrors { code } } }`,
    { input: { id } },
  );

async function openMany(count) {
  const opened = [];
  for (let n = 0; n < count; n += perPerson) {
    const token = await tokenOf('product-reviewer', `reader-${randomUUID()}`);
    opened.push(...(await Promise.all(Array.from({ length: Math.min(perPerson, count - n) }, () => open(token)))));
  }
  return opened;
}

// What the first ones cost is the server's own warming up.
const warm = await openMany(200);
for (const turn of ['claimReview', 'unclaimReview']) await claim(turn);
const before = await restingKib();
const opened = await openMany(sockets - 200);
const each = (await restingKib()) - before;
const kib = each / (sockets - 200);

// A batch of events from another process: the server finds it by polling, reads it once and tells everyone.
const database = await Database.open(server.databaseUrl, 1);
const [row] = await database.rows("SELECT * FROM progress_event WHERE type = 'REVIEW_CLAIMED' ORDER BY position DESC LIMIT 1");
delivered = 0;
const cpuBefore = cpuMs();
await database.dataSource.transaction(async (manager) => {
  const [{ value }] = await manager.query("SELECT value FROM counter WHERE name = 'event'");
  const columns = Object.keys(row);
  for (let n = 1; n <= events; n++) {
    const copy = { ...row, id: newId('ProgressEvent'), position: Number(value) + n };
    await manager.query(
      `INSERT INTO progress_event (${columns}) VALUES (${columns.map(() => '?')})`,
      columns.map((column) => copy[column]),
    );
  }
  await manager.query("UPDATE counter SET value = value + ? WHERE name = 'event'", [events]);
});
while (delivered === 0) await pause(1);
const first = Date.now();
while (delivered < events * sockets) {
  if (Date.now() - last > 20_000) throw new Error(`${delivered} of ${events * sockets} arrived`);
  await pause(5);
}
const seconds = (last - first) / 1000;
const cpuSeconds = (cpuMs() - cpuBefore) / 1000;
const perSecond = delivered / seconds;
const told = delivered;
await database.close();

for (const socket of opened.slice(800)) socket.terminate();
await pause(1000);
wanted.latency = true;
for (let n = 0; n < 40; n++) {
  await claim(n % 2 === 0 ? 'claimReview' : 'unclaimReview');
  await pause(100);
}
while (latencies.length < 40 * 1000 && Date.now() - last < 5000) await pause(10);
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor((latencies.length - 1) * share)];

console.log(`${sockets} websockets of ${sockets / perPerson} persons: ${kib.toFixed(1)} KiB each (limit ${mostKib})`);
console.log(
  `${events} events to all of them: ${told} deliveries in ${seconds.toFixed(1)} s, ${Math.round(perSecond)} a second (least ${leastPerSecond}); ${Math.round(told / cpuSeconds)} for each CPU second of the server`,
);
console.log(
  `40 events to 1000 of them: ${latencies.length} of 40000 arrived; latency p50 ${at(0.5)} ms (limit ${mostMs}), p99 ${at(0.99)} ms`,
);
for (const socket of [...warm, ...opened]) socket.terminate();
await server.stop();
process.exit(kib <= mostKib && perSecond >= leastPerSecond && at(0.5) <= mostMs && latencies.length === 40_000 ? 0 : 1);
