import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as operations from '@joint-ops/sdk/operations';
import ts from 'typescript';
import { uses, weigh } from '../../scripts/sdk-sizes.mjs';
import { Projects } from '../support/projects.js';

const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));
const KiB = 1024;
let projects: Projects;
beforeAll(async () => {
  projects = await Projects.open();
});
afterAll(() => projects.close());

describe('the package', () => {
  it('depends on nothing, and holds what it exports', async () => {
    const manifest = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8'));
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
    const analysis = createPackageFromTarballData(await readFile(projects.tarball));
    const entries = JSON.stringify(manifest.exports).match(/\.\/dist\/[\w.-]+/g)!;
    for (const entry of entries) expect(analysis.fileExists(`/node_modules/@joint-ops/sdk/${entry.slice(2)}`)).toBe(true);
    expect(analysis.listFiles().filter((file) => /README|LICENSE/.test(file))).toHaveLength(2);
  });

  it('its types are right for every way to import it (are the types wrong?)', async () => {
    // The schema is an entry too, but no module.
    const options = { excludeEntrypoints: ['./schema.graphql'] };
    const result = await checkPackage(createPackageFromTarballData(await readFile(projects.tarball)), options);
    if (!result.types) throw new Error('it has no types');
    expect(result.problems).toEqual([]);
  });

  it('its public types hold no any', async () => {
    const found: string[] = [];
    for (const file of (await readdir(join(sdk, 'dist'))).filter((name) => name.endsWith('.d.ts'))) {
      const source = ts.createSourceFile(file, await readFile(join(sdk, 'dist', file), 'utf8'), ts.ScriptTarget.ES2022, true);
      const look = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}: ${node.parent.getText().slice(0, 100)}`);
        // A type that is left out is any too.
        const untyped = (ts.isParameter(node) || ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) && !node.type;
        const isPrivate = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
        if (untyped && !isPrivate && !('initializer' in node && node.initializer)) found.push(`${file}: ${node.getText()} without a type`);
        ts.forEachChild(node, look);
      };
      look(source);
    }
    expect(found).toEqual([]);
  });

  it('each of its methods says in an editor what it does', () => {
    const program = ts.createProgram([join(sdk, 'dist', 'index.d.ts')], {
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
    });
    const checker = program.getTypeChecker();
    const [index] = program.getRootFileNames().map((file) => checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
    const jointOps = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(index!.exports!.get('JointOps' as ts.__String)!));
    const said = (name: string): string => ts.displayPartsToString(jointOps.getProperty(name)?.getDocumentationComment(checker));
    expect(said('submitCertificationRequest')).toMatch(/^Freezes the request and sends it to review\./);
    expect(Object.keys(operations).filter((name) => said(name) === '')).toEqual([]);
    expect(['request', 'safe', 'paginate', 'subscribe', 'upload'].filter((name) => said(name) === '')).toEqual([]);
  });

  it('one operation, whichever, weighs at most 6 KiB, and all of it 25 KiB, minified and gzipped', async () => {
    const heavy: Record<string, number> = {};
    for (const name of Object.keys(operations)) {
      const size = await weigh(
        `import { createClient } from '@joint-ops/sdk'; import { ${name} } from '@joint-ops/sdk/operations'; globalThis.run = () => ${name}(createClient({ url }), input);`,
      );
      if (size > 6 * KiB) heavy[name] = size;
    }
    expect(heavy).toEqual({});
    expect(await weigh(uses['all of it'])).toBeLessThanOrEqual(25 * KiB);
  }, 60_000);

  it('the names of its operations are those of the schema', async () => {
    const schema = await readFile(fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url)), 'utf8');
    const fields = new Set(schema.match(/^ {2}\w+(?=[(:])/gm)!.map((field) => field.trim()));
    // One reads a list inside of an object, and is named after that.
    expect(Object.keys(operations).filter((name) => !fields.has(name))).toEqual(['certificationTimeline']);
  });
});
