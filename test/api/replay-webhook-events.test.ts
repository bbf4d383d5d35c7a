import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hooks } from '../support/hooks.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';

let hooks: Hooks;
beforeAll(async () => {
  hooks = await Hooks.open();
});
afterAll(() => hooks.close());

describe('replayWebhookEvents', () => {
  refusesStrangers('replayWebhookEvents', async () => {
    const owner = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(owner, '/p');
    const { cursor } = await hooks.look(owner, id);
    return { world: hooks.world, owner, requestId: await hooks.world.draft(owner), input: { id, after: cursor } };
  });

  it('R27, R29: posts again what came after a cursor, under the same ids, then what comes', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/replay');
    await hooks.world.certified(seller);
    await until(() => hooks.received('/replay').length === 3, 'three posts');
    const [first, ...rest] = hooks.received('/replay').map(({ body }) => body.data);
    await seller.do('replayWebhookEvents', { id, after: first.cursor });
    await until(() => hooks.received('/replay').length === 5, 'two again');
    expect(
      hooks
        .received('/replay')
        .slice(3)
        .map(({ body }) => body.data),
    ).toEqual(rest);
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/replay').length === 6, 'what comes');
  });

  it('R37: what is no cursor, or one that is yet to come, is refused', async () => {
    const seller = await hooks.world.newSeller();
    const { id } = await hooks.endpointOf(seller, '/replay-not');
    for (const after of ['yesterday', '', Buffer.from('event:999999999').toString('base64url')]) {
      const { userErrors } = await seller.mutate('replayWebhookEvents', { id, after });
      expect(userErrors).toEqual([{ code: 'INVALID', message: expect.any(String), path: ['after'] }]);
    }
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/replay-not').length === 1, 'what comes');
  });
});
