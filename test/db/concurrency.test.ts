import { tracingChannel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Actor, theSystem } from '../../src/domain/actor.js';
import { limits } from '../../src/domain/limits.js';
import { CertificationStatus, ProgressEventType, ReviewDecision, ReviewPhase, Role } from '../../src/domain/words.js';
import { CertificationRequest } from '../../src/entities/certification-request.js';
import { ProgressEvent } from '../../src/entities/progress-event.js';
import { reviewsOfRequest } from '../../src/entities/relations.js';
import { Review } from '../../src/entities/review.js';
import { newId } from '../../src/platform/ids.js';
import { requestScope } from '../../src/platform/request-scope.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { type Json, Person, testEngine } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { watch } from '../support/live.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let at: InProcess;
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  at = await startInProcess();
  world = await World.open(at);
  seller = await world.newSeller();
});
afterAll(() => at.stop());

describe('leases', () => {
  it('R21: after 8 hours a claim has ended, and another may claim or decide', async () => {
    const id = await world.submitted(seller);
    const other = await Person.as(at, 'qualification-reviewer', { subject: 'other', expires: '7d' });
    await world.qualificationReviewer.do('claimReview', { id });
    at.clock.forward(limits.claimLeaseMs - 60_000);
    expect(await other.codes('claimReview', { id })).toEqual(['REVIEW_CLAIMED_BY_OTHER']);
    at.clock.forward(61_000);
    expect(await world.qualificationReviewer.codes('unclaimReview', { id })).toEqual(['INVALID_STATE']);
    expect(await other.codes('claimReview', { id })).toEqual([]);
  });

  it('R21: the holder renews a claim once half of its time has passed, and that is told; before, claiming again changes nothing', async () => {
    const id = await world.submitted(seller);
    const claim = async () => {
      const selection = 'subject { ... on CertificationRequest { claim { until } timeline { totalCount } } }';
      const { subject } = await world.qualificationReviewer.do('claimReview', { id }, selection);
      return [subject.claim.until, subject.timeline.totalCount];
    };
    const [until, events] = await claim();
    at.clock.forward(limits.claimLeaseMs / 2 - 60_000);
    expect(await claim()).toEqual([until, events]);
    at.clock.forward(120_000);
    const [renewed, after] = await claim();
    expect(Date.parse(renewed) - Date.parse(until)).toBeGreaterThanOrEqual(limits.claimLeaseMs / 2);
    expect(after).toBe(events + 1);
  });

  it('R1: a download link ends after 5 minutes', async () => {
    const id = await world.submitted(seller);
    const query = 'query ($id: ID!) { certificationRequest(id: $id) { materials { file { downloadUrl } } } }';
    const { downloadUrl } = (await seller.query(query, { id })).certificationRequest.materials[0].file;
    expect((await fetch(downloadUrl)).status).toBe(200);
    at.clock.forward(limits.downloadLinkMs + 1000);
    expect((await fetch(downloadUrl)).status).toBe(401);
  });
});

describe('idempotency keys', () => {
  it('R37: are kept for 24 hours and more, and forgotten after 48', async () => {
    const options = { idempotencyKey: 'kept' };
    const make = async () =>
      (await seller.do('createCertificationRequest', {}, 'certificationRequest { id }', options)).certificationRequest.id;
    const first = await make();
    const sweep = () => new UnitOfWork(at.server.database, at.clock).forgetKeys();
    at.clock.forward(47 * 3_600_000);
    await sweep();
    expect(await make()).toBe(first);
    at.clock.forward(2 * 3_600_000);
    await sweep();
    expect(await make()).not.toBe(first);
  });
});

