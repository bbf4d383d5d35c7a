import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { readConfig } from '../../src/platform/config.js';
import { Person } from '../support/client.js';
import { run, startProcess } from '../support/server-process.mjs';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joint-ops-cli-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));
const cli = (args: string[], env: Record<string, string> = {}) => run(args, { DATA_DIR: dataDir, ...env });

describe('joint-ops token', () => {
  it('prints a token and nothing else on standard output', async () => {
    const { code, stdout, stderr } = await cli([
      'token',
      '--as',
      'seller',
      '--seller',
      'seller_x',
      '--email',
      'a@example.com',
      '--scope',
      'certification:write',
      '--expires',
      '15m',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const claims = decodeJwt(stdout.trim());
    expect(claims).toMatchObject({
      roles: ['SELLER'],
      seller: 'seller_x',
      email: 'a@example.com',
      email_verified: true,
      scope: 'certification:write',
      aud: 'joint-ops',
    });
    expect(claims.exp! - claims.iat!).toBe(900);
  });

  it.each(['seller', 'qualification-reviewer', 'product-reviewer', 'operations-manager', 'auditor', 'admin'])(
    'knows the role %s',
    async (role) => {
      const { stdout } = await cli(['token', '--as', role]);
      expect(decodeJwt(stdout.trim()).roles).toEqual([role === 'admin' ? 'PLATFORM_ADMIN' : role.toUpperCase().replaceAll('-', '_')]);
    },
  );

  it.each([[['--as', 'king']], [['--as', 'seller', '--expires', 'soon']], [['--as', 'seller', '--sudo']]])(
    'refuses %j on standard error alone',
    async (args) => {
      const { code, stdout, stderr } = await cli(['token', ...args]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/king|soon|sudo/);
    },
  );
});

describe('configuration', () => {
  it('tells all mistakes at once', async () => {
    const { code, stderr } = await cli(['serve'], {
      PORT: 'http',
      DATABASE_URL: 'postgres://x',
      LOG_LEVEL: 'loud',
      LINK_SECRET: 'short',
      BUSINESS_TIME_ZONE: 'Asia/Atlantis',
      BUSINESS_HOURS: '18:00-09:00',
      TRUST_PROXY: '10.0.0.0/8, proxy',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'LINK_SECRET', 'BUSINESS_TIME_ZONE', 'BUSINESS_HOURS', 'TRUST_PROXY'])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain('short');
  });

  it.each(['mysql://app@127.0.0.1:3306', 'mysql://app@127.0.0.1:3306/', 'file:'])(
    'a DATABASE_URL without a database is a mistake: %s',
    async (url) => {
      const { code, stderr } = await cli(['serve'], { DATABASE_URL: url, PORT: 'http' });
      expect([code, stderr]).toEqual([1, expect.stringMatching(/PORT[\s\S]*DATABASE_URL must end in the name of a database/)]);
    },
  );

  it('is printed with secrets masked', async () => {
    const { stdout } = await cli(['--print-config'], {
      DATABASE_URL: 'mysql://app:s3cret@127.0.0.1/joint_ops',
      LINK_SECRET: 'x'.repeat(40),
      REDIS_URL: 'redis://:hush@127.0.0.1:6379',
    });
    expect(stdout).toContain('DATABASE_URL=mysql://app:***@127.0.0.1/joint_ops');
    expect(stdout).toContain('LINK_SECRET=***');
    expect(stdout).not.toMatch(/s3cret|hush|xxxx/);
    expect(stdout).toContain('PORT=4000  # default');
  });

  it.each([
    ['Asia/Shanghai', '09:00-18:00', { zone: 'Asia/Shanghai', opens: '09:00', closes: '18:00' }],
    ['UTC', '00:00-24:00', { zone: 'UTC', opens: '00:00', closes: '24:00' }],
  ])('R32: reads business hours: %s, %s', (zone, hours, expected) => {
    expect(readConfig({ BUSINESS_TIME_ZONE: zone, BUSINESS_HOURS: hours }).businessHours).toEqual(expected);
  });

  it.each(['9-18', '09:00-18:00-20:00', '09:00', '09:00-09:00', '22:00-06:00', '09:00 - 18:00', '09:00-24:30'])(
    'R32: refuses business hours such as %s, and says how they are written',
    (hours) => {
      expect(() => readConfig({ BUSINESS_HOURS: hours })).toThrow('BUSINESS_HOURS must be written like 09:00-18:00');
    },
  );

  it('R32: has the business hours of Shanghai by default', () => {
    expect(readConfig({}).businessHours).toEqual({ zone: 'Asia/Shanghai', opens: '09:00', closes: '18:00' });
  });

  it('R1: in production the development issuer is refused unless asked for by name, and then loudly', async () => {
    const refused = await cli(['serve'], { NODE_ENV: 'production', PORT: '0' });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('OIDC_ISSUER')]);
    const server = await startProcess({ env: { NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on' } });
    try {
      expect(server.output.stderr).toMatch(/DEVELOPMENT_ISSUER=on in production/);
      const person = await Person.as(server, 'auditor');
      expect((await person.query('{ viewer { roles } }')).viewer.roles).toEqual(['AUDITOR']);
      expect((await person.send('{ __schema { types { name } } }')).status).toBe(400);
    } finally {
      await server.stop();
    }
  });
});

describe('joint-ops doctor', () => {
  it('says what to do, and is content once it is done', async () => {
    const fresh = { DATA_DIR: join(dataDir, 'fresh') };
    const before = await cli(['doctor'], fresh);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(/WRONG {2} {1,}database .*joint-ops migrate/);
    expect((await cli(['migrate'], fresh)).code).toBe(0);
    const after = await cli(['doctor'], fresh);
    expect([after.code, after.stdout]).toEqual([0, expect.not.stringContaining('WRONG')]);
  });

  it('names a database, a mail server, a provider and a Redis that do not answer', async () => {
    const { code, stdout } = await cli(['doctor'], {
      DATABASE_URL: 'mysql://root@127.0.0.1:9/x',
      OIDC_ISSUER: 'http://127.0.0.1:9',
      REDIS_URL: 'redis://127.0.0.1:9',
      SMTP_URL: 'smtp://127.0.0.1:9',
    });
    expect(code).toBe(1);
    for (const what of ['database', 'mail', 'identity provider', 'redis']) expect(stdout).toMatch(new RegExp(`WRONG +${what}`));
  });
});

describe('joint-ops', () => {
  it('helps', async () => {
    expect((await cli(['--help'])).stdout).toContain('joint-ops serve');
    expect(await cli(['sing'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no command sing') });
  });

  it('ends with 0 after SIGTERM', async () => {
    const server = await startProcess();
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await server.stop();
  });
});
