import { connect } from 'node:net';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../platform/config.js';
import { SmtpCourier } from '../platform/couriers.js';
import { Database } from '../platform/database.js';
import { developmentKey } from '../platform/development-issuer.js';
import { linkSecret } from '../platform/links.js';
import { openStore } from '../platform/open-store.js';
import { ClamdScanner } from '../platform/scanner.js';
import { Staging } from '../platform/staging.js';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly text: string;
}

/** The command `doctor`: looks at everything the server depends on and says what to do; 1 when something is wrong. */
export async function doctor(env: NodeJS.ProcessEnv): Promise<number> {
  const findings: Finding[] = [];
  const look = async (what: string, mend: string, probe: () => Promise<string>): Promise<void> => {
    try {
      findings.push({ what, ok: true, text: await probe() });
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      findings.push({ what, ok: false, text: `${message || code}. ${mend}` });
    }
  };
  try {
    const config = readConfig(env);
    findings.push({ what: 'configuration', ok: true, text: `${config.environment}; see --print-config` });
    await look('database', 'Check DATABASE_URL and that the server runs.', () => lookAtDatabase(config.databaseUrl));
    await look('data folder', 'Check that DATA_DIR exists and can be written to.', async () => {
      await new Staging(join(config.dataDir, 'incoming')).ping();
      return config.dataDir;
    });
    await look(
      'storage',
      config.storageUrl ? 'Check STORAGE_URL, and that its key may read and write the bucket.' : 'See the data folder.',
      async () => {
        const store = await openStore(config);
        await store.ping().finally(() => store.close());
        return config.storageUrl ? `bucket ${new URL(config.storageUrl).hostname}` : join(config.dataDir, 'objects');
      },
    );
    if (config.scannerUrl) {
      const scanner = new ClamdScanner(config.scannerUrl, () => {});
      await look('scanner', 'Check SCANNER_URL and that clamd runs with TCPSocket.', async () => {
        await scanner.ping();
        return 'clamd answers';
      });
    }
    if (config.smtpUrl) {
      const mail = new SmtpCourier(config.smtpUrl, config.mailFrom);
      await look('mail', 'Check SMTP_URL, its user and its password.', async () => {
        await mail.ping().finally(() => mail.close());
        return `${new URL(config.smtpUrl!).host} answers`;
      });
    }
    await look('keys', 'Check that DATA_DIR can be written to, or set LINK_SECRET.', async () => {
      await linkSecret(config.linkSecret, config.dataDir);
      if (config.developmentIssuer) await developmentKey(config.dataDir);
      return config.developmentIssuer ? 'download links, development issuer' : 'download links';
    });
    if (config.oidc.issuer) {
      const address = `${config.oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      await look('identity provider', 'Check OIDC_ISSUER.', () => lookAtProvider(address));
    }
    if (config.redisUrl) {
      const url = config.redisUrl;
      await look('redis', 'Check REDIS_URL and that the server runs.', () => lookAtPort(new URL(url)));
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings.push(...error.mistakes.map((text) => ({ what: 'configuration', ok: false, text })));
  }
  for (const { what, ok, text } of findings) process.stdout.write(`${ok ? 'ok     ' : 'WRONG  '} ${what.padEnd(18)} ${text}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function lookAtDatabase(url: string): Promise<string> {
  const database = await Database.open(url, 1);
  try {
    const pending = await database.dataSource.showMigrations();
    if (pending) throw new Error('The tables are not up to date: run `joint-ops migrate`, or start the server');
    return `${database.engine}, up to date`;
  } finally {
    await database.close();
  }
}

async function lookAtProvider(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(3000) });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const { issuer, jwks_uri: keys } = (await response.json()) as { issuer: string; jwks_uri: string };
  if (!(await fetch(keys, { signal: AbortSignal.timeout(3000) })).ok) throw new Error(`${keys} does not answer`);
  return issuer;
}

/** Whether something listens and speaks Redis: PING is answered with PONG, or with a demand for the password. */
function lookAtPort({ hostname, port, protocol }: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: 3000 });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('timeout', () => fail(new Error('no answer within 3 s')));
    socket.once('error', fail);
    if (protocol === 'rediss:') {
      socket.once('connect', () => {
        socket.end();
        resolve(`${hostname} listens`);
      });
      return;
    }
    socket.once('data', (data) => {
      socket.end();
      const answer = data.toString().split('\r\n')[0] ?? '';
      if (answer === '+PONG' || answer.startsWith('-NOAUTH')) resolve(`${hostname} answers`);
      else reject(new Error(`answers ${answer.slice(0, 40)}`));
    });
    socket.write('PING\r\n');
  });
}
