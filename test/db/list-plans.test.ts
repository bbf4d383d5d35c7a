import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statements } from '../../bench/support/tables.mjs';
import type { SqlValue } from '../../src/platform/database.js';
import { requestScope } from '../../src/server/request-scope.js';
import { type Json, Person, testEngine } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';

/** Requests that are there: enough for the optimizer to tell an index from a scan. */
const requests = 20_000;
/** Rows that a page may look at and sort: those of one seller. */
const fewRows = 200;

// Only a server's optimizer goes by how many rows there are.
(testEngine() === 'mariadb' ? describe : describe.skip)('the plan of every list of requests', () => {
  let at: InProcess;
  let viewers: Record<string, Person>;
  const read: { sql: string; values: readonly SqlValue[] }[] = [];
  const query = (sql: string, values: readonly SqlValue[] = []): Promise<Json[]> =>
    at.server.database.dataSource.query(sql, values as SqlValue[]);

  beforeAll(async () => {
    at = await startInProcess();
    const templates = (await query('SELECT id, code FROM material_template ORDER BY code')) as { id: string; code: string }[];
    const { seller, certification_request: rows } = statements({ requests, sellers: 200, templates });
    for (const sql of [seller!, rows!, 'ANALYZE TABLE certification_request']) await query(sql);
    const [one] = await query('SELECT seller_id AS id FROM certification_request LIMIT 1');
    viewers = {
      seller: await Person.as(at, 'seller', { seller: one!.id }),
      reviewer: await Person.as(at, 'product-reviewer'),
    };
    at.server.database.onRead = (sql, values) => requestScope.getStore() && read.push({ sql, values });
  }, 120_000);
  afterAll(() => at.stop());

  const filters: Record<string, Json> = {
    nothing: {},
    'a status': { status: ['QUALIFICATION_REVIEW'] },
    'two statuses': { status: ['QUALIFICATION_REVIEW', 'PRODUCT_REVIEW'] },
    'a phase': { phase: 'PRODUCT' },
    'a status and its phase': { status: ['PRODUCT_REVIEW'], phase: 'PRODUCT' },
    'a delivery method': { deliveryMethod: ['SAAS'] },
    'what is overdue': { overdue: true },
    'a time of submission': { submittedAfter: '2025-01-02T00:00:00Z' },
  };
  const orders = ['CREATED_ASC', 'CREATED_DESC', 'UPDATED_ASC', 'UPDATED_DESC', 'SUBMITTED_ASC', 'SUBMITTED_DESC', 'DUE_ASC'];

  /** The plan of the first statement on requests that the query ran. */
  async function planOf(viewer: Person, selection: string, variables: Json): Promise<Json> {
    read.length = 0;
    await viewer.query(
      `query ($filter: CertificationRequestFilter, $orderBy: CertificationRequestOrder) { certificationRequests(first: 50, filter: $filter, orderBy: $orderBy) ${selection} }`,
      variables,
    );
    const { sql, values } = read.find((statement) => statement.sql.includes(selection === '{ totalCount }' ? 'COUNT(*)' : 'LIMIT'))!;
    return (await query(`EXPLAIN ${sql}`, values))[0]!;
  }

  it.each(['seller', 'reviewer'])('a page of a %s comes off an index in its order, or sorts few rows', async (name) => {
    for (const [what, filter] of Object.entries(filters)) {
      for (const orderBy of orders) {
        const plan = await planOf(viewers[name]!, '{ nodes { id number } }', { filter, orderBy });
        const sorted = plan.Extra.includes('filesort') && Number(plan.rows) > fewRows;
        expect({ what, orderBy, scan: plan.type === 'ALL', sorted }).toEqual({ what, orderBy, scan: false, sorted: false });
      }
    }
  });

  it.each(['a status', 'two statuses', 'a phase', 'a status and its phase'])('the count of %s is covered by an index', async (what) => {
    const plan = await planOf(viewers.reviewer!, '{ totalCount }', { filter: filters[what] });
    expect(plan.Extra).toContain('Using index');
  });
});
