import { defineConfig } from 'vitest/config';

/** The tutorials of the site, followed literally: they install packages, so they are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['conformance/test/tutorials/*.test.ts'],
    globalSetup: ['conformance/test/build-if-stale.ts'],
    hookTimeout: 120_000,
  },
});
