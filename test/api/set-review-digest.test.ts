import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '../support/client.js';
import { type InProcess, startInProcess } from '../support/in-process.js';
import { MailServer } from '../support/mail-server.js';
import { refusesStrangers } from '../support/strangers.js';
import { until } from '../support/until.js';
import { type SellerPerson, World } from '../support/world.js';

let mail: MailServer;
let at: InProcess;
let world: World;
let seller: SellerPerson;
beforeAll(async () => {
  mail = await MailServer.start();
  at = await startInProcess({ SMTP_URL: mail.url });
  world = await World.open(at);
  seller = await world.newSeller();
});
afterAll(async () => {
  await at.stop();
  await mail.stop();
});
const digest = () => at.server.services.notifications.digest();
const mailsTo = (address: string) => mail.received.filter(({ to }) => to[0] === address);

describe('setReviewDigest', () => {
  refusesStrangers(
    'setReviewDigest',
    async () => ({ world, owner: seller, requestId: await world.draft(seller), input: { enabled: true } }),
    {
      ownObjects: false,
    },
  );

  it('R26: a reviewer who wants it hears of what is new in the own queue, once', async () => {
    const reviewer = await Person.as(at, 'qualification-reviewer', { email: 'digest@example.com' });
    const product = await Person.as(at, 'product-reviewer', { subject: 'another', email: 'product@example.com' });
    await world.submitted(seller);
    for (const person of [reviewer, product])
      expect((await person.do('setReviewDigest', { enabled: true }, 'enabled', { language: 'en' })).enabled).toBe(true);
    const [first, second] = [await world.submitted(seller), await world.submitted(seller)];
    await Promise.all([digest(), digest()]);
    const [only] = await until(() => mailsTo('digest@example.com').length > 0 && mailsTo('digest@example.com'), 'the digest');
    const numbers = await Promise.all([first, second].map(async (id) => (await world.look(seller, id)).number));
    expect(only!.headers.subject).toBe('2 new submissions wait for review');
    for (const number of numbers) expect(only!.text).toContain(number);
    await digest();
    expect((await reviewer.do('setReviewDigest', { enabled: false }, 'enabled')).enabled).toBe(false);
    await world.submitted(seller);
    await digest();
    // The mails of the business contact went out after any digest would have.
    const contactMails = mail.received.length;
    await world.submitted(seller);
    await until(() => mail.received.length > contactMails, 'a later mail');
    expect(mailsTo('digest@example.com')).toHaveLength(1);
    expect(mailsTo('product@example.com')).toHaveLength(0);
  });

  it('R26: what passes the qualification review enters the queue of the product review; a digest comes at most every hour', async () => {
    const email = 'product-queue@example.com';
    const reviewer = await Person.as(at, 'product-reviewer', { subject: 'product-queue', email });
    await reviewer.do('setReviewDigest', { enabled: true }, 'enabled', { language: 'zh' });
    await world.inProductReview(seller);
    await digest();
    const [first] = await until(() => mailsTo(email).length > 0 && mailsTo(email), 'the digest');
    expect(first!.headers.subject).toBe('1 个新申请等待审核');
    const [second, third] = [await world.inProductReview(seller), await world.inProductReview(seller)];
    await digest();
    at.clock.forward(3_600_001);
    await digest();
    await until(() => mailsTo(email).length > 1, 'the second digest');
    expect(mailsTo(email)).toHaveLength(2);
    for (const id of [second, third]) expect(mailsTo(email)[1]!.text).toContain((await world.look(seller, id)).number);
    await reviewer.do('setReviewDigest', { enabled: false });
  });

  it('R26: without a verified address it is refused', async () => {
    expect(await world.productReviewer.codes('setReviewDigest', { enabled: true })).toEqual(['INVALID']);
  });
});
