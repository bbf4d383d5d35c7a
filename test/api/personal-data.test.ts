import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Json, Person } from '../support/client.js';
import { freePort } from '../support/free-port.js';
import { MailServer } from '../support/mail-server.js';
import { startServer } from '../support/own-server.js';
import { until } from '../support/until.js';
import { completeProduct, World } from '../support/world.js';

/** Whatever holds one of these holds something of a person. Numbers as typed, as kept, and their digits alone. */
const canaries = ['Kanarienvogel', '金丝雀', 'canary', '13955577', '139 5557 7'];
const business = { name: '金丝雀 Kanarienvogel', mobile: '13955577001', email: 'business.canary@example.com' };
const huawei = { name: 'Canary Kanarienvogel', mobile: '+86 139 5557 7002', email: 'huawei.canary@example.com' };

let mail: MailServer;
let server: Awaited<ReturnType<typeof startServer>>;
let operations: string;
const answers: Json[] = [];
beforeAll(async () => {
  const port = await freePort();
  mail = await MailServer.start();
  mail.refuse = (to) => (to.startsWith('business') ? { code: 451, text: `4.7.1 <${to}> Kanarienvogel is greylisted` } : null);
  server = await startServer({ env: { LOG_LEVEL: 'trace', OPERATIONS_PORT: String(port), SMTP_URL: mail.url } });
  operations = `http://127.0.0.1:${port}`;
}, 60_000);
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

const held = (text: string): string[] =>
  text.split('\n').filter((line) => canaries.some((canary) => line.toLowerCase().includes(canary.toLowerCase())));

describe('personal data', () => {
  it('R40: names, mobiles and e-mail addresses are in no log at its most talkative, no metric and no error', async () => {
    const world = await World.open(server);
    const seller = await world.newSeller();
    const somebody = await Person.as(server, 'seller', {
      seller: seller.sellerId,
      subject: 'kept',
      name: 'Somebody Kanarienvogel',
      email: 'token.canary@example.com',
    });
    const send = async (person: Person, query: string, variables: Json = {}) => {
      const { body } = await person.send(query, variables);
      answers.push(body.errors, ...Object.values(body.data ?? {}).map((payload: Json) => payload?.userErrors));
      return body;
    };
    const update =
      'mutation ($input: UpdateCertificationRequestInput!) { r: updateCertificationRequest(input: $input) { userErrors { code message path } } }';
    const id = await world.draft(somebody, { product: completeProduct, businessContact: business, huaweiContact: huawei });
    await world.uploadAll(somebody, id, completeProduct);
    // What is refused, malformed or unknown, with persons in it.
    await send(somebody, update, { input: { id, businessContact: { ...business, mobile: '139555770' } } });
    await send(somebody, update, { input: { id, businessContact: { ...business, email: 'canary at example' } } });
    await send(somebody, update, { input: { id, businessContact: { ...business, name: 'Kanarienvogel\u202e' } } });
    await send(somebody, update, { input: { id, businessContact: 'Kanarienvogel 13955577001' } });
    await send(somebody, update, { input: { id, businessContact: { ...business, mobile: 13955577001 } } });
    await send(somebody, `{ certificationRequest(id: "canary@example.com") { id } nothing }`);
    await send(somebody, `{ certificationRequests(filter: { search: "Kanarienvogel" }, after: "canary@example.com") { nodes { id } } }`);
    await send(somebody, `query canary { viewer(name: "13955577001") { subject } `);
    answers.push(await (await fetch(`${server.url}/downloads/canary@example.com?name=Kanarienvogel`)).text());
    answers.push(await (await fetch(`${server.url}/graphql?query={canary}`, { headers: { authorization: 'Bearer canary' } })).text());
    // The whole flow, with the messages that it sends, some of which are refused.
    await world.submit(somebody, id);
    await world.decide(id, 'QUALIFICATION', 'REQUEST_CHANGES', {
      reason: 'Call Kanarienvogel at 13955577001.',
      findings: [{ severity: 'BLOCKER', message: 'Not canary@example.com.', path: ['businessContact', 'email'] }],
    });
    await world.look(world.auditor, id);
    await until(() => mail.asked.some((to) => to === business.email), 'the mail');
    const failed = async () =>
      (await (await fetch(`${operations}/metrics`)).text()).includes('joint_ops_deliveries_total{channel="EMAIL",outcome="retry"}');
    await until(failed, 'the refused mail');
    const metrics = await (await fetch(`${operations}/metrics`)).text();
    await server.end();

    const logged = `${server.output.stdout}${server.output.stderr}`;
    expect(logged).toContain('"requestId"');
    expect(held(logged)).toEqual([]);
    expect(held(metrics)).toEqual([]);
    expect(held(JSON.stringify(answers, null, 1))).toEqual([]);
  }, 60_000);
});
