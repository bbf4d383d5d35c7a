// npm start: makes a fresh clone ready, then serves it with an embedded database and demo data.
import { prepare } from './prepare.mjs';

prepare();
// A person reads this terminal: only what went wrong is logged into it.
process.env.LOG_LEVEL ??= 'warn';
const { main } = await import('../dist/bundle/main.js');
await main(['serve', '--demo', ...process.argv.slice(2)]);
