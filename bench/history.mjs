// node bench/history.mjs [--operations 100000] [--faults] [--engine sqlite|mariadb|mysql] [--lanes 8] [--forge]
// Plays random operations of every role against one process (embedded database) or two, and then explains the whole history by the
// lifecycle tables: every event is a step that the table allows, every status is what the events say, every acknowledged change has
// exactly one event and one version, a repeated mutation has one effect, positions have no gaps. With --faults the database is cut,
// black-holed and delayed meanwhile, answers to COMMIT get lost, and processes are killed. Fails when anything cannot be explained,
// or when a request takes more than 5 s. --forge changes one row behind the server's back, to show that it is found.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepare } from '../scripts/prepare.mjs';
import { createDatabase, run, startProcess } from '../test/support/server-process.mjs';
import { TcpProxy } from '../test/support/tcp-proxy.mjs';
import { explain } from './history/checker.mjs';
import { operations } from './history/operations.mjs';
import { Client, Player, traffic } from './history/player.mjs';

prepare();
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '100000' },
    faults: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'sqlite' },
    forge: { type: 'boolean', default: false },
    lanes: { type: 'string', default: '8' },
  },
});
const { makeToken } = await import('../dist/cli/token.js');
const { filledQuotation } = await import('../dist/cli/quotation-form.js');
const { demoLogo } = await import('../dist/cli/demo-logo.js');
const { Database } = await import('../dist/platform/database.js');
const { certification } = await import('../dist/domain/certification.js');
const { release } = await import('../dist/domain/release.js');
const { product } = await import('../dist/domain/product.js');

const [total, lanes, answerMs, sellers] = [Number(values.operations), Number(values.lanes), 5000, 4];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const processes = values.engine === 'sqlite' ? 1 : 2;
const database = await createDatabase(values.engine);
const direct = { DATABASE_URL: database.url, DATA_DIR: database.dataDir };
for (const command of ['migrate', 'seed']) {
  const { code, stderr } = await run([command], direct);
  if (code !== 0) throw new Error(stderr);
}
const proxies = [];
const servers = [];
async function stop() {
  await Promise.all(servers.map((server) => server.end()));
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await database.drop();
}
for (const end of ['uncaughtException', 'SIGINT', 'SIGTERM']) {
  process.once(end, async (error) => {
    console.error(error);
    await stop();
    process.exit(1);
  });
}
async function start(n) {
  const address = new URL(database.url);
  if (processes > 1) {
    proxies[n] ??= await TcpProxy.start(Number(address.port), address.hostname);
    Object.assign(address, { hostname: '127.0.0.1', port: String(proxies[n].port) });
  }
  servers[n] = await startProcess({ database: { ...database, url: address.href }, env: { LOG_LEVEL: 'fatal' } });
}
for (let n = 0; n < processes; n++) await start(n);

const identity = {
  dataDir: database.dataDir,
  oidc: { audience: 'joint-ops' },
};
const urls = () => servers.map(({ url }) => url);
const as = async (role, wish = {}) => new Client(urls, await makeToken(identity, { as: [role], expires: '7d', ...wish }));
const admin = await as('admin');
const agreements = async (kind) =>
  (await admin.query('query ($kind: AgreementKind) { agreements(kind: $kind) { id } }', { kind })).agreements[0].id;
const commitments = [await agreements('SERVICE_ASSURANCE'), await agreements('PRICING_RIGHTS')];
const program = await agreements('JOINT_PARTNER_PROGRAM');
const information = {
  category: 'Consulting',
  highlights: ['Fixed price'],
  description: 'Plans the move of a shop to the cloud.',
  supportEmail: 'support@example.com',
  supportPhone: '0755-28780808',
  details: { consultingService: { consultationUrl: 'https://example.com/ask' } },
};
const people = {
  sellers: [],
  qualificationReviewer: await as('qualification-reviewer'),
  productReviewer: await as('product-reviewer'),
  operationsManager: await as('operations-manager'),
};
const player = new Player(people, operations(commitments, information), { name: 'logo.png', bytes: demoLogo() });
for (let n = 0; n < sellers; n++) await prepareSeller(n);

