import { defineConfig } from 'vitest/config';

/** The tool against hostile drivers, each in a process of its own: minutes of work, so not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['conformance/test/zoo/*.test.ts'],
    globalSetup: ['conformance/test/build-if-stale.ts', 'conformance/test/zoo/bundle-keeper.ts'],
    // Campaigns judge large answers, which takes a processor each.
    maxConcurrency: process.env.ZOO_CAMPAIGNS === 'few' ? 3 : 2,
    // A hostile driver may come too late for its own part where other work fills the machine; a tool that fails, fails twice.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
