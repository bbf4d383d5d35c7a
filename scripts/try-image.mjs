// node scripts/try-image.mjs: takes the steps of the Dockerfile without Docker, in a temporary folder, and starts what comes of them as
// nobody, as its ENTRYPOINT says. Fails when a rule below is broken, when a development dependency is in the last stage, when the
// HEALTHCHECK does not succeed, or when it does not end with 0 on SIGTERM. Switching users needs root; without it the user stays.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { prepare, root } from './prepare.mjs';

prepare();
const { settings } = await import('../dist/platform/settings.js');
const text = (path) => readFileSync(join(root, path), 'utf8');
const wrongs = [];
const rule = (holds, what) => holds || wrongs.push(what);

/** The instructions of a Dockerfile, by stage. */
function stagesOf(dockerfile) {
  const stages = [];
  for (const line of dockerfile
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter(Boolean)) {
    const [, instruction, rest] = /^(\w+)\s+(.*)$/.exec(line);
    if (instruction === 'FROM') {
      const [, image, , name = 'last'] = /^(\S+)(\s+AS\s+(\S+))?$/.exec(rest);
      stages.push({ name, image, steps: [] });
    } else stages.at(-1).steps.push({ instruction, rest });
  }
  return stages;
}

const stages = stagesOf(text('Dockerfile'));
const last = stages.at(-1);
const only = (instruction) => last.steps.filter((step) => step.instruction === instruction).at(-1)?.rest;
for (const { image } of stages) rule(/:\d/.test(image), `${image} names no version`);
rule(only('USER') === 'nobody', 'the last USER is not nobody');
rule(only('HEALTHCHECK')?.includes('/livez'), 'HEALTHCHECK does not ask /livez');
rule(only('ENTRYPOINT')?.startsWith('['), 'ENTRYPOINT is a shell, which keeps SIGTERM to itself');
rule(text('.dockerignore').startsWith('*\n'), '.dockerignore does not begin by leaving everything out');
rule(!/!.*(\.env|\.git|data)/.test(text('.dockerignore')), '.dockerignore lets secrets in');

const { services } = parse(text('compose.yml'));
for (const [name, { image, environment = {} }] of Object.entries(services)) {
  rule(!image || /:\d/.test(image), `${name}: ${image} names no version`);
  if (name === 'joint-ops') for (const key of Object.keys(environment)) rule(key in settings, `${name}: there is no setting ${key}`);
}
const grace = Number.parseInt(services['joint-ops'].stop_grace_period, 10);
rule(grace > Number(settings.DRAIN_SECONDS.default) + 8, 'stop_grace_period is shorter than a shutdown');

const folder = mkdtempSync(join(tmpdir(), 'joint-ops-image-'));
chmodSync(folder, 0o755);
const placeOf = (stage, path) => join(folder, stage, path);
/** The paths of an image, as they are here. */
const here = (stage, command) => command.replace(/(?<=^|[\s"=])\/(app|data)\b/g, (_, name) => placeOf(stage, name));

function take({ name, steps }) {
  let [workdir, env] = ['/', {}];
  for (const { instruction, rest } of steps) {
    if (instruction === 'WORKDIR') workdir = rest;
    if (instruction === 'ENV') env = { ...env, ...Object.fromEntries(rest.split(' ').map((pair) => here(name, pair).split('='))) };
    mkdirSync(placeOf(name, workdir), { recursive: true });
    if (instruction === 'COPY') {
      const from = /^--from=(\S+)\s/.exec(rest)?.[1];
      const [to, ...sources] = rest
        .replace(/^--from=\S+\s+/, '')
        .split(/\s+/)
        .reverse();
      for (const source of sources) {
        const target = join(placeOf(name, workdir), to === './' ? source : to);
        cpSync(from ? placeOf(from, source) : join(root, source), target, { recursive: true });
      }
    }
    if (instruction !== 'RUN') continue;
    const { status, stderr } = spawnSync('sh', ['-c', here(name, rest)], { cwd: placeOf(name, workdir), encoding: 'utf8' });
    if (status !== 0) throw new Error(`RUN ${rest} ended with ${status}:\n${stderr}`);
    console.log(`ok     ${name}: RUN ${rest}`);
  }
  return env;
}

try {
  let env = {};
  for (const stage of stages) env = take(stage);
  const app = placeOf('last', 'app');
  for (const [path, { dev }] of Object.entries(JSON.parse(text('package-lock.json')).packages)) {
    rule(!dev || !existsSync(join(app, path)), `the development dependency ${path} is in the image`);
  }
  await start(app, { ...env, HOST: '127.0.0.1', PORT: '4399', DEVELOPMENT_ISSUER: 'on' });
} catch (error) {
  wrongs.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const wrong of wrongs) console.log(`WRONG  ${wrong}`);
console.log(wrongs.length === 0 ? 'the image can be built and runs as nobody' : `${wrongs.length} wrong`);
process.exit(wrongs.length === 0 ? 0 : 1);

async function start(cwd, env) {
  const root = process.getuid?.() === 0;
  const asNobody = root ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : [];
  const [command, ...args] = [...asNobody, ...JSON.parse(only('ENTRYPOINT')), ...JSON.parse(only('CMD'))];
  const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  for (let tries = 0; !output.includes('serves http') && child.exitCode === null && tries < 300; tries++)
    await new Promise((r) => setTimeout(r, 100));
  if (root) {
    const [uid] = /Uid:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')).slice(1);
    rule(uid !== '0', 'it runs as root');
  }
  const [probe, ...probeArgs] = JSON.parse(only('HEALTHCHECK').replace(/^.*?CMD\s+/, ''));
  const health = spawnSync(probe, probeArgs, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  rule(health.status === 0, `HEALTHCHECK ended with ${health.status}: ${health.stderr}\n${output}`);
  child.kill('SIGTERM');
  rule((await exited) === 0, `it did not end with 0 on SIGTERM:\n${output}`);
  if (health.status === 0) console.log('ok     it starts as nobody, is healthy, and ends on SIGTERM');
}
