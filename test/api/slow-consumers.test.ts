import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { Database } from '../../src/platform/database.js';
import { newId } from '../../src/platform/ids.js';
import { type Json, Person } from '../support/client.js';
import { type Transport, transports, watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { until } from '../support/until.js';
import { World } from '../support/world.js';

const events = 9000;
let server: Awaited<ReturnType<typeof startServer>>;
let world: World;
let database: Database;
beforeAll(async () => {
  server = await startServer();
  world = await World.open(server);
  database = await Database.open(server.databaseUrl, 1);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
const query = 'subscription ($after: String) { progress(after: $after) { id cursor reason } }';

/** Writes many large events, as another process would. */
async function flood(subjectId: string): Promise<string[]> {
  const [row] = await database.rows('SELECT * FROM progress_event WHERE subject_id = ?', [subjectId]);
  const columns = Object.keys(row!);
  const ids: string[] = [];
  await database.dataSource.transaction(async (manager) => {
    await manager.query("UPDATE counter SET value = value + ? WHERE name = 'event'", [events]);
    const [counter] = await manager.query<{ value: number }[]>("SELECT value + 0 AS value FROM counter WHERE name = 'event'");
    for (let n = 0; n < events; n += 100) {
      const copies = Array.from({ length: 100 }, (_, k) => {
        const copy: Json = {
          ...row,
          id: newId('ProgressEvent'),
          position: Number(counter!.value) - events + n + k + 1,
          reason: 'x'.repeat(2000),
        };
        ids.push(copy.id);
        return columns.map((column) => (column === 'actor' && typeof copy.actor === 'object' ? JSON.stringify(copy.actor) : copy[column]));
      });
      const marks = copies.map(() => `(${columns.map(() => '?')})`);
      await manager.query(`INSERT INTO progress_event (${columns}) VALUES ${marks}`, copies.flat());
    }
  });
  return ids;
}

/** A raw websocket that subscribes, and does not read until it is told to. */
async function lazySocket(token: string, received: Json[]): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await new Promise((resolve) => socket.once('message', resolve));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type !== 'ping') received.push(message);
  });
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  return socket;
}

/** The ids of what comes after a cursor, up to an event; on a busy machine whoever is meant to be quick may be let go too, and resumes. */
function upTo(end: string, transport: Transport, after: string): Promise<string[]> {
  const ids: string[] = [];
  return new Promise((resolve, reject) => {
    const begin = (from: string): void => {
      const made = watch(world.admin, transport, query, { after: from });
      const leave = (): void => {
        made.onEnd = () => {};
        made.dispose();
      };
      made.onEnd = () => {
        // A close event keeps what it knows from JSON.
        const { code, reason, message } = made.ended?.error ?? {};
        reject(new Error(`ended after ${ids.length}: ${JSON.stringify({ code, reason, message })}`));
      };
      made.onResult = ({ data, errors, extensions }: Json) => {
        if (data) ids.push(data.progress.id);
        if (data && ids.at(-1) !== end) return;
        leave();
        if (data) resolve(ids);
        else if (errors[0].extensions.code === 'SLOW_CONSUMER') begin(extensions.cursor);
        else reject(new Error(`after ${ids.length}: ${JSON.stringify(errors)}`));
      };
    };
    begin(after);
  });
}

describe('a subscriber that is too slow', () => {
  it('R27: is let go with SLOW_CONSUMER and resumes after its cursor, without loss or repeat, over either transport', async () => {
    const seller = await world.newSeller();
    const id = await world.submitted(seller);
    const received: Json[] = [];
    const socket = await lazySocket(world.admin.token!, received);
    // It has begun when it hears of something.
    await until(async () => {
      await world.submitted(seller);
      return received.length > 0;
    }, 'the first event');
    const heard = received.length;
    socket.pause();
    // It takes nothing, and is there: who answers no ping for 24 seconds, as long as a busy machine may need here, is cut off without a word.
    const alive = setInterval(() => socket.pong(), 1000).unref();
    const ids = await flood(id);
    const begun = received[0].payload.data.progress.cursor;
    // The quick one has it all while the slow one sleeps.
    await upTo(ids.at(-1)!, 'websocket', begun);
    socket.resume();
    clearInterval(alive);
    await until(() => received.some(({ type }) => type === 'complete'), 'the end', 30_000);
    socket.terminate();
    const results = received.slice(heard).filter(({ type }) => type === 'next');
    const last = results.at(-1).payload;
    expect(last.errors[0].extensions.code).toBe('SLOW_CONSUMER');
    const got = results.slice(0, -1).map(({ payload }) => payload.data.progress.id);
    expect(got.length).toBeGreaterThanOrEqual(1000);
    expect(got.length).toBeLessThan(events);
    for (const transport of transports) {
      const all = [...got, ...(await upTo(ids.at(-1)!, transport, last.extensions.cursor))];
      expect(all.filter((each) => ids.includes(each))).toEqual(ids);
    }
    // It is no fault of the server's: nothing that an operator is to look at.
    expect(server.output.stderr).not.toContain('SLOW_CONSUMER');
  }, 120_000);

  it('R28: over an event stream, who takes nothing is let go, and has its places again', async () => {
    const person = await Person.as(server, 'admin', { subject: 'sleeper' });
    const id = await world.submitted(await world.newSeller());
    // Much of each event, so that more waits than the kernel takes.
    const much = [...'abcdefghijklmnop'].map((name) => `${name}: reason`).join(' ');
    const request = `GET /graphql/stream?query=${encodeURIComponent(`subscription { progress { ${much} } }`)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${person.token}\r\n\r\n`;
    const sleepers = await Promise.all(
      Array.from(
        { length: 20 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(request));
            socket.on('error', () => {}).once('data', () => resolve(socket.pause()));
          }),
      ),
    );
    const status = async (): Promise<number> => {
      const controller = new AbortController();
      const headers = { authorization: `Bearer ${person.token}` };
      const answer = await fetch(`${server.url}/graphql/stream?query=${encodeURIComponent(query)}`, { headers, signal: controller.signal });
      controller.abort();
      return answer.status;
    };
    expect(await status()).toBe(429);
    await flood(id);
    await until(async () => (await status()) === 200, 'a place', 60_000);
    for (const socket of sleepers) socket.destroy();
  }, 120_000);
});
