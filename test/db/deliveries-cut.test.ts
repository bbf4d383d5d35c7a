import { describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { testEngine } from '../support/client.js';
import { MailServer } from '../support/mail-server.js';
import { createDatabase, startProcess } from '../support/server-process.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { until } from '../support/until.js';
import { businessContact, World } from '../support/world.js';

// The embedded database cannot be cut off.
(testEngine() === 'sqlite' ? describe.skip : describe)('the database, cut off while a mail is sent', () => {
  it('R26: what a mail server has taken is written down when the database is back, and not sent again', async () => {
    const [database, mail] = await Promise.all([createDatabase(testEngine()), MailServer.start()]);
    const { port, hostname, pathname, username } = new URL(database.url);
    const proxy = await TcpProxy.start(Number(port), hostname);
    const server = await startProcess({
      database,
      args: ['serve', '--seed'],
      env: { SMTP_URL: mail.url, DATABASE_URL: `mysql://${username}@127.0.0.1:${proxy.port}${pathname}` },
    });
    const rows = await Database.open(database.url, 1);
    const to = 'cut@example.com';
    const received = () => mail.received.filter((each) => each.to[0] === to).length;
    const states = async () =>
      (await rows.rows('SELECT status, attempts FROM notification WHERE recipient = ?', [to])).map((row) => ({ ...row }));
    try {
      const world = await World.open(server);
      const seller = await world.newSeller();
      const id = await world.completeDraft(seller);
      await seller.do('updateCertificationRequest', { id, businessContact: { ...businessContact, email: to } });
      mail.taken = async () => {
        if (received() > 0) proxy.cut();
      };
      await world.submit(seller, id);
      await until(() => received() === 1, 'the mail');
      expect(await states()).toEqual([{ status: 'PENDING', attempts: 1 }]);
      mail.taken = async () => {};
      proxy.heal();
      await until(async () => (await states())[0]!.status === 'SENT', 'SENT');
      expect([received(), await states()]).toEqual([1, [{ status: 'SENT', attempts: 1 }]]);
    } finally {
      await rows.close();
      await server.end();
      await Promise.all([mail.stop(), proxy.stop()]);
      await database.drop();
    }
  }, 60_000);
});
