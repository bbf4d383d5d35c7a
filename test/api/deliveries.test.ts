import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { MailServer } from '../support/mail-server.js';
import { SmsServer } from '../support/sms-server.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

const minute = 60_000;
const list =
  '{ notifications(first: 100) { nodes { id channel recipient title body status lastError attempts nextAttemptAt sentAt event { id type subject { ... on CertificationRequest { id } } } } } }';

/** The messages about a request, by channel and recipient. */
async function messagesOf(viewer: { query: SellerPerson['query'] }, id: string): Promise<Json[]> {
  return (await viewer.query(list)).notifications.nodes.filter(({ event }: Json) => event.subject.id === id);
}

/** A request whose business contact is known to no other test. */
async function submittedFor(world: World, seller: SellerPerson, contacts: { business?: Json; huawei?: Json } = {}): Promise<string> {
  const id = await world.completeDraft(seller);
  const { name, mobile, email } = { name: 'Li Lei', mobile: '+8613800138000', email: 'li.lei@example.com', ...contacts.business };
  await seller.do('updateCertificationRequest', {
    id,
    businessContact: { name, mobile, email },
    ...(contacts.huawei && { huaweiContact: contacts.huawei }),
  });
  await world.submit(seller, id);
  return id;
}

describe('mail by SMTP, short messages by Twilio', () => {
  let mail: MailServer;
  let sms: SmsServer;
  let at: InProcess;
  let world: World;
  let seller: SellerPerson;
  beforeAll(async () => {
    [mail, sms] = [await MailServer.start(), await SmsServer.start()];
    at = await startInProcess({
      SMTP_URL: mail.url,
      MAIL_FROM: 'KooGallery <no-reply@koogallery.example>',
      SMS_URL: `twilio+http://AC123:t0ken@${sms.host}?from=%2B15005550006`,
      CONSOLE_URL: 'https://console.example/requests/{id}',
    });
    world = await World.open(at);
    seller = await world.newSeller();
  });
  afterAll(async () => {
    await at.stop();
    await Promise.all([mail.stop(), sms.stop()]);
  });

  it('R26: a decision reaches the business contact by mail and SMS, the Huawei contact by SMS, the seller by inbox, each once', async () => {
    const id = await submittedFor(world, seller, {
      business: { email: 'once@example.com', mobile: '+8613800138001' },
      huawei: { name: 'Han Meimei', mobile: '+4915112345678', email: 'han@example.com' },
    });
    await world.decide(id, 'QUALIFICATION', 'REJECT', { reason: 'The license <b>ended</b> & was not renewed.' });
    await until(() => mail.received.filter(({ to }) => to[0] === 'once@example.com').length === 2, 'two mails');
    await until(async () => (await messagesOf(seller, id)).every(({ status }) => status === 'SENT'), 'all to be sent');
    const messages = await messagesOf(seller, id);
    expect(messages.map(({ channel, recipient, event }) => `${event.type} ${channel} ${recipient}`).sort()).toEqual(
      ['CERTIFICATION_REJECTED', 'CERTIFICATION_SUBMITTED']
        .flatMap((type) => [
          `${type} EMAIL once@example.com`,
          `${type} INBOX ${seller.sellerId}`,
          `${type} SMS +4915112345678`,
          `${type} SMS +8613800138001`,
        ])
        .sort(),
    );
    const { number } = await world.look(seller, id);
    const [, rejected] = mail.received.filter(({ to }) => to[0] === 'once@example.com');
    expect(rejected!.headers).toMatchObject({
      from: 'KooGallery <no-reply@koogallery.example>',
      subject: expect.stringContaining(number),
      'auto-submitted': 'auto-generated',
    });
    // The number is Chinese, and so is the mail; what a reviewer typed is shown as typed, and is no markup.
    expect(rejected!.text).toContain('资质审核');
    expect(rejected!.text).toContain('The license <b>ended</b> & was not renewed.');
    expect(rejected!.text).toContain('The license &lt;b&gt;ended&lt;/b&gt; &amp; was not renewed.');
    expect(rejected!.text).toContain(`https://console.example/requests/${id}`);
    const english = sms.received.filter(({ to }) => to === '+4915112345678').map(({ text }) => text);
    expect(english).toEqual([expect.stringContaining('submitted'), expect.stringContaining('rejected')]);
    expect(sms.received.filter(({ to }) => to === '+8613800138001')).toHaveLength(2);
  });

  it('R26: who is greylisted is tried again; the same message keeps its id', async () => {
    mail.refuse = (to) => (to === 'grey@example.com' ? { code: 451, text: 'Greylisted, try again later' } : null);
    const id = await submittedFor(world, seller, { business: { email: 'grey@example.com' } });
    const waiting = async () => (await messagesOf(seller, id)).find(({ channel, attempts }) => channel === 'EMAIL' && attempts === 1);
    const first = await until(async () => (await waiting())?.lastError && (await waiting()), 'the first attempt');
    expect(first).toMatchObject({ status: 'PENDING', lastError: expect.stringContaining('Greylisted') });
    expect(Date.parse(first.nextAttemptAt)).toBeGreaterThan(Date.parse(at.clock.now()) + 15_000);
    const asked = mail.asked.filter((to) => to === 'grey@example.com').length;
    expect(asked).toBe(1);
    mail.refuse = () => null;
    at.clock.forward(minute);
    const sent = await until(() => mail.received.find(({ to }) => to[0] === 'grey@example.com'), 'the mail');
    expect(sent.headers['message-id']).toBe(`<${first.id}@joint-ops>`);
    await until(async () => (await messagesOf(seller, id)).every(({ status }) => status === 'SENT'), 'SENT');
    expect(mail.received.filter(({ to }) => to[0] === 'grey@example.com')).toHaveLength(1);
  });

  it('R26, R40: a refusal for good is final and visible, and names no address', async () => {
    mail.refuse = (to) => (to === 'gone@example.com' ? { code: 550, text: 'No such user gone@example.com here, +8613800138000' } : null);
    const id = await submittedFor(world, seller, { business: { email: 'gone@example.com' } });
    const failed = await until(async () => (await messagesOf(seller, id)).find(({ status }) => status === 'FAILED'), 'FAILED');
    expect(failed).toMatchObject({ channel: 'EMAIL', attempts: 1, nextAttemptAt: null, sentAt: null });
    expect(failed.lastError).toContain('550');
    expect(failed.lastError).not.toMatch(/gone@|13800138000/);
    mail.refuse = () => null;
    expect(await world.admin.codes('retryNotification', { id: failed.id })).toEqual([]);
    await until(() => mail.received.some(({ to }) => to[0] === 'gone@example.com'), 'the mail');
  });

  it('R26: after eight attempts it has failed for good', async () => {
    sms.broken = 503;
    const id = await submittedFor(world, seller, { business: { email: 'sms@example.com', mobile: '+8613800138008' } });
    const message = async () => (await messagesOf(seller, id)).find(({ channel }) => channel === 'SMS');
    for (let attempt = 1; attempt < 8; attempt++) {
      await until(async () => (await message())?.attempts === attempt && (await message()).lastError, `attempt ${attempt}`);
      const { nextAttemptAt, status, lastError } = await message();
      expect({ status, lastError }).toEqual({ status: 'PENDING', lastError: '503 1 cannot reach …' });
      at.clock.forward(Math.max(0, Date.parse(nextAttemptAt) - Date.parse(at.clock.now())) + 1);
    }
    const failed = await until(async () => ((await message())?.status === 'FAILED' ? message() : null), 'FAILED');
    expect(failed).toMatchObject({ attempts: 8, nextAttemptAt: null });
    sms.broken = null;
  }, 60_000);

  it('R26: a key that an operator has to mend loses no message', async () => {
    sms.broken = 401;
    const id = await submittedFor(world, seller, { business: { email: 'key@example.com', mobile: '+8613800138009' } });
    const message = async () => (await messagesOf(seller, id)).find(({ channel }) => channel === 'SMS');
    expect(await until(async () => ((await message())?.lastError ? message() : null), 'an error')).toMatchObject({
      status: 'PENDING',
      lastError: expect.stringContaining('401'),
    });
    sms.broken = null;
    const locked = await startInProcess({ SMTP_URL: mail.url.replace('s3cret', 'wrong') });
    const there = await World.open(locked);
    const other = await there.newSeller();
    const second = await submittedFor(there, other);
    const letter = async () => (await messagesOf(other, second)).find(({ channel }) => channel === 'EMAIL');
    expect(await until(async () => ((await letter())?.lastError ? letter() : null), 'an error')).toMatchObject({
      status: 'PENDING',
      lastError: expect.stringContaining('535'),
    });
    await locked.stop();
  });

  it('R26: a mail server that is away is waited for', async () => {
    await mail.stop();
    const id = await submittedFor(world, seller, { business: { email: 'away@example.com' } });
    const message = async () => (await messagesOf(seller, id)).find(({ channel }) => channel === 'EMAIL');
    expect(await until(async () => ((await message())?.lastError ? message() : null), 'an error')).toMatchObject({
      status: 'PENDING',
      lastError: expect.stringMatching(/ECONNREFUSED|closed|connect/i),
    });
  });
});

