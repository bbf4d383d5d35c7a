import { parseArgs } from 'node:util';
import { Role } from '../domain/words.js';
import { type Config, readConfig } from '../platform/config.js';
import { developmentKey, signDevelopmentToken } from '../platform/development-issuer.js';

const help = `joint-ops token --as ROLE [--seller ID] [--email E] [--scope S] [--expires 1h] [--subject S] [--name N]

Prints an access token of the development issuer, and nothing else, on standard output.
  --as ROLE       seller, qualification-reviewer, product-reviewer, operations-manager, auditor or admin; may be repeated
  --seller ID     works for this seller; a seller without --scope may do everything for it
  --email E       a verified e-mail address
  --scope S       a seller's sub-user with these scopes only: "certification:write release:write"; "" for none
  --expires T     how long it lasts: 30s, 15m, 1h, 7d; 1h by default
  --subject S     the person's subject; by default the role and what else was given
  --name N        the person's name
`;

const everyScope = 'certification:write release:write';
const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** What a development token is to say. */
export interface TokenWish {
  readonly as: readonly string[];
  readonly seller?: string;
  readonly email?: string;
  readonly scope?: string;
  readonly expires?: string;
  readonly subject?: string;
  readonly name?: string;
}

/** The command `token`. */
export async function printToken(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      as: { type: 'string', multiple: true },
      seller: text,
      email: text,
      scope: text,
      expires: text,
      subject: text,
      name: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help || !values.as) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const config = readConfig(process.env);
  if (!config.developmentIssuer) {
    process.stderr.write('joint-ops: the development issuer is off here, so the server would refuse this token; see DEVELOPMENT_ISSUER\n');
  }
  process.stdout.write(`${await makeToken(config, { ...values, as: values.as })}\n`);
  return 0;
}

/** Signs a development token. Throws an Error that says what of the wish cannot be. */
export async function makeToken(
  config: Pick<Config, 'dataDir'> & { readonly oidc: Pick<Config['oidc'], 'audience'> },
  wish: TokenWish,
): Promise<string> {
  const roles = wish.as.map(roleOf);
  const expiresIn = secondsOf(wish.expires ?? '1h');
  const { seller, email } = wish;
  const scope = wish.scope ?? (seller && roles.includes(Role.SELLER) ? everyScope : undefined);
  const subject =
    wish.subject ??
    [wish.as.join('+'), seller, wish.scope !== undefined && seller ? `sub-user:${wish.scope}` : '', email].filter(Boolean).join('|');
  const name = wish.name ?? `Demo ${wish.as.join(' and ').replaceAll('-', ' ')}`;
  const { audience } = config.oidc;
  return signDevelopmentToken(await developmentKey(config.dataDir), { subject, name, roles, audience, expiresIn, seller, scope, email });
}

function roleOf(as: string): Role {
  const name = as.toUpperCase().replaceAll('-', '_');
  const role = name === 'ADMIN' ? Role.PLATFORM_ADMIN : Object.values(Role).find((known) => known === name);
  if (!role) throw new Error(`there is no role ${as}; see joint-ops token --help`);
  return role;
}

function secondsOf(duration: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
  if (!count || !unit) throw new Error(`--expires ${duration} is not like 30s, 15m, 1h or 7d`);
  return Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
}
