import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { type Json, Person } from '../support/client.js';
import { socketOf, type Transport, transports, type Watch, type WatchOptions, watch } from '../support/live.js';
import { until } from '../support/until.js';
import { businessContact, completeProduct, type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
const open: Watch[] = [];
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
});
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

const fields =
  'id cursor type phase reason occurredAt actor { name role } subject { ... on CertificationRequest { id number status version } }';
const progress = `subscription ($subjectId: ID, $after: String) { progress(subjectId: $subjectId, after: $after) { ${fields} } }`;
const queue = `subscription ($phase: ReviewPhase, $after: String) { reviewQueue(phase: $phase, after: $after) { ${fields} } }`;
const begin = (person: Person, transport: Transport, query: string, variables: Json = {}, options: WatchOptions = {}): Watch => {
  const made = watch(person, transport, query, variables, options);
  open.push(made);
  return made;
};
const types = (made: Watch): string[] => made.values.map(({ type }) => type);
const timeline = async (id: string): Promise<{ id: string; cursor: string; type: string }[]> =>
  (
    await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { timeline(first: 100) { nodes { id cursor type } } } }', {
      id,
    })
  ).r.timeline.nodes;

/** Waits until a subscription has begun: it shows by an event that is provoked until it arrives. */
async function begun(made: Watch, provoke: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; made.received.length === 0 && !made.ended; tries++) {
    if (tries > 50) throw new Error('the subscription does not begin');
    await provoke();
    await made.until(() => made.received.length > 0, 300).catch(() => {});
  }
}

