// Prints what the SDK weighs in a bundle, minified and gzipped, beside other SDKs and clients, which it installs into a temporary folder:
//   node scripts/sdk-sizes.mjs
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { prepare, prepareSdk, root, run } from './prepare.mjs';

/** Bytes of a module in a bundle, minified and gzipped. */
export async function weigh(source, resolveDir = root) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: builtinModules,
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

/** Uses of the SDK, from the least to all of it. */
export const uses = {
  'one query': `import { createClient } from '@joint-ops/sdk'; import { certificationRequest } from '@joint-ops/sdk/operations';
    certificationRequest(createClient({ url, token }), { id }).then(console.log);`,
  'one mutation': `import { createClient } from '@joint-ops/sdk'; import { submitCertificationRequest } from '@joint-ops/sdk/operations';
    submitCertificationRequest(createClient({ url, token }), input).then(console.log);`,
  'one subscription': `import { createClient } from '@joint-ops/sdk'; import { progress } from '@joint-ops/sdk/operations';
    for await (const event of progress(createClient({ url, token }))) console.log(event);`,
  'one subscription over a websocket': `import { createClient } from '@joint-ops/sdk'; import { progress } from '@joint-ops/sdk/operations';
    import { webSocket } from '@joint-ops/sdk/websocket';
    for await (const event of progress(createClient({ url, token, transport: webSocket() }))) console.log(event);`,
  'a document of your own': `import { createClient } from '@joint-ops/sdk'; createClient({ url, token }).request(document, { id }).then(console.log);`,
  'verifying webhooks': `export { verifyWebhook } from '@joint-ops/sdk/webhooks';`,
  'the checks of a draft': `export { validate } from '@joint-ops/sdk/checks';`,
  'every operation as a method': `export { createJointOps } from '@joint-ops/sdk';`,
  'all of it': `export * from '@joint-ops/sdk'; export * from '@joint-ops/sdk/checks'; export * from '@joint-ops/sdk/webhooks';
    export * from '@joint-ops/sdk/websocket'; export * as operations from '@joint-ops/sdk/operations';`,
};

/** Each as its documentation shows how to begin, with one query. */
const peers = {
  '@linear/sdk': [`import { LinearClient } from '@linear/sdk'; new LinearClient({ apiKey }).issue(id).then(console.log);`, []],
  stripe: [`import Stripe from 'stripe'; new Stripe(key).customers.retrieve(id).then(console.log);`, []],
  '@apollo/client': [
    `import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
     new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() }).query({ query: gql\`{ viewer { name } }\` }).then(console.log);`,
    ['graphql', 'rxjs'],
  ],
  '@urql/core': [
    `import { cacheExchange, Client, fetchExchange, gql } from '@urql/core';
     new Client({ url, exchanges: [cacheExchange, fetchExchange] }).query(gql\`{ viewer { name } }\`, {}).toPromise().then(console.log);`,
    ['graphql'],
  ],
};

const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);

async function print() {
  prepare();
  prepareSdk();
  const ours = {};
  console.log('@joint-ops/sdk, minified and gzipped');
  for (const [what, source] of Object.entries(uses)) {
    ours[what] = await weigh(source);
    console.log(`${kib(ours[what])}  ${what}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'joint-ops-sizes-'));
  try {
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    const names = [...new Set(Object.entries(peers).flatMap(([name, [, beside]]) => [name, ...beside]))];
    run('installing the others', 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', ...names], folder);
    console.log('\nOthers, with one query                     beside our one query, and all of ours');
    for (const [name, [source]] of Object.entries(peers)) {
      const { version } = JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
      const size = await weigh(source, folder);
      const ratio = (what) => (ours[what] / size).toFixed(2).padStart(6);
      console.log(`${kib(size)}  ${`${name} ${version}`.padEnd(32)}${ratio('one query')}${ratio('all of it')}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await print();
