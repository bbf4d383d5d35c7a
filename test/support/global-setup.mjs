// One server for each engine, shared by its test files: each file makes sellers of its own and so never meets another.
import { startProcess } from './server-process.mjs';

export default async (_globalConfig, { globals: { engine } }) => {
  const server = await startProcess({ engine, args: ['serve', '--demo'] });
  globalThis.sharedServers ??= {};
  globalThis.sharedServers[engine] = server;
  process.env[`SHARED_SERVER_${engine.toUpperCase()}`] = JSON.stringify({ url: server.url, dataDir: server.dataDir });
};
