import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthenticationError,
  type ClientOptions,
  createJointOps,
  InvalidRequestError,
  type JointOps,
  JointOpsError,
  PermissionError,
  type StreamStatus,
  type StreamTransport,
  type SubscribeOptions,
  type Subscription,
  subscribe,
  type TypedDocument,
} from '@joint-ops/sdk';
import { webSocket } from '@joint-ops/sdk/websocket';
import WebSocket from 'ws';
import { limits } from '../../src/domain/limits.js';
import { tokenFor } from '../support/client.js';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let proxy: TcpProxy;
const open: Subscription<unknown>[] = [];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.return()));
  await proxy?.stop();
});

/** A client whose connections go through a proxy of the test's own. */
async function connect(options: Partial<ClientOptions> = {}): Promise<JointOps> {
  proxy = await TcpProxy.start(Number(new URL(world.place.url).port));
  return createJointOps({ url: `http://127.0.0.1:${proxy.port}`, token: seller.token!, ...options });
}

/** Collects what a subscription hands out. */
function collect<Event>(subscription: Subscription<Event>): { readonly events: Event[]; error: unknown; done: boolean } {
  const collected = { events: [] as Event[], error: undefined as unknown, done: false };
  open.push(subscription);
  void (async () => {
    try {
      for await (const event of subscription) collected.events.push(event);
    } catch (error) {
      collected.error = error;
    }
    collected.done = true;
  })();
  return collected;
}

const timeline = async (id: string): Promise<string[]> => {
  const query = 'query ($id: ID!) { r: certificationRequest(id: $id) { timeline(first: 100) { nodes { id } } } }';
  return (await seller.query(query, { id })).r.timeline.nodes.map((event: { id: string }) => event.id);
};
/** Two events, by a reviewer that goes past the proxy. */
const claimAndGiveBack = async (id: string): Promise<void> => {
  await world.qualificationReviewer.do('claimReview', { id });
  await world.qualificationReviewer.do('unclaimReview', { id });
};

describe.each([
  ['event stream', undefined],
  ['websocket', webSocket({ WebSocket })],
])('subscriptions over: %s', (_, transport) => {
  it('R27: ride through breaks: each event comes once, in order, with the place of the last one handed out', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    const statuses: StreamStatus[] = [];
    const subscription = jointOps.progress({ subjectId: id }, { transport, onStatus: (status) => statuses.push(status) });
    const got = collect(subscription);
    const connected = () => statuses.filter((status) => status.connected).length;
    for (let n = 1; n <= 3; n++) {
      await until(() => connected() === n, `connection ${n}`);
      await claimAndGiveBack(id);
      proxy.cut();
      await claimAndGiveBack(id);
      proxy.heal();
    }
    const expected = (await timeline(id)).slice(1);
    await until(
      () => got.events.length >= expected.length,
      () => `${got.events.length} of ${expected.length}`,
    );
    expect(got.events.map((event) => event.id)).toEqual(expected);
    expect(subscription.cursor).toBe(got.events.at(-1)!.cursor);
    expect(connected()).toBe(4);
    expect(statuses[1]).toMatchObject({ connected: false, error: { code: 'CONNECTION_FAILED' } });
  });

  it('R27: what happens while the connection is away before the first event is not lost either', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    let connected = 0;
    const got = collect(jointOps.progress({ subjectId: id }, { transport, onStatus: (status) => void (status.connected && connected++) }));
    await until(() => connected === 1, 'the connection');
    // Its place arrives right after the connection.
    await new Promise((resolve) => setTimeout(resolve, 100));
    proxy.cut();
    await claimAndGiveBack(id);
    proxy.heal();
    const expected = (await timeline(id)).slice(1);
    await until(() => got.events.length >= expected.length, 'the events');
    expect(got.events.map((event) => event.id)).toEqual(expected);
  });

  it('R27: another process goes on from the cursor that one has kept', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    await claimAndGiveBack(id);
    const first = jointOps.progress({ subjectId: id, after: 'ZXZlbnQ6MA' }, { transport });
    const ids: string[] = [];
    for await (const event of first) {
      ids.push(event.id);
      if (ids.length === 2) break;
    }
    const rest = collect(jointOps.progress({ subjectId: id, after: first.cursor }, { transport }));
    await until(() => rest.events.length === 1, 'the rest');
    expect([...ids, rest.events[0]!.id]).toEqual(await timeline(id));
  });

  it('R28: when the token expires it goes on with a fresh one; what was meanwhile comes too', async () => {
    const id = await world.submitted(seller);
    const asked: string[] = [];
    const token = async (): Promise<string> => {
      const made = await tokenFor(world.place, { as: ['seller'], seller: seller.sellerId, expires: asked.length === 0 ? '2s' : '1h' });
      asked.push(made);
      return made;
    };
    const jointOps = await connect({ token });
    const statuses: StreamStatus[] = [];
    const got = collect(jointOps.progress({ subjectId: id }, { transport, onStatus: (status) => statuses.push(status) }));
    await until(() => statuses.length > 0, 'the connection');
    await claimAndGiveBack(id);
    await until(() => statuses.filter(({ connected }) => connected).length === 2, 'the second connection');
    await claimAndGiveBack(id);
    await until(() => got.events.length === 4, 'the events');
    expect(got.events.map((event) => event.id)).toEqual((await timeline(id)).slice(1));
    expect(asked).toHaveLength(2);
    expect(statuses[1]).toMatchObject({ connected: false, error: { code: 'UNAUTHENTICATED' } });
  });

  it('R28: with a token that cannot be refreshed it ends when that expires', async () => {
    const token = await tokenFor(world.place, { as: ['seller'], seller: seller.sellerId, expires: '2s' });
    const got = collect((await connect({ token })).progress({}, { transport }));
    await until(() => got.done, 'the end');
    expect(got.error).toBeInstanceOf(AuthenticationError);
  });

  it('a connection that went silent is taken for dead, and made anew', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    const statuses: StreamStatus[] = [];
    const options: SubscribeOptions = { transport, silenceMs: 600, onStatus: (status) => statuses.push(status) };
    const got = collect(jointOps.progress({ subjectId: id }, options));
    await until(() => statuses.length > 0, 'the connection');
    proxy.blackHole();
    await claimAndGiveBack(id);
    await until(() => statuses.some(({ connected }) => !connected), 'the loss');
    proxy.heal();
    await until(() => got.events.length === 2, 'the events');
    expect(got.events.map((event) => event.id)).toEqual((await timeline(id)).slice(1));
  });

  it('what can never run is thrown at once; who is away for too long, when that is over', async () => {
    const jointOps = await connect();
    const next = (subscription: AsyncIterator<unknown>) => subscription.next();
    await expect(next(jointOps.reviewQueue({}, { transport }))).rejects.toBeInstanceOf(PermissionError);
    await expect(next(jointOps.progress({ after: 'nonsense' }, { transport }))).rejects.toBeInstanceOf(InvalidRequestError);
    const unknown = 'subscription ($after: String) { nothing(after: $after) }' as TypedDocument<unknown, unknown>;
    await expect(next(subscribe(jointOps, unknown, {}, { transport }))).rejects.toBeInstanceOf(InvalidRequestError);
    proxy.cut();
    const error = await next(jointOps.progress({}, { transport, retryForMs: 200 })).catch((reason) => reason);
    expect(error).toBeInstanceOf(JointOpsError);
    expect(error.code).toBe('CONNECTION_FAILED');
  });

  it('a signal ends it with its reason, leaving the loop ends it quietly', async () => {
    const jointOps = await connect();
    const controller = new AbortController();
    const reason = new Error('enough');
    let connected = 0;
    const onStatus = (status: StreamStatus): void => void (status.connected && connected++);
    const waiting = jointOps.progress({}, { transport, signal: controller.signal, onStatus }).next();
    const left = jointOps.progress({}, { transport, onStatus });
    const pending = left.next();
    await until(() => connected === 2, 'both');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await left.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await left.next()).toEqual({ done: true, value: undefined });
  });

  it('whoever has left holds no stream of the server any more', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    // More than one person may have open at once.
    for (let n = 0; n < limits.streamsPerPerson + 5; n++) {
      for await (const event of jointOps.progress({ subjectId: id, after: 'ZXZlbnQ6MA' }, { transport, retryForMs: 5000 })) {
        expect(event.type).toBe('CERTIFICATION_SUBMITTED');
        break;
      }
    }
  });

  it('a document of your own runs, and its subscription knows its place though it does not ask for it', async () => {
    const jointOps = await connect();
    const id = await world.submitted(seller);
    const document = 'subscription ($id: ID, $after: String) { progress(subjectId: $id, after: $after) { type } }' as TypedDocument<
      { progress: { type: string } },
      { id: string; after?: string }
    >;
    const subscription = jointOps.subscribe(document, { id, after: 'ZXZlbnQ6MA' }, { transport });
    open.push(subscription);
    const { value } = await subscription.next();
    expect(value).toEqual({ progress: { type: 'CERTIFICATION_SUBMITTED' } });
    expect(subscription.cursor).toMatch(/^ZXZlbnQ6/);
  });
});