describe.each(transports)('subscriptions over: %s', (transport) => {
  it('R27: after a cursor, all that was missed comes once and in order, and then what happens', async () => {
    const id = await world.submitted(seller);
    const [submitted] = await timeline(id);
    const made = begin(seller, transport, progress, { subjectId: id, after: submitted!.cursor });
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await world.decide(id, 'PRODUCT', 'REJECT', { reason: 'Not ready.' });
    await made.count(2);
    const rest = (await timeline(id)).slice(1);
    expect(made.values.map((event) => event.id)).toEqual(rest.map((event) => event.id));
    expect(made.values.map((event) => event.cursor)).toEqual(rest.map((event) => event.cursor));
    expect(made.received.map(({ extensions }) => extensions.cursor)).toEqual(rest.map((event) => event.cursor));
    expect(made.values.at(-1)).toMatchObject({
      type: 'CERTIFICATION_REJECTED',
      reason: 'Not ready.',
      actor: { role: 'PRODUCT_REVIEWER' },
      subject: { id, status: 'REJECTED' },
    });
  });

  it('R27: without a cursor it is live from now', async () => {
    const id = await world.submitted(seller);
    const made = begin(seller, transport, progress, { subjectId: id });
    await begun(made, async () => {
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('unclaimReview', { id });
    });
    expect(types(made)).not.toContain('CERTIFICATION_SUBMITTED');
    expect(types(made)[0]).toMatch(/^REVIEW_(UN)?CLAIMED$/);
  });

  it('R27: at the seam between what was and what comes nothing is lost or repeated, however much happens meanwhile', async () => {
    const id = await world.submitted(seller);
    const [first] = await timeline(id);
    const reviewer = world.qualificationReviewer;
    const busy = (async () => {
      for (let n = 0; n < 15; n++) {
        await reviewer.do('claimReview', { id });
        await reviewer.do('unclaimReview', { id });
      }
    })();
    const all = Array.from({ length: 8 }, () => begin(seller, transport, progress, { subjectId: id, after: first!.cursor }));
    await busy;
    const expected = (await timeline(id)).slice(1).map((event) => event.id);
    for (const made of all) {
      await made.count(expected.length);
      expect(made.values.map((event) => event.id)).toEqual(expected);
    }
  });

  it('R2: another seller receives nothing, not even after the same cursor', async () => {
    const other = await world.newSeller();
    const id = await world.submitted(seller);
    const theirs = await world.submitted(other);
    const [start] = await timeline(id);
    const made = begin(other, transport, progress, { after: start!.cursor });
    const aimed = begin(other, transport, progress, { subjectId: id, after: start!.cursor });
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await other.do('withdrawCertificationRequest', { id: theirs });
    await made.count(2);
    expect(new Set(made.values.map((event) => event.subject.id))).toEqual(new Set([theirs]));
    expect(aimed.received).toEqual([]);
  });

  it('R4: the platform receives everything but what happens to drafts; a request that is a draft again tells no more than that', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const selection = `${fields} subject { ... on CertificationRequest { product { name } businessContact { email } materials { id } checks { code } actions { action } findings { id } submissions { digest } timeline(first: 1) { nodes { id } } } }`;
    const made = begin(world.auditor, transport, `subscription ($after: String) { progress(after: $after) { ${selection} } }`, {
      after: start!.cursor,
    });
    const copy = (await seller.do('copyCertificationRequest', { id }, 'certificationRequest { id }')).certificationRequest.id;
    await seller.do('discardCertificationRequest', { id: copy });
    await seller.do('withdrawCertificationRequest', { id });
    await made.until(() => made.values.some((event) => event.subject.id === id));
    const mine = made.values.filter((event) => [id, copy].includes(event.subject.id));
    expect(mine).toMatchObject([
      {
        type: 'CERTIFICATION_WITHDRAWN',
        subject: {
          id,
          status: 'DRAFT',
          product: null,
          businessContact: null,
          materials: [],
          checks: [],
          actions: [],
          findings: [],
          submissions: [],
        },
      },
    ]);
    expect(made.received.flatMap((result) => result.errors ?? [])).toEqual([]);
  });

  it('R4: an auditor receives contacts masked, a reviewer as they are', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const query =
      'subscription ($id: ID, $after: String) { progress(subjectId: $id, after: $after) { subject { ... on CertificationRequest { businessContact { email } } } } }';
    const [masked, plain] = [world.auditor, world.productReviewer].map((person) =>
      begin(person, transport, query, { id, after: start!.cursor }),
    );
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await Promise.all([masked!.count(1), plain!.count(1)]);
    expect(masked!.values[0].subject.businessContact.email).toBe('l***@example.com');
    expect(plain!.values[0].subject.businessContact.email).toBe('li.lei@example.com');
  });

  it('R5: a Huawei contact receives exactly the events of requests that name it, by its verified address', async () => {
    const email = `han-${Date.now()}-${transport.length}@example.com`;
    const huaweiContact = { name: 'Han', mobile: '+86 139 1234 5678', email };
    const named = await world.draft(seller, { product: completeProduct, businessContact, huaweiContact });
    await world.uploadAll(seller, named, completeProduct);
    const [person, stranger] = await Promise.all(
      [email.toUpperCase(), `x${email}`].map((address) => Person.as(world.place, 'seller', { email: address })),
    );
    const unnamed = await world.submitted(seller);
    const [start] = await timeline(unnamed);
    const [theirs, none] = [person!, stranger!].map((who) => begin(who, transport, progress, { after: start!.cursor }));
    await world.submit(seller, named);
    await world.decide(named, 'QUALIFICATION', 'APPROVE');
    await world.decide(unnamed, 'QUALIFICATION', 'APPROVE');
    await theirs!.count(2);
    expect(theirs!.values.map(({ type, subject }) => [type, subject.id])).toEqual([
      ['CERTIFICATION_SUBMITTED', named],
      ['PHASE_PASSED', named],
    ]);
    expect(none!.received).toEqual([]);
  });

  it('R24: a seller receives a reviewer by role, in its language', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const made = begin(seller, transport, progress, { subjectId: id, after: start!.cursor }, { language: 'zh' });
    await world.qualificationReviewer.do('claimReview', { id });
    await made.count(1);
    expect(made.values[0].actor).toEqual({ name: expect.stringMatching(/\p{Script=Han}/u), role: 'QUALIFICATION_REVIEWER' });
  });

  it('R4: a reviewer sees what enters, changes and leaves the own queue', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const before = Buffer.from(`event:${Number(/\d+/.exec(Buffer.from(start!.cursor, 'base64url').toString())![0]) - 1}`).toString(
      'base64url',
    );
    const [first, second] = [world.qualificationReviewer, world.productReviewer].map((person) =>
      begin(person, transport, queue, { after: before }),
    );
    const chosen = begin(world.operationsManager, transport, queue, { phase: 'PRODUCT', after: before });
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    await world.decide(id, 'PRODUCT', 'APPROVE');
    const of = (made: Watch) => made.values.filter((event) => event.subject.id === id).map(({ type, phase }) => `${type} ${phase}`);
    await Promise.all([first!, second!, chosen].map((made) => made.until((m) => of(m).length >= 2)));
    expect(of(first!)).toEqual(['CERTIFICATION_SUBMITTED QUALIFICATION', 'PHASE_PASSED QUALIFICATION']);
    expect(of(second!)).toEqual(['PHASE_PASSED QUALIFICATION', 'CERTIFICATION_APPROVED PRODUCT']);
    expect(of(chosen)).toEqual(of(second!));
  });

  const refusals: [string, () => Person, string, Json, string][] = [
    ['a seller asks for the queue', () => seller, queue, {}, 'FORBIDDEN'],
    ['an auditor asks for the queue', () => world.auditor, queue, {}, 'FORBIDDEN'],
    ['a cursor is none', () => seller, progress, { after: 'x' }, 'BAD_USER_INPUT'],
    ['a cursor is yet to come', () => seller, progress, { after: Buffer.from('event:999999999').toString('base64url') }, 'BAD_USER_INPUT'],
    [
      'a mutation is sent',
      () => seller,
      'mutation { signAgreement(input: { agreementId: "x" }) { userErrors { code } } }',
      {},
      'BAD_REQUEST',
    ],
    ['a query is sent', () => seller, '{ viewer { subject } }', {}, 'BAD_REQUEST'],
    ['a document does not parse', () => seller, 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a document does not fit', () => seller, 'subscription { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'its field hangs on a variable',
      () => seller,
      'subscription ($yes: Boolean!) { progress @include(if: $yes) { id } }',
      { yes: true },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['two fields are asked for', () => seller, 'subscription { progress { id } again: progress { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable is of another type', () => seller, progress, { subjectId: { a: 1 } }, 'BAD_USER_INPUT'],
  ];
  it.each(refusals)('R1: when %s the answer says so', async (_, person, query, variables, code) => {
    const made = begin(person(), transport, query, variables);
    await made.until((m) => m.ended !== null || m.received.length > 0);
    const errors = made.received[0]?.errors ?? made.ended?.error;
    expect(errors[0].extensions.code).toBe(code);
  });

  it('R27: of a document with several operations the one that is named runs', async () => {
    const id = await world.submitted(seller);
    const query = `query Q { viewer { subject } } subscription A { progress(subjectId: "${id}") { id } } subscription B { progress(subjectId: "${id}") { type } }`;
    const made = begin(seller, transport, query, {}, { operationName: 'B' });
    await begun(made, async () => {
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('unclaimReview', { id });
    });
    expect(made.values[0]).toEqual({ type: expect.stringMatching(/^REVIEW_/) });
    expect(made.ended).toBeNull();
  });

  it('R28: a token that expires ends its subscription with the code', async () => {
    const person = await Person.as(world.place, 'seller', { seller: seller.sellerId, expires: '2s' });
    const made = begin(person, transport, progress);
    await made.until((m) => m.ended !== null);
    const told = JSON.stringify([made.received, made.ended?.error?.code, made.ended?.error?.reason]);
    expect(told).toContain('UNAUTHENTICATED');
  });
});

