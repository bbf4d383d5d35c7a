import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Sqlite from 'libsql';
import { sqlitePath } from '../../src/platform/data-source.js';
import { startProcess } from '../support/server-process.mjs';
import { until } from '../support/until.js';
import { company, World } from '../support/world.js';

/** Milliseconds within which a change is answered, within which other answers come meanwhile, and which this machine takes for itself. */
const [patienceMs, neighbourMs, machineMs] = [5000, 250, 500];

describe('the embedded database, while another process writes into it', () => {
  let server: Awaited<ReturnType<typeof startProcess>>;
  let world: World;
  let other: Sqlite.Database;
  beforeAll(async () => {
    server = await startProcess({ args: ['serve', '--seed'] });
    world = await World.open(server);
    other = new Sqlite(sqlitePath(server.databaseUrl), { timeout: 5000 });
  });
  afterAll(async () => {
    other.close();
    await server.stop();
  });
  const ms = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const look = () => world.admin.query('{ agreements { id } }');
  const register = (subject: string) =>
    world.admin.send('mutation ($input: RegisterSellerInput!) { registerSeller(input: $input) { seller { id } } }', {
      input: { accountSubject: subject, company: { ...company, registrationNumber: `91${subject.toUpperCase()}` } },
    });

  it('R25: a change waits for the other and then takes effect, and what reads is answered meanwhile', async () => {
    other.exec('BEGIN IMMEDIATE');
    const answer = register('waits');
    let answered = false;
    void answer.finally(() => {
      answered = true;
    });
    const slowest = Math.max(...(await Promise.all(Array.from({ length: 20 }, () => ms(look)))));
    expect(slowest).toBeLessThan(neighbourMs + machineMs);
    expect(answered).toBe(false);
    other.exec('COMMIT');
    expect((await answer).body.data.registerSeller.seller.id).toMatch(/./);
  });

  it('R25: when the other does not end, every change is answered with SERVICE_UNAVAILABLE in time, and nothing is changed', async () => {
    other.exec('BEGIN IMMEDIATE');
    const names = ['one', 'two', 'three', 'four'].map((n) => `never${n}`);
    const took = await Promise.all(
      names.map((name) =>
        ms(async () => {
          const { status, body } = await register(name);
          expect([status, body.errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
        }),
      ),
    );
    expect(Math.max(...took)).toBeLessThan(patienceMs + machineMs);
    other.exec('COMMIT');
    expect((await register('after')).status).toBe(200);
    const known = other.prepare('SELECT account_subject FROM seller').all() as { account_subject: string }[];
    expect(known.filter(({ account_subject }) => names.includes(account_subject))).toEqual([]);
  });

  it('R25: what both write in turns is all there, and each change sees what came before it', async () => {
    const seller = await world.newSeller();
    let going = true;
    let written = 0;
    const writing = (async () => {
      while (going) {
        other.exec('BEGIN IMMEDIATE');
        other.prepare("UPDATE counter SET value = value WHERE name = 'event'").run();
        other.exec('COMMIT');
        written++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let n = 0; n < 20; n++) await world.submitted(seller);
    going = false;
    await writing;
    expect(written).toBeGreaterThan(20);
    // The messages of what was submitted are written in the background.
    const messages = 'SELECT COUNT(DISTINCT event_id) AS n FROM notification';
    await until(() => (other.prepare(messages).get() as { n: number }).n >= 20, 'the messages');
    expect(server.output.stderr).not.toContain('SQLITE_BUSY_SNAPSHOT');
  });
});
