import { beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});

describe('materialTemplates and materialTemplateBundleUrl', () => {
  it('R16a: the set that ships, each with a file to download', async () => {
    const { materialTemplates } = await seller.query(
      '{ materialTemplates(deliveryMethod: SAAS) { code required maxBytes acceptedTypes phase file { name contentType bytes } } }',
    );
    expect(materialTemplates.map((t: { code: string }) => t.code)).toEqual([
      'AFTER_SALES_SUPPORT_COMMITMENT',
      'BUSINESS_LETTER',
      'DECLARATION_OF_COMMITMENT',
      'END_USER_LICENSE_AGREEMENT',
      'PRODUCT_INTRODUCTION',
      'QUOTATION',
      'SECURITY_SELF_TEST_REPORT',
      'SOFTWARE_COPYRIGHT_CERTIFICATE',
      'USER_GUIDE',
    ]);
    for (const { file } of materialTemplates) expect(file.contentType).toMatch(/officedocument|pdf/);
  });

  it('R16a: Download All is one zip of all that a delivery method needs, or of everything', async () => {
    const bundle = async (argument: string) => {
      const { url } = await seller.query(`{ url: materialTemplateBundleUrl${argument} }`);
      const response = await fetch(url);
      expect(response.headers.get('content-type')).toBe('application/zip');
      return Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer()))).sort();
    };
    const names = async (argument: string) =>
      (await seller.query(`{ materialTemplates${argument} { file { name } } }`)).materialTemplates
        .map((t: { file: { name: string } }) => t.file.name)
        .sort();
    expect(await bundle('(deliveryMethod: CONSULTING_SERVICE)')).toEqual(await names('(deliveryMethod: CONSULTING_SERVICE)'));
    expect(await bundle('')).toEqual(await names(''));
  });
});
