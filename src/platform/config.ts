import { resolve } from 'node:path';
import type { ReviewDays } from '../domain/review-clock.js';
import type { BusinessHours } from '../domain/working-days.js';
import { type Setting, settings } from './settings.js';
import type { Network } from './webhook-sender.js';

type Name = keyof typeof settings;
type ValueOf<N extends Name> = (typeof settings)[N] extends Setting<infer T> ? T : never;

/** What a process runs with. */
export interface Config {
  readonly environment: 'development' | 'production' | 'test';
  readonly host: string;
  readonly port: number;
  /** Where operators look; null: nowhere. */
  readonly operations: { readonly host: string; readonly port: number } | null;
  readonly drainMs: number;
  /** Null: http://localhost and the port that was taken. */
  readonly publicUrl: string | null;
  /** Addresses of proxies that are believed. */
  readonly trustProxy: readonly string[];
  /** Origins of pages that may call; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly redisUrl: string | null;
  /** Null: the data folder. */
  readonly storageUrl: string | null;
  /** Null: only the built-in checks. */
  readonly scannerUrl: string | null;
  /** Null: mails go to the outbox folder. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Null: short messages go to the outbox folder. */
  readonly smsUrl: string | null;
  readonly messagesDir: string | null;
  readonly consoleUrl: string | null;
  /** When working time runs. */
  readonly businessHours: BusinessHours;
  /** The address of a product's page, with {slug} in it. */
  readonly productUrl: string;
  readonly reviewDays: ReviewDays;
  /** Networks beside the public internet that webhooks may go to. */
  readonly webhookNetworks: readonly Network[];
  readonly oidc: {
    readonly issuer: string | null;
    readonly audience: string;
    /** Types of token that are access tokens, in lower case: at+jwt, jwt. */
    readonly types: readonly string[];
    readonly claims: { readonly roles: string; readonly seller: string; readonly scopes: string };
  };
  readonly developmentIssuer: boolean;
  readonly linkSecret: string | null;
  readonly introspection: boolean;
  /** Whether errors suggest names of the schema. */
  readonly suggestions: boolean;
  /** Null: no limit. */
  readonly pointsPerMinute: number | null;
  /** Requests without a valid token from one address; null: no limit. */
  readonly failedTokensPerMinute: number | null;
  readonly persistedOperations: { readonly mode: 'off' | 'allowed' | 'required'; readonly file: string | null };
  readonly explorer: boolean;
  readonly logLevel: string;
}

/** Every mistake of a configuration at once; `message` has a line for each. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(['The configuration has mistakes:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration from environment variables; an empty one counts as not set. Throws {@link ConfigError}. */
export function readConfig(env: Environment): Config {
  const mistakes: string[] = [];
  const read = <N extends Name>(name: N): ValueOf<N> | undefined => {
    const { parse, default: fallback } = settings[name] as Setting<ValueOf<N>>;
    const value = env[name] || fallback;
    if (value === undefined) return undefined;
    try {
      return parse(value);
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}; it is ${maskSetting(name, value)}`);
      return undefined;
    }
  };
  const environment = read('NODE_ENV');
  const issuer = read('OIDC_ISSUER') ?? null;
  const developmentIssuer = read('DEVELOPMENT_ISSUER');
  const introspection = read('INTROSPECTION');
  const operationsPort = read('OPERATIONS_PORT');
  const dataDir = resolve(read('DATA_DIR') ?? '.');
  const config: Partial<Config> = {
    environment,
    host: read('HOST'),
    port: read('PORT'),
    operations: operationsPort === undefined ? null : { host: read('OPERATIONS_HOST') ?? '', port: operationsPort },
    drainMs: (read('DRAIN_SECONDS') ?? 0) * 1000,
    publicUrl: read('PUBLIC_URL') ?? null,
    trustProxy: read('TRUST_PROXY') ?? [],
    corsOrigins: read('CORS_ORIGINS') ?? [],
    dataDir,
    databaseUrl: read('DATABASE_URL') ?? `file:${resolve(dataDir, 'joint-ops.db')}`,
    databasePoolSize: read('DATABASE_POOL_SIZE'),
    redisUrl: read('REDIS_URL') ?? null,
    storageUrl: read('STORAGE_URL') ?? null,
    scannerUrl: read('SCANNER_URL') ?? null,
    smtpUrl: read('SMTP_URL') ?? null,
    mailFrom: read('MAIL_FROM'),
    smsUrl: read('SMS_URL') ?? null,
    messagesDir: read('MESSAGES_DIR') ?? null,
    consoleUrl: read('CONSOLE_URL') ?? null,
    businessHours: { zone: read('BUSINESS_TIME_ZONE'), ...read('BUSINESS_HOURS') } as BusinessHours,
    productUrl: read('PRODUCT_URL'),
    reviewDays: { certification: read('CERTIFICATION_REVIEW_DAYS') || null, release: read('RELEASE_REVIEW_DAYS') ?? 0 },
    webhookNetworks: read('WEBHOOK_ALLOWED_NETWORKS') ?? [],
    oidc: {
      issuer,
      audience: read('OIDC_AUDIENCE') ?? '',
      types: read('OIDC_TOKEN_TYPES') ?? [],
      claims: {
        roles: read('OIDC_ROLES_CLAIM') ?? '',
        seller: read('OIDC_SELLER_CLAIM') ?? '',
        scopes: read('OIDC_SCOPES_CLAIM') ?? '',
      },
    },
    developmentIssuer: developmentIssuer === 'on' || (developmentIssuer === 'auto' && !issuer && environment !== 'production'),
    linkSecret: read('LINK_SECRET') ?? null,
    introspection: shown(introspection, environment),
    suggestions: shown(read('SUGGESTIONS'), environment),
    pointsPerMinute: read('RATE_LIMIT') || null,
    failedTokensPerMinute: read('FAILED_TOKENS') || null,
    persistedOperations: { mode: read('PERSISTED_OPERATIONS') ?? 'off', file: read('PERSISTED_OPERATIONS_FILE') ?? null },
    explorer: shown(read('EXPLORER'), environment),
    logLevel: read('LOG_LEVEL'),
  };
  if (!issuer && !config.developmentIssuer) {
    mistakes.push('OIDC_ISSUER must be set: nobody could sign in. For a trial, DEVELOPMENT_ISSUER=on accepts tokens of `joint-ops token`');
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config as Config;
}

/** What strangers need not see is shown outside production, unless it is asked for by name. */
const shown = (setting: 'auto' | 'on' | 'off' | undefined, environment: Config['environment'] | undefined): boolean =>
  setting === 'on' || (setting === 'auto' && environment !== 'production');

/** The settings as `--print-config` shows them: one NAME=value line each, secrets masked, defaults marked. */
export function printConfig(env: Environment): string {
  return Object.entries(settings)
    .map(([name, { default: fallback }]) => {
      const value = env[name];
      if (value) return `${name}=${maskSetting(name as Name, value)}`;
      return fallback === undefined ? `# ${name} is not set` : `${name}=${fallback}  # default`;
    })
    .join('\n');
}

function maskSetting(name: Name, value: string): string {
  const { secret } = settings[name] as Setting<unknown>;
  if (!secret) return value;
  if (secret === 'url' && URL.canParse(value)) {
    const address = new URL(value);
    if (address.password) address.password = '***';
    address.search = '';
    return address.href;
  }
  return '***';
}
