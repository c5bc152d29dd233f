import { defineConfig } from 'vitest/config';

/** Minutes of work, so no part of `npm test`: `npm run test:checks` runs them. */
export const longTests = [
  'conformance/test/checks/**/*.test.ts',
  'conformance/test/canary/**/*.test.ts',
  'conformance/test/cli/{fuzz,fuzz-secrecy,leaking-driver,mutants,validate-report,validate-result}.test.ts',
  'conformance/src/contracts/env-vars/fuzz/target.test.ts',
  'conformance/src/leak/{glance,property}.test.ts',
];

export default defineConfig({
  test: {
    include: ['{proto,spec-tests,conformance,scripts}/**/*.test.{ts,js}'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      ...longTests,
      'conformance/test/tutorials/**',
      'conformance/test/zoo/**',
    ],
    // The built command is what the end-to-end tests run.
    globalSetup: ['conformance/test/build-if-stale.ts'],
    // Vitest would leave a processor to itself, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
