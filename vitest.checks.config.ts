import { defineConfig } from 'vitest/config';

/** The checks against the reference driver, its oddities and its mutants: minutes of work, so not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['conformance/test/checks/*.test.ts'],
    globalSetup: ['conformance/test/build-if-stale.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