describe('changes of status', () => {
  it('R22 R25: a request that is no longer as it was read stays as it is, though its change travels with COMMIT: nothing of the step is written', async () => {
    const id = await world.submitted(seller);
    const { database } = at.server;
    const work = new UnitOfWork(database, at.clock);
    const stored = () =>
      Promise.all([
        work.committed.one(CertificationRequest, id),
        work.committed.list(reviewsOfRequest, id),
        database.rows('SELECT COUNT(*) AS n, MAX(position) AS newest FROM progress_event'),
      ]);
    const before = await stored();
    for (const moved of [{ version: 99 }, { status: CertificationStatus.DRAFT }]) {
      const step = work.maintain(async (tx) => {
        const read = (await tx.lock(CertificationRequest, id))!;
        await tx.insert(Review, [reviewOf(read)]);
        await tx.compareAndSet(CertificationRequest, { ...read, ...moved }, { status: CertificationStatus.CERTIFIED });
        tx.emit({
          type: ProgressEventType.CERTIFICATION_APPROVED,
          subjectId: id,
          sellerId: read.sellerId,
          phase: null,
          actor: theSystem,
          reason: null,
        });
      });
      await expect(step).rejects.toThrow('CONFLICT');
      expect(await stored()).toEqual(before);
    }
  });
});

const reviewOf = ({ id, round }: CertificationRequest) => ({
  id: newId('Review'),
  certificationRequestId: id,
  round,
  phase: ReviewPhase.PRODUCT,
  decision: ReviewDecision.APPROVE,
  digest: '0'.repeat(64),
  decider: theSystem,
  decidedAt: at.clock.now(),
});

describe('the event log', () => {
  it('R25 R27: positions stand without gap or repeat in commit order, under twenty writers', async () => {
    const requests = await Promise.all(Array.from({ length: 20 }, () => world.draft(seller)));
    await Promise.all(requests.map((id) => seller.do('copyCertificationRequest', { id })));
    await Promise.all(requests.map((id) => seller.do('discardCertificationRequest', { id })));
    const events = await at.server.database.dataSource.manager.find(ProgressEvent, { order: { position: 'ASC' } });
    expect(events.map((event) => Number(event.position))).toEqual(events.map((_, index) => index + 1));
    expect(events.length).toBeGreaterThanOrEqual(40);
  });

  it('R27: whoever works through a long log, one transaction or page after another, leaves everybody else a turn between any two', async () => {
    const { database } = at.server;
    const work = new UnitOfWork(database, at.clock);
    const tasks = {
      transactions: () => work.maintain(async (tx) => tx.one(ProgressEvent, '')),
      pages: () => database.rows('SELECT 1', []),
    };
    for (const [name, task] of Object.entries(tasks)) {
      let turns = 0;
      const count = (): void => {
        turns++;
        next = setImmediate(count);
      };
      let next = setImmediate(count);
      for (let n = 0; n < 100; n++) await task();
      clearImmediate(next);
      expect([name, turns >= 99]).toEqual([name, true]);
    }
  });
});

