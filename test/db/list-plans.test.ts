import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, createConnection } from 'mysql2/promise';
import { statements } from '../../bench/support/tables.mjs';
import type { SqlValue } from '../../src/platform/database.js';
import { requestScope } from '../../src/platform/request-scope.js';
import { type Json, Person, testEngine } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { rowsOfLists } from '../support/rows-of-lists.js';

/** Requests that are there, and rows of most other lists: enough for the optimizer to tell an index from a scan. */
const requests = 20_000;
/** Rows that a page may look at and sort: those of one seller. */
const fewRows = 200;

type Filters = Readonly<Record<string, string>>;
/** A list, its arguments by what they narrow it to, and its orders. */
interface List {
  readonly table: string;
  readonly viewers: readonly string[];
  readonly narrowed: Filters;
  readonly orders?: readonly string[];
  /** What each of its rows has one of, which is joined to them. */
  readonly joined?: string;
}

const orders = ['CREATED_ASC', 'CREATED_DESC', 'UPDATED_DESC', 'SUBMITTED_ASC', 'SUBMITTED_DESC', 'DUE_ASC'];
const lists: Readonly<Record<string, List>> = {
  certificationRequests: {
    table: 'certification_request',
    viewers: ['seller', 'seller with an address', 'seller whose address is named', 'reviewer'],
    narrowed: {
      nothing: '',
      'a status': 'filter: { status: [QUALIFICATION_REVIEW] }',
      'a rare status': 'filter: { status: [CHANGES_REQUESTED] }',
      'two statuses': 'filter: { status: [QUALIFICATION_REVIEW, PRODUCT_REVIEW] }',
      'a phase': 'filter: { phase: PRODUCT }',
      'a status and its phase': 'filter: { status: [PRODUCT_REVIEW], phase: PRODUCT }',
      'a delivery method': 'filter: { deliveryMethod: [SAAS] }',
      'what is overdue': 'filter: { overdue: true }',
      'a time of submission': 'filter: { submittedAfter: "2025-01-02T00:00:00Z" }',
    },
    orders: [...orders, 'UPDATED_ASC'],
    joined: 'seller { id company { name } } businessContact { name email } huaweiContact { mobile }',
  },
  productReleases: {
    table: 'product_release',
    viewers: ['seller', 'manager'],
    narrowed: {
      nothing: '',
      'a status': 'filter: { status: [IN_REVIEW] }',
      'two statuses': 'filter: { status: [IN_REVIEW, RELEASED] }',
      'a kind': 'filter: { kind: RELEASE }',
      'what is overdue': 'filter: { overdue: true }',
    },
    orders,
  },
  products: { table: 'product', viewers: ['seller', 'manager'], narrowed: { nothing: '', 'a status': 'status: LISTED' } },
  certifiedProducts: { table: 'certification_request', viewers: ['seller'], narrowed: { nothing: '' } },
  sellers: { table: 'seller', viewers: ['manager'], narrowed: { nothing: '' } },
  notifications: {
    table: 'notification',
    viewers: ['seller', 'admin'],
    narrowed: { nothing: '', 'a channel': 'channel: EMAIL', 'what is unread': 'channel: INBOX, unread: true' },
  },
  auditEntries: {
    table: 'audit_entry',
    viewers: ['auditor'],
    narrowed: {
      nothing: '',
      'a person': 'filter: { actorSubject: "reviewer" }',
      'an object': 'objectId: "request_01000000000000000000000001"',
      'an action': 'filter: { action: CONTACTS_READ }',
      'a time': 'filter: { occurredAfter: "2025-01-02T00:00:00Z" }',
    },
  },
};

/** MariaDB has tables such as seq_1_to_200 by itself; for MySQL those that statements name are made. */
async function makeSequences(loading: Connection, loads: readonly string[]): Promise<void> {
  await loading.query('SET cte_max_recursion_depth = 10000000');
  for (const name of new Set(loads.join().match(/\bseq_\d+_to_\d+\b/g))) {
    const [from, to] = name.match(/\d+/g)!;
    const numbers = `WITH RECURSIVE numbers (seq) AS (SELECT ${from} UNION ALL SELECT seq + 1 FROM numbers WHERE seq < ${to})`;
    await loading.query(`CREATE TABLE ${name} (seq BIGINT PRIMARY KEY) AS ${numbers} SELECT seq FROM numbers`);
  }
}

/** MySQL draws a tree by itself. */
const explain = testEngine() === 'mysql' ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN';

