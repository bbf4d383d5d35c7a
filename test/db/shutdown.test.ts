import { describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { mutationDocument, type Person, testEngine } from '../support/client.js';
import { startProcess } from '../support/server-process.mjs';
import { until } from '../support/until.js';
import { completeProduct, World } from '../support/world.js';

/** How many requests were answered, and each that was not. */
interface Load {
  answered: number;
  readonly failed: string[];
  /** A load balancer has seen that the server is about to stop, and sends it nothing more. */
  stopped: boolean;
}

/** Sends requests over connections that are kept open, one after the other. */
async function load(seller: Person, id: string, made: Load): Promise<void> {
  const read = () => seller.send('query ($id: ID!) { certificationRequest(id: $id) { version } }', { id });
  const write = () =>
    seller.send(mutationDocument('updateCertificationRequest', ''), { input: { id, product: { introduction: String(Math.random()) } } });
  for (let n = 0; !made.stopped; n++) {
    try {
      const { status, body } = await (n % 2 ? read() : write());
      if (status === 200 && !body.errors) made.answered++;
      else made.failed.push(`${status} ${JSON.stringify(body)}`);
    } catch (error) {
      const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
      made.failed.push(`${code} ${message}`);
    }
  }
}

/** A websocket that is acknowledged; resolves with the code that closes it. */
async function socketOf(person: Person): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(`${person.place.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } })));
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type !== 'connection_ack') return;
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { progress { id } }' } }));
      resolve();
    });
  });
  return { closed };
}

describe('SIGTERM under load', () => {
  it('no request fails, /readyz is 503 first, sockets are told to come back (1001), it exits with 0 within 10 s, and its log has each answer', async () => {
    const server = await startProcess({ engine: testEngine(), args: ['serve', '--seed'], env: { DRAIN_SECONDS: '2', LOG_LEVEL: 'info' } });
    const world = await World.open(server);
    const loads: Load[] = [];
    const running: Promise<void>[] = [];
    for (let n = 0; n < 8; n++) {
      const seller = await world.newSeller();
      const id = await world.draft(seller, { product: completeProduct });
      loads.push({ answered: 0, failed: [], stopped: false });
      running.push(load(seller, id, loads.at(-1)!));
    }
    const sockets = await Promise.all(Array.from({ length: 5 }, () => socketOf(world.productReviewer)));
    await until(() => loads.every(({ answered }) => answered > 5), 'the load');
    const begun = performance.now();
    const ended = server.end('SIGTERM');
    await until(async () => (await fetch(`${server.url}/readyz`)).status === 503, '/readyz to say so');
    // It serves on meanwhile, as a load balancer takes a while to notice.
    const answered = loads.map((each) => each.answered);
    await until(() => loads.every((each, n) => each.answered > answered[n]! + 1), 'more answers');
    for (const each of loads) each.stopped = true;
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([1001, 1001, 1001, 1001, 1001]);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - begun).toBeLessThan(10_000);
    await Promise.all(running);
    expect(loads.flatMap(({ failed }) => failed)).toEqual([]);
    const answers = loads.reduce((sum, each) => sum + each.answered, 0);
    const logged = () => server.output.stderr.split('\n').filter((line) => line.includes('"route":"/graphql"')).length;
    await until(() => logged() >= answers, 'a line of each answer');
    await server.stop();
  }, 120_000);
});
