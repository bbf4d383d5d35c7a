import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  `CREATE TABLE working_calendar (
    year integer NOT NULL,
    holidays json NOT NULL,
    make_up_working_days json NOT NULL,
    source text NOT NULL,
    imported_at datetime(3) NOT NULL,
    PRIMARY KEY (year)
  )`,
];

/** Holidays and make-up working days, year by year. */
export class Calendars1764400000000 implements MigrationInterface {
  name = 'Calendars1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
