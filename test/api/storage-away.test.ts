import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../support/own-server.js';
import { startS3, type TestStore } from '../support/s3.js';
import { World } from '../support/world.js';

describe('a file store that is away', () => {
  let store: TestStore;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    store = await startS3();
    server = await startServer({ env: { STORAGE_URL: store.url } });
  });
  afterAll(async () => {
    await server.stop();
    await store.stop();
  });

  it('R16: an upload is SERVICE_UNAVAILABLE within 5 s, changes nothing, and works once the store is back', async () => {
    const world = await World.open(server);
    const seller = await world.newSeller();
    const [id, templateId] = [await world.draft(seller), await world.templateId('BUSINESS_LETTER')];
    const upload = () =>
      seller.sendForm(
        'uploadMaterial',
        { certificationRequestId: id, templateId },
        { file: { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') } },
      );
    await store.stop();
    const before = await world.look(seller, id);
    const start = performance.now();
    const { body } = await upload();
    expect(performance.now() - start).toBeLessThan(5000);
    expect(body.errors[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(await world.look(seller, id)).toEqual(before);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);

    store = await startS3(store.port);
    expect((await upload()).body.data.uploadMaterial.userErrors).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});
