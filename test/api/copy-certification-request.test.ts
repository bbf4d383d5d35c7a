import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, everything, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
const copy = (id: string) => seller.do('copyCertificationRequest', { id }, `certificationRequest { ${everything} copiedFrom { id } }`);

describe('copyCertificationRequest', () => {
  refusesStrangers('copyCertificationRequest', async () => {
    const requestId = await world.draft(seller, { product: completeProduct });
    return { world, owner: seller, requestId, input: { id: requestId } };
  });

  it('R18: a copy of any request holds contents and materials, but no decisions, commitments or company', async () => {
    const { id } = await world.changesRequested(seller);
    const source = await world.look(seller, id);
    const { certificationRequest: made } = await copy(id);
    expect(made).toMatchObject({
      status: 'DRAFT',
      version: 1,
      product: source.product,
      copiedFrom: { id },
      submissions: [],
      reviews: [],
      findings: [],
      commitments: [],
    });
    expect(made.number).not.toBe(source.number);
    expect(made.rejectionReasons).toEqual([]);
    const files = (request: { materials: { file: object; template: object; status: string }[] }) =>
      request.materials.map(({ file, template, status }) => ({ file, template, status }));
    expect(files(made)).toEqual(files(source));
    expect(made.materials[0].id).not.toBe(source.materials[0].id);
    expect(made.timeline.nodes).toMatchObject([{ type: 'CERTIFICATION_COPIED' }]);
    expect(await world.look(seller, id)).toEqual(source);
  });

  it('R18: whatever its status: draft, in review, certified, rejected, discarded', async () => {
    const draft = await world.draft(seller, { product: completeProduct });
    const inReview = await world.submitted(seller);
    const certified = await world.certified(seller);
    const rejected = await world.submitted(seller);
    await world.decide(rejected, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    const discarded = await world.draft(seller);
    await seller.do('discardCertificationRequest', { id: discarded });
    for (const id of [draft, inReview, certified, rejected, discarded]) {
      const { before, after } = await world.unchanged(seller, id, async () => {
        expect((await copy(id)).certificationRequest.status).toBe('DRAFT');
      });
      expect(after).toEqual(before);
    }
  });

  it('R18: a copy of a rejected request can be submitted', async () => {
    const id = await world.submitted(seller);
    await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'No.' });
    const { certificationRequest } = await copy(id);
    await world.submit(seller, certificationRequest.id);
    expect((await world.look(seller, certificationRequest.id)).status).toBe('QUALIFICATION_REVIEW');
  });

  it('R36: copied while it is edited, a copy is whole: before the edit or after it', async () => {
    const id = await world.draft(seller, { product: { name: 'N0', introduction: 'N0' } });
    const edits = Array.from({ length: 8 }, (_, n) =>
      seller.do('updateCertificationRequest', { id, product: { name: `N${n}`, introduction: `N${n}` } }),
    );
    const copies = Array.from({ length: 8 }, () => copy(id));
    await Promise.all(edits);
    for (const { certificationRequest } of await Promise.all(copies))
      expect(certificationRequest.product.name).toBe(certificationRequest.product.introduction);
  });
});
