import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hooks } from '../support/hooks.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';

let hooks: Hooks;
beforeAll(async () => {
  hooks = await Hooks.open();
});
afterAll(() => hooks.close());

describe('deleteWebhookEndpoint', () => {
  refusesStrangers('deleteWebhookEndpoint', async () => {
    const owner = await hooks.world.newSeller();
    return {
      world: hooks.world,
      owner,
      requestId: await hooks.world.draft(owner),
      input: { id: (await hooks.endpointOf(owner, '/d')).id },
    };
  });

  it('R29: it gets nothing more, and is gone with its log', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/deleted');
    await hooks.endpointOf(seller, '/kept');
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/deleted').length === 1 && hooks.received('/kept').length === 1, 'the posts');
    expect((await seller.do('deleteWebhookEndpoint', { id }, 'deletedId')).deletedId).toBe(id);
    expect(await hooks.look(seller, id)).toBeNull();
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/kept').length === 2, 'the other');
    expect(hooks.received('/deleted')).toHaveLength(1);
    expect(await seller.codes('deleteWebhookEndpoint', { id })).toEqual(['NOT_FOUND']);
  });
});
