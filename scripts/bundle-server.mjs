// Bundles the compiled server into dist/bundle, one folder deep as its modules are: a process that reads a few files instead of three thousand
// starts in half to two thirds of the time (docs/adr/0035-one-bundle.md). What only some commands or settings load stays in chunks of its own.
import { mkdir, rm, writeFile } from 'node:fs/promises';
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
const { output } = await bundle.generate({
  dir,
  format: 'esm',
  sourcemap: true,
  sourcemapExcludeSources: true,
  chunkFileNames: 'chunk-[name].js',
  comments: { legal: true, annotation: false, jsdoc: false },
});
await bundle.close();
await mkdir(dir, { recursive: true });
// V8 keeps the text of a file as long as its functions live, and takes two bytes for each character where one is beyond Latin-1.
const escaped = (code) => code.replace(/[\u0100-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
for (const file of output) await writeFile(join(dir, file.fileName), file.type === 'chunk' ? escaped(file.code) : file.source);
