import { beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../support/own-server.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('publishAgreement', () => {
  refusesStrangers('publishAgreement', async () => ({ world, owner: seller, input: { kind: 'PRICING_RIGHTS', title: 'T', body: 'B' } }), {
    ownObjects: false,
  });

  it('R9: a new version takes over from its day; the old one can be signed no more, nor the coming one yet', async () => {
    const own = await startServer();
    try {
      const there = await World.open(own);
      const publish = (rest: object) =>
        there.admin.do(
          'publishAgreement',
          { kind: 'JOINT_PARTNER_PROGRAM', title: 'Program', body: '# Text\n\nLine', ...rest },
          'agreement { id version effectiveFrom }',
        );
      const old = await there.agreementId('JOINT_PARTNER_PROGRAM');
      const { agreement: second } = await publish({});
      const { agreement: coming } = await publish({ effectiveFrom: '2100-01-01T00:00:00Z' });
      expect([second.version, coming.version, coming.effectiveFrom]).toEqual([2, 3, '2100-01-01T00:00:00.000Z']);
      expect(await there.agreementId('JOINT_PARTNER_PROGRAM')).toBe(second.id);
      const newcomer = await there.newSeller({ signed: false });
      expect(await newcomer.codes('signAgreement', { agreementId: old })).toEqual(['AGREEMENT_OUTDATED']);
      expect(await newcomer.codes('signAgreement', { agreementId: coming.id })).toEqual(['INVALID']);
      expect(await newcomer.codes('signAgreement', { agreementId: second.id })).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  it.each(['9999-12-31T23:59:59-12:00', '0000-01-01T00:00:00+12:00', '2026-02-30T00:00:00Z', 'soon'])(
    'R9: %s is no instant that can be kept: refused, and the agreements stay readable',
    async (effectiveFrom) => {
      const document = 'mutation ($input: PublishAgreementInput!) { publishAgreement(input: $input) { userErrors { code } } }';
      const before = await world.admin.query('{ agreements { id } }');
      const { status, body } = await world.admin.send(document, {
        input: { kind: 'PRICING_RIGHTS', title: 'T', body: 'B', effectiveFrom },
      });
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(await world.admin.query('{ agreements { id } }')).toEqual(before);
    },
  );

  it('R38: an empty title and a body of 16,001 characters are refused at once', async () => {
    const { userErrors } = await world.admin.mutate('publishAgreement', { kind: 'PRICING_RIGHTS', title: '', body: 'x'.repeat(16_001) });
    expect(userErrors.map((e: { code: string; path: string[] }) => `${e.code} ${e.path}`)).toEqual(['REQUIRED title', 'TOO_LONG body']);
  });
});
