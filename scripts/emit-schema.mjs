// Prints the schema from the classes into schema/schema.graphql. With --check it only compares, and fails when that is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { prepare, root } from './prepare.mjs';

prepare();
const { createSchema } = await import('../dist/server/schema.js');
const path = join(root, 'schema', 'schema.graphql');
const header = '# Printed from the classes by `npm run schema`; do not edit.\n\n';
const text = `${header}${printSchema(lexicographicSortSchema(await createSchema()))}\n`;
if (!process.argv.includes('--check')) await writeFile(path, text);
else if (text !== (await readFile(path, 'utf8').catch(() => ''))) {
  console.error('schema/schema.graphql is stale. Run: npm run schema');
  process.exit(1);
}
