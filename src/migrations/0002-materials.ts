import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  'ALTER TABLE stored_object ADD COLUMN unreferenced_since datetime(3)',
  'CREATE INDEX ix_stored_object_unreferenced ON stored_object (unreferenced_since)',
  'CREATE INDEX ix_material_status ON material (status, id)',
  `CREATE TABLE audit_entry (
    id varchar(40) NOT NULL,
    action varchar(40) NOT NULL,
    object_id varchar(40) NOT NULL,
    actor json NOT NULL,
    occurred_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE INDEX ix_audit_entry_object ON audit_entry (object_id, id)',
];

/** What scanning, the sweep of unused bytes and the audit of downloads need. */
export class Materials1764100000000 implements MigrationInterface {
  name = 'Materials1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
