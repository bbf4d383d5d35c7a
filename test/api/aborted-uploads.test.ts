import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { mutationDocument } from '../support/client.js';
import { startServer } from '../support/own-server.js';
import { type SellerPerson, World } from '../support/world.js';

const files = 1000;
const atOnce = 50;
const chunk = Buffer.alloc(64 * 1024, 'x');

/** What a descriptor stands for; empty when it was closed meanwhile. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(descriptor);
  } catch {
    return '';
  }
}

describe('aborted uploads', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let seller: SellerPerson;
  let world: World;
  let database: Database;
  beforeAll(async () => {
    server = await startServer();
    world = await World.open(server);
    seller = await world.newSeller();
    database = await Database.open(server.databaseUrl, 1);
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  /** Those of the server, without its connections to the database, which stay open for a while after they were used. */
  const descriptors = (): number => {
    const folder = `/proc/${server.pid}/fd`;
    if (!existsSync(folder)) return 0;
    const databasePort = Number(new URL(server.databaseUrl).port);
    const connections = readFileSync(`/proc/${server.pid}/net/tcp`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , remote]) => databasePort > 0 && Number.parseInt(remote?.split(':')[1] ?? '', 16) === databasePort)
      .map((columns) => `socket:[${columns[9]}]`);
    return readdirSync(folder).filter((name) => !connections.includes(targetOf(join(folder, name)))).length;
  };
  const left = () => (existsSync(join(server.dataDir, 'incoming')) ? readdirSync(join(server.dataDir, 'incoming')) : []);
  const objects = () => readdirSync(join(server.dataDir, 'objects'), { recursive: true }).length;
  const counts = async () =>
    (await database.rows('SELECT (SELECT COUNT(*) FROM stored_object) AS objects, (SELECT COUNT(*) FROM material) AS materials'))[0];
  const until = async (what: () => boolean): Promise<void> => {
    for (let tries = 0; !what(); tries++) {
      if (tries > 500) throw new Error(`still there: ${left().length} files, ${descriptors()} descriptors`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** Begins an upload and breaks it off after so many pieces: within the head, the fields, or the file. */
  function abort(id: string, templateId: string, pieces: number): Promise<void> {
    const operations = JSON.stringify({
      query: mutationDocument('uploadMaterial', ''),
      variables: { input: { certificationRequestId: id, templateId, file: null } },
    });
    const parts = [
      `--X\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operations}\r\n`,
      '--X\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.input.file"]}\r\n',
      '--X\r\nContent-Disposition: form-data; name="0"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n',
      ...Array.from({ length: 8 }, () => chunk),
    ].slice(0, pieces);
    return new Promise((resolve) => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=X',
        authorization: `Bearer ${seller.token}`,
        'transfer-encoding': 'chunked',
      };
      const sent: ClientRequest = request(`${server.url}/graphql`, { method: 'POST', headers, agent: false });
      sent.on('error', () => resolve()).on('close', () => resolve());
      const next = (index: number): void => {
        if (index === parts.length) sent.destroy();
        else sent.write(parts[index]!, () => next(index + 1));
      };
      next(0);
    });
  }

  it(`R16: ${files} of them leave no row, object, temporary file or descriptor`, async () => {
    const [id, templateId] = [await world.draft(seller), await world.templateId('BUSINESS_LETTER')];
    await Promise.all(Array.from({ length: atOnce }, (_, n) => abort(id, templateId, 1 + (n % 11))));
    await until(() => left().length === 0);
    const before = { request: await world.look(seller, id), counts: await counts(), objects: objects() };
    // Connections of the warm-up close one after the other.
    let descriptorsBefore = -1;
    await until(() => {
      const same = descriptors() === descriptorsBefore;
      descriptorsBefore = descriptors();
      return same;
    });

    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < files) await abort(id, templateId, 1 + (next++ % 11));
    };
    await Promise.all(Array.from({ length: atOnce }, lane));

    await until(() => left().length === 0 && descriptors() <= descriptorsBefore);
    expect({ request: await world.look(seller, id), counts: await counts(), objects: objects() }).toEqual(before);
    expect(server.output.stderr).not.toMatch(/INTERNAL_SERVER_ERROR/);
  }, 120_000);
});
