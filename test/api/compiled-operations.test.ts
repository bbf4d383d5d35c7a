import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Sent } from '../support/client.js';
import { type SellerPerson, World } from '../support/world.js';

let world: World;
let seller: SellerPerson;
let id: string;
beforeAll(async () => {
  world = await World.open();
  seller = await world.newSeller();
  id = await world.submitted(seller);
});

/** An answer without what is each request's own. */
const comparable = ({ body, status, headers }: Sent): unknown => {
  const told = Object.fromEntries([...headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit', 'content-length'].includes(name)));
  return JSON.parse(JSON.stringify({ status, told, body }).replace(/"requestId":"[^"]+"/g, '"requestId":"…"'));
};

const list =
  'query ($first: Int, $after: String, $filter: CertificationRequestFilter) { r: certificationRequests(first: $first, after: $after, filter: $filter)';
const cases: Record<string, { query: string; variables?: () => Json }> = {
  'a list with its relations, by fragments and aliases': {
    query: `${list} { totalCount nodes { ...Parts again: businessContact { kind } } edges { cursor node { id } } } }
      fragment Parts on CertificationRequest { __typename id seller { id company { name } } businessContact { name } materials { file { name bytes } uploadedAt } }`,
  },
  'what is skipped and included by variables': {
    query:
      'query ($id: ID!, $yes: Boolean!) { certificationRequest(id: $id) { id number @skip(if: $yes) status @include(if: $yes) seller @skip(if: $yes) { id } ... @include(if: $yes) { version } } }',
    variables: () => ({ id, yes: true }),
  },
  'a fragment in two places, with a condition in one of them': {
    query:
      'query ($id: ID!, $yes: Boolean!) { a: certificationRequest(id: $id) { id ...Told @skip(if: $yes) } b: certificationRequest(id: $id) { ...Told } } fragment Told on CertificationRequest { number status }',
    variables: () => ({ id, yes: true }),
  },
  'names with underscores that lead to one path': {
    query:
      'query ($id: ID!) { x_y: certificationRequest(id: $id) { m: materials { id revision status } } y: certificationRequest(id: $id) { m_x: materials { id } } }',
    variables: () => ({ id }),
  },
  'an interface, and an id of nothing': {
    query:
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on CertificationRequest { number timeline { nodes { subject { __typename ... on CertificationRequest { id } } } } } } }',
    variables: () => ({ ids: [id, seller.sellerId, 'request_01h00000000000000000000000'] }),
  },
  'the clock, whose place is looked up when it is asked for': {
    query:
      'query ($id: ID!) { certificationRequest(id: $id) { clock { state queuePosition overdue } actions { action allowed blockers { code path } } } }',
    variables: () => ({ id }),
  },
  'a failure in one of two fields': { query: '{ viewer { subject } certificationRequests(after: "made up") { nodes { id } } }' },
  'a failure deep below, where null is allowed only at the top': {
    query: 'query ($id: ID!) { viewer { subject } certificationRequest(id: $id) { id timeline(first: 1000) { nodes { id } } } }',
    variables: () => ({ id }),
  },
  'a list where an object is asked for': { query: `${list} { nodes { id } } }`, variables: () => ({ filter: [] }) },
  'a number that is none': { query: `${list} { nodes { id } } }`, variables: () => ({ first: 'ten' }) },
  'a variable that is missing': { query: 'query ($id: ID!) { certificationRequest(id: $id) { id } }' },
};

describe('an operation', () => {
  it.each(Object.entries(cases))('answers the same when it has been compiled: %s', async (_, { query, variables = () => ({}) }) => {
    const first = comparable(await seller.send(query, variables()));
    expect(JSON.stringify(first)).not.toContain('INTERNAL_SERVER_ERROR');
    for (let n = 0; n < 3; n++) expect(comparable(await seller.send(query, variables()))).toEqual(first);
  });

  it('a variable that is not sent changes nothing, where null would clear a field, though the operation has been compiled', async () => {
    const draft = await world.completeDraft(seller);
    const shown = 'certificationRequest { product { name introduction } businessContact { name } }';
    const query = `mutation ($id: ID!, $name: String, $introduction: String, $contact: ContactInput) {
      updateCertificationRequest(input: { id: $id, product: { name: $name, introduction: $introduction }, businessContact: $contact }) { ${shown} userErrors { code } } }`;
    const { data } = (await seller.send(query, { id: draft, name: 'Name 0' })).body as Json;
    const before = data.updateCertificationRequest.certificationRequest;
    expect(before).toMatchObject({ product: { introduction: expect.any(String) }, businessContact: { name: expect.any(String) } });
    for (let n = 1; n <= 4; n++) {
      const { body } = await seller.send(query, { id: draft, name: `Name ${n}` });
      const product = { ...before.product, name: `Name ${n}` };
      expect(body).toMatchObject({
        data: { updateCertificationRequest: { certificationRequest: { ...before, product }, userErrors: [] } },
      });
    }
  });

  it.each([
    undefined,
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json;q=0.1, application/json',
    'text/html, application/graphql-response+json;q=0.5, */*;q=0.1',
    'text/html',
    'constructor',
  ])('is answered in what the request takes when it has been compiled: %s', async (accept) => {
    const documents = [`{ viewer { subject } seller { id } } # ${accept}`, `{ nothing } # ${accept}`];
    for (const query of documents) {
      const asked = { headers: accept === undefined ? {} : { accept } } as { headers: Record<string, string> };
      // By GET Apollo answers, whatever has been compiled.
      const address = `${world.place.url}/graphql?${new URLSearchParams({ query })}`;
      const gotten = await fetch(address, { headers: { authorization: `Bearer ${seller.token}`, ...asked.headers } });
      const byApollo = comparable({ status: gotten.status, headers: gotten.headers, body: await gotten.json() });
      for (let n = 0; n < 4; n++) expect(comparable(await seller.send(query, {}, asked))).toEqual(byApollo);
    }
  });

  it.each([
    ['a query that is no text', { query: 1 }],
    ['variables that are no object', { query: '{ viewer { subject } }', variables: 'none' }],
    ['a name that is no text', { query: '{ viewer { subject } }', operationName: 1 }],
    ['extensions that are no object', { query: '{ viewer { subject } }', extensions: [] }],
    ['a list', [{ query: '{ viewer { subject } }' }]],
    ['nothing', {}],
    ['no document', { variables: {} }],
    ['a name of no operation', { query: '{ viewer { subject } }', operationName: 'Other' }],
    ['a subscription', { query: 'subscription { notificationReceived { id } }' }],
  ])('is refused with what mends it: %s', async (_, body) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${seller.token}` };
    const answer = await fetch(`${world.place.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { data, errors } = (await answer.json()) as Json;
    expect(data).toBeUndefined();
    expect(answer.status).toBe(400);
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/\w/) })]);
    expect(['BAD_REQUEST', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']).toContain(errors[0].extensions.code);
  });

  it('R25: mutations of one document run one after the other, compiled too', async () => {
    const draft = await world.draft(seller);
    const step = (name: string, version: number) =>
      `${name}: updateCertificationRequest(input: { id: "${draft}", expectedVersion: ${version}, product: { name: "${name}" } }) { certificationRequest { version product { name } } userErrors { code } }`;
    for (let version = 1; version < 7; version += 2) {
      const query = `mutation ($v: Int!, $w: Int!) { ${step('First', 0).replace('Version: 0', 'Version: $v')} ${step('Second', 0).replace('Version: 0', 'Version: $w')} }`;
      const { First, Second } = await seller.query(query, { v: version, w: version + 1 });
      expect(First).toEqual({ certificationRequest: { version: version + 1, product: { name: 'First' } }, userErrors: [] });
      expect(Second).toEqual({ certificationRequest: { version: version + 2, product: { name: 'Second' } }, userErrors: [] });
    }
  });
});
