import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hooks } from '../support/hooks.js';
import { Receiver } from '../support/receiver.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';

let hooks: Hooks;
beforeAll(async () => {
  hooks = await Hooks.open();
});
afterAll(() => hooks.close());

describe('rotateWebhookSecret', () => {
  refusesStrangers('rotateWebhookSecret', async () => {
    const owner = await hooks.world.newSeller();
    return {
      world: hooks.world,
      owner,
      requestId: await hooks.world.draft(owner),
      input: { id: (await hooks.endpointOf(owner, '/r')).id },
    };
  });

  it('R29: for 24 hours both secrets sign, then the new one alone', async () => {
    const seller = await hooks.world.newSeller();
    const { id, secret } = await hooks.endpointOf(seller, '/rotate');
    const { secret: fresh } = await seller.do('rotateWebhookSecret', { id }, 'secret webhookEndpoint { id }');
    expect(fresh).not.toBe(secret);
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/rotate').length === 1, 'the post');
    const [first] = hooks.received('/rotate');
    Receiver.verify(first!, secret);
    Receiver.verify(first!, fresh);
    hooks.at.clock.forward(24 * 3_600_000 + 1);
    await hooks.world.submitted(seller);
    await until(() => hooks.received('/rotate').length === 2, 'the second post');
    const second = hooks.received('/rotate')[1]!;
    Receiver.verify(second, fresh);
    expect(() => Receiver.verify(second, secret)).toThrow();
  });
});
