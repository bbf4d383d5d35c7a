import type { MigrationInterface, QueryRunner } from 'typeorm';
import { run } from './dialect.js';

const statements = ['CREATE INDEX ix_product_status ON product (status, id)'];

/** An index for the list of products of one status. */
export class ProductStatus1764900000000 implements MigrationInterface {
  name = 'ProductStatus1764900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await run(queryRunner, statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
