import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { webhookSchedule } from '../../src/domain/webhooks.js';
import type { Json } from '../support/client.js';
import { Hooks } from '../support/hooks.js';
import { startInProcess } from '../support/in-process.js';
import { Receiver } from '../support/receiver.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let hooks: Hooks;
beforeAll(async () => {
  hooks = await Hooks.open();
});
afterAll(() => hooks.close());

describe('webhooks', () => {
  it('R29: are tried at 0 s, 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, then given up; what comes after goes on', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/poison');
    hooks.receiver.status = (path, body) => (path === '/poison' && body.type === 'CERTIFICATION_SUBMITTED' ? 500 : 200);
    await hooks.world.certified(seller);
    const waits: number[] = [];
    for (let attempt = 1; attempt < 10; attempt++) {
      await hooks.attemptsAre(seller, id, attempt);
      const { nextAttemptAt, lastError, enabled } = await hooks.look(seller, id);
      expect({ lastError, enabled }).toEqual({ lastError: 'HTTP 500', enabled: true });
      waits.push(Date.parse(nextAttemptAt) - Date.parse(hooks.at.clock.now()));
      await hooks.toNextAttempt(seller, id);
    }
    await until(() => hooks.received('/poison').length === 12, 'what comes after');
    expect(hooks.received('/poison').map(({ body, status }) => `${body.type} ${status}`)).toEqual([
      ...Array(10).fill('CERTIFICATION_SUBMITTED 500'),
      'PHASE_PASSED 200',
      'CERTIFICATION_APPROVED 200',
    ]);
    expect(
      new Set(
        hooks
          .received('/poison')
          .slice(0, 10)
          .map(({ headers }) => headers['webhook-id']),
      ).size,
    ).toBe(1);
    waits.forEach((wait, n) => {
      const planned = webhookSchedule[n + 1]!;
      // Up to a tenth more, less what it took to look.
      expect(wait).toBeGreaterThan(planned - 3000);
      expect(wait).toBeLessThan(planned * 1.1 + 1);
    });
    const shown = await until(async () => {
      const found = await hooks.look(seller, id);
      return found.nextAttemptAt === null && found;
    }, 'rest');
    expect(shown).toMatchObject({ attempts: 0, lastError: null, deliveries: { totalCount: 12 } });
    expect(shown.deliveries.nodes.map(({ attempt, statusCode, succeeded }: Json) => [attempt, statusCode, succeeded])).toEqual([
      [1, 200, true],
      [1, 200, true],
      ...Array.from({ length: 10 }, (_, n) => [10 - n, 500, false]),
    ]);
    hooks.receiver.status = () => 204;
  }, 90_000);

  it('R27: one that was away gets all that it missed, once and in order', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/away');
    hooks.receiver.status = () => 503;
    await hooks.world.certified(seller);
    await hooks.attemptsAre(seller, id, 1);
    await hooks.world.submitted(seller);
    expect(hooks.received('/away')).toHaveLength(1);
    hooks.receiver.status = () => 200;
    await hooks.toNextAttempt(seller, id);
    await until(() => hooks.receiver.types('/away').length === 4, 'four posts');
    expect(hooks.receiver.types('/away')).toEqual([
      'CERTIFICATION_SUBMITTED',
      'PHASE_PASSED',
      'CERTIFICATION_APPROVED',
      'CERTIFICATION_SUBMITTED',
    ]);
  });

  it('R29: 410 turns the endpoint off; turned on it goes on where it stopped', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/gone');
    hooks.receiver.status = () => 410;
    await hooks.world.submitted(seller);
    await until(async () => !(await hooks.look(seller, id)).enabled, 'it to be turned off');
    expect(await hooks.look(seller, id)).toMatchObject({ lastError: expect.stringContaining('410'), nextAttemptAt: null });
    hooks.receiver.status = () => 200;
    await hooks.world.submitted(seller);
    expect(hooks.received('/gone')).toHaveLength(1);
    await seller.do('updateWebhookEndpoint', { id, enabled: true });
    await until(() => hooks.receiver.types('/gone').length === 2, 'both posts');
    expect(hooks.received('/gone')).toHaveLength(3);
  });

  it('R29: redirects are not followed', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/from');
    hooks.receiver.status = (path) => (path === '/from' ? 302 : 200);
    hooks.receiver.headers = { location: `${hooks.receiver.url}/to` };
    await hooks.world.submitted(seller);
    await hooks.attemptsAre(seller, id, 1);
    expect((await hooks.look(seller, id)).lastError).toBe('HTTP 302: redirects are not followed');
    expect(hooks.received('/to')).toHaveLength(0);
    hooks.receiver.headers = {};
    hooks.receiver.status = () => 204;
  });

  it('R29: a name that leads to an address that is not allowed is refused on connecting', async () => {
    const seller = await hooks.world.newSeller();
    // A name that anybody may point anywhere; nothing listens, and nothing is asked.
    const { id } = await hooks.endpointOf(seller, '/', 'https://localhost:1');
    await hooks.world.submitted(seller);
    await hooks.attemptsAre(seller, id, 1);
    expect((await hooks.look(seller, id)).lastError).toMatch(/ECONNREFUSED/);
    const strict = await startInProcess({ WEBHOOK_ALLOWED_NETWORKS: '10.0.0.0/8' });
    const other = await Receiver.start();
    try {
      const there = await World.open(strict);
      const own = await there.newSeller();
      const endpoint = await hooks.endpointOf(own, '/', `http://localhost:${other.port}`);
      await there.submitted(own);
      await hooks.attemptsAre(own, endpoint.id, 1);
      expect(await hooks.look(own, endpoint.id)).toMatchObject({ lastError: expect.stringContaining('TARGET_REFUSED') });
      expect(other.received).toEqual([]);
    } finally {
      await strict.stop();
      await other.stop();
    }
  });

  it('R29: a receiver that does not answer is not waited for for ever, and holds up no other', async () => {
    const seller = await hooks.world.newSeller();
    const { createServer } = await import('node:net');
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const { id } = await hooks.endpointOf(seller, '/', `http://127.0.0.1:${port}`);
    await hooks.endpointOf(seller, '/quick');
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/quick').length === 1, 'the other');
    await until(async () => (await hooks.look(seller, id)).attempts === 1, 'the first attempt', 25_000);
    expect((await hooks.look(seller, id)).lastError).toBe('No answer within 15 s');
    silent.close();
  }, 40_000);
});

describe('deliveries', () => {
  it('R29: are forgotten after 30 days', async () => {
    const seller: SellerPerson = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/old-log');
    await hooks.world.submitted(seller);
    await until(async () => (await hooks.look(seller, id)).deliveries.totalCount === 1, 'the log');
    await hooks.at.server.services.webhooks.forgetDeliveries();
    expect((await hooks.look(seller, id)).deliveries.totalCount).toBe(1);
    hooks.at.clock.forward(30 * 24 * 3_600_000 + 1);
    await hooks.at.server.services.webhooks.forgetDeliveries();
    expect((await hooks.look(seller, id)).deliveries.totalCount).toBe(0);
  });
});
