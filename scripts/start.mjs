// npm start: makes a fresh clone ready, then serves it with an embedded database and demo data.
import { prepare } from './prepare.mjs';

prepare();
const { main } = await import('../dist/cli/main.js');
await main(['serve', '--demo', ...process.argv.slice(2)]);
