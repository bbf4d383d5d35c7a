// node bench/uploads.mjs [--files 20] [--mib 100]
// Sends files at once, as multipart forms and as resumable uploads, and prints how much memory that adds to a server in production,
// over an embedded database; fails when 20 of 100 MiB add more than 48 MiB. Needs Linux: memory is read from /proc.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { parseArgs } from 'node:util';
import { prepare } from '../scripts/prepare.mjs';
import { startProcess } from '../test/support/server-process.mjs';

prepare();
const { makeToken } = await import('../dist/cli/token.js');
const { values } = parseArgs({ options: { files: { type: 'string', default: '20' }, mib: { type: 'string', default: '100' } } });
/** MiB that the uploads may add. */
const mostMib = 48;
const [files, mib] = [Number(values.files), Number(values.mib)];

const server = await startProcess({
  args: ['serve', '--demo'],
  env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on', LOG_LEVEL: 'error' },
});
const tokenOf = (wish) =>
  makeToken(
    {
      dataDir: server.dataDir,
      oidc: { audience: 'joint-ops' },
    },
    wish,
  );
const admin = await tokenOf({ as: ['admin'] });

async function call(token, query, input) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const { sellers } = await call(admin, '{ sellers(first: 5) { nodes { id programAgreement { signedAt } } } }');
const seller = await tokenOf({ as: ['seller'], seller: sellers.nodes.find((s) => s.programAgreement).id });
const { p } = await call(
  admin,
  'mutation ($input: PublishMaterialTemplateInput!) { p: publishMaterialTemplate(input: $input) { materialTemplate { id } } }',
  {
    code: 'LARGE',
    name: 'Large',
    description: 'For this benchmark.',
    phase: 'PRODUCT',
    required: false,
    deliveryMethods: ['IMAGE'],
    acceptedTypes: ['application/pdf'],
    maxBytes: 100 * 1024 * 1024,
  },
);
const templateId = p.materialTemplate.id;
const draft = async () =>
  (
    await call(
      seller,
      'mutation ($input: CreateCertificationRequestInput!) { c: createCertificationRequest(input: $input) { certificationRequest { id } } }',
      {},
    )
  ).c.certificationRequest.id;

const block = randomBytes(64 * 1024);
const tail = Buffer.from('\n%%EOF\n');
/** A PDF of `bytes` bytes that differs from the others. */
function* pdf(bytes, name) {
  const head = Buffer.from(`%PDF-1.7\n% ${name}\n`);
  yield head;
  for (let left = bytes - head.length - tail.length; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
  yield tail;
}
const uploadDocument =
  'mutation ($input: UploadMaterialInput!) { u: uploadMaterial(input: $input) { material { status file { sha256 bytes } } userErrors { code message } } }';

function send(method, path, headers, chunks) {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}${path}`,
      { method, headers: { authorization: `Bearer ${seller}`, ...headers } },
      async (response) => {
        let text = '';
        for await (const piece of response) text += piece;
        resolve({ status: response.statusCode, headers: response.headers, text });
      },
    );
    sent.on('error', reject);
    const iterator = chunks[Symbol.iterator]();
    const next = () => {
      for (;;) {
        const { value, done } = iterator.next();
        if (done) return void sent.end();
        if (!sent.write(value)) return void sent.once('drain', next);
      }
    };
    next();
  });
}

function* form(id, bytes, name) {
  const operations = JSON.stringify({
    query: uploadDocument,
    variables: { input: { certificationRequestId: id, templateId, file: null } },
  });
  yield Buffer.from(
    `--X\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operations}\r\n--X\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.input.file"]}\r\n--X\r\nContent-Disposition: form-data; name="0"; filename="large.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
  );
  yield* pdf(bytes, name);
  yield Buffer.from('\r\n--X--\r\n');
}

const ways = {
  async 'multipart form'(id, bytes, name) {
    const { text } = await send('POST', '/graphql', { 'content-type': 'multipart/form-data; boundary=X' }, form(id, bytes, name));
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(text);
    return data.u;
  },
  async 'resumable upload'(id, bytes, name) {
    const tus = { 'tus-resumable': '1.0.0' };
    const begun = await send(
      'POST',
      '/uploads',
      { ...tus, 'upload-length': bytes, 'upload-metadata': `filename ${Buffer.from('large.pdf').toString('base64')}` },
      [],
    );
    const path = new URL(begun.headers.location).pathname;
    await send(
      'PATCH',
      path,
      { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': bytes },
      pdf(bytes, name),
    );
    return (await call(seller, uploadDocument, { certificationRequestId: id, templateId, uploadId: path.split('/').pop() })).u;
  },
};

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
const cpu = () =>
  readFileSync(`/proc/${server.pid}/stat`, 'utf8')
    .split(' ')
    .slice(13, 15)
    .reduce((sum, ticks) => sum + Number(ticks) / 100, 0);

async function run(way, count, bytes) {
  const drafts = await Promise.all(Array.from({ length: count }, draft));
  const names = drafts.map((_, n) => `${way} ${bytes} ${n}`);
  const before = { memory: resident(), cpu: cpu(), at: performance.now() };
  let peak = before.memory;
  const watch = setInterval(() => {
    peak = Math.max(peak, resident());
  }, 20);
  const answers = await Promise.all(drafts.map((id, n) => ways[way](id, bytes, names[n]))).finally(() => clearInterval(watch));
  answers.forEach(({ material, userErrors }, n) => {
    const hash = createHash('sha256');
    for (const chunk of pdf(bytes, names[n])) hash.update(chunk);
    if (material?.file.sha256 !== hash.digest('hex')) throw new Error(`${names[n]}: ${JSON.stringify({ material, userErrors })}`);
  });
  return { added: peak - before.memory, cpu: cpu() - before.cpu, seconds: (performance.now() - before.at) / 1000, idle: before.memory };
}

try {
  for (const way of Object.keys(ways)) {
    // What any first upload costs: code that is loaded, buffers that are kept.
    await run(way, files, 1024 * 1024);
    const { added, cpu: seconds, seconds: wall, idle } = await run(way, files, mib * 1024 * 1024);
    const told = `${files} × ${mib} MiB at once as ${way}: ${added.toFixed(1)} MiB added to ${idle.toFixed(0)} MiB`;
    if (added > mostMib) process.exitCode = 1;
    console.log(`${told}; ${((seconds * 1000) / (files * mib)).toFixed(1)} ms CPU a MiB, ${wall.toFixed(0)} s; every sha256 right`);
  }
} finally {
  await server.stop();
}
