import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.mjs', 'scripts/**/*.test.mjs'],
    // They share one machine and one browser each; two at once would only take longer.
    fileParallelism: false,
    testTimeout: process.env.SITE_PAGES === 'all' ? 3_600_000 : 180_000,
    hookTimeout: 60_000,
  },
});
