import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../support/own-server.js';
import { startS3, type TestStore } from '../support/s3.js';
import { until } from '../support/until.js';
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
    await until(async () => (await fetch(`${server.url}/readyz`)).ok, 'readiness', 2000);
  });

  it('R16: a store that takes connections and says nothing is no different, for downloads and bundles too', async () => {
    const world = await World.open(server);
    const seller = await world.newSeller();
    const [id, templateId] = [await world.draft(seller), await world.templateId('BUSINESS_LETTER')];
    await world.uploadMaterial(seller, id, templateId, { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n% b\n%%EOF\n') });
    const { r, bundle } = await seller.query(
      'query ($id: ID!) { r: certificationRequest(id: $id) { materials { file { downloadUrl } } } bundle: materialTemplateBundleUrl }',
      { id },
    );
    await store.stop();
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(store.port, '127.0.0.1', resolve));
    const before = await world.look(seller, id);
    const start = performance.now();
    const [{ body }, ...responses] = await Promise.all([
      seller.sendForm(
        'uploadMaterial',
        { certificationRequestId: id, templateId },
        { file: { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n% c\n%%EOF\n') } },
      ),
      fetch(r.materials[0].file.downloadUrl),
      fetch(bundle),
    ]);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(body.errors[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(responses.map(({ status }) => status)).toEqual([503, 503]);
    expect(await world.look(seller, id)).toEqual(before);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    store = await startS3(store.port);
  });
});
