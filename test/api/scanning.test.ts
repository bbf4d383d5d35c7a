import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clamd, eicar, hasClamd } from '../support/clamd.js';
import { startServer } from '../support/own-server.js';
import { onEachStorage } from '../support/storages.js';
import { type SellerPerson, World } from '../support/world.js';

const pdf = (text: string) => Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj\nendobj\n%%EOF\n`);
const infected = pdf(eicar);

(hasClamd ? describe : describe.skip)('scanning by clamd', () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await Clamd.create();
    await clamd.start();
  });
  afterAll(() => clamd.remove());

  onEachStorage(
    (stage) => {
      let seller: SellerPerson;
      let templateId: string;
      beforeAll(async () => {
        seller = await stage.world.newSeller();
        templateId = await stage.world.templateId('BUSINESS_LETTER');
      });
      const upload = (certificationRequestId: string, bytes: Buffer) =>
        seller.upload(
          'uploadMaterial',
          { certificationRequestId, templateId },
          { file: { name: 'letter.pdf', bytes } },
          'material { id status file { downloadUrl } }',
        );
      const statusOf = async (id: string): Promise<string> =>
        (await seller.query('query ($id: ID!) { node(id: $id) { ... on Material { status } } }', { id })).node.status;
      const becomes = async (id: string, status: string): Promise<void> => {
        while ((await statusOf(id)) !== status) await new Promise((resolve) => setTimeout(resolve, 100));
      };
      const checkOf = async (id: string) =>
        (
          await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { checks { code passed message } } }', { id })
        ).r.checks.filter((check: { code: string; passed: boolean; message: string }) => !check.passed && /letter/i.test(check.message));

      it('R16: malware is FILE_INFECTED at the upload, and nothing is stored', async () => {
        const id = await stage.world.draft(seller);
        const before = await stage.world.look(seller, id);
        expect((await upload(id, infected)).userErrors).toMatchObject([{ code: 'FILE_INFECTED', path: ['file'] }]);
        expect(await stage.world.look(seller, id)).toEqual(before);
        expect((await upload(id, pdf('harmless'))).material.status).toBe('CLEAN');
      });

      it('R16: malware in a template or a business license is FILE_INFECTED too', async () => {
        const { userErrors } = await stage.world.admin.upload(
          'updateSeller',
          { id: seller.sellerId },
          { businessLicense: { name: 'license.pdf', bytes: infected } },
        );
        expect(userErrors).toMatchObject([{ code: 'FILE_INFECTED', path: ['businessLicense'] }]);
      });

      it('R16: while the scanner is away a file waits, is never taken for clean, and is judged once it is back', async () => {
        const [good, bad] = [
          await stage.world.draft(seller, { product: { deliveryMethod: 'SAAS' } }),
          await stage.world.draft(seller, { product: { deliveryMethod: 'SAAS' } }),
        ];
        await clamd.stop();
        const waiting = [(await upload(good, pdf('patient'))).material, (await upload(bad, infected)).material];
        expect(waiting.map(({ status }) => status)).toEqual(['SCANNING', 'SCANNING']);
        expect(await checkOf(good)).toMatchObject([{ code: 'MATERIAL_MISSING', message: expect.stringContaining('scanned') }]);
        const response = await fetch(waiting[0].file.downloadUrl);
        expect([
          response.status,
          ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code,
        ]).toEqual([503, 'SERVICE_UNAVAILABLE']);
        const copy = (await seller.do('copyCertificationRequest', { id: bad }, 'certificationRequest { materials { id status } }'))
          .certificationRequest.materials[0];
        expect(copy.status).toBe('SCANNING');
        const refused = await stage.world.admin.sendForm(
          'updateSeller',
          { id: seller.sellerId },
          { businessLicense: { name: 'license.pdf', bytes: pdf('license') } },
        );
        expect(refused.body.errors[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });

        await clamd.start();
        await Promise.all([becomes(waiting[0].id, 'CLEAN'), becomes(waiting[1].id, 'QUARANTINED'), becomes(copy.id, 'QUARANTINED')]);
        expect(await checkOf(good)).toEqual([]);
        expect(await checkOf(bad)).toMatchObject([{ code: 'MATERIAL_REJECTED' }]);
        expect((await fetch(waiting[0].file.downloadUrl)).status).toBe(200);
        expect((await fetch(waiting[1].file.downloadUrl)).status).toBe(403);
      }, 60_000);
    },
    () => ({ SCANNER_URL: clamd.url }),
  );
});

(hasClamd ? describe : describe.skip)('a clamd that looks at 1 MiB of a file', () => {
  let clamd: Clamd;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    clamd = await Clamd.create({ MaxFileSize: '1M', AlertExceedsMax: 'yes' });
    await clamd.start();
    server = await startServer({ env: { SCANNER_URL: clamd.url } });
  });
  afterAll(async () => {
    await server.stop();
    await clamd.remove();
  });

  it('R16: what it has not looked at to the end is neither clean nor infected, and keeps nobody else waiting', async () => {
    const world = await World.open(server);
    const seller = await world.newSeller();
    const templateId = await world.templateId('BUSINESS_LETTER');
    const upload = async (bytes: Buffer): Promise<{ request: string; material: string }> => {
      const request = await world.draft(seller);
      const { material } = await world.uploadMaterial(seller, request, templateId, { name: 'letter.pdf', bytes });
      expect(material.status).toBe('SCANNING');
      return { request, material: material.id };
    };
    const statusOf = async (id: string): Promise<string> =>
      (await seller.query('query ($id: ID!) { node(id: $id) { ... on Material { status } } }', { id })).node.status;
    const large = await upload(Buffer.concat([pdf('large'), Buffer.alloc(2 * 1024 * 1024, ' '), Buffer.from('%%EOF')]));
    // More than one round of rescanning takes, and all before the small one.
    for (let n = 0; n < 110; n++) await seller.do('copyCertificationRequest', { id: large.request });
    await clamd.stop();
    const small = await upload(pdf('small'));
    await clamd.start();
    while ((await statusOf(small.material)) !== 'CLEAN') await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await statusOf(large.material)).toBe('SCANNING');
  }, 90_000);
});