// Only a server's optimizer goes by how many rows there are.
(testEngine() === 'sqlite' ? describe.skip : describe)('the plan of every list', () => {
  let at: InProcess;
  let viewers: Record<string, Person>;
  const read: { sql: string; values: readonly SqlValue[] }[] = [];
  const query = (sql: string, values: readonly SqlValue[] = []): Promise<Json[]> =>
    at.server.database.dataSource.query(sql, values as SqlValue[]);

  beforeAll(async () => {
    at = await startInProcess();
    const templates = (await query('SELECT id, code FROM material_template ORDER BY code')) as { id: string; code: string }[];
    const {
      seller,
      certification_request: rows,
      contact,
      progress_event: events,
      counter,
    } = statements({ requests, sellers: 200, templates });
    // Over a connection of its own, which waits for as long as it takes.
    const loading = await createConnection({ uri: at.databaseUrl });
    try {
      const loads = [counter!, seller!, rows!, contact!, events!, ...rowsOfLists];
      if (testEngine() === 'mysql') await makeSequences(loading, loads);
      for (const sql of loads) await loading.query(sql);
      await loading.query(
        `ANALYZE TABLE ${[...new Set(Object.values(lists).map(({ table }) => table)), 'progress_event', 'contact'].join()}`,
      );
    } finally {
      await loading.end();
    }
    const [one] = await query('SELECT seller_id AS id FROM certification_request LIMIT 1');
    viewers = {
      seller: await Person.as(at, 'seller', { seller: one!.id }),
      'seller with an address': await Person.as(at, 'seller', { seller: one!.id, email: 'nobody@example.com' }),
      'seller whose address is named': await Person.as(at, 'seller', { seller: one!.id, email: 'contact4@example.com' }),
      reviewer: await Person.as(at, 'product-reviewer'),
      manager: await Person.as(at, 'operations-manager'),
      auditor: await Person.as(at, 'auditor'),
      admin: await Person.as(at, 'admin'),
    };
    // What is counted for all who ask is no part of any request.
    const counts = 'SELECT COUNT(*) AS n FROM ';
    at.server.database.onRead = (sql, values) => (requestScope.getStore() || sql.startsWith(counts)) && read.push({ sql, values });
  }, 120_000);
  afterAll(() => at.stop());

  /** The plans of the statements that a page or a count of a list ran, by table. */
  async function plansOf(viewer: string, list: string, args: readonly string[], selection: string): Promise<Json[]> {
    const given = args.filter((each) => each !== '').join(', ');
    return plansIn(viewer, `{ ${list}${given && `(${given})`} ${selection} }`, selection === '{ totalCount }' ? 'COUNT(*)' : 'LIMIT');
  }

  async function plansIn(viewer: string, document: string, holding: string): Promise<Json[]> {
    // As if an event had come, so that what was counted before is counted anew.
    await query("UPDATE counter SET value = value + 1 WHERE name = 'event'");
    read.length = 0;
    await viewers[viewer]!.query(document);
    const ran = read.filter(({ sql }) => sql.includes(holding));
    expect(ran.length).toBeGreaterThan(0);
    return (await Promise.all(ran.map(({ sql, values }) => query(`${explain} ${sql}`, values)))).flat();
  }

  const pages = Object.entries(lists).flatMap(([list, { viewers: of }]) => of.map((viewer) => [list, viewer] as const));
  it.each(pages)('a page of %s, for a %s, comes off an index in its order, or sorts few rows', async (list, viewer) => {
    const { narrowed, orders: given = [''], joined = '' } = lists[list]!;
    for (const [what, filter] of Object.entries(narrowed)) {
      for (const order of given) {
        for (const plan of await plansOf(
          viewer,
          list,
          ['first: 50', filter, order && `orderBy: ${order}`],
          `{ totalCount nodes { id ${joined} } }`,
        )) {
          const sorted = /filesort|temporary/.test(plan.Extra) && Number(plan.rows) > fewRows;
          // To walk an index over all there is fills a page of the platform, whose most rows those are, and none of a seller.
          const walksAll = viewer.startsWith('seller') ? ['ALL', 'index'] : ['ALL'];
          // What a statement has put together by itself, such as the ids of few requests, has no index.
          const scan = walksAll.includes(plan.type) && (!plan.table?.startsWith('<') || Number(plan.rows) > fewRows);
          expect({ what, order, of: plan.table, scan, sorted }).toEqual({
            ...{ what, order, of: plan.table, scan: false, sorted: false },
          });
        }
      }
    }
  });

  it.each([
    ['certificationRequests', 'reviewer', 'QUALIFICATION_REVIEW'],
    ['productReleases', 'manager', 'IN_REVIEW'],
  ])('a later page of %s in one status begins where the page before ended, whatever lies before it', async (list, viewer, status) => {
    for (const orderBy of orders) {
      const args = `first: 50, orderBy: ${orderBy}, filter: { status: [${status}] }`;
      const { [list]: first } = await viewers[viewer]!.query(`{ ${list}(${args}) { pageInfo { endCursor } } }`);
      const page = `{ ${list}(${args}, after: "${first.pageInfo.endCursor}") { nodes { id status ${lists[list]!.joined ?? ''} } } }`;
      const [plan] = await plansIn(viewer, page, 'LIMIT');
      expect({ orderBy, type: plan!.type, sorted: plan!.Extra.includes('filesort') }).toEqual({ orderBy, type: 'range', sorted: false });
      expect((await viewers[viewer]!.query(page))[list].nodes).toEqual(Array(50).fill(expect.objectContaining({ status })));
    }
  });

  it('a page of a timeline comes off an index in its order', async () => {
    const id = 'request_01000000000000000000000100';
    const page = `{ certificationRequest(id: "${id}") { timeline(first: 2) { nodes { id } pageInfo { endCursor } } } }`;
    // With the request itself, which is looked up once.
    expect(await plansIn('manager', page, 'LIMIT')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ table: 'certification_request', type: 'const' }),
        expect.objectContaining({
          table: 'progress_event',
          key: 'ix_progress_event_subject',
          Extra: expect.not.stringContaining('filesort'),
        }),
      ]),
    );
  });

  const counted = [
    ...['a status', 'two statuses', 'a phase', 'a status and its phase'].map(
      (what) => ['certificationRequests', 'reviewer', what] as const,
    ),
    ...['a status', 'two statuses'].map((what) => ['productReleases', 'manager', what] as const),
  ];
  it.each(counted)('the count of %s, for a %s, of %s is covered by an index', async (list, viewer, what) => {
    for (const plan of await plansOf(viewer, list, [lists[list]!.narrowed[what]!], '{ totalCount }'))
      expect(plan.Extra).toContain('Using index');
  });
});
