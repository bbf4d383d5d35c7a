import type { Config } from '../platform/config.js';
import { migrate } from '../platform/database.js';
import { createServer, showsExplorer, showsOutbox } from '../server/create-server.js';
import { demoRoles, demoTokens, seedInto } from './seed.js';

/** Milliseconds that a shutdown may take, once it is drained. */
const shutdownMs = 7500;

/** The command `serve`: migrates, serves, and ends with 0 after SIGTERM, drained, or at once after SIGINT. */
export async function serve(config: Config, { seed, demo }: { seed: boolean; demo: boolean }): Promise<void> {
  if (config.environment === 'production' && config.developmentIssuer) warnOfDevelopmentIssuer();
  await migrate(config.databaseUrl);
  const server = await createServer(config, demo ? { demoRoles: (database) => demoRoles(config, database) } : {});
  if (seed || demo) await seedInto(server, { demo });
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  const url = await server.listen();
  server.log.info({ url, database: server.database.engine, environment: config.environment }, 'serving');
  process.stdout.write(`\nJoint Ops serves ${url}/graphql\n`);
  if (showsExplorer(config)) process.stdout.write(`  explorer  ${url}/\n`);
  process.stdout.write(`  database  ${server.database.engine}\n  data      ${config.dataDir}\n  health    ${url}/livez  ${url}/readyz\n`);
  if (config.operations) process.stdout.write(`  metrics   http://${config.operations.host}:${config.operations.port}/metrics\n`);
  if (showsOutbox(config)) process.stdout.write(`  outbox    ${url}/outbox  (mails and short messages that would be sent)\n`);
  if (demo) process.stdout.write(await demoTokens(config, server.database));

  if ((await stopped) === 'SIGTERM') await server.drain();
  const deadline = setTimeout(() => process.exit(1), shutdownMs);
  await server.close();
  clearTimeout(deadline);
}

function warnOfDevelopmentIssuer(): void {
  process.stderr.write(
    `${'!'.repeat(100)}\nDEVELOPMENT_ISSUER=on in production: whoever can read the data folder can sign in as anybody. For trials only.\n${'!'.repeat(100)}\n`,
  );
}
