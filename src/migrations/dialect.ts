import type { QueryRunner } from 'typeorm';

/**
 * Runs statements that are written for all engines. What differs is added here: TypeORM finds a foreign key of SQLite again only by
 * its double quotes, where MySQL takes backticks; and MySQL would compare text without case, so that ids, digests and cursors would
 * be found by other spellings of them.
 */
export async function run(queryRunner: QueryRunner, statements: readonly string[]): Promise<void> {
  const sqlite = queryRunner.connection.options.type === 'better-sqlite3';
  for (const statement of statements) {
    const table = statement.startsWith('CREATE TABLE') && !sqlite;
    await queryRunner.query(
      `${sqlite ? statement : statement.replaceAll('"', '`')}${table ? ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : ''}`,
    );
  }
}