describe('statements', () => {
  const statements: string[] = [];
  beforeAll(() => {
    // Background work reads too; what counts is what the request does.
    at.server.database.onRead = (sql) => requestScope.getStore() && statements.push(sql);
  });
  const counted = async (viewer: Person, query: string, variables = {}): Promise<number> => {
    await viewer.query(query, variables);
    statements.length = 0;
    await viewer.query(query, variables);
    return statements.length;
  };

  it('a list of a seller with contacts, materials and seller takes 3, whatever its length', async () => {
    for (let n = 0; n < 3; n++) await world.submitted(seller);
    const query =
      '{ certificationRequests(first: 50) { nodes { id number status phase product { name } submittedAt seller { id company { name } } businessContact { name mobile email } huaweiContact { name } materials { id revision status file { name bytes sha256 } uploadedAt } } pageInfo { hasNextPage endCursor } } }';
    // The page with seller and contacts, its materials, and whether the seller's address is somebody's Huawei contact.
    expect(await counted(seller, query)).toBe(3);
    expect(statements.every((sql) => !sql.includes('SELECT *'))).toBe(true);
  });

  it('a detail with all children and its timeline takes at most 7, and 2 of a server', async () => {
    const id = await world.certified(seller);
    const query = `query ($id: ID!) { certificationRequest(id: $id) { id number status phase version product { name version deliveryMethod category introduction }
      seller { id status } supportingProducts { id name } businessContact { name mobile } huaweiContact { name }
      materials { id revision file { name bytes sha256 } } reviews { id decision reason decidedAt } timeline(first: 50) { nodes { id type occurredAt reason actor { name } } } createdAt updatedAt submittedAt } }`;
    expect(await counted(seller, query, { id })).toBeLessThanOrEqual(testEngine() === 'sqlite' ? 7 : 2);
  });

  describe("a list that shows its files' names and sizes", () => {
    const name = '报价 (最终) 😀.pdf';
    const bytes = Buffer.from('%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n');
    const query = (of: string) => `query ($id: ID!) { certificationRequest(id: $id) { id materials { id file { ${of} } } } }`;
    const files = async (id: string, of = 'name bytes'): Promise<Json[]> => {
      statements.length = 0;
      const { materials } = (await seller.query(query(of), { id })).certificationRequest;
      return materials.map(({ file }: Json) => file);
    };
    let id: string;
    beforeAll(async () => {
      id = await world.draft(seller);
      await world.uploadMaterial(seller, id, await world.templateId('BUSINESS_LETTER'), { name, bytes });
    });

    it('reads no more of them', async () => {
      expect(await files(id)).toEqual([{ name, bytes: bytes.length }]);
      expect(statements.join()).not.toMatch(/ file[ ,]/);
    });

    it('reads the whole document where more is asked for, in whatever way', async () => {
      const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
      expect(await files(id, 'name sha256')).toEqual([{ name, sha256 }]);
      expect(await files(id, 'name bytes } more: file { sha256')).toEqual([{ name, bytes: bytes.length }]);
      expect(await files(id, '__typename')).toEqual([{ __typename: 'FileInfo' }]);
    });

    it('tells them of rows that a process of a release without such columns has written, and of copies of those', async () => {
      const forget = 'UPDATE material SET file_name = NULL, file_bytes = NULL WHERE certification_request_id = ?';
      await at.server.database.dataSource.query(forget, [id]);
      expect(await files(id)).toEqual([{ name, bytes: bytes.length }]);
      const copy = await seller.do('copyCertificationRequest', { id }, 'certificationRequest { id }');
      const copied = copy.certificationRequest.id;
      expect(await files(copied)).toEqual([{ name, bytes: bytes.length }]);
      const kept = 'SELECT file_name AS name, file_bytes AS bytes FROM material WHERE certification_request_id = ?';
      expect(await at.server.database.rows(kept, [copied])).toEqual([{ name, bytes: bytes.length }]);
    });
  });

  it('the queue of a phase with its count takes at most 4', async () => {
    const query =
      '{ certificationRequests(first: 50, filter: { status: [QUALIFICATION_REVIEW] }, orderBy: SUBMITTED_ASC) { totalCount nodes { id number phase product { name } submittedAt seller { id company { name } } } pageInfo { hasNextPage endCursor } } }';
    expect(await counted(world.qualificationReviewer, query)).toBeLessThanOrEqual(4);
  });

  it('a count runs only when it is asked for, and only the asked columns are read', async () => {
    expect(await counted(seller, '{ certificationRequests { nodes { id status } } }')).toBe(1);
    expect(statements[0]).not.toMatch(/introduction|company|COUNT/);
  });

  it('checks and actions of many requests are read in batches too', async () => {
    const query = '{ certificationRequests(first: 50) { nodes { id checks { passed } actions { allowed } } } }';
    const before = await counted(seller, query);
    for (let n = 0; n < 3; n++) await world.draft(seller);
    expect(await counted(seller, query)).toBe(before);
    // Calendars older than a second are read anew, once for all rows, which then go on together.
    await seller.query(query);
    const read = Date.now();
    await until(() => Date.now() - read > 1000, 'the calendars to be old');
    statements.length = 0;
    await seller.query(query);
    expect(statements).toHaveLength(before);
  });

  it('R3, R6: that somebody has no seller account is believed for a minute, then asked once and believed again', async () => {
    const reader = await Person.as(at, 'product-reviewer', { subject: 'no-seller', expires: '7d' });
    const asked = (): Promise<number> => counted(reader, '{ viewer { subject } }');
    expect(await asked()).toBe(0);
    for (let minute = 0; minute < 2; minute++) {
      at.clock.forward(limits.reverifyMs);
      expect(await asked()).toBe(0);
    }
    await world.newSeller({ accountSubject: 'no-seller' });
    expect((await reader.query('{ viewer { seller { id } } }')).viewer.seller).toBeNull();
    at.clock.forward(limits.reverifyMs);
    expect((await reader.query('{ viewer { seller { id } } }')).viewer.seller).not.toBeNull();
  });

  it('R28: what an event shows is read once for all subscribers whose answer is the same', async () => {
    const id = await world.submitted(seller);
    const query = 'subscription { progress { type subject { ... on CertificationRequest { number product { name } } } } }';
    const people = await Promise.all(Array.from({ length: 10 }, (_, n) => Person.as(at, 'product-reviewer', { subject: `reader-${n}` })));
    const watches = ['en', 'zh'].flatMap((language) => people.map((person) => watch(person, 'websocket', query, {}, { language })));
    const newest = async (): Promise<string> =>
      (await seller.query('query ($id: ID!) { r: certificationRequest(id: $id) { timeline(last: 1) { nodes { cursor } } } }', { id })).r
        .timeline.nodes[0].cursor;
    const allHave = (cursor: string) => watches.every(({ received }) => received.at(-1)?.extensions.cursor === cursor);
    const reviewer: Actor = {
      subject: 'r',
      name: 'R',
      email: null,
      roles: [Role.QUALIFICATION_REVIEWER],
      scopes: [],
      sellerId: null,
      main: false,
    };
    try {
      // All have begun when all have heard of the same event.
      await until(async () => {
        await world.qualificationReviewer.do('claimReview', { id });
        await world.qualificationReviewer.do('unclaimReview', { id });
        const cursor = await newest();
        return until(() => allHave(cursor), 'all', 1000).catch(() => false);
      }, 'the first event');
      statements.length = 0;
      await at.server.services.reviews.claim({ actor: reviewer, operation: 'claimReview', idempotency: null }, { id });
      const cursor = await newest();
      await until(() => allHave(cursor), 'the event');
      expect(watches.map(({ values }) => values.at(-1).subject.product.name)).toEqual(watches.map(() => 'Cloud Move'));
      expect(statements.filter((sql) => sql.includes('product_name'))).toHaveLength(2);
    } finally {
      for (const made of watches) made.dispose();
    }
  });

  it('R25: a decision is answered with the rows that it wrote: nothing is read again, and a later look shows the same', async () => {
    const id = await world.submitted(seller);
    const input = { id, phase: 'QUALIFICATION', digest: await world.digest(id), decision: 'APPROVE' };
    const fields = 'id number version status phase createdAt updatedAt submittedAt decidedAt product { name version category }';
    const review = 'reviews { id round phase decision reason digest decidedAt }';
    statements.length = 0;
    const payload = await world.qualificationReviewer.do(
      'reviewCertificationRequest',
      input,
      `certificationRequest { ${fields} } ${review.replace('reviews', 'review')}`,
    );
    expect(statements).toEqual([]);
    const { certificationRequest } = await world.admin.query(`query ($id: ID!) { certificationRequest(id: $id) { ${fields} ${review} } }`, {
      id,
    });
    expect({ ...payload.certificationRequest, reviews: [payload.review] }).toEqual(certificationRequest);
  });

  it('R27: while nobody subscribes no log is read; who comes then gets what comes next', async () => {
    const id = await world.submitted(seller);
    const ofLogs: string[] = [];
    const onRead = at.server.database.onRead;
    at.server.database.onRead = (sql) => / AND position > \? ORDER BY position LIMIT /.test(sql) && ofLogs.push(sql);
    try {
      const told = async () => (await seller.query('{ notifications(first: 1) { totalCount } }')).notifications.totalCount as number;
      const before = await told();
      await world.qualificationReviewer.do('claimReview', { id });
      await world.qualificationReviewer.do('reviewCertificationRequest', {
        id,
        phase: 'QUALIFICATION',
        digest: await world.digest(id),
        decision: 'REQUEST_CHANGES',
        reason: 'Say more.',
      });
      await until(async () => (await told()) > before, 'the message');
      expect(ofLogs).toEqual([]);
      const made = watch(seller, 'websocket', 'subscription ($id: ID!) { progress(subjectId: $id) { type } }', { id });
      try {
        await until(() => ofLogs.length > 0, 'the first read');
        await seller.do('updateCertificationRequest', { id, product: { version: 'V9.0' } });
        await world.submit(seller, id);
        await made.until(({ values }) => values.length > 0);
        expect(made.values.map(({ type }: Json) => type)).toEqual(['CERTIFICATION_RESUBMITTED']);
      } finally {
        made.dispose();
      }
    } finally {
      at.server.database.onRead = onRead;
    }
  });

  it.each([
    ['an approval', { decision: 'APPROVE' }, 7, 2],
    ['a request for changes', { decision: 'REQUEST_CHANGES', findings: [{ severity: 'BLOCKER', message: 'Say more.' }] }, 7, 2],
    ['a finding about each material', { decision: 'REQUEST_CHANGES', aboutMaterials: true }, 8, 3],
  ])(
    'R25: %s takes few statements in its transaction, and few packets',
    async (_, { aboutMaterials = false, ...rest }: Json, most, packets) => {
      const id = await world.submitted(seller);
      const { materials } = await world.look(seller, id);
      const findings = materials.map((material: Json) => ({ severity: 'NOTE', message: 'Look.', materialId: material.id }));
      const input = { id, phase: 'QUALIFICATION', digest: await world.digest(id), ...rest, ...(aboutMaterials && { findings }) };
      const within = await statementsOf(() => world.qualificationReviewer.do('reviewCertificationRequest', input));
      // What the caller does before it, and the readers of the log after it, is not in the transaction.
      const begins = within.findIndex((sql) => /^(START|BEGIN)/.test(sql));
      const ends = within.findIndex((sql) => sql.endsWith('COMMIT'));
      const steps = within.slice(begins + 1, ends + 1).flatMap((sql) => sql.split('; '));
      expect(steps.pop()).toBe('COMMIT');
      expect(steps.length).toBeGreaterThan(3);
      expect(steps.length).toBeLessThanOrEqual(most);
      if (testEngine() !== 'sqlite') expect(ends + 1 - begins).toBe(packets);
    },
  );
});

/** The statements that requests send while something is done: what a server gets, or what TypeORM gives the embedded database. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const note = (sql: string): void => {
    if (requestScope.getStore()) sent.push(sql);
  };
  const channels = ['mysql2:query', 'mysql2:execute'].map((name) => tracingChannel<unknown, { query: string }>(name));
  const start = { start: ({ query }: { query: string }) => note(query) };
  const { dataSource } = at.server.database;
  const { logger } = dataSource;
  const nothing = (): void => {};
  if (at.server.database.engine === 'sqlite')
    Object.assign(dataSource, { logger: { ...logger, logQuery: note, logQueryError: nothing, logQuerySlow: nothing, log: nothing } });
  for (const channel of channels) channel.subscribe(start as never);
  try {
    await work();
  } finally {
    for (const channel of channels) channel.unsubscribe(start as never);
    Object.assign(dataSource, { logger });
  }
  return sent;
}
