// Bundles the compiled server into dist/bundle, one folder deep as its modules are: a process that reads a few files instead of three thousand
// starts in half to two thirds of the time (docs/adr/0035-one-bundle.md). What only some commands or settings load stays in chunks of its own.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './prepare.mjs';

const dir = join(root, 'dist', 'bundle');
await rm(dir, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: 'dist/cli/main.js',
  platform: 'node',
  // Brings a native binary along.
  external: ['libsql', /^@libsql\//],
  onLog() {},
});
await bundle.write({ dir, format: 'esm', sourcemap: true, sourcemapExcludeSources: true, chunkFileNames: 'chunk-[name].js' });
await bundle.close();
