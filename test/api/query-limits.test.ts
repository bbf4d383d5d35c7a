import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { limits } from '../../src/domain/limits.js';
import { requestScope } from '../../src/platform/request-scope.js';
import type { Json } from '../support/client.js';
import { bodyOf, hostile } from '../support/hostile.mjs';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { transports, watch } from '../support/live.js';
import { startServer } from '../support/own-server.js';
import { type SellerPerson, World } from '../support/world.js';

let at: InProcess;
let world: World;
let seller: SellerPerson;
const statements: string[] = [];
beforeAll(async () => {
  at = await startInProcess();
  world = await World.open(at);
  seller = await world.newSeller();
  await world.draft(seller);
});
afterAll(() => at.stop());

const post = async (body: string, url = at.url, token = seller.token): Promise<{ status: number; body: Json }> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, body: await response.json() };
};
const send = (query: string, variables: Json = {}) => post(JSON.stringify({ query, variables }));
const extensionsOf = ({ body }: { body: Json }): Json => body.errors[0].extensions;

/** What is refused, by the limit that it meets. */
const refused: readonly (readonly [limit: string, query: string])[] = [
  ['documentLength', `# ${'x'.repeat(limits.documentLength)}\n{ viewer { subject } }`],
  ['documentTokens', `{ viewer { ${'subject '.repeat(limits.documentTokens)} } }`],
  ['documentNesting', `{ viewer(x: ${'['.repeat(limits.documentNesting)}${']'.repeat(limits.documentNesting)}) { subject } }`],
  ['documentDepth', `{ ${'viewer { '.repeat(limits.documentDepth)}subject${' }'.repeat(limits.documentDepth)} }`],
  ['documentFields', `{ viewer { ${'subject '.repeat(limits.documentFields)} } }`],
  ['documentAliases', `{ viewer { ${Array.from({ length: limits.documentAliases + 1 }, (_, i) => `a${i}: subject`).join(' ')} } }`],
  ['documentRootFields', `{ ${Array.from({ length: limits.documentRootFields + 1 }, (_, i) => `a${i}: viewer { subject }`).join(' ')} }`],
  ['documentDirectives', `{ viewer { subject ${'@skip(if: false) '.repeat(limits.documentDirectives + 1)} } }`],
  ['documentDefinitions', Array.from({ length: limits.documentDefinitions + 1 }, (_, i) => `query Q${i} { viewer { subject } }`).join(' ')],
  ['documentOverlaps', `{ viewer { ${'subject '.repeat(80)} } }`],
  ['operationCost', '{ certificationRequests(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } }'],
];

