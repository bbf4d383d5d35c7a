import { testEngine } from './client.js';
import { startProcess } from './server-process.mjs';

/** A server of the test's own, with the agreements, templates and calendars that ship, for tests that change what all sellers share. */
export const startServer = (options: { env?: Record<string, string>; args?: string[] } = {}) =>
  startProcess({ engine: testEngine(), args: ['serve', '--seed'], ...options });
