import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const count = async () => (await seller.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount;

describe('Idempotency-Key', () => {
  it('R37: a hundred repeats at once of a new draft make one, and all get the same answer', async () => {
    const before = await count();
    const options = { idempotencyKey: randomUUID() };
    const input = { product: completeProduct };
    const all = await Promise.all(
      Array.from({ length: 100 }, () =>
        seller.mutate('createCertificationRequest', input, 'certificationRequest { id number version }', options),
      ),
    );
    expect(await count()).toBe(before + 1);
    for (const payload of all) expect(payload).toEqual(all[0]);
    expect(all[0].userErrors).toEqual([]);
  });

  it('R37: a submit repeated takes effect once and succeeds each time', async () => {
    const id = await world.completeDraft(seller);
    const input = { id, acceptedAgreementIds: await world.commitments() };
    const options = { idempotencyKey: randomUUID() };
    const all = await Promise.all(Array.from({ length: 10 }, () => seller.codes('submitCertificationRequest', input, options)));
    expect(all.flat()).toEqual([]);
    const { submissions, timeline, version } = await world.look(seller, id);
    expect([submissions.length, timeline.nodes.length]).toEqual([1, 1]);
    expect(await seller.codes('submitCertificationRequest', input, options)).toEqual([]);
    expect((await world.look(seller, id)).version).toBe(version);
    expect(await seller.codes('submitCertificationRequest', input)).toContain('INVALID_STATE');
  });

  it('R37: a removal repeated, after it or at once, takes effect once and answers the same', async () => {
    const id = await world.draft(seller, { supportingProducts: [{ name: 'A' }, { name: 'B' }] });
    const { supportingProducts } = await world.look(seller, id);
    const options = { idempotencyKey: randomUUID() };
    const remove = () =>
      seller.mutate('removeSupportingProduct', { id: supportingProducts[0].id }, 'removedId certificationRequest { version }', options);
    const all = await Promise.all(Array.from({ length: 20 }, remove));
    for (const payload of [...all, await remove()]) {
      expect(payload).toEqual({ removedId: supportingProducts[0].id, certificationRequest: { version: 2 }, userErrors: [] });
    }
    expect((await world.look(seller, id)).supportingProducts).toMatchObject([{ name: 'B', position: 0 }]);
    expect(await seller.codes('removeSupportingProduct', { id: supportingProducts[0].id })).toEqual(['NOT_FOUND']);
  });

  it('R37: the key for another operation is refused and changes nothing; under another alias the operation is the same', async () => {
    const options = { idempotencyKey: randomUUID() };
    const { certificationRequest } = await seller.do('createCertificationRequest', {}, 'certificationRequest { id }', options);
    const before = await count();
    const { body } = await seller.send(
      'mutation ($input: CopyCertificationRequestInput!) { copyCertificationRequest(input: $input) { userErrors { code } } }',
      { input: { id: certificationRequest.id } },
      options,
    );
    expect(body.errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const { again } = await seller.query(
      'mutation { again: createCertificationRequest(input: {}) { certificationRequest { id } } }',
      {},
      options,
    );
    expect(again).toEqual({ certificationRequest });
    expect(await count()).toBe(before);
  });

  it('R37: the key with another input is refused and changes nothing', async () => {
    const options = { idempotencyKey: randomUUID() };
    await seller.do('createCertificationRequest', { product: { name: 'One' } }, '', options);
    const before = await count();
    const again = await seller.send(
      'mutation { createCertificationRequest(input: { product: { name: "Two" } }) { userErrors { code } } }',
      {},
      options,
    );
    expect(again.body.errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await count()).toBe(before);
  });

  it('R37: a key belongs to its caller, and to each mutation of a document by itself', async () => {
    const options = { idempotencyKey: randomUUID() };
    const other = await world.newSeller();
    const document =
      'mutation { a: createCertificationRequest(input: {}) { certificationRequest { id } } b: createCertificationRequest(input: {}) { certificationRequest { id } } }';
    const made = await seller.query(document, {}, options);
    expect(made.a.certificationRequest.id).not.toBe(made.b.certificationRequest.id);
    expect(await seller.query(document, {}, options)).toEqual(made);
    const others = await other.query(document, {}, options);
    expect(others.a.certificationRequest.id).not.toBe(made.a.certificationRequest.id);
  });

  it('R37: a refusal is not kept: mended, the same key succeeds', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    const options = { idempotencyKey: randomUUID() };
    const input = { id, acceptedAgreementIds: await world.commitments() };
    expect(await seller.codes('submitCertificationRequest', input, options)).toContain('CONTACT_INCOMPLETE');
    await seller.do('updateCertificationRequest', { id, businessContact: { name: 'A', mobile: '13800138000', email: 'a@example.com' } });
    await world.uploadAll(seller, id, completeProduct);
    expect(await seller.codes('submitCertificationRequest', input, options)).toEqual([]);
  });

  it('R37: a key that is too long or holds spaces is BAD_REQUEST', async () => {
    for (const idempotencyKey of ['x'.repeat(256), 'a b']) {
      const { status, body } = await seller.send('{ viewer { subject } }', {}, { idempotencyKey });
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});