describe('a document that is too much', () => {
  it.each(refused)('is refused by %s, in English and Chinese, and runs no resolver and no statement', async (limit, query) => {
    at.server.database.onRead = (sql) => requestScope.getStore() && statements.push(sql);
    // Who asks is read for each request.
    await post('{}');
    const usual = statements.splice(0).length;
    const told = await send(query);
    expect(told.status).toBe(400);
    expect(extensionsOf(told)).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      retryable: false,
      limit,
      maximum: limits[limit as keyof typeof limits],
    });
    expect(told.body.data).toBeUndefined();
    expect(statements.splice(0)).toHaveLength(usual);
    const chinese = await seller.send(query, {}, { language: 'zh' });
    expect(chinese.body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it.each(transports)('is refused over a %s in the same way', async (transport) => {
    const depth = limits.documentDepth;
    const cases = [
      [`subscription { progress { ${'subject { ... on CertificationRequest { seller { id } } } '.repeat(70)} } }`, 'documentOverlaps'],
      [
        `subscription { progress ${'{ subject { ... on CertificationRequest { copiedFrom '.repeat(depth)} { id } ${'} } }'.repeat(depth)} }`,
        'documentNesting',
      ],
      [
        'subscription { progress { subject { ... on CertificationRequest { timeline(first: 100) { nodes { id } } releases(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } } } } }',
        'operationCost',
      ],
    ] as const;
    for (const [query, limit] of cases) {
      const made = watch(seller, transport, query);
      await made.until(({ received, ended }) => received.length > 0 || ended !== null);
      const errors = made.received[0]?.errors ?? made.ended?.error;
      expect(errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit });
      made.dispose();
    }
  });

  it('mutations that are too many change nothing', async () => {
    const count = async () => (await seller.query('{ certificationRequests { totalCount } }')).certificationRequests.totalCount;
    const before = await count();
    const { body } = await post(bodyOf(hostile.find(({ name }) => name === '21 mutations')!));
    expect(body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(await count()).toBe(before);
  });
});

describe('the cost of an operation', () => {
  const costOf = async (query: string, variables: Json = {}) => (await send(query, variables)).body.extensions.cost;

  it('is told with each answer, counted with the variables', async () => {
    const query =
      'query ($n: Int = 5, $more: Boolean = false) { certificationRequests(first: $n) { nodes { id checks @include(if: $more) { code } } } }';
    // 1 for the connection, and for each node 1, 0.1 for its id.
    expect(await costOf(query)).toEqual({ requested: 7, maximum: limits.operationCost });
    expect((await costOf(query, { n: 50 })).requested).toBe(1 + 55);
    // Ten `checks`, each 1, 5 beside, and 0.1 for its code.
    expect((await costOf(query, { n: 50, more: true })).requested).toBe(1 + 55 + 50 * 61);
    expect((await costOf('{ certificationRequests { nodes { id } } }')).requested).toBe(1 + 22);
    expect((await costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).requested).toBe(4);
  });

  it('counts fragments as often as they are used, and mutations', async () => {
    const one = '{ viewer { ...V } } fragment V on Viewer { subject }';
    expect((await costOf(one)).requested).toBe(2);
    const twenty = `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: viewer { ...V }`).join(' ')} } fragment V on Viewer { subject }`;
    expect((await costOf(twenty)).requested).toBe(22);
    expect((await costOf('mutation { createCertificationRequest(input: {}) { userErrors { code } } }')).requested).toBe(22);
  });

  it('of what is too dear is told in the refusal', async () => {
    const refusal = extensionsOf(await send('{ certificationRequests(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } }'));
    expect(refusal.cost).toEqual({ requested: 11_201, maximum: 10_000 });
  });

  it("lets GraphQL's own introspection query run", async () => {
    const { status, body } = await send(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }));
    expect([status, body.errors]).toEqual([200, undefined]);
  });

  it('pages of more than 100 are refused, and so is a length that is none', async () => {
    for (const first of [101, 1_000_000, -1, 0]) {
      const told = await send('query ($first: Int) { certificationRequests(first: $first) { nodes { id } } }', { first });
      expect(extensionsOf(told).code).toBe('BAD_USER_INPUT');
    }
    const ids = Array.from({ length: 101 }, (_, n) => `cr_${n}`);
    expect(extensionsOf(await send('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).code).toBe('BAD_USER_INPUT');
  });
});

describe('hostile documents', () => {
  it.each(hostile.map((document) => [document.name, document] as const))(
    '%s: is answered, without a failure of ours',
    async (_, document) => {
      const { status, body } = await post(bodyOf(document));
      expect([200, 400]).toContain(status);
      expect(JSON.stringify(body)).not.toMatch(/INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE/);
    },
  );
});

describe('in production', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let there: World;
  beforeAll(async () => {
    server = await startServer({ env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on' } });
    there = await World.open(server);
  });
  afterAll(() => server.stop());
  const ask = (query: string) => post(JSON.stringify({ query }), server.url, there.admin.token);

  it('the schema cannot be asked for', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      getIntrospectionQuery(),
      '{ ...A } fragment A on Query { __schema { types { name } } }',
    ]) {
      const told = await ask(query);
      expect([told.status, extensionsOf(told).code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    }
    expect((await ask('{ __type(name: "Query") { name fields { name } } }')).body.data).toEqual({ __type: null });
    expect((await ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });

  it('errors suggest no names, over any transport', async () => {
    const told = await ask('{ viewer { subjekt } certificationRequests(filter: { status: [DRAFTS] }) { totalCount } veiwer { id } }');
    expect(told.body.errors.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(told.body)).not.toMatch(/Did you mean/);
    for (const transport of transports) {
      const made = watch(there.admin, transport, 'subscription { progresss { id } }');
      await made.until(({ received, ended }) => received.length > 0 || ended !== null);
      const errors = made.received[0]?.errors ?? made.ended?.error;
      expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
      made.dispose();
    }
  });

  it('in development they do', async () => {
    expect((await send('{ viewer { subjekt } }')).body.errors[0].message).toMatch(/Did you mean "subject"/);
  });
});
