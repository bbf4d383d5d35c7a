import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { company, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const fields =
  'seller { id status createdAt company { registrationNumber name introduction businessTermStart businessTermEnd businessLicense { name downloadUrl } } programAgreement { signedAt } }';

describe('updateSeller', () => {
  refusesStrangers('updateSeller', async () => ({ world, owner: seller, input: { id: seller.sellerId, status: 'SUSPENDED' } }), {
    ownObjects: false,
  });

  it('R7: a suspended seller reads but does not write, until the suspension is lifted', async () => {
    const own = await world.newSeller();
    const id = await world.submitted(own);
    await world.admin.do('updateSeller', { id: own.sellerId, status: 'SUSPENDED' });
    const { before, after } = await world.unchanged(own, id, async () => {
      expect(await own.codes('withdrawCertificationRequest', { id })).toEqual(['SELLER_NOT_REGISTERED']);
      expect(await own.codes('copyCertificationRequest', { id })).toEqual(['SELLER_NOT_REGISTERED']);
      expect(await own.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([
        'SELLER_NOT_REGISTERED',
      ]);
    });
    expect(after).toEqual(before);
    await world.admin.do('updateSeller', { id: own.sellerId, status: 'REGISTERED' });
    expect(await own.codes('withdrawCertificationRequest', { id })).toEqual([]);
  });

  it('changes what is given; an unknown seller is NOT_FOUND', async () => {
    const own = await world.newSeller();
    const { seller: changed } = await world.admin.do(
      'updateSeller',
      { id: own.sellerId, company: { ...company, name: 'Renamed' } },
      fields,
    );
    expect(changed).toMatchObject({ status: 'REGISTERED', company: { name: 'Renamed' } });
    expect(await world.admin.codes('updateSeller', { id: 'seller_x', status: 'SUSPENDED' })).toEqual(['NOT_FOUND']);
  });
});
