import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificationStatus, ProductStatus, ReleaseStatus } from '../../src/domain/words.js';
import { type Json, Person } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { Releases } from '../support/releases.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let at: InProcess;
let world: World;
let releases: Releases;
let seller: SellerPerson;
let staff: Person;
/** What was counted, by its statement. */
let counted: string[];
beforeAll(async () => {
  at = await startInProcess();
  world = await World.open(at);
  releases = new Releases(world);
  seller = await world.newSeller();
  staff = world.auditor;
  counted = [];
  at.server.database.onRead = (sql) => sql.includes('COUNT(*)') && counted.push(sql);
});
afterAll(() => at.stop());

const enums = { certificationRequests: CertificationStatus, productReleases: ReleaseStatus, products: ProductStatus };
const tables = { certificationRequests: 'certification_request', productReleases: 'product_release', products: 'product' };
type List = keyof typeof tables;

/** What a list of the platform's has in all, and of each status. */
const fields = (Object.keys(tables) as List[]).flatMap((list) => {
  const narrowed = (filter: string) => (list === 'products' ? `(${filter})` : `(filter: { ${filter} })`);
  const statuses = Object.values(enums[list]).filter((status) => status !== 'DRAFT' && status !== 'DISCARDED');
  return [
    `${list} { totalCount }`,
    ...statuses.map(
      (status) => `${list}_${status}: ${list}${narrowed(`status: ${list === 'products' ? status : `[${status}]`}`)} { totalCount }`,
    ),
  ];
});
const query = `{ ${fields.join(' ')} reviewed: certificationRequests(filter: { phase: QUALIFICATION }) { totalCount } }`;

/** The same by SQL: statuses of all rows, and those in the first phase. */
async function inTables(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [list, table] of Object.entries(tables)) {
    const rows = await at.server.database.dataSource.manager.query<{ status: string; n: number }[]>(
      `SELECT status, COUNT(*) AS n FROM ${table} WHERE status NOT IN ('DRAFT', 'DISCARDED') GROUP BY status`,
    );
    for (const { status, n } of rows) counts[`${list}_${status}`] = Number(n);
    counts[list] = rows.reduce((sum, { n }) => sum + Number(n), 0);
  }
  const [row] = await at.server.database.dataSource.manager.query<{ n: number }[]>(
    "SELECT COUNT(*) AS n FROM certification_request WHERE phase = 'QUALIFICATION' AND status NOT IN ('DRAFT', 'DISCARDED')",
  );
  counts.reviewed = Number(row!.n);
  return counts;
}

async function told(): Promise<Record<string, number>> {
  const data = await staff.query(query);
  return Object.fromEntries(Object.entries(data).map(([name, { totalCount }]: [string, Json]) => [name, totalCount]));
}

describe('counts of the platform', () => {
  it('R25: are right after every change of state, each time at once', async () => {
    const step = async <T>(change: () => Promise<T>): Promise<T> => {
      const result = await change();
      const counts = await told();
      expect(counts).toEqual({ ...Object.fromEntries(Object.keys(counts).map((name) => [name, 0])), ...(await inTables()) });
      return result;
    };
    await step(() => world.draft(seller));
    const id = await step(() => world.submitted(seller));
    await step(() => seller.do('withdrawCertificationRequest', { id }));
    await step(() => seller.do('discardCertificationRequest', { id }));
    await step(() => world.changesRequested(seller));
    const rejected = await step(() => world.submitted(seller));
    await step(() => world.decide(rejected, 'QUALIFICATION', 'REJECT', { reason: 'No license.' }));
    await step(() => world.inProductReview(seller));
    const certified = await step(() => world.certified(seller));
    const release = await step(() => releases.submitted(seller, certified));
    await step(() => seller.do('withdrawProductRelease', { id: release }));
    await step(() => seller.do('submitProductRelease', { id: release }));
    const { product } = await step(() => releases.decide(release, 'APPROVE'));
    await step(() => seller.do('delistProduct', { id: product.id, reason: 'Replaced.' }));
  });

  it('R25: are made once while no event comes, for all who ask; anew for those who see something else', async () => {
    await world.submitted(seller);
    const queue = '{ certificationRequests(filter: { status: [QUALIFICATION_REVIEW] }) { totalCount } }';
    const own = '{ certificationRequests { totalCount } }';
    counted.length = 0;
    const others = await Promise.all(Array.from({ length: 5 }, (_, n) => Person.as(at, 'product-reviewer', { subject: `counter-${n}` })));
    const answers = await Promise.all([staff, ...others].map((person) => person.query(queue)));
    await staff.query(queue);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(counted).toHaveLength(1);
    const mine = (await seller.query(own)).certificationRequests.totalCount;
    // A draft writes no event that the platform sees, and is one of the seller's at once.
    await world.draft(seller);
    expect((await seller.query(own)).certificationRequests.totalCount).toBe(mine + 1);
  });

  it('R25: follow what was written past Joint Ops, without an event, within seconds', async () => {
    const all = async () => (await staff.query('{ products { totalCount } }')).products.totalCount;
    const before = await all();
    await at.server.database.dataSource.manager.query("UPDATE product SET status = 'LISTED'");
    const delisted = async () => (await staff.query('{ products(status: DELISTED) { totalCount } }')).products.totalCount;
    await until(async () => (await delisted()) === 0, 'the new count', 8000);
    expect(await all()).toBe(before);
  });
});
