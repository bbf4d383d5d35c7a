// Builds the SDK into dist/: each entry as an ES module, as CommonJS and as types; what entries share lies in chunks, so that an error's
// class is the same wherever it is imported from.
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const entries = { index: 'index', operations: '_generated', checks: 'checks', webhooks: 'webhooks', websocket: 'websocket' };
const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, 'src', `${file}.ts`)]));
const formats = [
  { format: 'es', js: 'js', types: 'd.ts' },
  { format: 'cjs', js: 'cjs', types: 'd.cts' },
];

await rm(dist, { recursive: true, force: true });
const code = await rolldown({ input, platform: 'neutral', tsconfig: join(root, 'tsconfig.json') });
const types = await rollup({ input, plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })] });
for (const { format, js, types: ending } of formats) {
  const names = (extension) => ({
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunk-[name].${extension}`,
    minifyInternalExports: false,
  });
  await code.write({ dir: dist, format, ...names(js) });
  await types.write({ dir: dist, format: 'es', ...names(ending) });
}
await Promise.all([code.close(), types.close()]);
await copyFile(join(root, '..', 'LICENSE'), join(root, 'LICENSE'));
// For typed documents of the caller's own. Written, since a copy keeps the time of its original on some systems, and would look stale.
await writeFile(join(dist, 'schema.graphql'), await readFile(join(root, '..', 'schema', 'schema.graphql')));