describe('over one websocket', () => {
  it('run several subscriptions of a client', async () => {
    let sockets = 0;
    class Counted extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets++;
      }
    }
    const jointOps = await connect({ transport: webSocket({ WebSocket: Counted }) });
    const id = await world.submitted(seller);
    const all = Array.from({ length: 5 }, () => collect(jointOps.progress({ subjectId: id, after: 'ZXZlbnQ6MA' })));
    await until(() => all.every(({ events }) => events.length === 1), 'all');
    expect(sockets).toBe(1);
  });

  it('only what can resume is subscribed to', async () => {
    const document = 'subscription { progress { type } }' as TypedDocument<unknown, object>;
    const subscription = (await connect()).subscribe(document, {}, { transport: webSocket({ WebSocket }) });
    await expect(subscription.next()).rejects.toThrow('must take $after');
  });
});

describe('subscriptions whose token expires while they are being let in', () => {
  /** Loses its token so many times before the first result. */
  const expiring = (times: number): StreamTransport => {
    const whole = webSocket({ WebSocket });
    return async function* (...asked) {
      if (times-- > 0) throw new AuthenticationError({ code: 'UNAUTHENTICATED', message: 'The access token has expired.' });
      yield* whole(...asked);
    };
  };
  const token = () => tokenFor(world.place, { as: ['seller'], seller: seller.sellerId });

  it('R28: come back with a fresh one', async () => {
    const id = await world.submitted(seller);
    const statuses: StreamStatus[] = [];
    const options: SubscribeOptions = { transport: expiring(1), onStatus: (status) => statuses.push(status) };
    const got = collect((await connect({ token })).progress({ subjectId: id }, options));
    await until(() => statuses.some(({ connected }) => connected), 'the connection');
    await claimAndGiveBack(id);
    await until(() => got.events.length === 2, 'the events');
  });

  it('R28: end when that happens again', async () => {
    const got = collect((await connect({ token })).progress({}, { transport: expiring(2) }));
    await until(() => got.done, 'the end');
    expect(got.error).toBeInstanceOf(AuthenticationError);
  });
});
