import ipaddr from 'ipaddr.js';
import { WorkingTime } from '../domain/working-days.js';
import { smsProvider } from './sms.js';
import { networksOf } from './webhook-sender.js';

/** One setting: its environment variable, how it is read, and what the docs say of it. */
export interface Setting<T> {
  readonly type: string;
  /** The default as the docs print it; undefined when the setting is not set by default. */
  readonly default?: string;
  readonly unit?: string;
  readonly doc: string;
  /** The value holds a secret: never printed. `url`: only its password is. */
  readonly secret?: boolean | 'url';
  /** Reads the value; throws an Error whose message says what is expected. */
  readonly parse: (value: string) => T;
}

const text = (value: string): string => value;
const integer =
  (min: number, max: number) =>
  (value: string): number => {
    const n = Number(value);
    if (!/^\d+$/.test(value) || n < min || n > max) throw new Error(`must be a whole number from ${min} to ${max}`);
    return n;
  };
const oneOf =
  <const T extends string>(...choices: T[]) =>
  (value: string): T => {
    if (!choices.includes(value as T)) throw new Error(`must be one of ${choices.join(', ')}`);
    return value as T;
  };
const url =
  (...protocols: string[]) =>
  (value: string): string => {
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      throw new Error(`must be an address that starts with ${protocols.join(' or ')}`);
    return value;
  };
const secretText =
  (min: number) =>
  (value: string): string => {
    if (value.length < min) throw new Error(`must have at least ${min} characters`);
    return value;
  };

const timeZone = (value: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    throw new Error('must be the IANA name of a time zone, such as Asia/Shanghai');
  }
  return value;
};
const hours = (value: string): { opens: string; closes: string } => {
  const [, opens = '', closes = ''] = /^(.*)-(.*)$/.exec(value) ?? [];
  try {
    new WorkingTime({ zone: 'UTC', opens, closes }, []);
  } catch {
    throw new Error('must be written like 09:00-18:00, the end after the start and at most 24:00');
  }
  return { opens, closes };
};

const list = (value: string): string[] =>
  value
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
const addresses = (value: string): string[] => {
  const all = list(value);
  if (!all.every((each) => ipaddr.isValid(each) || ipaddr.isValidCIDR(each)))
    throw new Error('must list addresses or networks such as 10.0.0.0/8');
  return all;
};
const origins = (value: string): string[] =>
  list(value).map((origin) => {
    if (origin !== '*' && !(URL.canParse(origin) && new URL(origin).origin === origin))
      throw new Error('must list origins such as https://console.example.com, or be *');
    return origin;
  });

const setting = <T>(s: Setting<T>): Setting<T> => s;

