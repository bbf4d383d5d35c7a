import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let letter: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  letter = await world.templateId('BUSINESS_LETTER');
});
const pdf = (text = 'letter') => Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj\nendobj\n%%EOF\n`);
const file = { name: 'letter.pdf', bytes: pdf() };
const selection = `material { id revision status uploadedAt uploadedBy { name role } template { code version } file { name contentType bytes sha256 downloadUrl } } certificationRequest { version }`;
const upload = (id: string, given: { name: string; bytes: Uint8Array }, templateId = letter) =>
  seller.upload('uploadMaterial', { certificationRequestId: id, templateId }, { file: given }, selection);

describe('removeMaterial', () => {
  refusesStrangers('removeMaterial', async () => {
    const requestId = await world.draft(seller, { product: completeProduct });
    const { material } = await upload(requestId, file);
    return { world, owner: seller, requestId, input: { id: material.id } };
  });

  it('R16: takes the material away; the next upload counts on', async () => {
    const id = await world.draft(seller, { product: completeProduct });
    const { material } = await upload(id, file);
    expect((await seller.do('removeMaterial', { id: material.id }, 'removedId')).removedId).toBe(material.id);
    expect((await world.look(seller, id)).materials).toEqual([]);
    expect(await seller.codes('removeMaterial', { id: material.id })).toEqual(['NOT_FOUND']);
    expect((await upload(id, file)).material.revision).toBe(2);
  });

  it('R16: not while the request is in review', async () => {
    const id = await world.submitted(seller);
    const { before, after } = await world.unchanged(seller, id, async () => {
      const [material] = (await world.look(seller, id)).materials;
      expect(await seller.codes('removeMaterial', { id: material.id })).toEqual(['INVALID_STATE']);
      expect((await upload(id, file)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    });
    expect(after).toEqual(before);
  });
});
