import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startServer } from '../support/own-server.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

const html = { headers: { accept: 'text/html' } };
const screenshots = process.env.TEST_SCREENSHOTS;

const demo = ['serve', '--demo'];
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer({ args: demo });
}, 60_000);
afterAll(() => server.stop());

describe('the explorer over HTTP', () => {
  it('is a page at / that may load nothing from elsewhere, with files that are kept for a year', async () => {
    const page = await fetch(server.url, html);
    const text = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(text).not.toMatch(/https?:\/\//);
    const [, script] = /<script [^>]*src="([^"]+)"/.exec(text)!;
    const file = await fetch(server.url + script);
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    for (const outside of ['../.built', '%2e%2e%2f.built', '..%2f..%2fpackage.json']) {
      expect((await fetch(`${server.url}/explorer/${outside}`)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('gives tokens to this machine alone, under its own name, and only with the demo', async () => {
    const roles = await fetch(`${server.url}/explorer/roles`);
    expect([roles.status, roles.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(((await roles.json()) as { key: string }[]).map(({ key }) => key)).toContain('operations-manager');
    expect(roles.headers.get('access-control-allow-origin')).toBeNull();
    const rebound = await new Promise<number>((resolve, reject) => {
      const asked = request(`${server.url}/explorer/roles`, { headers: { host: 'attacker.example' } }, ({ statusCode }) =>
        resolve(statusCode!),
      );
      asked.on('error', reject).end();
    });
    expect(rebound).toBe(404);
  });

  it.each([
    ['without the demo', { args: ['serve'] }, 200],
    ['on every address', { env: { HOST: '0.0.0.0' } }, 200],
    [
      'in production, even with the development issuer and the explorer',
      { env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on', EXPLORER: 'on' } },
      200,
    ],
    ['in production', { env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on' } }, 404],
  ] as const)(
    'gives no tokens %s',
    async (_when, options, page) => {
      const other = await startServer({ args: demo, ...(options as object) });
      try {
        expect((await fetch(`${other.url}/explorer/roles`)).status).toBe(404);
        expect((await fetch(other.url, html)).status).toBe(page);
      } finally {
        await other.stop();
      }
    },
    60_000,
  );
});

// scripts/test.mjs says so when it leaves it out.
(process.env.TEST_CHROMIUM ? describe : describe.skip)('the explorer in Chromium', () => {
  let world: World;
  let seller: SellerPerson;
  let browser: Browser;
  beforeAll(async () => {
    world = await World.open(server);
    seller = await world.newSeller();
    browser = await chromium.launch({ executablePath: process.env.TEST_CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Opens the explorer, and notes what should not happen. */
  async function open(locale: string): Promise<{ page: Page; wrong: string[] }> {
    const page = await (await browser.newContext({ locale, viewport: { width: 1440, height: 900 } })).newPage();
    const wrong: string[] = [];
    page.on(
      'request',
      (request) => void (/^(data:|blob:)/.test(request.url()) || request.url().startsWith(server.url) || wrong.push(request.url())),
    );
    page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
    page.on('pageerror', (error) => void wrong.push(String(error)));
    await page.goto(server.url);
    await page.locator('.result-window .monaco-editor').waitFor();
    await page.getByRole('tab', { name: 'WhoAmI' }).waitFor();
    return { page, wrong };
  }
  const look = async (page: Page, name: string) => screenshots && (await page.screenshot({ path: `${screenshots}/${name}.png` }));
  const run = (page: Page) => page.getByRole('button', { name: /^Execute query/ }).click();
  /** Waits until the answer shows a text, however its lines are broken. */
  const answers = (page: Page, text: string) => {
    const shown = async () => ((await page.locator('.result-window').textContent()) ?? '').replaceAll(/\s/g, '');
    let last = '';
    return until(
      async () => {
        last = await shown();
        return last.includes(text);
      },
      () => `${text} in ${last}`,
    );
  };
  const example = async (page: Page, title: string) => {
    await page.getByRole('button', { name: title, exact: true }).click();
    await run(page);
  };

  it('runs a query, acts as somebody else, and shows events as they come, with nothing from another origin and no error', async () => {
    const { page, wrong } = await open('en-US');
    await run(page);
    await answers(page, '"SELLER"');
    await look(page, 'query');
    await page.getByLabel('Act as').selectOption('auditor');
    await run(page);
    await answers(page, '"AUDITOR"');
    await example(page, 'The queue');
    expect(await page.getByLabel('Act as').inputValue()).toBe('qualification-reviewer');
    await answers(page, '"queuePosition"');
    await example(page, 'A place in the log');
    await answers(page, '"cursor"');
    await example(page, 'The queue, as it changes');
    const id = await world.submitted(seller);
    await answers(page, id);
    await look(page, 'subscription');
    expect(wrong).toEqual([]);
  }, 180_000);

  it('speaks Chinese where the browser does', async () => {
    const { page, wrong } = await open('zh-CN');
    await page.getByRole('button', { name: '找一个已认证的申请' }).click();
    await run(page);
    await answers(page, '"certificationRequests"');
    await example(page, '复制为草稿');
    await answers(page, '"copiedFrom"');
    await example(page, '不接受承诺就提交：被拒绝');
    await answers(page, 'COMMITMENT_REQUIRED');
    await answers(page, '承诺');
    await look(page, 'refused');
    expect(wrong).toEqual([]);
  }, 180_000);
});
