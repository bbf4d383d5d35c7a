import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { signWebhook } from '@joint-ops/sdk/webhooks';
import { chromium } from 'playwright-core';
import { filledQuotation } from '../../src/cli/quotation-form.js';
import { type Json, shippedFile } from '../support/client.js';
import { startServer } from '../support/own-server.js';
import { png } from '../support/png.js';
import { Projects, succeed, tool } from '../support/projects.js';
import { information, Releases } from '../support/releases.js';
import { until } from '../support/until.js';
import { businessContact, completeProduct, type SellerPerson, World } from '../support/world.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
let server: Awaited<ReturnType<typeof startServer>>;
let world: World;
let seller: SellerPerson;
let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  server = await startServer({ env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' } });
  world = await World.open(server);
  seller = await world.newSeller();
  folder = await mkdtemp(join(tmpdir(), 'joint-ops-examples-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Program {
  said: string;
  readonly ended: Promise<number | null>;
  stop(): void;
}

/** Starts an example, or a tool, and listens to what it says. */
function start(args: readonly string[], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, args, { cwd: examples, env: { PATH: process.env.PATH!, JOINT_OPS_URL: server.url, ...env } });
  running.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const program: Program = { said: '', ended, stop: () => void child.kill() };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      program.said += data;
    });
  }
  return program;
}
const says = (program: Program, text: string | RegExp) =>
  until(
    () => program.said.match(text),
    () => `${text} in:\n${program.said}`,
  );
const requestsOf = async (person: SellerPerson): Promise<{ id: string; status: string }[]> =>
  (await person.query('{ certificationRequests { nodes { id status } } }')).certificationRequests.nodes;