/** Every environment variable that is read, in the order of the docs. */
export const settings = {
  NODE_ENV: setting({
    type: 'development | production | test',
    default: 'development',
    doc: 'In production the development issuer, introspection and demo data are off unless asked for by name.',
    parse: oneOf('development', 'production', 'test'),
  }),
  HOST: setting({ type: 'address', default: '127.0.0.1', doc: 'Address to listen on; 0.0.0.0 for all of them.', parse: text }),
  PORT: setting({ type: 'integer', default: '4000', doc: 'Port to listen on; 0 for a free one.', parse: integer(0, 65_535) }),
  OPERATIONS_PORT: setting({
    type: 'integer',
    doc: 'Port for operators: /metrics for Prometheus, and /readyz that names what is lost. Not opened by default; keep it from strangers.',
    parse: integer(1, 65_535),
  }),
  OPERATIONS_HOST: setting({ type: 'address', default: '127.0.0.1', doc: 'Address that the port for operators listens on.', parse: text }),
  DRAIN_SECONDS: setting({
    type: 'integer',
    default: '2',
    unit: 'seconds',
    doc: 'Between SIGTERM and the end of listening: /readyz answers 503, requests are served, connections are closed after their answer. Longer than a load balancer takes to notice.',
    parse: integer(0, 300),
  }),
  PUBLIC_URL: setting({
    type: 'URL',
    doc: 'Address under which callers reach the server, for links in answers; by default http://localhost and the port.',
    parse: (value: string) => url('http:', 'https:')(value).replace(/\/+$/, ''),
  }),
  TRUST_PROXY: setting({
    type: 'CIDR, …',
    doc: 'Addresses of the proxies before the server, such as 10.0.0.0/8: whose `X-Forwarded-For` tells where a caller is. By default none is believed.',
    parse: addresses,
  }),
  CORS_ORIGINS: setting({
    type: 'origin, …',
    doc: 'Origins of the pages that may call the API from a browser, such as https://console.example.com, or * for all; by default none.',
    parse: origins,
  }),
  DATA_DIR: setting({
    type: 'path',
    default: './data',
    doc: 'Folder for the embedded database, stored files and keys; made when it is missing.',
    parse: text,
  }),
  DATABASE_URL: setting({
    type: 'URL',
    secret: 'url' as const,
    doc: 'mysql://user:password@host:port/database for MySQL or MariaDB (the server is asked which it is), or file:PATH for the embedded database; by default joint-ops.db in DATA_DIR.',
    parse: (value: string) => {
      const { pathname } = new URL(url('mysql:', 'mariadb:', 'file:')(value));
      if (pathname.length < 2) throw new Error('must end in the name of a database, as in mysql://user@host:3306/joint_ops, or in a path');
      return value;
    },
  }),
  DATABASE_POOL_SIZE: setting({
    type: 'integer',
    default: '10',
    unit: 'connections',
    doc: 'Connections for writes, and as many again for reads, of each process; not for the embedded database.',
    parse: integer(1, 500),
  }),
  REDIS_URL: setting({
    type: 'URL',
    secret: 'url' as const,
    doc: 'redis://… or rediss://… of a Redis by which processes tell each other that there are new events; without it each asks the database every second.',
    parse: url('redis:', 'rediss:'),
  }),
  STORAGE_URL: setting({
    type: 'URL',
    secret: 'url' as const,
    doc: 's3://[KEY:SECRET@]bucket[/prefix][?region=REGION&endpoint=https://HOST] for an S3-compatible store; without a key the ways of the AWS SDK apply; by default files are kept in DATA_DIR.',
    parse: url('s3:'),
  }),
  SCANNER_URL: setting({
    type: 'URL',
    doc: 'clamd://host:3310 of a ClamAV daemon that scans every file; its StreamMaxLength must allow the largest file. Without it only the built-in checks apply.',
    parse: url('clamd:'),
  }),
  SMTP_URL: setting({
    type: 'URL',
    secret: 'url' as const,
    doc: 'smtp://user:password@host:587 or smtps://… for mail; by default mails are written into the folder outbox of DATA_DIR.',
    parse: url('smtp:', 'smtps:'),
  }),
  MAIL_FROM: setting({
    type: 'text',
    default: 'Joint Ops <no-reply@localhost>',
    doc: 'Sender of mails.',
    parse: text,
  }),
  SMS_URL: setting({
    type: 'URL',
    secret: 'url' as const,
    doc: 'twilio://SID:TOKEN@api.twilio.com?from=NUMBER or huawei://KEY:SECRET@smsapi.REGION.myhuaweicloud.com?sender=CHANNEL&template=ID&signature=NAME; by default short messages are written into the folder outbox of DATA_DIR.',
    parse: (value: string) => {
      smsProvider(url('twilio:', 'twilio+http:', 'huawei:', 'huawei+http:')(value));
      return value;
    },
  }),
  MESSAGES_DIR: setting({
    type: 'path',
    doc: 'Folder with en.json, zh.json or mail.html of your own; what they lack is taken from those that ship (docs/notifications.md).',
    parse: text,
  }),
  CONSOLE_URL: setting({
    type: 'URL',
    doc: 'Address of a request in your console, with {id} in it, for links in mails.',
    parse: url('http:', 'https:'),
  }),
  BUSINESS_TIME_ZONE: setting({
    type: 'time zone',
    default: 'Asia/Shanghai',
    doc: 'IANA name of the time zone in which reviewers work; due dates are counted in it.',
    parse: timeZone,
  }),
  BUSINESS_HOURS: setting({
    type: 'HH:MM-HH:MM',
    default: '09:00-18:00',
    doc: 'Hours of a working day in that time zone, at most until 24:00; due dates count no time outside of them.',
    parse: hours,
  }),
  PRODUCT_URL: setting({
    type: 'URL',
    default: 'https://marketplace.example.com/products/{slug}',
    doc: 'Address of the page of a released product, with {slug} in it; a product keeps the address that it was released with.',
    parse: (value: string) => {
      if (!value.includes('{slug}')) throw new Error('must hold {slug}');
      return url('http:', 'https:')(value);
    },
  }),
  CERTIFICATION_REVIEW_DAYS: setting({
    type: 'integer',
    default: '5',
    unit: 'working days',
    doc: 'Working days within which each phase of a certification is due; 0 for no due date.',
    parse: integer(0, 365),
  }),
  RELEASE_REVIEW_DAYS: setting({
    type: 'integer',
    default: '3',
    unit: 'working days',
    doc: 'Working days within which a release is due.',
    parse: integer(1, 365),
  }),
  WEBHOOK_ALLOWED_NETWORKS: setting({
    type: 'CIDR, …',
    doc: 'Networks beside the public internet that webhooks may be sent to, also over http://, such as 127.0.0.0/8,10.1.0.0/16; by default none.',
    parse: networksOf,
  }),
  OIDC_ISSUER: setting({
    type: 'URL',
    doc: 'Issuer of the access tokens: an OpenID Connect provider that is found by discovery. Required in production.',
    parse: url('http:', 'https:'),
  }),
  OIDC_AUDIENCE: setting({ type: 'text', default: 'joint-ops', doc: 'Audience that an access token must name.', parse: text }),
  OIDC_TOKEN_TYPES: setting({
    type: 'at+jwt | JWT, with commas between',
    default: 'at+jwt,JWT',
    doc: 'Types (`typ`) of token that are access tokens; JWT stands for tokens without a type too. Set it to at+jwt where your provider says so (RFC 9068): then no other token can be taken for one.',
    parse: (value: string) => {
      const types = value.split(',').map((type) => type.trim().toLowerCase());
      if (types.some((type) => !['at+jwt', 'jwt'].includes(type))) throw new Error('must be at+jwt, JWT, or both with a comma between');
      return types;
    },
  }),
  OIDC_ROLES_CLAIM: setting({
    type: 'text',
    default: 'roles',
    doc: 'Claim that lists the roles; dots lead into objects, as in realm_access.roles.',
    parse: text,
  }),
  OIDC_SELLER_CLAIM: setting({
    type: 'text',
    default: 'seller',
    doc: 'Claim that names the seller of a sub-user, by seller id or by the subject of its main account.',
    parse: text,
  }),
  OIDC_SCOPES_CLAIM: setting({
    type: 'text',
    default: 'scope',
    doc: 'Claim that lists the scopes, as a list or as words with spaces between.',
    parse: text,
  }),
  DEVELOPMENT_ISSUER: setting({
    type: 'auto | on | off',
    default: 'auto',
    doc: 'Accept tokens of `joint-ops token`; auto is on only when OIDC_ISSUER is not set and NODE_ENV is not production.',
    parse: oneOf('auto', 'on', 'off'),
  }),
  LINK_SECRET: setting({
    type: 'text',
    secret: true,
    doc: 'Signs download links, at least 32 characters and the same for all processes; by default made once and kept in DATA_DIR.',
    parse: secretText(32),
  }),
  INTROSPECTION: setting({
    type: 'auto | on | off',
    default: 'auto',
    doc: 'Whether the schema can be asked for over the API; auto is on outside production.',
    parse: oneOf('auto', 'on', 'off'),
  }),
  SUGGESTIONS: setting({
    type: 'auto | on | off',
    default: 'auto',
    doc: 'Whether errors suggest names of the schema ("Did you mean …"); auto is on outside production.',
    parse: oneOf('auto', 'on', 'off'),
  }),
  RATE_LIMIT: setting({
    type: 'integer',
    default: '100000000',
    unit: 'points a minute',
    doc: 'Points that one person may spend (docs/limits.md), counted in Redis where there is one. The default stops programs that run wild, and nobody else: choose your own, such as 1000000. 0 for no limit.',
    parse: integer(0, 1_000_000_000_000),
  }),
  FAILED_TOKENS: setting({
    type: 'integer',
    default: '1000',
    unit: 'a minute',
    doc: 'Requests without a valid token from one address, counted in Redis where there is one; what comes after is refused until the minute ends, except with tokens that were valid before. 0 for no limit.',
    parse: integer(0, 1_000_000_000),
  }),
  PERSISTED_OPERATIONS: setting({
    type: 'off | allowed | required',
    default: 'allowed',
    doc: 'Whether a document may be named by its sha256 (docs/limits.md). required: the operations of the SDK and of your own manifest run, and no other document.',
    parse: oneOf('off', 'allowed', 'required'),
  }),
  PERSISTED_OPERATIONS_FILE: setting({
    type: 'path',
    doc: 'A manifest of your own documents, beside schema/persisted-operations.json: { "SHA256": "DOCUMENT" }, or that of Apollo\'s generator.',
    parse: text,
  }),
  EXPLORER: setting({
    type: 'auto | on | off',
    default: 'auto',
    doc: 'Whether the explorer (GraphiQL) is served at /; auto is on outside production. It gives tokens of demo roles only in development, with --demo, and only while HOST is a loopback address.',
    parse: oneOf('auto', 'on', 'off'),
  }),
  LOG_LEVEL: setting({
    type: 'trace | debug | info | warn | error | fatal | silent',
    default: 'info',
    doc: 'Least level that is logged, as JSON lines on standard error.',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
} as const;
