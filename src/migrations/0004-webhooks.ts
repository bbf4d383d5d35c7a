import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  `CREATE TABLE webhook_endpoint (
    id varchar(40) NOT NULL,
    seller_id varchar(40),
    url varchar(2000) NOT NULL,
    event_types json,
    enabled boolean NOT NULL,
    secret varchar(100) NOT NULL,
    previous_secret varchar(100),
    previous_secret_until datetime(3),
    position bigint NOT NULL,
    attempts integer NOT NULL,
    generation integer NOT NULL,
    next_attempt_at datetime(3),
    last_delivery_at datetime(3),
    last_error varchar(300),
    created_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE INDEX ix_webhook_endpoint_owner ON webhook_endpoint (seller_id)',
  'CREATE INDEX ix_webhook_endpoint_due ON webhook_endpoint (enabled, next_attempt_at)',
  `CREATE TABLE webhook_delivery (
    id varchar(40) NOT NULL,
    webhook_endpoint_id varchar(40) NOT NULL,
    event_id varchar(40) NOT NULL,
    event_type varchar(40) NOT NULL,
    attempt integer NOT NULL,
    succeeded boolean NOT NULL,
    status_code integer,
    error varchar(300),
    duration_ms integer NOT NULL,
    attempted_at datetime(3) NOT NULL,
    PRIMARY KEY (id)
  )`,
  'CREATE INDEX ix_webhook_delivery_endpoint ON webhook_delivery (webhook_endpoint_id, id)',
  'CREATE INDEX ix_webhook_delivery_age ON webhook_delivery (attempted_at)',
  // An endpoint of a seller that is far behind reads the log by seller.
  'CREATE INDEX ix_progress_event_seller ON progress_event (seller_id, position)',
];

/** Endpoints of webhooks, and the log of their deliveries. */
export class Webhooks1764300000000 implements MigrationInterface {
  name = 'Webhooks1764300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
