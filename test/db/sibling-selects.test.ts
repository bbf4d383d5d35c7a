import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Role } from '../../src/domain/words.js';
import { CertificationRequest } from '../../src/entities/certification-request.js';
import { ProgressEvent } from '../../src/entities/progress-event.js';
import {
  agreementVersions,
  contactsOfRequest,
  findingsOfRequest,
  materialsOfRequest,
  programSignaturesOfSeller,
  reviewsOfRequest,
  submissionsOfRequest,
  supportingProductsOfRequest,
  templateVersions,
} from '../../src/entities/relations.js';
import { Seller } from '../../src/entities/seller.js';
import { Reader } from '../../src/loaders/reader.js';
import { readTimeline } from '../../src/loaders/timeline.js';
import { seen, visibleRequests, visibleRows } from '../../src/loaders/visibility.js';
import { inRequest, RequestScope, requestScope } from '../../src/platform/request-scope.js';
import { testEngine } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { World } from '../support/world.js';

let at: InProcess;
let ids: string[];
/** Reads by keys: what a request shows, and what its rules look at. */
let reads: ((reader: Reader) => unknown)[];
const statements: string[] = [];

beforeAll(async () => {
  at = await startInProcess();
  const world = await World.open(at);
  const seller = await world.newSeller();
  ids = [await world.certified(seller), await world.submitted(seller), await world.draft(seller)];
  for (const name of ['First', 'Second', 'Third', 'Fourth'])
    await seller.do('addSupportingProduct', { certificationRequestId: ids[2], product: { name } });
  // In another order than that in which they were made.
  await at.server.database.dataSource.query('UPDATE supporting_product SET position = 100 - position');
  const columns = ['position', 'name', 'introduction'];
  reads = [
    (reader) => reader.one(Seller, seller.sellerId),
    (reader) => reader.one(Seller, 'seller_00000000000000000000000000'),
    (reader) => reader.list(programSignaturesOfSeller, seller.sellerId),
    (reader) => reader.all(templateVersions),
    (reader) => reader.all(agreementVersions),
    ...ids.flatMap((id) => [
      (reader: Reader) => reader.one(CertificationRequest, id),
      (reader: Reader) => reader.one(CertificationRequest, id, ['dueCovered', 'version']),
      (reader: Reader) => reader.list(supportingProductsOfRequest, id),
      (reader: Reader) => reader.list(supportingProductsOfRequest, id, columns),
      (reader: Reader) => reader.list(contactsOfRequest, id),
      (reader: Reader) => reader.list(materialsOfRequest, id),
      (reader: Reader) => reader.list(submissionsOfRequest, id),
      (reader: Reader) => reader.list(reviewsOfRequest, id),
      (reader: Reader) => reader.list(findingsOfRequest, id),
      async (reader: Reader) => (await readTimeline(reader, id, { last: 2 }, null)).rows,
    ]),
  ];
  // Background work reads too.
  at.server.database.onRead = (sql) => requestScope.getStore() && statements.push(sql);
});
afterAll(() => at.stop());

const newReader = (): Reader =>
  new Reader(at.server.database, { subject: 'a', name: 'A', email: null, roles: [Role.AUDITOR], scopes: [], sellerId: null, main: false });

it('what is read by keys at one moment is what each read gives by itself: the same rows, properties, values and order', async () => {
  const alone = new Map<unknown, unknown>();
  for (const read of reads) alone.set(read, await read(newReader()));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(reads, { minLength: 2 }), async (several) => {
      const reader = newReader();
      expect(await Promise.all(several.map((read) => read(reader)))).toEqual(several.map((read) => alone.get(read)));
    }),
    { numRuns: 40 },
  );
});

it('it travels as one statement to a server; the embedded database has one for each', async () => {
  const reader = newReader();
  const some = reads.slice(0, 8);
  statements.length = 0;
  await inRequest(new RequestScope(), () => Promise.all(some.map((read) => read(reader))));
  expect(statements).toHaveLength(testEngine() === 'sqlite' ? some.length - 1 : 1);
});

it('R2: what is read ahead of a request is what it shows by itself, in one statement with it, and nothing where it may not be seen', async () => {
  const relations = [supportingProductsOfRequest, contactsOfRequest, materialsOfRequest, submissionsOfRequest, reviewsOfRequest];
  const alone = newReader();
  const own = await Promise.all(ids.map((id) => Promise.all(relations.map((relation) => alone.list(relation as never, id)))));
  // Read as an auditor, who sees all but the draft.
  const reader = newReader();
  const visible = visibleRequests(reader.actor);
  const request = visibleRows(reader, CertificationRequest, null, visible);
  const keys = seen(reader, CertificationRequest, visible, request);
  statements.length = 0;
  const asked = [
    { reading: request, ids },
    ...relations.map((relation) => ({ reading: reader.lists(relation, null), ids, keys })),
    { reading: reader.rows(Seller, null), ids, keys: seen(reader, CertificationRequest, visible, request, 'sellerId') },
  ];
  await inRequest(new RequestScope(), () => reader.ahead(asked));
  expect(statements).toHaveLength(testEngine() === 'sqlite' ? asked.length : 1);
  const found = ids.map((id) => relations.map((relation) => reader.list(relation as never, id)));
  expect(found.slice(0, 2)).toEqual(own.slice(0, 2));
  // Nothing is kept of the draft, not even that it had none: who shows of it what others may see reads that.
  for (const list of found[2]!) expect(list).toBeInstanceOf(Promise);
  expect(await Promise.all(found[2]!)).toEqual(own[2]);
  const requests = ids.map((id) => reader.read(request, id) as CertificationRequest | null);
  expect(requests.map((row) => row?.id ?? null)).toEqual([ids[0], ids[1], null]);
  expect(reader.one(Seller, requests[0]!.sellerId)).toMatchObject({ id: requests[0]!.sellerId });
});

it('R2: of what may not be seen nothing that it names is at hand either', async () => {
  const reader = newReader();
  const draft = (await newReader().one(CertificationRequest, ids[2]!))!;
  const visible = visibleRequests(reader.actor);
  const request = visibleRows(reader, CertificationRequest, null, visible);
  const keys = seen(reader, CertificationRequest, visible, request, 'sellerId');
  await reader.ahead([
    { reading: request, ids: [draft.id] },
    { reading: reader.rows(Seller, null), ids: [draft.id], keys },
  ]);
  expect(reader.one(Seller, draft.sellerId)).toBeInstanceOf(Promise);
});

it('a statement that fails tells each of those who wait for it', async () => {
  const reader = newReader();
  const [failed, other] = await Promise.allSettled(
    ['nowhere', 'subject_id'].map((column) =>
      reader.selectByKeys(ProgressEvent, null, { sql: `${column} = ?`, values: ['x'] }, (rows) => rows),
    ),
  );
  expect(failed!.status).toBe('rejected');
  expect(other!.status).toBe(testEngine() === 'sqlite' ? 'fulfilled' : 'rejected');
});
