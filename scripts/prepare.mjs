// Makes a clone ready to run: installs what is missing and builds what is stale. Everything it says goes to standard error.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const newestIn = (folder) =>
  Math.max(
    0,
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((e) =>
      e.isFile() ? statSync(join(e.parentPath ?? e.path, e.name)).mtimeMs : 0,
    ),
  );

/** Runs a program; ends this one when it fails. */
export function run(what, command, args, cwd = root) {
  process.stderr.write(`joint-ops: ${what}\n`);
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) {
    process.stderr.write(`joint-ops: ${what} failed\n`);
    process.exit(status ?? 1);
  }
}

/** Builds the SDK where that is due. */
export function prepareSdk() {
  const files = ['sdk/build.mjs', 'sdk/package.json', 'sdk/tsconfig.json', 'schema/schema.graphql'];
  const newest = Math.max(newestIn('sdk/src'), newestIn('src/domain'), ...files.map(modified));
  if (modified('sdk/dist/schema.graphql') < newest) run('building the SDK', process.execPath, [join('sdk', 'build.mjs')]);
}

/** Bundles the explorer where that is due. */
function prepareExplorer() {
  const sources = Math.max(newestIn('explorer'), ...['schema/schema.graphql', 'package-lock.json'].map(modified));
  if (modified('dist/explorer/index.html') < sources)
    run('bundling the explorer', process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'explorer']);
}

/** Installs and builds where it is due; an installed package brings its build along and needs neither. */
export function prepare() {
  if (!existsSync(join(root, 'src'))) return;
  if (modified('node_modules/.package-lock.json') < modified('package-lock.json'))
    // A clone is built here, also where NODE_ENV=production leaves out what builds it.
    run('installing packages', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  // A stamp of our own: tsc touches its .tsbuildinfo also where it only checks.
  const sources = Math.max(newestIn('src'), ...['tsconfig.json', 'scripts/bundle-server.mjs', 'package-lock.json'].map(modified));
  if (modified('dist/.built') < sources) {
    run('building', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
    run('bundling', process.execPath, [join('scripts', 'bundle-server.mjs')]);
    writeFileSync(join(root, 'dist', '.built'), '');
  }
  prepareExplorer();
}
