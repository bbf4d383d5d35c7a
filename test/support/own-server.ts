import { testEngine } from './client.js';
import { startProcess } from './server-process.mjs';

/** A server of the test's own, with the demo's agreements and templates, for tests that change what all sellers share. */
export const startServer = (options: { env?: Record<string, string>; args?: string[] } = {}) =>
  startProcess({ engine: testEngine(), args: ['serve', '--demo'], ...options });
