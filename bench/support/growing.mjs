// The reads whose price is watched while the data grow.
import { createConnection } from 'mysql2/promise';
import { requestId, sellerId } from './tables.mjs';

const fields =
  'nodes { id number status phase submittedAt product { name } seller { id company { name } } } pageInfo { hasNextPage endCursor }';
const list = `query Page($filter: CertificationRequestFilter, $orderBy: CertificationRequestOrder, $after: String) {
  certificationRequests(first: 50, after: $after, filter: $filter, orderBy: $orderBy) { ${fields} } }`;
const count = 'query Count($filter: CertificationRequestFilter) { certificationRequests(first: 1, filter: $filter) { totalCount } }';
const timeline = `query Timeline($id: ID!) {
  certificationRequest(id: $id) { timeline(first: 50) { nodes { id type phase occurredAt } pageInfo { hasNextPage } } } }`;
const log = 'query Log { auditEntries(first: 50) { nodes { id } pageInfo { hasNextPage } } }';
/** How deep a deep page lies, where there is so much. */
const deepest = 100_000;

const queue = { status: ['QUALIFICATION_REVIEW'] };
/**
 * What is asked, by name: the document and, from a position and a number, the variables. `like` names what its price is compared with in the
 * first column, where that is not itself; `as` are the roles of those who ask, and `person` is what else is known of each.
 */
export const reads = {
  'queue, first page': { query: list, variables: () => ({ filter: queue, orderBy: 'SUBMITTED_ASC' }) },
  'queue, deep page': {
    query: list,
    variables: (deep) => ({ filter: queue, orderBy: 'SUBMITTED_ASC', after: deep.queue }),
    like: 'queue, first page',
  },
  'all requests, first page': { query: list, variables: () => ({ orderBy: 'CREATED_ASC' }) },
  'all requests, deep page': {
    query: list,
    variables: (deep) => ({ orderBy: 'CREATED_ASC', after: deep.all }),
    like: 'all requests, first page',
  },
  "a seller's requests, first page": {
    query: list,
    variables: (_, n) => ({ filter: { sellerId: sellerId(n + 1) }, orderBy: 'CREATED_ASC' }),
  },
  // Who has an address may be named as a contact by others too.
  "a seller's own requests, with an address": {
    query: list,
    variables: () => ({ orderBy: 'UPDATED_DESC' }),
    as: ['seller'],
    person: (n) => ({ seller: sellerId(n + 1), email: `person-${n}@example.org` }),
  },
  // Something happens before each, or they would be counted once.
  'count of a queue': { query: count, variables: () => ({ filter: queue }), restless: true },
  'count of all': { query: count, variables: () => ({}), restless: true },
  'search, many found': { query: list, variables: () => ({ filter: { search: 'joint product 7' }, orderBy: 'CREATED_ASC' }) },
  'search, none found': { query: list, variables: () => ({ filter: { search: 'nothing of this name' }, orderBy: 'CREATED_ASC' }) },
  'timeline of a request': { query: timeline, variables: (_, n) => ({ id: requestId(1000 + n) }) },
  'audit trail, newest page': { query: log, variables: () => ({}), as: ['auditor'] },
};

/** For each read, what makes so many requests. A hundred people ask in turn, each with a token of their own. */
export async function growing({ url, rows, tokenOf, happen }) {
  const deep = await deepCursors(url, rows);
  const maker = async ({ query, variables, as = ['operations-manager'], person = () => ({}), restless = false }) => {
    const tokens = await Promise.all(Array.from({ length: 100 }, (_, n) => tokenOf({ as, subject: `reader-${n}`, ...person(n) })));
    let nth = 0;
    const next = () => {
      const n = nth++ % tokens.length;
      return { token: tokens[n], body: JSON.stringify({ query, variables: variables(deep, n) }), before: restless ? happen : undefined };
    };
    return (length) => Array.from({ length }, next);
  };
  return Object.fromEntries(await Promise.all(Object.entries(reads).map(async ([name, read]) => [name, await maker(read)])));
}

/** Cursors a page before the end, or at the deepest place: made here as the server makes them, since paging there takes too long. */
async function deepCursors(url, rows) {
  const connection = await createConnection({ uri: url, timezone: 'Z' });
  const at = async (where, order, share) => {
    const offset = Math.min(deepest, Math.floor(rows * share));
    const sql = `SELECT id, submitted_at AS submittedAt FROM certification_request WHERE ${where} ORDER BY ${order} LIMIT 1 OFFSET ${offset}`;
    return (await connection.query(sql))[0][0];
  };
  const cursor = (...position) => Buffer.from(JSON.stringify(position)).toString('base64url');
  try {
    // A fifth of the requests waits for its qualification, a tenth are drafts.
    const waiting = await at("status = 'QUALIFICATION_REVIEW'", 'submitted_at, id', 0.15);
    const any = await at("status <> 'DRAFT'", 'id', 0.85);
    return {
      queue: cursor('SUBMITTED_ASC', waiting.submittedAt.toISOString(), waiting.id),
      all: cursor('CREATED_ASC', any.id, any.id),
    };
  } finally {
    await connection.end();
  }
}
