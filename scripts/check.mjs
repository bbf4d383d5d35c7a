// npm run check: everything that holds the house in order, without running a test. Each step says how to mend what it finds.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { prepare, prepareSdk, root } from './prepare.mjs';

prepare();
prepareSdk();
const bin = (name, ...args) => [join('node_modules', '.bin', name), ...args];
const node = (...args) => [process.execPath, ...args];
const steps = [
  ['format and lint (mend: npm run fix)', bin('biome', 'check', '.')],
  ['types', bin('tsc', '--noEmit', '--incremental', 'false', '-p', '.')],
  ['types of the SDK', bin('tsc', '-p', 'sdk')],
  ['types of the examples', bin('tsc', '-p', 'examples')],
  ['types of the explorer', bin('tsc', '-p', 'explorer')],
  ['types of the tests', bin('tsc', '--noEmit', '-p', 'test')],
  ['who imports whom', bin('depcruise', 'src', 'sdk/src', '--config', '.dependency-cruiser.mjs', '--output-type', 'err')],
  ['emitted schema', node('scripts/emit-schema.mjs', '--check')],
  ['schema rules: Relay, descriptions, names', bin('eslint', 'schema/schema.graphql')],
  ['schema changes since the last release', node('scripts/schema-changes.mjs', '--check')],
  ['typed documents (mend: npm run codegen)', bin('graphql-codegen', '--config', 'codegen.yml', '--check')],
  ['printed docs and snippets (mend: npm run docs)', node('scripts/print-docs.mjs', '--check')],
  ['links and anchors of the docs', node('scripts/links.mjs')],
  ['material templates', node('scripts/make-templates.mjs', '--check')],
  ['calendars', node('scripts/make-calendars.mjs', '--check')],
];
const options = { cwd: root, shell: process.platform === 'win32', maxBuffer: 2 ** 28 };
const waiting = steps.values();
let failed = 0;
async function work() {
  for (const [what, [command, ...args]] of waiting) {
    const output = await new Promise((resolve) =>
      execFile(command, args, options, (error, stdout, stderr) => resolve(error && (`${stdout}${stderr}` || error.message))),
    );
    console.log(`${output === null ? 'ok   ' : 'WRONG'}  ${what}`);
    if (output === null) continue;
    failed++;
    console.log(output);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exit(failed === 0 ? 0 : 1);
