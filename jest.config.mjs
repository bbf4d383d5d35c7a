import { availableParallelism } from 'node:os';

// The whole suite but what is timed (jest.timed.mjs). The engines come from scripts/test.mjs, which finds out what is here; the embedded database always is.
export const engines = (process.env.TEST_ENGINES ?? 'sqlite').split(',');

export const common = {
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
      },
    ],
  },
  extensionsToTreatAsEsm: ['.ts'],
  // Not a package's own x.json.js, which would become x.json.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  testEnvironment: 'node',
};

/** Slow tests of what no database has a part in: sockets, the contents of files, the scanner. They run once. */
const once = [
  'slow-consumers',
  'broken-streams',
  'scanning',
  'file-corpus',
  'multipart-forms',
  'storage-away',
  'graphql-over-http',
  'persisted-operations',
  'query-limits',
  'rate-limits',
];

export default {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/{domain,contract,platform,cli}/**/*.test.ts'] },
    { ...common, displayName: 'clients', testMatch: ['<rootDir>/test/{sdk,explorer}/**/*.test.ts'], globals: { engine: engines[0] } },
    ...engines.map((engine, index) => ({
      ...common,
      displayName: engine,
      testMatch: ['<rootDir>/test/{api,db}/**/*.test.ts'],
      testPathIgnorePatterns: index === 0 ? [] : once.map((name) => `/${name}\\.test`),
      globals: { engine },
    })),
  ],
  testTimeout: 60_000,
  // Tests mostly wait for servers.
  maxWorkers: availableParallelism() * 2,
};
