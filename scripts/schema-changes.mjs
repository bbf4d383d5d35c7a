// What has changed in the schema since the last release (schema/released.graphql), and which version that makes:
//   node scripts/schema-changes.mjs             prints the changes and the version
//   node scripts/schema-changes.mjs --check     also fails when something is not as docs/versioning.md says
//   node scripts/schema-changes.mjs --release   makes the present schema the released one, under the version of package.json
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { root } from './prepare.mjs';

/** Changes between two schemas as text, the breaking ones first: `{ level, path, message }`. */
export async function changesBetween(released, present) {
  const order = [CriticalityLevel.Breaking, CriticalityLevel.Dangerous, CriticalityLevel.NonBreaking];
  const changes = await diff(buildSchema(released), buildSchema(present));
  return changes
    .map(({ criticality, path = '', message }) => ({ level: criticality.level, path, message }))
    .filter(({ message }) => !/ description /i.test(message))
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

/** The least version that may carry the changes (https://semver.org): before 1.0.0 the minor number is what breaks. */
export function nextVersion(version, changes) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (changes.length === 0) return version;
  const breaks = changes.some(({ level }) => level === CriticalityLevel.Breaking);
  if (major === 0) return breaks ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  return breaks ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

/** Everything that is deprecated, by its coordinate, with its reason. */
export function deprecations(text) {
  const types = Object.values(buildSchema(text).getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const found = new Map();
  const note = (coordinate, { deprecationReason }) => deprecationReason != null && found.set(coordinate, deprecationReason);
  for (const type of types) {
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field);
      for (const argument of field.args ?? []) note(`${type.name}.${field.name}.${argument.name}`, argument);
    }
  }
  return found;
}

const removalDate = (reason) => /\bremoved after (\d{4}-\d{2}-\d{2})\b/.exec(reason ?? '')?.[1];
const newer = (a, b) => a.localeCompare(b, 'en', { numeric: true }) > 0;

/**
 * What is not as docs/versioning.md says, a sentence each.
 * @param {{ released: string, present: string, releasedVersion: string, version: string, changelog: string, today: string }} state
 */
export async function mistakesIn({ released, present, releasedVersion, version, changelog, today }) {
  const changes = await changesBetween(released, present);
  const needed = nextVersion(releasedVersion, changes);
  const announced =
    /^## (?:Unreleased|[\d.]+)[\s\S]*?^### Breaking\n([\s\S]*?)(?=^##|$(?![\s\S]))/m.exec(
      changelog.split(`## ${releasedVersion}`)[0],
    )?.[1] ?? '';
  const before = deprecations(released);
  const mistakes = [];
  for (const { level, path, message } of changes) {
    if (level !== CriticalityLevel.Breaking) continue;
    if (!announced.includes(`\`${path}\``))
      mistakes.push(`${message}: that breaks callers. Name \`${path}\` under "### Breaking" in CHANGELOG.md, or undo it.`);
    const date = removalDate(before.get(path));
    if (date && today <= date) mistakes.push(`${path} was promised to stay until ${date}.`);
  }
  for (const [coordinate, reason] of deprecations(present))
    if (!removalDate(reason)) mistakes.push(`${coordinate} is deprecated without a date. End its reason with "removed after YYYY-MM-DD".`);
  if (version !== releasedVersion && newer(needed, version))
    mistakes.push(`The version in package.json is ${version}; the changes since ${releasedVersion} make it ${needed} at least.`);
  return mistakes;
}

async function main([flag]) {
  const read = (...path) => readFile(join(root, ...path), 'utf8');
  const path = join(root, 'schema', 'released.graphql');
  const [released, present, changelog, { version }] = [
    await read('schema', 'released.graphql'),
    await read('schema', 'schema.graphql'),
    await read('CHANGELOG.md'),
    JSON.parse(await read('package.json')),
  ];
  const [, releasedVersion] = /^# The schema of ([\d.]+)/.exec(released);
  const changes = await changesBetween(released, present);
  for (const { level, message } of changes) console.log(`${level.padEnd(12)}  ${message}`);
  console.log(`${changes.length} changes since ${releasedVersion}; the next version is ${nextVersion(releasedVersion, changes)} at least.`);
  if (!flag) return;
  const mistakes = await mistakesIn({
    released,
    present,
    releasedVersion,
    version,
    changelog,
    today: new Date().toISOString().slice(0, 10),
  });
  if (flag === '--release' && version === releasedVersion && changes.length > 0) mistakes.push('Set the version in package.json first.');
  if (flag === '--release' && !changelog.includes(`## ${version}`)) mistakes.push(`CHANGELOG.md has no section "## ${version}".`);
  for (const mistake of mistakes) console.error(mistake);
  if (mistakes.length > 0) process.exitCode = 1;
  else if (flag === '--release')
    await writeFile(
      path,
      `# The schema of ${version}, written by \`node scripts/schema-changes.mjs --release\`; do not edit.\n${present.replace(/^#.*\n/, '')}`,
    );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
