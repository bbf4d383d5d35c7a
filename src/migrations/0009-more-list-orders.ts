import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  'CREATE INDEX ix_request_created ON certification_request (status, id)',
  'CREATE INDEX ix_release_created ON product_release (status, id)',
  'CREATE INDEX ix_release_submitted ON product_release (submitted_at, id)',
  'CREATE INDEX ix_release_changed ON product_release (updated_at, id)',
  'CREATE INDEX ix_release_due_any ON product_release (due_at, id)',
  'CREATE INDEX ix_notification_seller_created ON notification (seller_id, id)',
];

/** Indexes for the orders of what stands in one status, of the list of releases, and of a seller's messages. */
export class MoreListOrders1764800000000 implements MigrationInterface {
  name = 'MoreListOrders1764800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
