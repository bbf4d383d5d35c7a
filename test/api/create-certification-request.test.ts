import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { refusesStrangers } from '../support/strangers.js';
import { businessContact, completeProduct, everything, huaweiContact, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const create = async (input: object) => await seller.mutate('createCertificationRequest', input, `certificationRequest { ${everything} }`);

describe('createCertificationRequest', () => {
  refusesStrangers('createCertificationRequest', async () => ({ world, owner: seller, input: {} }), { ownObjects: false });

  it('R11: an empty draft is a draft', async () => {
    const { certificationRequest } = await create({});
    expect(certificationRequest).toMatchObject({
      status: 'DRAFT',
      version: 1,
      phase: null,
      waitingOn: 'SELLER',
      product: null,
      materials: [],
    });
    expect(certificationRequest.number).toMatch(/^JOC-\d{4}-\d{6}$/);
  });

  it('R11 R13 R15: keeps everything that was typed, mobiles as E.164', async () => {
    const supportingProducts = [{ name: 'Kit B' }, { name: 'Kit A', version: 'V2.0', deliveryMethod: 'LICENSE', introduction: 'A\nB' }];
    const { certificationRequest } = await create({ product: completeProduct, supportingProducts, businessContact, huaweiContact });
    expect(certificationRequest.product).toEqual(completeProduct);
    expect(certificationRequest.supportingProducts).toMatchObject([
      { position: 0, name: 'Kit B' },
      { position: 1, ...supportingProducts[1] },
    ]);
    expect(certificationRequest.businessContact).toMatchObject({ ...businessContact, kind: 'BUSINESS', mobile: '+8613800138000' });
    expect(certificationRequest.huaweiContact).toMatchObject({ ...huaweiContact, kind: 'HUAWEI', mobile: '+8613912345678' });
  });

  it('R9: is refused until the program agreement is signed, and then accepted', async () => {
    const newcomer = await world.newSeller({ signed: false });
    expect(await newcomer.codes('createCertificationRequest', {})).toEqual(['PROGRAM_AGREEMENT_REQUIRED']);
    expect(await newcomer.query('{ certificationRequests { totalCount } viewer { seller { programAgreement { signedAt } } } }')).toEqual({
      certificationRequests: { totalCount: 0 },
      viewer: { seller: { programAgreement: null } },
    });
    await newcomer.do('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') });
    expect(await newcomer.codes('createCertificationRequest', {})).toEqual([]);
  });

  it('R7: somebody who belongs to no seller, and a suspended seller, are SELLER_NOT_REGISTERED', async () => {
    const nobody = await Person.as(world.place, 'seller');
    expect(await nobody.codes('createCertificationRequest', {})).toEqual(['SELLER_NOT_REGISTERED']);
    const suspended = await world.newSeller();
    const id = await world.draft(suspended);
    await world.admin.do('updateSeller', { id: suspended.sellerId, status: 'SUSPENDED' });
    expect(await suspended.codes('createCertificationRequest', {})).toEqual(['SELLER_NOT_REGISTERED']);
    expect(await suspended.codes('updateCertificationRequest', { id, product: { name: 'X' } })).toEqual(['SELLER_NOT_REGISTERED']);
    expect((await world.look(suspended, id)).status).toBe('DRAFT');
  });

  it.each([
    ['a control character', { product: { name: 'A\u0007B' } }, 'INVALID', ['product', 'name']],
    ['a line break in a name', { product: { name: 'A\nB' } }, 'INVALID', ['product', 'name']],
    ['a bidirectional override', { product: { introduction: 'A\u202eB' } }, 'INVALID', ['product', 'introduction']],
    ['a lone surrogate', { product: { name: 'A\ud800' } }, 'INVALID', ['product', 'name']],
    ['a name of 101 code points', { product: { name: '𠮷'.repeat(101) } }, 'TOO_LONG', ['product', 'name']],
    ['an introduction of 4001', { product: { introduction: 'x'.repeat(4001) } }, 'TOO_LONG', ['product', 'introduction']],
    ['a telephone number that is none', { businessContact: { mobile: '12345' } }, 'INVALID', ['businessContact', 'mobile']],
    ['a landline', { businessContact: { mobile: '+86 10 6552 9988' } }, 'INVALID', ['businessContact', 'mobile']],
    ['an e-mail address without a domain', { huaweiContact: { email: 'han@' } }, 'INVALID', ['huaweiContact', 'email']],
    [
      'a bad supporting product',
      { supportingProducts: [{ name: 'A' }, { name: 'B\u0000' }] },
      'INVALID',
      ['supportingProducts', '1', 'name'],
    ],
    [
      '51 supporting products',
      { supportingProducts: Array.from({ length: 51 }, () => ({ name: 'A' })) },
      'TOO_MANY',
      ['supportingProducts'],
    ],
  ])('R38: %s is refused with its path, and nothing is made', async (_, input, code, path) => {
    const before = (await seller.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount;
    const { certificationRequest, userErrors } = await create(input);
    expect(certificationRequest).toBeNull();
    expect(userErrors).toMatchObject([{ code, path }]);
    expect((await seller.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount).toBe(before);
  });

  it('R38: text is kept as NFC, lengths count code points', async () => {
    const { certificationRequest } = await create({ product: { name: `${'𠮷'.repeat(99)}e\u0301`, introduction: '  a\r\nb  ' } });
    expect(certificationRequest.product).toMatchObject({ name: `${'𠮷'.repeat(99)}\u00e9`, introduction: 'a\nb' });
  });

  it('R39: the same refusal in Chinese', async () => {
    const input = { businessContact: { mobile: '12345' } };
    const inChinese = await seller.mutate('createCertificationRequest', input, '', { language: 'zh-CN,zh;q=0.9,en;q=0.8' });
    const inEnglish = await seller.mutate('createCertificationRequest', input, '', { language: 'fr' });
    expect(inChinese.userErrors[0].message).toMatch(/手机号码/);
    expect(inEnglish.userErrors[0].message).toMatch(/mobile number/);
    expect(inChinese.userErrors[0].code).toBe(inEnglish.userErrors[0].code);
  });

  it('an unknown enum value, field or type is BAD_USER_INPUT, and says where', async () => {
    const query =
      'mutation ($input: CreateCertificationRequestInput!) { createCertificationRequest(input: $input) { userErrors { code } } }';
    for (const input of [{ product: { deliveryMethod: 'CARRIER_PIGEON' } }, { companyName: 'Mine' }, { product: { name: 7 } }]) {
      const { status, body } = await seller.send(query, { input });
      expect(status).toBe(400);
      expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
      expect(body.errors[0].message).toMatch(/input\.|companyName/);
    }
  });
});
