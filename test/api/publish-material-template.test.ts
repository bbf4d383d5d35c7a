import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../support/own-server.js';
import { refusesStrangers } from '../support/strangers.js';
import { completeProduct, type SellerPerson, World } from '../support/world.js';

let own: Awaited<ReturnType<typeof startServer>>;
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  own = await startServer();
  world = await World.open(own);
  seller = await world.newSeller();
});
afterAll(() => own.stop());
const template = {
  code: 'DATA_SHEET',
  name: 'Data sheet',
  description: 'Figures.',
  phase: 'PRODUCT',
  required: false,
  deliveryMethods: ['HARDWARE'],
  acceptedTypes: ['application/pdf'],
  maxBytes: 1000,
};
const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');

describe('publishMaterialTemplate', () => {
  refusesStrangers('publishMaterialTemplate', async () => ({ world, owner: seller, input: template }), { ownObjects: false });

  it('R16a: publishes version by version; the newest is the current one', async () => {
    const publish = (rest: object) =>
      world.admin.upload(
        'publishMaterialTemplate',
        { ...template, ...rest },
        { file: { name: '数据表.pdf', bytes } },
        'materialTemplate { id version file { name downloadUrl } }',
      );
    const first = (await publish({})).materialTemplate;
    const second = (await publish({ name: 'Data sheet, second' })).materialTemplate;
    expect([first.version, second.version]).toEqual([1, 2]);
    const { materialTemplates } = await seller.query('{ materialTemplates(deliveryMethod: HARDWARE) { id code name } }');
    expect(materialTemplates.filter((t: { code: string }) => t.code === 'DATA_SHEET')).toEqual([
      { id: second.id, code: 'DATA_SHEET', name: 'Data sheet, second' },
    ]);
    expect(Buffer.from(await (await fetch(second.file.downloadUrl)).arrayBuffer())).toEqual(bytes);
  });

  it('R16a: a round that was asked for keeps them too; a withdrawn request is a draft, which needs what is in force', async () => {
    const { id, findingId } = await world.changesRequested(seller);
    const withdrawn = await world.submitted(seller);
    const extra = { ...template, code: 'DATA_MAP', required: true, deliveryMethods: [completeProduct.deliveryMethod] };
    const publish = (rest: object) =>
      world.admin.upload('publishMaterialTemplate', { ...extra, ...rest }, { file: { name: 'map.pdf', bytes } });
    await publish({});
    await seller.do('answerFinding', { id: findingId, answer: 'It says more now.' });
    await world.submit(seller, id);
    await seller.do('withdrawCertificationRequest', { id: withdrawn });
    const acceptedAgreementIds = await world.commitments();
    const { userErrors } = await seller.mutate('submitCertificationRequest', { id: withdrawn, acceptedAgreementIds });
    expect(userErrors).toMatchObject([{ code: 'MATERIAL_MISSING', path: ['materials', 'DATA_MAP'] }]);
    await publish({ required: false, deliveryMethods: ['HARDWARE'] });
  });

  it('R16a: a submitted request keeps the templates that it was submitted with; a draft is warned of a newer one', async () => {
    const required = async (id: string) =>
      (
        await seller.query(
          'query ($id: ID!) { certificationRequest(id: $id) { requiredMaterials { satisfied template { id code version } material { id } } checks { code severity passed path } } }',
          { id },
        )
      ).certificationRequest;
    const submitted = await world.submitted(seller);
    const draft = await world.completeDraft(seller);
    const before = await required(submitted);
    expect(before.requiredMaterials.every((r: { satisfied: boolean }) => r.satisfied)).toBe(true);
    const letter = (await world.templates()).find((t) => t.code === 'BUSINESS_LETTER')!;
    await world.admin.upload(
      'publishMaterialTemplate',
      {
        ...template,
        code: letter.code,
        name: 'Business letter',
        required: true,
        phase: 'QUALIFICATION',
        deliveryMethods: [completeProduct.deliveryMethod],
      },
      { file: { name: 'letter.pdf', bytes } },
    );
    expect((await required(submitted)).requiredMaterials).toEqual(before.requiredMaterials);
    const after = await required(draft);
    expect(after.requiredMaterials.find((r: { template: { code: string } }) => r.template.code === letter.code).template.version).toBe(2);
    expect(after.checks.filter((c: { passed: boolean }) => !c.passed)).toMatchObject([
      { severity: 'WARNING', path: ['materials', 'BUSINESS_LETTER'] },
    ]);
    await world.submit(seller, draft);
  });

  it.each([
    ['a code in small letters', { code: 'data sheet' }, 'INVALID', ['code']],
    ['no delivery method', { deliveryMethods: [] }, 'REQUIRED', ['deliveryMethods']],
    ['a type that cannot be told', { acceptedTypes: ['text/html'] }, 'INVALID', ['acceptedTypes', '0']],
    ['no bytes', { maxBytes: 0 }, 'INVALID', ['maxBytes']],
    ['too many bytes', { maxBytes: 2_000_000_000 }, 'INVALID', ['maxBytes']],
  ])('R16a: %s is refused with its path', async (_, rest, code, path) => {
    expect((await world.admin.mutate('publishMaterialTemplate', { ...template, ...rest })).userErrors).toMatchObject([{ code, path }]);
  });
});
