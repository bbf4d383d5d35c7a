// One server for each engine, shared by its test files: each file makes sellers of its own and so never meets another.
import { startProcess } from './server-process.mjs';

export default async () => {
  const engines = (process.env.TEST_ENGINES ?? 'sqlite').split(',');
  const servers = await Promise.all(engines.map((engine) => startProcess({ engine, args: ['serve', '--seed'] })));
  globalThis.sharedServers = servers;
  const places = servers.map(({ url, dataDir }, index) => [engines[index], { url, dataDir }]);
  process.env.SHARED_SERVERS = JSON.stringify(Object.fromEntries(places));
};
