import { parseArgs } from 'node:util';
import { ConfigError, printConfig, readConfig } from '../platform/config.js';

const help = `joint-ops: joint operations certification and product access

  joint-ops serve [--seed]     migrates the database and serves; --seed publishes first what "seed" does
  joint-ops serve --demo       the same, and loads demo data into a database without sellers, and prints tokens
  joint-ops migrate            migrates the database and ends
  joint-ops seed [--demo]      publishes the agreements, material templates and calendars that ship, where there are none
  joint-ops token --as ROLE    prints an access token of the development issuer; joint-ops token --help
  joint-ops demo               plays the certification flow against the running server
  joint-ops backup FILE        copies the embedded database into a new file, also while a server runs; docs/operations.md
  joint-ops doctor             checks database, storage, keys and identity provider, and says what to do
  joint-ops verify-audit       checks the audit trail, and names what was changed, removed or inserted; --heads FILE compares an earlier output
  joint-ops --print-config     prints the configuration with secrets masked

Settings come from environment variables: docs/configuration.md.
`;

/** Answers the exit code; anything else counts as 0. */
type Command = (args: string[]) => Promise<unknown>;

// Each command loads what it needs: a token is printed without loading the server.
const commands: Readonly<Record<string, Command>> = {
  serve: async (args) => (await import('./serve.js')).serve(readConfig(process.env), flags(args, 'seed', 'demo')),
  migrate: async () => {
    const { migrate } = await import('../platform/database.js');
    const names = await migrate(readConfig(process.env).databaseUrl);
    process.stdout.write(names.length > 0 ? `${names.join('\n')}\n` : 'The database is up to date.\n');
  },
  seed: async (args) => (await import('./seed.js')).seed(readConfig(process.env), flags(args, 'demo')),
  token: async (args) => (await import('./token.js')).printToken(args),
  demo: async () => (await import('./demo.js')).demo(readConfig(process.env)),
  backup: async ([file = '']) => {
    const { backup } = await import('../platform/database.js');
    await backup(readConfig(process.env).databaseUrl, file);
  },
  doctor: async () => (await import('./doctor.js')).doctor(process.env),
  'verify-audit': async (args) => (await import('./verify-audit.js')).verifyAuditTrail(readConfig(process.env).databaseUrl, args),
  '--print-config': async () => {
    process.stdout.write(`${printConfig(process.env)}\n`);
    readConfig(process.env);
  },
};

/** Runs one command of the command line; ends the process with 1 when it fails. */
export async function main([name = '--help', ...args]: string[]): Promise<void> {
  try {
    const command = args.includes('--print-config') ? commands['--print-config'] : commands[name];
    if (command) {
      const code = await command(args);
      process.exitCode = typeof code === 'number' ? code : 0;
    } else {
      const asked = name === '--help' || name === 'help' || name === '-h';
      (asked ? process.stdout : process.stderr).write(asked ? help : `joint-ops: there is no command ${name}\n\n${help}`);
      process.exitCode = asked ? 0 : 2;
    }
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { message, code } = error as Error & { code?: string };
  const hint =
    code === 'EADDRINUSE' ? 'Another server listens there: stop it, or set PORT.' : 'Run `joint-ops doctor` to see what is wrong.';
  return `joint-ops: ${message || code}\n${hint}`;
}

function flags<const F extends string>(args: string[], ...names: F[]): Record<F, boolean> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }]));
  const { values } = parseArgs({ args, options, strict: true });
  return Object.fromEntries(names.map((name) => [name, values[name] === true])) as Record<F, boolean>;
}
