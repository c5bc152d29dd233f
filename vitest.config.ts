import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{proto,spec-tests,conformance,scripts}/**/*.test.{ts,js}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // The built command is what the end-to-end tests run.
    globalSetup: ['conformance/test/build-if-stale.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
