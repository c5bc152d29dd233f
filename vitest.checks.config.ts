import { defineConfig } from 'vitest/config';
import { longTests } from './vitest.config.js';

/** Checks against the reference driver, its oddities and its mutants, campaigns, and the search for canaries: minutes of work. */
export default defineConfig({
  test: {
    include: [...longTests],
    globalSetup: ['conformance/test/build-if-stale.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
