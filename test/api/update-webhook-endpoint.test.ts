import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hooks } from '../support/hooks.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';

let hooks: Hooks;
beforeAll(async () => {
  hooks = await Hooks.open();
});
afterAll(() => hooks.close());

describe('updateWebhookEndpoint', () => {
  refusesStrangers('updateWebhookEndpoint', async () => {
    const owner = await hooks.world.newSeller();
    return {
      world: hooks.world,
      owner,
      requestId: await hooks.world.draft(owner),
      input: { id: (await hooks.endpointOf(owner, '/u')).id, enabled: false },
    };
  });

  it('R29: changes address and types; what waited is tried at once at the new address', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/old');
    hooks.receiver.status = (path) => (path === '/old' ? 500 : 200);
    await hooks.world.certified(seller);
    await hooks.attemptsAre(seller, id, 1);
    const input = { id, url: `${hooks.receiver.url}/new`, eventTypes: ['PHASE_PASSED'] };
    const { webhookEndpoint } = await seller.do('updateWebhookEndpoint', input, 'webhookEndpoint { url eventTypes attempts }');
    expect(webhookEndpoint).toEqual({ url: `${hooks.receiver.url}/new`, eventTypes: ['PHASE_PASSED'], attempts: 0 });
    await until(() => hooks.received('/new').length === 1, 'the post');
    expect(hooks.receiver.types('/new')).toEqual(['PHASE_PASSED']);
    expect(await seller.codes('updateWebhookEndpoint', { id, url: 'https://10.0.0.1/' })).toEqual(['INVALID']);
    expect((await hooks.look(seller, id)).url).toBe(`${hooks.receiver.url}/new`);
    hooks.receiver.status = () => 204;
  });

  it('R29: turned off it gets nothing, and goes on where it stopped', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/off');
    await seller.do('updateWebhookEndpoint', { id, enabled: false });
    await hooks.world.certified(seller);
    await seller.do('updateWebhookEndpoint', { id, enabled: true });
    await until(() => hooks.received('/off').length === 3, 'three posts');
  });
});