describe('websockets', () => {
  const connect = (protocol = 'graphql-transport-ws', path = '/graphql') =>
    new WebSocket(`${world.place.url.replace('http', 'ws')}${path}`, protocol);
  const closed = (socket: WebSocket): Promise<{ code: number; reason: string }> =>
    new Promise((resolve) => socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })).on('error', () => {}));
  const says = (socket: WebSocket, message: unknown) =>
    socket.on('open', () => socket.send(typeof message === 'string' ? message : JSON.stringify(message)));

  it('R1: without a token, or with a bad one, the socket is closed with 4401', async () => {
    for (const payload of [undefined, {}, { authorization: 'Bearer nonsense' }, { authorization: 42 }]) {
      const socket = connect();
      says(socket, { type: 'connection_init', payload });
      expect(await closed(socket)).toMatchObject({ code: 4401, reason: expect.stringContaining('UNAUTHENTICATED') });
    }
  });

  it('R1: who subscribes before signing in, or says what is no message, is closed', async () => {
    const early = connect();
    says(early, { id: '1', type: 'subscribe', payload: { query: progress } });
    expect((await closed(early)).code).toBe(4401);
    const broken = connect();
    says(broken, '{');
    expect((await closed(broken)).code).toBe(4400);
    expect((await closed(connect('graphql-ws'))).code).toBe(1006);
    expect((await closed(connect(undefined, '/elsewhere'))).code).toBe(1006);
  });

  it('R28: a message that is too large ends its socket and no other', async () => {
    const id = await world.submitted(seller);
    const made = begin(seller, 'websocket', progress, { subjectId: id });
    const socket = connect();
    says(socket, { type: 'connection_init', payload: { authorization: `Bearer ${seller.token}`, x: 'x'.repeat(70_000) } });
    expect((await closed(socket)).code).toBe(1009);
    await begun(made, async () => {
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('unclaimReview', { id });
    });
  });

  it('R28: a person has at most 20 streams, and a socket at most 50 subscriptions', async () => {
    const person = await world.newSeller();
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect();
      says(socket, { type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } });
      return socket;
    });
    const acknowledged = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('message', resolve))));
    await acknowledged;
    const more = connect();
    says(more, { type: 'connection_init', payload: { authorization: `Bearer ${person.token}` } });
    expect(await closed(more)).toMatchObject({ code: 4429, reason: expect.stringContaining('TOO_MANY_STREAMS') });
    const [socket] = sockets;
    const refused = new Promise<Json>((resolve) =>
      socket!.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.type === 'error') resolve(message);
      }),
    );
    for (let n = 0; n < 51; n++)
      socket!.send(JSON.stringify({ id: `s${n}`, type: 'subscribe', payload: { query: 'subscription { progress { id } }' } }));
    expect((await refused).payload[0].extensions.code).toBe('TOO_MANY_STREAMS');
    for (const each of sockets) each.close();
  });

  it('R27: the place where a subscription begins is told at once, as the payload of a ping', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const socket = new WebSocket(`${world.place.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const messages: Json[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${seller.token}` } }));
    await until(() => messages.some(({ type }) => type === 'connection_ack'));
    socket.send(
      JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: progress, variables: { subjectId: id, after: start!.cursor } } }),
    );
    await until(() => messages.length > 1);
    expect(messages[1]).toEqual({ type: 'ping', payload: { id: 'a', cursor: start!.cursor } });
    socket.terminate();
  });

  it('one client runs many subscriptions, and leaves them one by one', async () => {
    const id = await world.submitted(seller);
    const [start] = await timeline(id);
    const client = socketOf(seller);
    const got: string[][] = [[], []];
    const leave = got.map((list) =>
      client.subscribe(
        { query: progress, variables: { subjectId: id, after: start!.cursor } },
        { next: ({ data }: Json) => void list.push(data.progress.type), error: () => {}, complete: () => {} },
      ),
    );
    await world.qualificationReviewer.do('claimReview', { id });
    for (let tries = 0; tries < 200 && got.some((list) => list.length === 0); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    leave[0]!();
    await world.qualificationReviewer.do('unclaimReview', { id });
    for (let tries = 0; tries < 200 && got[1]!.length < 2; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(got).toEqual([['REVIEW_CLAIMED'], ['REVIEW_CLAIMED', 'REVIEW_UNCLAIMED']]);
    await client.dispose();
  });
});

