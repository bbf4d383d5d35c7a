// The requests that are compared with the peers: the same bytes go to every server.
import { createHash } from 'node:crypto';
import { sellersOf } from '../load.mjs';
import { requestId, sellerId } from './tables.mjs';

const page = 'pageInfo { hasNextPage endCursor }';
const contact = 'businessContact { name mobile email } huaweiContact { name mobile email }';
const documents = {
  List: `query List($first: Int!, $after: String, $filter: CertificationRequestFilter!) {
    certificationRequests(first: $first, after: $after, filter: $filter, orderBy: CREATED_ASC) {
      nodes { id number status phase submittedAt product { name version deliveryMethod } seller { id company { name } } ${contact}
        materials { id revision status file { name bytes } uploadedAt } } ${page} } }`,
  Detail: `query Detail($id: ID!) {
    certificationRequest(id: $id) { id number version status phase product { name version deliveryMethod category introduction }
      seller { id status company { registrationNumber name introduction } }
      supportingProducts { id position name version deliveryMethod introduction }
      businessContact { id kind name mobile email } huaweiContact { id kind name mobile email }
      materials { id revision status file { name contentType bytes sha256 } uploadedAt }
      timeline(first: 50) { nodes { id type phase reason actor { role } occurredAt } ${page} }
      createdAt updatedAt submittedAt decidedAt } }`,
  Queue: `query Queue($first: Int!, $after: String, $filter: CertificationRequestFilter!) {
    certificationRequests(first: $first, after: $after, filter: $filter, orderBy: SUBMITTED_ASC) { totalCount
      nodes { id number status phase submittedAt product { name } seller { id company { name } } } ${page} } }`,
  Decide: `mutation Decide($input: ReviewCertificationRequestInput!) {
    reviewCertificationRequest(input: $input) { certificationRequest { id status phase version updatedAt } review { phase decision decidedAt }
      userErrors { code message } } }`,
};
const body = (operationName, variables) => JSON.stringify({ query: documents[operationName], operationName, variables });

/** Has the event log move on, as if something had happened, so that whoever goes by its position has to look anew. */
export const anEvent = (connection) => () => connection.query("UPDATE counter SET value = value + 1 WHERE name = 'event'");

/** Numbers that look thrown and are the same each time. */
function* dice(seed = 42) {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

/**
 * The workloads: for each, what makes so many requests. Who asks is one of a hundred people, each with a token of its own.
 * @param {{ rows: number, tokenOf: (wish: object) => Promise<string>, undecided: () => string, waiting: (share: number) => string,
 * happen: () => Promise<unknown> }} of `undecided` answers a request that waits for its qualification, each once, `waiting` one of those by a number
 * from 0 to 1; `happen` has something happen.
 */
export async function workloads({ rows, tokenOf, undecided, waiting, happen }) {
  const people = 100;
  const count = sellersOf(rows);
  const tokens = await Promise.all(Array.from({ length: people }, (_, n) => tokenOf({ as: ['seller'], seller: sellerId(n + 1) })));
  const reviewers = await Promise.all(
    Array.from({ length: people }, (_, n) => tokenOf({ as: ['qualification-reviewer'], subject: `reviewer-${n}` })),
  );
  const thrown = dice();
  const throwTo = (most) => Math.floor(thrown.next().value * most);
  const queue = (n) => ({ token: reviewers[n], body: body('Queue', { first: 50, filter: { status: ['QUALIFICATION_REVIEW'] } }) });
  const many = (make) => (length) => Array.from({ length }, () => make(throwTo(people)));
  return {
    list: many((n) => ({ token: tokens[n], body: body('List', { first: 50, filter: { sellerId: sellerId(n + 1) } }) })),
    // The requests of seller n are those whose number leaves n - 1 over.
    detail: many((n) => ({
      token: tokens[n],
      body: body('Detail', { id: requestId(n + count * (1 + throwTo(Math.floor(rows / count) - 1))) }),
    })),
    // As a reviewer opens it: that the platform reads contacts goes into the audit trail. No peer has one.
    audited: many((n) => ({ token: reviewers[n], body: body('Detail', { id: waiting(thrown.next().value) }) })),
    queue: many(queue),
    // Nothing that was counted before is of use.
    restless: many((n) => ({ ...queue(n), before: happen })),
    decide: many((n) => {
      const id = undecided();
      const digest = createHash('sha256')
        .update(String(Number.parseInt(id.slice(-24), 16)))
        .digest('hex');
      const input = { id, phase: 'QUALIFICATION', digest, decision: 'APPROVE' };
      return { token: reviewers[n], body: body('Decide', { input }) };
    }),
  };
}

/** An answer without what must differ between two that did the same. */
export const comparable = (text) =>
  text
    .replace(/"(updatedAt|decidedAt)":"[^"]+"/g, '"$1":"…"')
    .replace(/"id":"request_[^"]+","status":"PRODUCT/g, '"id":"…","status":"PRODUCT');