describe('short messages by Huawei Cloud, mail into the outbox, texts of an operator', () => {
  let sms: SmsServer;
  let at: InProcess;
  let world: World;
  let seller: SellerPerson;
  let texts: string;
  beforeAll(async () => {
    sms = await SmsServer.start();
    texts = await mkdtemp(join(tmpdir(), 'joint-ops-texts-'));
    const own = {
      CERTIFICATION_SUBMITTED: { title: 'Hello {product}', body: 'We got {number}.', sms: 'Got {number}' },
      PHASE_PASSED: { title: 'On we go' },
      layout: { footer: 'Yours' },
    };
    await writeFile(join(texts, 'en.json'), JSON.stringify(own));
    at = await startInProcess({
      SMS_URL: `huawei+http://app-key:s3cret%2F%2B@${sms.host}?sender=8820032023657&template=tpl-1&signature=Huawei`,
      MESSAGES_DIR: texts,
    });
    world = await World.open(at);
    seller = await world.newSeller();
  });
  afterAll(async () => {
    await at.stop();
    await sms.stop();
    await rm(texts, { recursive: true });
  });

  it('R26, R39: messages are signed as Huawei Cloud asks, and say what the operator wrote', async () => {
    const id = await submittedFor(world, seller, { business: { mobile: '+14155552671', email: 'own@example.com' } });
    const { number } = await world.look(seller, id);
    const got = await until(() => sms.received.find(({ to }) => to === '+14155552671'), 'the message');
    expect(got.text).toBe(`Got ${number}`);
    expect(got.form.get('signature')).toBe('Huawei');
    const outbox = join(at.dataDir, 'outbox');
    const eml = await until(async () => {
      for (const name of await readdir(outbox).catch(() => [])) {
        const text = await readFile(join(outbox, name), 'utf8');
        if (name.endsWith('.eml') && text.includes('own@example.com')) return text;
      }
      return null;
    }, 'a mail in the outbox');
    expect(eml).toMatch(/^Subject: Hello Cloud Move\r?$/m);
    expect(eml).toContain(`We got ${number}.`);
    const listed = await (await fetch(`${at.url}/outbox`)).text();
    const [, page] = /href="(\/outbox\/[^"]+\.html)"/.exec(listed)!;
    const shown = await fetch(at.url + page);
    expect([shown.headers.get('content-security-policy'), await shown.text()]).toEqual([
      expect.stringContaining('sandbox'),
      expect.stringContaining('We got'),
    ]);
    expect((await fetch(`${at.url}/outbox/..%2fjoint-ops.db`)).status).toBe(404);
    await world.decide(id, 'QUALIFICATION', 'APPROVE');
    // What the operator did not write is said as it ships, line by line.
    expect(await until(() => sms.received.find(({ text }) => text.includes('passed')), 'the next message')).toBeTruthy();
    const passed = await until(async () => {
      const found = (await messagesOf(seller, id)).find(({ channel, event }) => channel === 'INBOX' && event.type === 'PHASE_PASSED');
      return found?.title === 'On we go' && found;
    }, 'the title');
    expect(passed.body).toContain(`${number} for “Cloud Move” passed the qualification review`);
    expect(eml).toContain('Yours');
  });
});
