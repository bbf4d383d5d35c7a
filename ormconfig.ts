import 'reflect-metadata';
import { createDataSource, engineAt } from './src/platform/data-source.js';

/** The data source for TypeORM's command line, over DATABASE_URL. Migrations of a running system go through `joint-ops migrate`. */
const url = process.env.DATABASE_URL ?? 'file:./data/joint-ops.db';
export default await createDataSource(await engineAt(url), url);
