import { Role } from '../domain/words.js';
import { Agreement } from '../entities/agreement.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { Seller } from '../entities/seller.js';
import { WorkingCalendar } from '../entities/working-calendar.js';
import type { Config } from '../platform/config.js';
import { type Database, migrate } from '../platform/database.js';
import { createServer, type Server } from '../server/create-server.js';
import type { DemoRole } from '../server/explorer.js';
import { localFile } from '../services/file-intake.js';
import { loadDemo } from './demo-data.js';
import { commandOf, seeder } from './seed-actors.js';
import { shippedAgreements, shippedCalendars, shippedPath, shippedTemplates } from './shipped.js';
import { makeToken, type TokenWish } from './token.js';

/** The command `seed`. */
export async function seed(config: Config, options: { demo: boolean }): Promise<void> {
  await migrate(config.databaseUrl);
  const server = await createServer(config);
  try {
    await seedInto(server, options);
  } finally {
    await server.close();
  }
}

/** Publishes what ships where there is none; with `demo`, loads demo data into a database without sellers. */
export async function seedInto({ services, database }: Server, { demo }: { demo: boolean }): Promise<void> {
  const { manager } = database.dataSource;
  const admin = commandOf(seeder('joint-ops:seed', 'Joint Ops', [Role.PLATFORM_ADMIN]));
  for (const agreement of await shippedAgreements()) {
    if (!(await manager.existsBy(Agreement, { kind: agreement.kind }))) await services.agreements.publish(admin, agreement);
  }
  for (const { file, ...template } of await shippedTemplates()) {
    if (await manager.existsBy(MaterialTemplate, { code: template.code })) continue;
    await services.templates.publish(admin, { ...template, file: localFile(shippedPath(`files/${file}`), file) });
  }
  const known = await manager.find(WorkingCalendar, { select: { year: true } });
  for (const calendar of await shippedCalendars()) {
    if (!known.some(({ year }) => year === calendar.year)) await services.calendars.import(admin, calendar);
  }
  if (demo && !(await manager.exists(Seller))) await loadDemo(services, database, admin);
}

/** The roles of the demo, each with a token for a day; none where the development issuer is off. */
export async function demoRoles(config: Config, { dataSource }: Database): Promise<DemoRole[]> {
  if (!config.developmentIssuer) return [];
  const [signed, unsigned] = await dataSource.manager.find(Seller, { order: { id: 'ASC' }, take: 2 });
  const roles: [key: string, en: string, zh: string, wish?: Partial<TokenWish>][] = [
    ['seller', `seller (${signed?.companyName})`, `卖家（${signed?.companyName}）`, { seller: signed?.id }],
    [
      'seller-unsigned',
      `seller (${unsigned?.companyName}, has not signed)`,
      `卖家（${unsigned?.companyName}，尚未签署协议）`,
      { as: ['seller'], seller: unsigned?.id },
    ],
    ['qualification-reviewer', 'qualification reviewer', '资质审核员'],
    ['product-reviewer', 'product reviewer', '商品审核员'],
    ['operations-manager', 'operations manager', '运营经理'],
    ['auditor', 'auditor', '审计员'],
    ['admin', 'platform administrator', '平台管理员'],
  ];
  return Promise.all(
    roles.map(async ([key, en, zh, wish]) => ({
      key,
      who: { en, zh },
      token: await makeToken(config, { as: [key], ...wish, expires: '1d' }),
    })),
  );
}

/** What the demo prints for people to try: a token for each role, and where the demo data is. */
export async function demoTokens(config: Config, database: Database): Promise<string> {
  const roles = await demoRoles(config, database);
  if (roles.length === 0) return '  tokens    the development issuer is off; sign in with your identity provider\n';
  const { manager } = database.dataSource;
  const [sellers, requests] = [await manager.count(Seller), await manager.count(CertificationRequest)];
  const tokens = roles.map(({ who, token }) => `${who.en}\n${token}\n`).join('\n');
  return `\nDemo data: ${sellers} sellers, ${requests} requests. Play the whole flow with: npm run demo\nTokens, for a day; send one as Authorization: Bearer TOKEN\n\n${tokens}\n`;
}
