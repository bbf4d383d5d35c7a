import { beforeAll, describe, expect, it } from '@jest/globals';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('the next round', () => {
  const nextRound = async (phase: string, change: (id: string) => Promise<unknown>) => {
    const { id, findingId } = await world.changesRequested(seller, phase);
    await change(id);
    await seller.do('answerFinding', { id: findingId, answer: 'Done.' });
    await world.submit(seller, id);
    const request = await world.look(seller, id);
    const query = 'query ($id: ID!) { certificationRequest(id: $id) { submissions { changesSincePrevious { path before after } } } }';
    const { submissions } = (await seller.query(query, { id })).certificationRequest;
    return { status: request.status, changes: submissions.at(-1).changesSincePrevious, request };
  };

  it('R20: goes on at the phase that asked, and shows what differs', async () => {
    const { status, changes, request } = await nextRound('PRODUCT', (id) =>
      seller.do('updateCertificationRequest', { id, product: { introduction: 'Longer.' } }),
    );
    expect(status).toBe('PRODUCT_REVIEW');
    expect(changes).toEqual([{ path: ['product', 'introduction'], before: completeProduct.introduction, after: 'Longer.' }]);
    expect(request.timeline.nodes.at(-1)).toMatchObject({ type: 'CERTIFICATION_RESUBMITTED', phase: 'PRODUCT' });
  });

  it('R20: a supporting product and a product material stay with the product review', async () => {
    const { status, changes } = await nextRound('PRODUCT', async (id) => {
      await seller.do('addSupportingProduct', {
        certificationRequestId: id,
        product: { name: 'Kit', version: 'V1.0', deliveryMethod: 'LICENSE' },
      });
      const templateId = await world.templateId('PRODUCT_INTRODUCTION');
      await world.uploadMaterial(seller, id, templateId, { name: 'x.pdf', bytes: Buffer.from('%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n') });
    });
    expect(status).toBe('PRODUCT_REVIEW');
    expect(changes.map((c: { path: string[] }) => c.path.slice(0, 2).join('.'))).toEqual(
      expect.arrayContaining(['materials.PRODUCT_INTRODUCTION', 'supportingProducts.0']),
    );
  });

  it('R20: starts at qualification when a contact has changed', async () => {
    const { status, request } = await nextRound('PRODUCT', (id) =>
      seller.do('updateCertificationRequest', { id, businessContact: { name: 'Somebody Else' } }),
    );
    expect(status).toBe('QUALIFICATION_REVIEW');
    expect(request.phase).toBe('QUALIFICATION');
  });

  it('R20: starts at qualification when a material has changed that qualification judges', async () => {
    const { status } = await nextRound('PRODUCT', async (id) => {
      const templateId = await world.templateId('BUSINESS_LETTER');
      await world.uploadMaterial(seller, id, templateId, { name: 'x.pdf', bytes: Buffer.from('%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n') });
    });
    expect(status).toBe('QUALIFICATION_REVIEW');
  });

  it('R20: starts at qualification when the company has changed', async () => {
    const { status } = await nextRound('PRODUCT', () =>
      world.admin.do('updateSeller', {
        id: seller.sellerId,
        company: { registrationNumber: seller.registrationNumber, name: 'New Name', introduction: 'x', businessTermStart: '2015-01-01' },
      }),
    );
    expect(status).toBe('QUALIFICATION_REVIEW');
  });

  it('R20: what qualification asked starts there again', async () => {
    expect((await nextRound('QUALIFICATION', async () => {})).status).toBe('QUALIFICATION_REVIEW');
  });
});
