import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{proto,spec-tests,conformance,scripts}/**/*.test.{ts,js}'],
    // Minutes of work: `npm run test:checks`, `npm run test:tutorials`, `npm run test:zoo`.
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'conformance/test/checks/**',
      'conformance/test/tutorials/**',
      'conformance/test/zoo/**',
    ],
    // The built command is what the end-to-end tests run.
    globalSetup: ['conformance/test/build-if-stale.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
