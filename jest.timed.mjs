import suite, { common, engines } from './jest.config.mjs';

/** Suites that hold answers to a time. They run one after the other when the rest is over, or the rest would be measured. */
export default {
  ...suite,
  globalSetup: undefined,
  globalTeardown: undefined,
  projects: engines.map((engine, index) => ({
    ...common,
    displayName: `timed, ${engine}`,
    testMatch: ['<rootDir>/test/timed/*.test.ts'],
    testPathIgnorePatterns: [
      // No database has a part in these.
      ...(index === 0 ? [] : ['/dependencies\\.test', '/neighbours\\.test', '/embedded\\.test']),
      // One statement more shows best where it has a way to go.
      ...(index === engines.length - 1 ? [] : ['/strangers\\.test']),
    ],
    globals: { engine },
  })),
  maxWorkers: 1,
};