describe('event streams', () => {
  const stream = (init: RequestInit = {}, query = '') =>
    fetch(`${world.place.url}/graphql/stream${query}`, {
      ...init,
      headers: { authorization: `Bearer ${seller.token}`, accept: 'text/event-stream', ...(init.headers as object) },
    });

  it('R27: Last-Event-ID resumes after the event with that id', async () => {
    const id = await world.inProductReview(seller);
    await world.productReviewer.do('claimReview', { id });
    const events = await timeline(id);
    const controller = new AbortController();
    const query = `?query=${encodeURIComponent(progress)}&variables=${encodeURIComponent(JSON.stringify({ subjectId: id, after: events[0]!.cursor }))}`;
    const response = await stream({ headers: { 'last-event-id': events[1]!.cursor }, signal: controller.signal }, query);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes('event: next')) break;
    }
    controller.abort();
    expect(text).toMatch(new RegExp(`^id: ${events[1]!.cursor}\\n\\nid: ${events[2]!.cursor}\\nevent: next\\ndata: \\{`));
  });

  it('R27: the place where it begins is told at once: who is cut off before the first event resumes from there', async () => {
    const id = await world.submitted(seller);
    const newest = (await timeline(id)).at(-1)!.cursor;
    const controller = new AbortController();
    const response = await stream({ signal: controller.signal }, `?query=${encodeURIComponent('subscription { progress { id } }')}`);
    const { value } = await response.body!.getReader().read();
    controller.abort();
    const place = (cursor: string) => Number(Buffer.from(cursor, 'base64').toString().split(':')[1]);
    expect(place(/^id: (\S+)\n\n/.exec(Buffer.from(value!).toString())![1]!)).toBeGreaterThanOrEqual(place(newest));
  });

  it('R1: without a token it is 401; what is no subscription request is 400', async () => {
    expect((await fetch(`${world.place.url}/graphql/stream?query=x`)).status).toBe(401);
    expect((await stream()).status).toBe(400);
    expect((await stream({}, '?query=x&variables=[]')).status).toBe(400);
    expect((await stream({ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(400);
  });
});

describe('POST /graphql', () => {
  it('R1: says where subscriptions run, in place of breaking', async () => {
    const { status, body } = await seller.send('subscription { progress { id } }');
    expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([
      400,
      'BAD_REQUEST',
      expect.stringContaining('/graphql/stream'),
    ]);
    expect((await seller.send('subscription { progress { id } }', {}, { language: 'zh' })).body.errors[0].message).toContain('订阅');
  });
});

describe('dead peers', () => {
  it('R28: a websocket that answers no ping is closed, one that does is not', async () => {
    const url = `${world.place.url.replace('http', 'ws')}/graphql`;
    const dead = new WebSocket(url, 'graphql-transport-ws', { autoPong: false });
    const alive = new WebSocket(url, 'graphql-transport-ws');
    for (const socket of [dead, alive])
      socket.once('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${seller.token}` } })),
      );
    expect(await new Promise((resolve) => dead.once('close', resolve))).toBe(1006);
    expect(alive.readyState).toBe(WebSocket.OPEN);
    alive.terminate();
  }, 40_000);
});
