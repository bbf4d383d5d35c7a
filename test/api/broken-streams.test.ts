import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { Person } from '../support/client.js';
import { type Transport, transports, watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { until } from '../support/until.js';
import { World } from '../support/world.js';

const query = 'subscription { progress { id } }';
const address = `/graphql/stream?query=${encodeURIComponent(query)}`;
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const someone = (): Promise<Person> => Person.as(server, 'auditor', { subject: `broken-${Math.random()}` });
const alive = async (): Promise<number> => (await fetch(`${server.url}/livez`)).status;

/** Sends bytes, and breaks the connection so many milliseconds later; answers what came. */
function broken(bytes: string, ms: number): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
      socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), ms)),
    );
    socket
      .on('data', (data) => {
        said += data;
      })
      .on('error', () => {})
      .on('close', () => resolve(said));
  });
}

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;

/** Begins a stream, and hangs up so many milliseconds later. */
function hangUp(person: Person, transport: Transport, ms: number): Promise<unknown> {
  if (transport === 'event stream') {
    return broken(`GET ${address} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${person.token}\r\n\r\n`, ms);
  }
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket
      .on('open', () => {
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } }));
        setTimeout(() => socket.terminate(), ms);
      })
      .on('error', () => {})
      .on('close', resolve);
  });
}

/** How many event streams somebody can open now. */
async function placesOf(person: Person): Promise<number> {
  const controller = new AbortController();
  const headers = { authorization: `Bearer ${person.token}` };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => fetch(server.url + address, { headers, signal: controller.signal }).then(({ status }) => status)),
  );
  controller.abort();
  return answers.filter((status) => status === 200).length;
}

describe('connections that break', () => {
  it('R28: an upgrade that leads nowhere, or is cut, ends itself and nothing else', async () => {
    for (const path of ['/elsewhere', '//', '/graphql/', '*'])
      expect(await broken(upgrade(path), 500)).toMatch(/^HTTP\/1.1 404 Not Found\r\nConnection: close/);
    for (const path of ['/elsewhere', '/graphql', '/graphql?x'])
      await Promise.all(Array.from({ length: 50 }, (_, n) => broken(upgrade(path), n % 10)));
    expect(await alive()).toBe(200);
  });

  it.each(transports)('R28: who hangs up early leaves no stream behind: %s', async (transport) => {
    for (const ms of [0, 1, 2, 4]) {
      const person = await someone();
      for (let n = 0; n < 3; n++) await Promise.all(Array.from({ length: 40 }, () => hangUp(person, transport, ms)));
      await until(async () => (await placesOf(person)) === 20, 'all places');
    }
  });

  it.each(transports)('R27: a server that stops tells no subscriber that it is complete: %s', async (transport) => {
    const stopping = await startServer({ args: ['serve', '--demo'] });
    try {
      const made = watch(await Person.as(stopping, 'auditor'), transport, 'subscription { progress { id } }');
      const { qualificationReviewer, ...there } = await World.open(stopping);
      const list = '{ certificationRequests(first: 1, filter: { status: [QUALIFICATION_REVIEW] }) { nodes { id } } }';
      const [{ id }] = (await there.admin.query(list)).certificationRequests.nodes;
      for (const step of ['claimReview', 'unclaimReview', 'claimReview', 'unclaimReview', 'claimReview']) {
        await qualificationReviewer.do(step, { id });
        if (await made.count(1).catch(() => null)) break;
      }
      void stopping.end();
      await made.until((m) => m.ended !== null);
      if (transport === 'websocket') expect(made.ended!.error).toMatchObject({ code: 1001 });
      else expect(made.ended!.error).toBeDefined();
    } finally {
      await stopping.stop();
    }
  });
});