describe('examples', () => {
  it('a partner integration certifies and releases a product unattended, from signing the agreement to the address of the product', async () => {
    const partner = await world.newSeller({ signed: false });
    await writeFile(join(folder, 'product.json'), JSON.stringify({ product: completeProduct, businessContact, release: information }));
    await writeFile(join(folder, 'logo.png'), png(120, 120));
    for (const { code, file } of await world.templates()) {
      const quotation = filledQuotation({ PRODUCT_NAME: completeProduct.name, DELIVERY_METHOD: completeProduct.deliveryMethod });
      await writeFile(join(folder, `${code}${extname(file.name)}`), code === 'QUOTATION' ? quotation : shippedFile(file.name));
    }
    const program = start(['partner-integration.mjs', folder], { JOINT_OPS_TOKEN: partner.token! });
    const submitted = await until(
      async () => (await requestsOf(partner)).find(({ status }) => status === 'QUALIFICATION_REVIEW'),
      'the submit',
    );
    await world.decide(submitted.id, 'QUALIFICATION', 'APPROVE');
    await world.decide(submitted.id, 'PRODUCT', 'APPROVE');
    const releases = new Releases(world);
    const releasesOf = async (): Promise<{ id: string; status: string }[]> =>
      (await partner.query('{ productReleases { nodes { id status } } }')).productReleases.nodes;
    const waiting = await until(
      async () => (await releasesOf()).find(({ status }) => status === 'IN_REVIEW'),
      () => program.said,
    );
    const { product } = await releases.decide(waiting.id, 'APPROVE');
    expect(await program.ended).toBe(0);
    expect(program.said.trimEnd().split('\n').at(-1)).toBe(product.serviceInformation.productUrl);
    expect(program.said).toMatch(/QUOTATION\.xlsx: (\d+) of \1 bytes/);
    expect(program.said).toMatch(/PHASE_PASSED[\s\S]*CERTIFICATION_APPROVED/);
  });

  it('a reviewer bot sends back what says too little, and after a restart goes on where it was', async () => {
    const args = ['reviewer-bot.mjs', join(folder, 'cursor')];
    const env = { JOINT_OPS_TOKEN: world.qualificationReviewer.token! };
    const bot = start(args, env);
    await says(bot, 'connected: true');
    const short = { introduction: 'Moves.' };
    const first = await world.submitted(seller, short);
    await says(bot, 'sent back');
    expect(await world.look(seller, first)).toMatchObject({
      status: 'CHANGES_REQUESTED',
      findings: [{ severity: 'BLOCKER', message: 'Say more of what the product does.' }],
    });
    bot.stop();
    await bot.ended;
    const [second, third] = [await world.submitted(seller, short), await world.submitted(seller)];
    const again = start(args, env);
    await says(again, 'for a person to read');
    const statusOf = async (id: string) => (await world.look(seller, id)).status;
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual([
      'CHANGES_REQUESTED',
      'CHANGES_REQUESTED',
      'QUALIFICATION_REVIEW',
    ]);
    expect(again.said.match(/sent back/g)).toHaveLength(1);
  });

  it("documents of one's own are typed by the recipe, and run", async () => {
    const projects = await Projects.open();
    try {
      const files = Object.fromEntries(
        await Promise.all(
          ['codegen.yml', 'queue.ts'].map(async (name) => [name, await readFile(join(examples, 'own-documents', name), 'utf8')]),
        ),
      );
      const compilerOptions = {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        verbatimModuleSyntax: true,
        types: ['node'],
        typeRoots: [tool('@types')],
      };
      const project = await projects.make('own-documents', {
        ...files,
        'package.json': '{ "private": true, "type": "module" }',
        'tsconfig.json': JSON.stringify({ compilerOptions }),
      });
      for (const name of ['graphql', '@graphql-typed-document-node', '@graphql-codegen']) {
        await symlink(tool(name), join(project, 'node_modules', name));
      }
      await succeed(process.execPath, [tool('@graphql-codegen/cli/cjs/bin.js'), '--config', 'codegen.yml'], project);
      await succeed(process.execPath, [tool('typescript/bin/tsc'), '-p', '.'], project);
      const env = { JOINT_OPS_URL: server.url, JOINT_OPS_TOKEN: world.qualificationReviewer.token! };
      const { number } = await world.look(seller, await world.submitted(seller));
      const said = await succeed(process.execPath, ['queue.js'], project, env);
      const [, count] = /^(\d+) wait/.exec(said)!;
      expect(said).toContain(`\n${number} Example Software Ltd. `);
      expect(said.match(/^JOC-/gm)).toHaveLength(Number(count));
    } finally {
      await projects.close();
    }
  }, 60_000);

  it('an overview lists what is under way, then follows it and the inbox over one websocket', async () => {
    const id = await world.submitted(seller);
    const { number } = await world.look(seller, id);
    const overview = start(['overview.mjs'], { JOINT_OPS_TOKEN: seller.token! });
    await says(overview, /\d+ shown/);
    expect(overview.said).toContain(`${number} QUALIFICATION_REVIEW`);
    // Both subscriptions have begun when both have heard of something.
    await until(async () => {
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('unclaimReview', { id });
      return overview.said.includes(`REVIEW_CLAIMED ${number}`);
    });
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await says(overview, `PHASE_PASSED ${number}`);
    await says(overview, /qualification/i);
  });

  it('a webhook receiver takes each event once, and nothing that is not signed', async () => {
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address() as { port: number };
        probe.close(() => resolve(free));
      });
    });
    const url = `http://127.0.0.1:${port}/`;
    const { webhookEndpoint, secret } = await seller.do('createWebhookEndpoint', { url }, 'webhookEndpoint { id cursor } secret');
    const receiver = start(['webhook-receiver.mjs'], { WEBHOOK_SECRET: secret, PORT: String(port) });
    await says(receiver, 'listens');
    const id = await world.submitted(seller);
    await says(receiver, 'CERTIFICATION_SUBMITTED');
    await seller.do('replayWebhookEvents', { id: webhookEndpoint.id, after: webhookEndpoint.cursor });
    await seller.do('withdrawCertificationRequest', { id });
    await says(receiver, 'CERTIFICATION_WITHDRAWN');
    expect(receiver.said.match(/CERTIFICATION_SUBMITTED/g)).toHaveLength(1);
    const body = '{"type":"CERTIFICATION_APPROVED"}';
    const headers = await signWebhook(body, { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' });
    const forged = await fetch(url, { method: 'POST', body, headers });
    expect([forged.status, await forged.text()]).toEqual([400, 'SIGNATURE_MISMATCH']);
  });

  // scripts/test.mjs says so when it leaves it out.
  (process.env.TEST_CHROMIUM ? it : it.skip)(
    'a page shows progress as it happens, in Chromium',
    async () => {
      const id = await world.inProductReview(seller);
      const at = [tool('vite/bin/vite.js'), ...['live-progress', '--outDir', join(folder, 'page')]];
      await succeed(process.execPath, [at[0]!, 'build', ...at.slice(1)], examples, { NO_COLOR: '1' });
      const preview = start([at[0]!, 'preview', ...at.slice(1)], { NO_COLOR: '1' });
      const [url] = await says(preview, /http:\/\/[\d.]+:\d+/);
      const browser = await chromium.launch({ executablePath: process.env.TEST_CHROMIUM!, args: ['--no-sandbox'] });
      try {
        const page = await browser.newPage();
        const elsewhere: string[] = [];
        page.on('request', (request) => void (request.url().startsWith(url!) || elsewhere.push(request.url())));
        await page.goto(`${url}/?id=${id}#token=${seller.token}`);
        const shows = (text: string) => page.getByText(text, { exact: true }).waitFor();
        await shows('live');
        await shows('PRODUCT_REVIEW');
        await world.decide(id, 'PRODUCT', 'REJECT', { reason: 'Not ready.' });
        await shows('REJECTED');
        const items: Json[] = await page.getByRole('listitem').allTextContents();
        expect(items).toMatchObject(
          [/^certification submitted/, /^phase passed/, /^certification rejected: Not ready\./].map((text) => expect.stringMatching(text)),
        );
        expect(elsewhere).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});
