import { Role } from '../domain/words.js';
import { Agreement } from '../entities/agreement.js';
import { CertificationRequest } from '../entities/certification-request.js';
import { MaterialTemplate } from '../entities/material-template.js';
import { Seller } from '../entities/seller.js';
import { WorkingCalendar } from '../entities/working-calendar.js';
import type { Config } from '../platform/config.js';
import { type Database, migrate } from '../platform/database.js';
import { createServer, type Server } from '../server/create-server.js';
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

/** What the demo prints for people to try: a token for each role, and where the demo data is. */
export async function demoTokens(config: Config, { dataSource }: Database): Promise<string> {
  if (!config.developmentIssuer) return '  tokens    the development issuer is off; sign in with your identity provider\n';
  const sellers = await dataSource.manager.find(Seller, { order: { id: 'ASC' }, take: 2 });
  const [signed, unsigned] = sellers;
  const wishes: [string, TokenWish][] = [
    [`seller (${signed?.companyName})`, { as: ['seller'], seller: signed?.id }],
    [`seller (${unsigned?.companyName}, has not signed)`, { as: ['seller'], seller: unsigned?.id }],
    ['qualification reviewer', { as: ['qualification-reviewer'] }],
    ['product reviewer', { as: ['product-reviewer'] }],
    ['operations manager', { as: ['operations-manager'] }],
    ['auditor', { as: ['auditor'] }],
    ['platform administrator', { as: ['admin'] }],
  ];
  const tokens = await Promise.all(wishes.map(async ([who, wish]) => `${who}\n${await makeToken(config, { ...wish, expires: '1d' })}\n`));
  const requests = await dataSource.manager.count(CertificationRequest);
  return `\nDemo data: ${sellers.length} sellers, ${requests} requests. Play the whole flow with: npm run demo\nTokens, for a day; send one as Authorization: Bearer TOKEN\n\n${tokens.join('\n')}\n`;
}
