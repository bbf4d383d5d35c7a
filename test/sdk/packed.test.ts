import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Json } from '../support/client.js';
import { Projects, succeed, tool } from '../support/projects.js';
import { type SellerPerson, World } from '../support/world.js';

const exercise = await readFile(fileURLToPath(new URL('fixtures/exercise.js', import.meta.url)), 'utf8');
const main = `exercise({ sdk, checks, webhooks, websocket }, JSON.parse(process.env.GIVEN)).then((result) => console.log(JSON.stringify(result)));`;
const esm = `import * as sdk from '@joint-ops/sdk';
import * as checks from '@joint-ops/sdk/checks';
import * as webhooks from '@joint-ops/sdk/webhooks';
import * as websocket from '@joint-ops/sdk/websocket';
${exercise}`;
const cjs = `const sdk = require('@joint-ops/sdk');
const checks = require('@joint-ops/sdk/checks');
const webhooks = require('@joint-ops/sdk/webhooks');
const websocket = require('@joint-ops/sdk/websocket');
${exercise}`;

let projects: Projects;
let given: Json;
let seller: SellerPerson;
beforeAll(async () => {
  projects = await Projects.open();
  const world = await World.open();
  seller = await world.newSeller();
  const [certificationRequestId, subjectId] = [await world.draft(seller), await world.submitted(seller)];
  const templateId = await world.templateId('BUSINESS_LETTER');
  given = { url: world.place.url, token: seller.token, certificationRequestId, templateId, subjectId };
}, 60_000);
afterAll(() => projects.close());

const expectExercised = (result: Json, transports: readonly string[]): void => {
  expect(result).toEqual({
    seller: seller.sellerId,
    roles: ['SELLER'],
    refused: 'NOT_FOUND',
    safe: 'NOT_FOUND',
    forged: 'HEADER_MISSING',
    pages: [1, 1],
    progress: { form: 1, pieces: 1 },
    materials: ['CLEAN', 'CLEAN', true],
    live: Object.fromEntries(transports.map((transport) => [transport, 'CERTIFICATION_SUBMITTED'])),
    webhook: 'PHASE_PASSED',
    blockers: true,
    retries: [],
  });
};

/** Further versions of Node.js to run it on: TEST_NODES=/opt/node22/bin/node,/opt/node26/bin/node */
const nodes = [process.execPath, ...(process.env.TEST_NODES?.split(',') ?? [])];

describe('the packed SDK, installed into an empty project', () => {
  it.each([
    ['an ES module', 'main.mjs', esm],
    ['CommonJS', 'main.cjs', cjs],
  ])(
    'runs as %s on Node.js',
    async (_, name, source) => {
      const project = await projects.make(name, { [name]: `${source}\n${main}` });
      for (const node of nodes) {
        const major = Number((await succeed(node, ['-p', 'process.versions.node'], project)).split('.')[0]);
        const result = JSON.parse(await succeed(node, [name], project, { GIVEN: JSON.stringify(given) }));
        expectExercised(result, major >= 22 ? ['event stream', 'websocket'] : ['event stream']);
      }
    },
    120_000,
  );

  it.each([
    ['Node.js, an ES module', 'main.mts', { module: 'nodenext', lib: ['es2022'], types: ['node'] }],
    ['Node.js, CommonJS', 'main.cts', { module: 'nodenext', lib: ['es2022'], types: ['node'] }],
    ['a browser', 'main.ts', { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [] }],
  ])(
    'its types hold in strict TypeScript: %s',
    async (_, name, options) => {
      const fixture = await readFile(fileURLToPath(new URL('fixtures/typed.ts.txt', import.meta.url)), 'utf8');
      const compilerOptions = {
        target: 'es2022',
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        typeRoots: [tool('@types')],
        ...options,
      };
      const project = await projects.make(`types-${name}`, {
        [name]: fixture,
        'tsconfig.json': JSON.stringify({ compilerOptions, files: [name] }),
      });
      await succeed(process.execPath, [tool('typescript/bin/tsc'), '-p', '.'], project);
    },
    60_000,
  );

  it('runs in a worker without anything of Node.js', async () => {
    const project = await projects.make('worker', {
      'worker.js': `${esm}\nglobalThis.exercised = (given) => exercise({ sdk, checks, webhooks, websocket }, given);`,
    });
    // Without a platform, an import of a module of Node.js would fail here.
    const { outputFiles } = await build({
      entryPoints: [join(project, 'worker.js')],
      bundle: true,
      write: false,
      platform: 'neutral',
      mainFields: ['module'],
      conditions: ['worker', 'import'],
    });
    const { fetch, Request, Response, Headers, FormData, Blob, File, URL, AbortController, AbortSignal, TextEncoder, TextDecoder } =
      globalThis;
    const { ReadableStream, TransformStream, crypto, performance, setTimeout, clearTimeout, setInterval, clearInterval, atob, btoa } =
      globalThis;
    const web = { fetch, Request, Response, Headers, FormData, Blob, File, URL, AbortController, AbortSignal, TextEncoder, TextDecoder };
    const context = createContext({
      ...web,
      ReadableStream,
      TransformStream,
      crypto,
      performance,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      atob,
      btoa,
    });
    new Script(outputFiles[0]!.text).runInContext(context);
    expectExercised(JSON.parse(JSON.stringify(await context.exercised(given))), ['event stream']);
  }, 60_000);

  // scripts/test.mjs says so when it leaves it out.
  (process.env.TEST_CHROMIUM ? it : it.skip)(
    'runs in a page that Vite has built, in Chromium',
    async () => {
      const server = { '/graphql': { target: given.url, ws: true }, '/uploads': given.url };
      const project = await projects.make('page', {
        'index.html': '<!doctype html><title>SDK</title><script type="module" src="/main.js"></script>',
        'main.js': `${esm}\nwindow.exercised = (given) => exercise({ sdk, checks, webhooks, websocket }, { ...given, url: location.origin });`,
        'vite.config.mjs': `export default { preview: { host: '127.0.0.1', port: 0, proxy: ${JSON.stringify(server)} } };`,
      });
      const vite = tool('vite/bin/vite.js');
      await succeed(process.execPath, [vite, 'build'], project);
      const preview = spawn(process.execPath, [vite, 'preview'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
      const browser = await chromium.launch({ executablePath: process.env.TEST_CHROMIUM!, args: ['--no-sandbox'] });
      try {
        const url = await new Promise<string>((resolve) => {
          let said = '';
          preview.stdout.on('data', (data) => {
            said += data;
            // biome-ignore lint/suspicious/noControlCharactersInRegex: Vite writes in colours
            const found = /http:\/\/[\d.]+:\d+/.exec(said.replace(/\x1b\[\d+m/g, ''));
            if (found) resolve(found[0]);
          });
        });
        const page = await browser.newPage();
        await page.goto(url);
        await page.waitForFunction('window.exercised');
        const result = await page.evaluate(
          (it) => (globalThis as unknown as { exercised(given: Json): Promise<Json> }).exercised(it),
          given,
        );
        expectExercised(result, ['event stream', 'websocket']);
      } finally {
        await browser.close();
        preview.kill();
      }
    },
    120_000,
  );
});
