import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLInterfaceType, type GraphQLSchema } from 'graphql';
import { type ObjectRule, typeRules } from '../../src/domain/field-rules.js';
import { permissions } from '../../src/domain/permissions.js';
import type { Json, Person } from '../support/client.js';
import { mutationDocument } from '../support/client.js';
import { transports, watch } from '../support/live.js';
import { missingLike, RightsScene, refusalFor, sees, type Who } from '../support/rights.js';
import { until } from '../support/until.js';

const schema: GraphQLSchema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
const fieldsOf = (root: 'Query' | 'Mutation' | 'Subscription') =>
  Object.keys((schema.getType(root) as never as { getFields(): object }).getFields());
const nodeTypes = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);

let at: RightsScene;
beforeAll(async () => {
  at = await RightsScene.open();
}, 180_000);
afterAll(() => at.close());

const everybody = (): [string, Who][] => Object.entries(at.who);
const isMain = (name: string) => name === 'main account';

/** An answer as it came, but for what differs each time. */
interface Raw {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}
async function raw(person: Person, query: string, variables: Json): Promise<Raw> {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(person.token && { authorization: `Bearer ${person.token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { date, 'x-request-id': id, ...headers } = Object.fromEntries(response.headers);
  // How much of a rate is left differs from call to call.
  for (const name of Object.keys(headers)) if (name.startsWith('ratelimit')) delete headers[name];
  return { status: response.status, headers, text: (await response.text()).replaceAll(String(id), '') };
}
const but = (answer: Raw, id: string): Raw => ({ ...answer, text: answer.text.replaceAll(id, 'ID') });

function attempt(person: Person, operation: string, input: Json): Promise<Json> {
  const { file, key } = at.targets[operation]!;
  const sent = file && key ? person.sendForm(operation, input, { file }) : person.send(mutationDocument(operation, ''), { input });
  return sent.then(({ status, body }) => ({
    status,
    codes: body.data?.[operation]?.userErrors?.map(({ code }: Json) => code),
    errors: body.errors,
  }));
}

describe('mutations', () => {
  it('R4: the table of targets, the permissions and the schema name the same mutations', () => {
    expect(Object.keys(at.targets).sort()).toEqual(fieldsOf('Mutation').sort());
    for (const name of fieldsOf('Mutation')) expect(permissions[name]).toBeDefined();
  });

  it('R1 R2 R3 R4: each is refused to everybody who may not, with the code that says why; nothing changes', async () => {
    const before = await at.everything();
    const wrong: string[] = [];
    let cells = 0;
    for (const operation of fieldsOf('Mutation')) {
      const { input, key, staffSees } = at.targets[operation]!;
      const anonymous = await attempt(at.world.anonymous, operation, input);
      if (anonymous.status !== 401 || anonymous.errors[0].extensions.code !== 'UNAUTHENTICATED')
        wrong.push(`${operation} without a token: ${JSON.stringify(anonymous)}`);
      await Promise.all(
        everybody().map(async ([name, who]) => {
          cells++;
          const refused = refusalFor(operation, who, isMain(name));
          const missing = key && { ...input, [key]: missingLike(input[key]) };
          const tell = (on: string, found: Json, expected: unknown) =>
            wrong.push(`${operation} by ${name} on ${on}: ${JSON.stringify(found)}, not ${expected}`);
          if (refused) {
            const found = await attempt(who.person, operation, input);
            if (JSON.stringify(found.codes) !== JSON.stringify([refused])) tell("the owner's", found, refused);
            return;
          }
          // An endpoint of a suspended seller's own cannot be changed either, so that it is not looked for.
          const none = who.of === 'suspended' && operation.includes('Webhook') ? 'SELLER_NOT_REGISTERED' : 'NOT_FOUND';
          // Who may call it gets past the guard: what is missing is NOT_FOUND, and what is about no object is refused for what is in it.
          const passed = await attempt(who.person, operation, missing ?? input);
          const forbidden = ['FORBIDDEN', 'RELEASE_PERMISSION_REQUIRED'];
          if (missing ? passed.codes?.join() !== none : !passed.codes || passed.codes.some((code: string) => forbidden.includes(code))) {
            tell(missing ? 'what is missing' : 'nothing', passed, missing ? none : 'past the guard');
          }
          const own = who.of === 'owner' || (who.of === 'entity' && operation === 'createProductRelease');
          const staffMay = staffSees && who.of === null;
          if (!key || own || staffMay) return;
          const foreign = await attempt(who.person, operation, input);
          if (foreign.codes?.join() !== none) tell("the owner's", foreign, none);
        }),
      );
    }
    expect(wrong).toEqual([]);
    expect(cells).toBe(fieldsOf('Mutation').length * everybody().length);
    expect(await at.everything()).toBe(before);
  }, 240_000);

  it("R2: what is somebody else's and what is not there are answered alike, to the byte", async () => {
    const wrong: string[] = [];
    for (const [operation, { input, key, file }] of Object.entries(at.targets)) {
      if (!key || file) continue;
      for (const [name, who] of everybody()) {
        if (who.of === 'owner' || refusalFor(operation, who, isMain(name)) || (who.of === 'entity' && operation === 'createProductRelease'))
          continue;
        if (who.of === null && at.targets[operation]!.staffSees) continue;
        const [theirs, none] = [input[key], missingLike(input[key])];
        const found = but(await raw(who.person, mutationDocument(operation, ''), { input }), theirs);
        const missing = but(await raw(who.person, mutationDocument(operation, ''), { input: { ...input, [key]: none } }), none);
        if (JSON.stringify(found) !== JSON.stringify(missing)) wrong.push(`${operation} by ${name}: ${JSON.stringify([found, missing])}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('R7: a suspended seller can read its own, and write nothing', async () => {
    const { person } = at.who['suspended seller']!;
    const id = at.suspendedDraft;
    const seen = async () =>
      (await person.query('query ($id: ID!) { certificationRequest(id: $id) { id version status } }', { id })).certificationRequest;
    const before = await seen();
    const inputs: Record<string, Json> = {
      createCertificationRequest: {},
      signAgreement: { agreementId: await at.world.agreementId('JOINT_PARTNER_PROGRAM') },
      createWebhookEndpoint: { url: 'https://example.com/hook' },
      updateCertificationRequest: { id, product: { name: 'Changed' } },
      addSupportingProduct: { certificationRequestId: id, product: { name: 'Changed' } },
      copyCertificationRequest: { id },
      discardCertificationRequest: { id },
    };
    for (const [operation, input] of Object.entries(inputs)) {
      expect([operation, await person.codes(operation, input)]).toEqual([operation, ['SELLER_NOT_REGISTERED']]);
    }
    const submit = { id, acceptedAgreementIds: await at.world.commitments() };
    expect(await person.codes('submitCertificationRequest', submit)).toContain('SELLER_NOT_REGISTERED');
    expect(await seen()).toEqual(before);
    expect(before).toMatchObject({ id, status: 'DRAFT' });
  });
});

/** The rule of a type: that of what it is a part of, where it is a part. */
const ruleOf = (type: string): ObjectRule => {
  const { sees: rule } = typeRules[type]!;
  return rule === 'part' ? 'request' : rule;
};

describe('nodes', () => {
  it('R2: there is an object of every type that has an id', () => {
    expect(Object.keys(at.nodes).sort()).toEqual([...nodeTypes].sort());
  });

  it.each(nodeTypes)(
    'R2 R4 R5: a %s is seen by whom its rule names, by node and nodes; to all others it is not there, to the byte',
    async (type) => {
      const wrong: string[] = [];
      const cases = [{ id: at.nodes[type]!, rule: ruleOf(type) as ObjectRule | 'draft' }];
      if (at.drafts[type]) cases.push({ id: at.drafts[type]!, rule: 'draft' });
      for (const { id, rule } of cases) {
        const none = missingLike(id);
        for (const [query, variables] of [
          ['query ($id: ID!) { node(id: $id) { __typename id } }', (it: string) => ({ id: it })],
          ['query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', (it: string) => ({ ids: [it] })],
        ] as const) {
          expect((await raw(at.world.anonymous, query, variables(id))).status).toBe(401);
          await Promise.all(
            everybody().map(async ([name, who]) => {
              const found = await raw(who.person, query, variables(id));
              if (found.text.includes(id) !== sees(rule, who)) wrong.push(`${name} (${rule}): ${found.text}`);
              if (sees(rule, who)) return;
              const missing = await raw(who.person, query, variables(none));
              if (JSON.stringify(found) !== JSON.stringify(missing)) wrong.push(`${name} can tell: ${JSON.stringify([found, missing])}`);
            }),
          );
        }
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

describe('queries', () => {
  /** Which object of the owner's each query shows, under which rule; null when it shows none of anybody's own. */
  const shown: Record<string, { query: string; type: string; rule?: ObjectRule | 'entity' | 'self' } | null> = {
    node: null,
    nodes: null,
    viewer: { query: '{ viewer { seller { id } } }', type: 'Seller', rule: 'self' },
    seller: { query: 'query ($id: ID!) { seller(id: $id) { id } }', type: 'Seller' },
    sellers: { query: '{ sellers(first: 100) { nodes { id } } }', type: 'Seller' },
    agreements: { query: '{ agreements { id } }', type: 'Agreement' },
    materialTemplates: { query: '{ materialTemplates { id } }', type: 'MaterialTemplate' },
    materialTemplateBundleUrl: null,
    certificationRequest: { query: 'query ($id: ID!) { certificationRequest(id: $id) { id } }', type: 'CertificationRequest' },
    certificationRequests: { query: '{ certificationRequests(first: 100) { nodes { id } } }', type: 'CertificationRequest' },
    certifiedProducts: {
      query: '{ certifiedProducts(first: 100) { nodes { releases { nodes { id } } } } }',
      type: 'ProductRelease',
      rule: 'entity',
    },
    productRelease: { query: 'query ($id: ID!) { productRelease(id: $id) { id } }', type: 'ProductRelease' },
    productReleases: { query: '{ productReleases(first: 100) { nodes { id } } }', type: 'ProductRelease' },
    product: { query: 'query ($id: ID!) { product(id: $id) { id } }', type: 'Product' },
    products: { query: '{ products(first: 100) { nodes { id } } }', type: 'Product' },
    notifications: { query: '{ notifications(first: 100, channel: INBOX) { nodes { id } } }', type: 'Notification' },
    webhookEndpoints: { query: '{ webhookEndpoints { id } }', type: 'WebhookEndpoint' },
    reviewStatistics: null,
    workingCalendars: null,
    auditEntries: { query: 'query ($of: ID) { auditEntries(first: 100, objectId: $of) { nodes { id } } }', type: 'AuditEntry' },
  };
  const plain: Record<string, string> = {
    materialTemplateBundleUrl: '{ materialTemplateBundleUrl }',
    reviewStatistics: '{ reviewStatistics { backlog } }',
    workingCalendars: '{ workingCalendars { year } }',
    node: '{ node(id: "x") { id } }',
    nodes: '{ nodes(ids: []) { id } }',
  };

  it('R4: every query of the schema is in the matrix', () => {
    expect(Object.keys(shown).sort()).toEqual(fieldsOf('Query').sort());
  });

  it.each(fieldsOf('Query'))(
    'R1 R2 R4 R5: %s is answered to whom it may be, and shows what they may see',
    async (operation) => {
      const item = shown[operation];
      const query = item?.query ?? plain[operation]!;
      const id = item ? at.nodes[item.type]! : '';
      const variables = (of: string) => ({ id: of, of: at.nodes.CertificationRequest });
      const wrong: string[] = [];
      const declared = query.startsWith('query');
      expect((await raw(at.world.anonymous, query, declared ? variables(id) : {})).status).toBe(401);
      await Promise.all(
        everybody().map(async ([name, who]) => {
          const refused = refusalFor(operation, who, isMain(name));
          const found = await raw(who.person, query, declared ? variables(id) : {});
          const body = JSON.parse(found.text);
          if (refused) {
            if (body.errors?.[0].extensions.code !== 'FORBIDDEN' || found.text.includes('_01'))
              wrong.push(`${name} is not refused: ${found.text}`);
            return;
          }
          if (body.errors) wrong.push(`${name} is refused: ${found.text}`);
          if (!item) return;
          const rule = item.rule ?? ruleOf(item.type);
          const own = who.of === 'owner' && who.roles.length > 0;
          // Of a certified product, a seller of the same entity sees no release that is another's.
          const expected = rule === 'entity' ? own : rule === 'self' ? who.of === 'owner' : sees(rule, who);
          if (found.text.includes(id) !== expected) wrong.push(`${name} ${expected ? 'lacks' : 'has'} ${id}: ${found.text}`);
          if (!expected && query.includes('$id')) {
            const missing = await raw(who.person, query, variables(missingLike(id)));
            if (JSON.stringify(found) !== JSON.stringify(missing)) wrong.push(`${name} can tell: ${JSON.stringify([found, missing])}`);
          }
        }),
      );
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('R30: certifiedProducts shows a seller of the same legal entity what it may select, and others nothing', async () => {
    const query = '{ certifiedProducts(first: 100) { nodes { status businessContact { id } materials { id } timeline { totalCount } } } }';
    for (const [, { person, of, roles }] of everybody()) {
      const { nodes } = (await person.query(query)).certifiedProducts;
      const selects = (of === 'owner' || of === 'entity') && roles.length > 0;
      expect(nodes).toHaveLength(selects ? 1 : 0);
      if (of === 'entity')
        expect(nodes[0]).toMatchObject({ status: 'CERTIFIED', businessContact: null, materials: [], timeline: { totalCount: 0 } });
    }
  });
});

describe('downloads and uploads', () => {
  it('R2: a download link opens for its holder alone, and not when it was tampered with', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { ... on Material { file { downloadUrl } } } }';
    const links = new Map<string, string>();
    for (const [name, { person }] of everybody()) {
      const { node } = await person.query(query, { id: at.nodes.Material });
      if (node) links.set(name, node.file.downloadUrl);
    }
    expect([...links.keys()].sort()).toEqual(
      everybody()
        .filter(([, who]) => sees('request', who))
        .map(([name]) => name)
        .sort(),
    );
    const get = async (url: string, person: Person) =>
      (await fetch(url, { headers: { ...(person.token && { authorization: `Bearer ${person.token}` }) } })).status;
    for (const [holder, url] of links) {
      for (const [name, { person }] of everybody())
        expect([holder, name, await get(url, person)]).toEqual([holder, name, holder === name ? 200 : 401]);
      expect(await get(`${url.slice(0, -2)}xx`, at.who[holder]!.person)).toBe(401);
    }
  }, 60_000);

  it("R2: a resumable upload is its owner's: to all others it is not there, to the byte", async () => {
    const { person: owner } = at.who['main account']!;
    const headers = (person: Person, more: Record<string, string> = {}) => ({
      'tus-resumable': '1.0.0',
      ...(person.token && { authorization: `Bearer ${person.token}` }),
      ...more,
    });
    const begun = await fetch(`${at.url}/uploads`, { method: 'POST', headers: headers(owner, { 'upload-length': '3' }) });
    expect(begun.status).toBe(201);
    const url = begun.headers.get('location')!;
    const missing = url.replace(/[^/]+$/, (id) => 'a'.repeat(id.length));
    const piece = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const call = async (to: string, person: Person) => {
        const response = await fetch(to, {
          method,
          headers: headers(person, method === 'PATCH' ? piece : {}),
          ...(method === 'PATCH' && { body: 'abc' }),
        });
        return { status: response.status, text: await response.text() };
      };
      expect((await call(url, at.world.anonymous)).status).toBe(401);
      for (const [name, { person }] of everybody()) {
        if (person === owner) continue;
        const found = await call(url, person);
        expect([name, found.status]).toEqual([name, 404]);
        expect(found).toEqual(await call(missing, person));
      }
    }
    const kept = await fetch(url, { method: 'HEAD', headers: headers(owner) });
    expect([kept.status, kept.headers.get('upload-offset')]).toEqual([200, '0']);
  }, 60_000);
});

describe.each(transports)('subscriptions over %s', (transport) => {
  const documents: Record<string, string> = {
    progress: 'subscription ($after: String, $of: ID) { progress(after: $after, subjectId: $of) { subject { ... on Node { id } } } }',
    reviewQueue: 'subscription ($after: String) { reviewQueue(after: $after) { subject { ... on Node { id } } } }',
    notificationReceived: 'subscription ($after: String) { notificationReceived(after: $after) { id } }',
  };
  const start = Buffer.from('event:0').toString('base64url');

  it('R4: every subscription of the schema is in the matrix', () => {
    expect(Object.keys(documents).sort()).toEqual(fieldsOf('Subscription').sort());
  });

  it.each(fieldsOf('Subscription'))(
    'R1 R2 R4 R5 R28: %s is refused to whom it may not, and tells each what it may see',
    async (operation) => {
      const variables = { after: start, ...(operation === 'progress' && { of: at.nodes.CertificationRequest }) };
      const begin = (person: Person) => watch(person, transport, documents[operation]!, variables);
      const refusedWith = (made: ReturnType<typeof begin>) =>
        JSON.stringify([
          made.received,
          made.ended,
          made.ended?.error?.code,
          made.ended?.error?.reason,
          made.ended?.error?.response?.status,
        ]);
      const anonymous = begin(at.world.anonymous);
      await anonymous.until(() => anonymous.ended !== null);
      expect(refusedWith(anonymous)).toMatch(/UNAUTHENTICATED|4401|401/);
      expect(anonymous.values).toEqual([]);

      const watches = new Map(everybody().map(([name, { person }]) => [name, begin(person)]));
      const wanted =
        operation === 'progress' ? at.nodes.CertificationRequest! : operation === 'notificationReceived' ? at.nodes.Notification! : '';
      const gets = (who: Who) =>
        operation === 'progress'
          ? sees('request', who)
          : operation === 'notificationReceived'
            ? sees('draft', who)
            : who.roles.some((role) => permissions[operation]!.roles.includes(role as never));
      const has = (made: ReturnType<typeof begin>) => JSON.stringify(made.values).includes(wanted) && made.values.length > 0;
      for (const [name, who] of everybody()) {
        const made = watches.get(name)!;
        const refused = refusalFor(operation, who, isMain(name));
        if (refused) {
          await made.until(() => made.ended !== null || made.received.length > 0);
          expect([name, refusedWith(made)]).toEqual([name, expect.stringContaining('FORBIDDEN')]);
          expect(made.values).toEqual([]);
        } else if (gets(who))
          await until(
            () => has(made),
            () => `${operation} for ${name}: ${refusedWith(made)}`,
          );
      }
      // All have had their turn: who was to get nothing has got nothing.
      for (const [name, who] of everybody()) {
        const made = watches.get(name)!;
        if (!refusalFor(operation, who, isMain(name)) && !gets(who)) expect([name, made.received, made.ended]).toEqual([name, [], null]);
        made.dispose();
      }
    },
    60_000,
  );
});
