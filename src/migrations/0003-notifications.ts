import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  `CREATE TABLE notification (
    id varchar(40) NOT NULL,
    event_id varchar(40) NOT NULL,
    position bigint NOT NULL,
    seller_id varchar(40),
    channel varchar(40) NOT NULL,
    recipient varchar(254) NOT NULL,
    language varchar(40) NOT NULL,
    text varchar(40) NOT NULL,
    params json NOT NULL,
    status varchar(40) NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at datetime(3),
    last_error varchar(300),
    created_at datetime(3) NOT NULL,
    sent_at datetime(3),
    read_at datetime(3),
    PRIMARY KEY (id)
  )`,
  'CREATE UNIQUE INDEX uq_notification ON notification (event_id, channel, recipient)',
  'CREATE INDEX ix_notification_seller ON notification (seller_id, channel, position)',
  'CREATE INDEX ix_notification_due ON notification (status, next_attempt_at)',
  'CREATE INDEX ix_notification_log ON notification (channel, position)',
  `CREATE TABLE review_digest (
    subject varchar(255) NOT NULL,
    email varchar(254) NOT NULL,
    queues json NOT NULL,
    language varchar(40) NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (subject)
  )`,
  // Who updates is not flooded with messages about what happened long ago.
  "INSERT INTO counter (name, value) SELECT 'dispatched', value FROM counter WHERE name = 'event'",
];

/** Messages about events, and who wants a digest. */
export class Notifications1764200000000 implements MigrationInterface {
  name = 'Notifications1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
