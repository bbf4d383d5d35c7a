import { beforeAll, describe, expect, it } from '@jest/globals';
import { corpus } from '../support/corpus.js';
import { onEachStorage } from '../support/storages.js';
import { completeProduct, type SellerPerson } from '../support/world.js';

describe('the corpus of good and bad files', () => {
  onEachStorage((stage) => {
    let seller: SellerPerson;
    let templates: Record<string, string>;
    beforeAll(async () => {
      const { world } = stage;
      seller = await world.newSeller();
      const bundle = await world.admin.do(
        'publishMaterialTemplate',
        {
          code: 'BUNDLE',
          name: 'Bundle',
          description: 'Whatever fits.',
          phase: 'PRODUCT',
          required: false,
          deliveryMethods: ['HARDWARE'],
          acceptedTypes: ['application/zip', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
          maxBytes: 20 * 1024 * 1024,
        },
        'materialTemplate { id }',
      );
      templates = {
        BUNDLE: bundle.materialTemplate.id,
        BUSINESS_LETTER: await world.templateId('BUSINESS_LETTER'),
        QUOTATION: await world.templateId('QUOTATION'),
        SOFTWARE_COPYRIGHT_CERTIFICATE: await world.templateId('SOFTWARE_COPYRIGHT_CERTIFICATE', 'SAAS'),
      };
    });

    it.each(corpus)('R16: $what: $codes', async ({ template, file, codes }) => {
      const { world } = stage;
      const id = await world.draft(seller, { product: completeProduct });
      const before = await world.look(seller, id);
      const input = { certificationRequestId: id, templateId: templates[template] };
      const { material, userErrors } = await seller.upload(
        'uploadMaterial',
        input,
        { file },
        'material { status file { bytes downloadUrl } }',
      );
      expect(userErrors.map((error: { code: string }) => error.code)).toEqual(codes);
      if (codes.length > 0) {
        expect(userErrors.every((error: { path: string[] }) => error.path.join() === 'file')).toBe(true);
        expect(await world.look(seller, id)).toEqual(before);
        return;
      }
      expect(material).toMatchObject({ status: 'CLEAN', file: { bytes: file.bytes.length } });
      const back = await fetch(material.file.downloadUrl);
      expect(Buffer.from(await back.arrayBuffer()).equals(Buffer.from(file.bytes))).toBe(true);
    });
  });
});
