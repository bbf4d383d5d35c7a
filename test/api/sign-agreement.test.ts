import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { refusesStrangers } from '../support/strangers.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('signAgreement', () => {
  refusesStrangers(
    'signAgreement',
    async () => ({ world, owner: seller, input: { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') } }),
    {
      ownObjects: false,
    },
  );

  it('R9: keeps who signed, when, which version and which text; signed again it is the same signature', async () => {
    const newcomer = await world.newSeller({ signed: false });
    const { agreements } = await newcomer.query(
      '{ agreements(kind: JOINT_PARTNER_PROGRAM) { id version title body sha256 effectiveFrom } }',
    );
    const [agreement] = agreements;
    expect(agreement.sha256).toBe(createHash('sha256').update(agreement.body).digest('hex'));
    const selection =
      'signature { signedAt current signedBy { name role } agreement { id version sha256 } } seller { id programAgreement { signedAt } }';
    const signed = await newcomer.do('signAgreement', { agreementId: agreement.id }, selection);
    expect(signed).toMatchObject({
      signature: {
        current: true,
        signedBy: { name: 'Demo seller', role: 'SELLER' },
        agreement: { id: agreement.id, version: 1, sha256: agreement.sha256 },
      },
      seller: { id: newcomer.sellerId, programAgreement: { signedAt: signed.signature.signedAt } },
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => newcomer.do('signAgreement', { agreementId: agreement.id }, selection)));
    for (const again of all) expect(again.signature).toEqual(signed.signature);
  });

  it('R9: only the program agreement is signed here, and only one that exists', async () => {
    expect(await seller.codes('signAgreement', { agreementId: await world.agreementId('PRICING_RIGHTS') })).toEqual(['INVALID']);
    expect(await seller.codes('signAgreement', { agreementId: 'agreement_x' })).toEqual(['NOT_FOUND']);
  });

  it('R7: somebody who belongs to no seller is SELLER_NOT_REGISTERED', async () => {
    const nobody = await Person.as(world.place, 'seller');
    expect(await nobody.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([
      'SELLER_NOT_REGISTERED',
    ]);
  });
});