/** A seller who has signed, with one complete draft, of which the others are copies. */
async function prepareSeller(n) {
  const company = {
    registrationNumber: `91HISTORY${n}`,
    name: `History ${'abcd'[n]} Ltd.`,
    introduction: 'Plays.',
    businessTermStart: '2015-03-18',
  };
  const accept = async (person, name, input, selection, file) => {
    const payload = await person.mutate({ name, selection, file }, input);
    if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  };
  const registered = await accept(admin, 'registerSeller', { accountSubject: `history-${n}`, company }, 'seller { id }');
  const person = await as('seller', { seller: registered.seller.id });
  people.sellers.push(person);
  await accept(person, 'signAgreement', { agreementId: program }, '');
  const draft = {
    product: { name: 'Cloud Move', version: 'V1.0', deliveryMethod: 'CONSULTING_SERVICE', category: 'Consulting', introduction: 'Moves.' },
    businessContact: { name: '李雷', mobile: '13800138000', email: 'li.lei@example.com' },
  };
  const { certificationRequest } = await accept(person, 'createCertificationRequest', draft, 'certificationRequest { id }');
  player.prepared.add(certificationRequest.id);
  const { materialTemplates } = await person.query('{ materialTemplates(deliveryMethod: CONSULTING_SERVICE) { id code file { name } } }');
  for (const { id, code, file } of materialTemplates) {
    const bytes =
      code === 'QUOTATION'
        ? filledQuotation({ PRODUCT_NAME: 'Cloud Move', DELIVERY_METHOD: 'CONSULTING_SERVICE' })
        : readFileSync(new URL(`../templates/files/${file.name}`, import.meta.url));
    await accept(person, 'uploadMaterial', { certificationRequestId: certificationRequest.id, templateId: id }, '', {
      name: file.name,
      bytes,
    });
  }
  const copy = player.operations.find(({ name }) => name === 'copyCertificationRequest');
  for (let copies = 0; copies < 5; copies++) await player.try(person, copy, { ...certificationRequest, kind: 'request', seller: n });
}

let going = true;
const faults = { cut: 0, 'black hole': 0, delay: 0, 'lost COMMIT': 0, killed: 0 };
async function weather() {
  for (let n = 0; going; n++) {
    await pause(1000 + Math.random() * 4000);
    const victim = n % processes;
    const proxy = proxies[victim];
    const kind = proxy ? Object.keys(faults)[Math.floor(Math.random() * 5)] : 'killed';
    faults[kind]++;
    if (kind === 'cut') proxy.cut();
    if (kind === 'black hole') proxy.blackHole();
    if (kind === 'delay') proxy.delay(500);
    if (kind === 'lost COMMIT') await Promise.race([proxy.loseCommit(n % 2 ? 'cut' : 'black-hole'), pause(2000)]);
    if (kind === 'killed') {
      await servers[victim].end('SIGKILL');
      await start(victim);
    }
    await pause(Math.random() * 1500);
    proxy?.heal();
  }
}

let sent = 0;
const begun = performance.now();
async function lane() {
  while (sent < total) {
    if (++sent % 10_000 === 0) process.stderr.write(`${sent} operations, ${Math.round((performance.now() - begun) / 1000)} s\n`);
    await player.step();
  }
}
const storm = values.faults ? weather() : null;
await Promise.all(Array.from({ length: lanes }, lane));
going = false;
await storm;
for (const proxy of proxies) proxy.heal();
const seconds = (performance.now() - begun) / 1000;

const reader = await Database.open(database.url, 1);
if (values.forge) await reader.dataSource.query("UPDATE certification_request SET version = version + 1 WHERE status = 'DRAFT'");
const reasons = await explain((sql) => reader.rows(sql), { request: certification, release, product }, player);
const [{ n: events }] = await reader.rows('SELECT COUNT(*) AS n FROM progress_event');
await reader.close();
await stop();

console.log(
  `${values.engine}, ${processes} process(es): ${total} random operations in ${Math.round(seconds)} s: ${player.done.length} took effect, ${player.refused} were refused, ` +
    `${player.repeats} were repeated; ${events} events on ${player.subjects.size} subjects`,
);
if (values.faults)
  console.log(
    `faults: ${Object.entries(faults)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}`,
  );
console.log(
  `requests: ${traffic.sent}, of which ${traffic.unavailable} SERVICE_UNAVAILABLE, ${traffic.broken} broken with their process, ${traffic.hung} without an answer; ` +
    `slowest answer ${Math.round(traffic.slowest.ms)} ms (${traffic.slowest.of}; limit ${answerMs} ms)`,
);
for (const reason of reasons.slice(0, 20)) console.log(`UNEXPLAINED  ${reason}`);
console.log(reasons.length === 0 ? 'the lifecycle tables explain the whole history' : `${reasons.length} things are unexplained`);
process.exit(reasons.length === 0 && traffic.hung === 0 && traffic.slowest.ms < answerMs ? 0 : 1);
