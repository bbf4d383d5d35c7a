import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const before = [
  'ALTER TABLE counter ADD COLUMN hash varchar(64)',
  'ALTER TABLE progress_event ADD COLUMN operation varchar(40)',
  'ALTER TABLE progress_event ADD COLUMN actor_subject varchar(255)',
  'ALTER TABLE progress_event ADD COLUMN hash varchar(64)',
  'CREATE INDEX ix_progress_event_actor ON progress_event (actor_subject, id)',
  // The chain of events begins after those that are there.
  "INSERT INTO counter (name, value) SELECT 'event-unchained', COALESCE(MAX(position), 0) FROM progress_event",
  ...Array.from({ length: 8 }, (_, lane) => `INSERT INTO counter (name, value, hash) VALUES ('audit-${lane}', 0, '')`),
  `CREATE TABLE audit_entry_chained (
    id varchar(40) NOT NULL,
    action varchar(40) NOT NULL,
    operation varchar(40),
    object_id varchar(40),
    actor_subject varchar(255) NOT NULL,
    actor_role varchar(40),
    occurred_at datetime(3) NOT NULL,
    chain varchar(40) NOT NULL,
    position bigint NOT NULL,
    hash varchar(64) NOT NULL,
    PRIMARY KEY (id)
  )`,
];

const after = [
  'DROP TABLE audit_entry',
  'ALTER TABLE audit_entry_chained RENAME TO audit_entry',
  'CREATE UNIQUE INDEX uq_audit_entry_position ON audit_entry (chain, position)',
  'CREATE INDEX ix_audit_entry_object ON audit_entry (object_id, id)',
  'CREATE INDEX ix_audit_entry_actor ON audit_entry (actor_subject, id)',
];

interface OldEntry {
  id: string;
  action: string;
  objectId: string;
  actorSubject: string;
  actorRole: string | null;
  occurredAt: string | Date;
  position: number;
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Of values that are ASCII, sorted keys are all that canonical JSON asks for. */
const digestOf = (content: object): string => sha256Of(JSON.stringify(Object.fromEntries(Object.entries(content).sort())));

/** Links the entries that are there, as src/platform/audit-chain.ts does. */
async function chainOld(queryRunner: QueryRunner): Promise<void> {
  let [hash, position] = ['', 0];
  for (;;) {
    const rows = (await queryRunner.query(
      `SELECT id, action, object_id AS objectId, actor_subject AS actorSubject, actor_role AS actorRole, occurred_at AS occurredAt, position
       FROM audit_entry_chained WHERE position > ${position} ORDER BY position LIMIT 500`,
    )) as OldEntry[];
    if (rows.length === 0) break;
    for (const { position: at, occurredAt, ...row } of rows) {
      const instant = occurredAt instanceof Date ? occurredAt : new Date(`${occurredAt.replace(' ', 'T')}Z`);
      hash = sha256Of(hash + digestOf({ ...row, operation: null, occurredAt: instant.toISOString() }));
      position = Number(at);
      await queryRunner.query(`UPDATE audit_entry_chained SET hash = '${hash}' WHERE position = ${position}`);
    }
  }
  await queryRunner.query(`UPDATE counter SET value = ${position}, hash = '${hash}' WHERE name = 'audit-0'`);
}

/** Chains the audit trail, takes names out of it, and lets events stand in it. */
export class AuditTrail1764600000000 implements MigrationInterface {
  name = 'AuditTrail1764600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, before);
    const sqlite = queryRunner.connection.options.type === 'better-sqlite3';
    const subject = sqlite ? "json_extract(actor, '$.subject')" : "JSON_UNQUOTE(JSON_EXTRACT(actor, '$.subject'))";
    const role = sqlite ? "json_extract(actor, '$.role')" : "NULLIF(JSON_UNQUOTE(JSON_EXTRACT(actor, '$.role')), 'null')";
    await queryRunner.query(`UPDATE progress_event SET actor_subject = ${subject}`);
    await queryRunner.query(
      `INSERT INTO audit_entry_chained (id, action, object_id, actor_subject, actor_role, occurred_at, chain, position, hash)
       SELECT id, action, object_id, ${subject}, ${role}, occurred_at, 'audit-0', ROW_NUMBER() OVER (ORDER BY id), '' FROM audit_entry`,
    );
    await chainOld(queryRunner);
    await run(queryRunner, after);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
