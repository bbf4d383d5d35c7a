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
    // No database has a part in these.
    testPathIgnorePatterns: index === 0 ? [] : ['/dependencies\\.test', '/neighbours\\.test'],
    globals: { engine },
  })),
  maxWorkers: 1,
};
