import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = [
  'ALTER TABLE material ADD COLUMN file_name varchar(200) NULL',
  'ALTER TABLE material ADD COLUMN file_bytes integer NULL',
];

/** What lists show of a file. Rows that are there stay as they are: see Material.membersOf. */
export class MaterialFile1765000000000 implements MigrationInterface {
  name = 'MaterialFile1765000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
