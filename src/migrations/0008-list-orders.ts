import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  'CREATE INDEX ix_request_seller_created ON certification_request (seller_id, id)',
  'CREATE INDEX ix_request_submitted ON certification_request (submitted_at, id)',
  'CREATE INDEX ix_request_changed ON certification_request (updated_at, id)',
  'CREATE INDEX ix_request_due_any ON certification_request (due_at, id)',
  'CREATE INDEX ix_request_phase ON certification_request (phase, status, submitted_at, id)',
];

/** An index for each order of the list of requests, whatever it is narrowed to, and one that covers the count of a phase. */
export class ListOrders1764700000000 implements MigrationInterface {
  name = 'ListOrders1764700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
