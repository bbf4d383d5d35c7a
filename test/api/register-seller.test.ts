import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
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
const register = (input: object) => world.admin.mutate('registerSeller', { accountSubject: randomUUID(), company, ...input }, fields);

describe('registerSeller', () => {
  refusesStrangers('registerSeller', async () => ({ world, owner: seller, input: { accountSubject: randomUUID(), company } }), {
    ownObjects: false,
  });

  it('R8: keeps the company; the program agreement is not signed yet', async () => {
    const { seller: made } = await register({ company: { ...company, businessTermEnd: '2045-12-31' } });
    expect(made).toMatchObject({
      status: 'REGISTERED',
      company: { ...company, businessTermEnd: '2045-12-31', businessLicense: null },
      programAgreement: null,
    });
  });

  it('R3: the main account is the one whose subject was registered, whatever its scopes say', async () => {
    const accountSubject = randomUUID();
    const { seller: made } = await register({ accountSubject });
    const main = await Person.as(world.place, 'seller', { subject: accountSubject });
    expect((await main.query('{ viewer { subject roles scopes seller { id } } }')).viewer).toEqual({
      subject: accountSubject,
      roles: ['SELLER'],
      scopes: [],
      seller: { id: made.id },
    });
    expect(await main.codes('signAgreement', { agreementId: await world.agreementId('JOINT_PARTNER_PROGRAM') })).toEqual([]);
  });

  it('an account is registered once: TAKEN, also of ten at once', async () => {
    const accountSubject = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, () => register({ accountSubject })));
    expect(all.filter((p) => p.userErrors.length === 0)).toHaveLength(1);
    expect(all.flatMap((p) => p.userErrors.map((e: { code: string }) => e.code))).toEqual(Array(9).fill('TAKEN'));
  });

  it('R8: the business license is a file', async () => {
    const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
    const upload = (name: string, content: Buffer) =>
      world.admin.upload(
        'registerSeller',
        { accountSubject: randomUUID(), company },
        { businessLicense: { name, bytes: content } },
        fields,
      );
    const { seller: made } = await upload('营业执照.pdf', bytes);
    expect(made.company.businessLicense.name).toBe('营业执照.pdf');
    expect(Buffer.from(await (await fetch(made.company.businessLicense.downloadUrl)).arrayBuffer())).toEqual(bytes);
    expect((await upload('x.txt', Buffer.from('text'))).userErrors).toMatchObject([
      { code: 'FILE_TYPE_NOT_ALLOWED', path: ['businessLicense'] },
    ]);
  });

  it.each([
    ['an empty name', { company: { ...company, name: ' ' } }, 'REQUIRED', ['company', 'name']],
    ['a name of 201 characters', { company: { ...company, name: 'x'.repeat(201) } }, 'TOO_LONG', ['company', 'name']],
    [
      'a term that ends before it starts',
      { company: { ...company, businessTermEnd: '2000-01-01' } },
      'INVALID',
      ['company', 'businessTermEnd'],
    ],
    ['an empty account', { accountSubject: '' }, 'REQUIRED', ['accountSubject']],
  ])('R38: %s is refused with its path', async (_, input, code, path) => {
    expect((await register(input)).userErrors).toMatchObject([{ code, path }]);
  });

  it('a day that there is not is BAD_USER_INPUT', async () => {
    await expect(register({ company: { ...company, businessTermStart: '2026-02-30' } })).rejects.toThrow(/BAD_USER_INPUT/);
  });
});
