import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { businessContact, completeProduct, everything, huaweiContact, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const update = (input: object) => seller.mutate('updateCertificationRequest', input, `certificationRequest { ${everything} }`);

describe('updateCertificationRequest', () => {
  refusesStrangers('updateCertificationRequest', async () => {
    const requestId = await world.draft(seller, { product: completeProduct });
    return { world, owner: seller, requestId, input: { id: requestId, product: { name: 'Changed' } } };
  });

  it('R11: absent leaves, null clears, a value replaces; every change raises the version', async () => {
    const id = await world.draft(seller, { product: completeProduct, businessContact, huaweiContact });
    const first = (await update({ id, product: { name: 'Other', category: null }, businessContact: { name: 'New' } })).certificationRequest;
    expect(first).toMatchObject({ version: 2, product: { ...completeProduct, name: 'Other', category: null } });
    expect(first.businessContact).toMatchObject({ name: 'New', email: businessContact.email, mobile: '+8613800138000' });
    const second = (await update({ id, product: null, huaweiContact: null })).certificationRequest;
    expect(second).toMatchObject({ version: 3, product: null, huaweiContact: null });
    expect(second.businessContact).toMatchObject({ name: 'New' });
  });

  it('R11: a contact can be saved half done', async () => {
    const id = await world.draft(seller);
    expect((await update({ id, huaweiContact: { name: 'Han' } })).certificationRequest.huaweiContact).toMatchObject({
      name: 'Han',
      mobile: null,
    });
    expect((await update({ id, huaweiContact: { name: '' } })).certificationRequest.huaweiContact).toBeNull();
  });

  it('R11: two changes in one document follow one another, and each answer shows its own', async () => {
    const id = await world.draft(seller);
    const step = (alias: string, name: string) =>
      `${alias}: updateCertificationRequest(input: { id: "${id}", product: { name: "${name}" } }) { certificationRequest { version product { name } } }`;
    expect(await seller.query(`mutation { ${step('a', 'One')} ${step('b', 'Two')} }`)).toEqual({
      a: { certificationRequest: { version: 2, product: { name: 'One' } } },
      b: { certificationRequest: { version: 3, product: { name: 'Two' } } },
    });
  });

  it('R36: expectedVersion is honoured: an old one is CONFLICT and changes nothing', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    await update({ id, expectedVersion: 1, product: { name: 'Second' } });
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await seller.codes('updateCertificationRequest', { id, expectedVersion: 1, product: { name: 'Third' } })).toEqual([
        'CONFLICT',
      ]);
    });
    expect(after).toEqual(before);
    expect(after.product.name).toBe('Second');
  });

  it('R36: of ten updates at once with one expectedVersion exactly one wins', async () => {
    const id = await world.draft(seller);
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        seller.codes('updateCertificationRequest', { id, expectedVersion: 1, product: { name: `Name ${n}` } }),
      ),
    );
    expect(all.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(all.filter((codes) => codes[0] === 'CONFLICT')).toHaveLength(9);
    expect((await world.look(seller, id)).version).toBe(2);
  });

  it('R36: of ten updates of different fields at once none is lost', async () => {
    const id = await world.draft(seller);
    const fields = ['name', 'version', 'category', 'introduction'] as const;
    const all = await Promise.all(
      fields.map((field) => seller.codes('updateCertificationRequest', { id, product: { [field]: `V1.${field.length}` } })),
    );
    expect(all).toEqual(fields.map(() => []));
    const { product, version } = await world.look(seller, id);
    expect(version).toBe(1 + fields.length);
    for (const field of fields) expect(product[field]).toBe(`V1.${field.length}`);
  });

  it('R11: what is in review cannot be changed', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      expect(await seller.codes('updateCertificationRequest', { id, product: { name: 'X' } })).toEqual(['INVALID_STATE']);
    });
    expect(after).toEqual(before);
  });

  it('an id that was tampered with is NOT_FOUND', async () => {
    const id = await world.draft(seller);
    for (const bad of ['', 'x', `${id}x`, id.toUpperCase(), id.replace('request_', 'seller_'), "' OR 1=1 --"]) {
      expect(await seller.codes('updateCertificationRequest', { id: bad, product: { name: 'X' } })).toEqual(['NOT_FOUND']);
    }
  });

  it('R11: one bad field refuses the whole, with every problem at once', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    const { userErrors } = await update({
      id,
      product: { name: 'Fine', version: 'v'.repeat(21) },
      businessContact: { email: 'x', mobile: 'y' },
    });
    expect(userErrors.map((error: { path: string[] }) => error.path.join('.'))).toEqual([
      'product.version',
      'businessContact.mobile',
      'businessContact.email',
    ]);
    expect((await world.look(seller, id)).product.name).toBe(completeProduct.name);
  });
});
