// Usage: npm run record:diagrams
//
// Draws the diagrams of the built site in Chromium, on a wide and on a narrow screen, and writes what they measure to
// data/diagram-sizes.json, by their titles. Pages keep that room free until a diagram is drawn. Once more on the same machine, it changes nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../test/browser.mjs';
import { allPages } from '../test/pages.mjs';
import { serveSite } from '../test/serve.mjs';
import { website } from './lib/folders.mjs';

const screens = { wide: 1280, narrow: 360 };
const site = await serveSite();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
const sizes = {};
try {
  for (const [screen, width] of Object.entries(screens)) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    for (const path of allPages().filter((one) => /^\/spec\/flows\/.+/.test(one))) {
      await page.goto(site.url + path, { waitUntil: 'load' });
      const box = page.locator('.docusaurus-mermaid-container');
      await box.locator('svg').waitFor();
      await page.evaluate(() => document.fonts.ready);
      const title = (await box.getAttribute('aria-label')).replace(/^Diagram: /, '');
      const size = await box.locator('svg').evaluate((svg) => ({
        width: svg.viewBox.baseVal.width,
        height: svg.viewBox.baseVal.height,
        least: Number.parseFloat(svg.style.minWidth),
      }));
      sizes[title] = { ...sizes[title], [screen]: size };
    }
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
const sorted = Object.fromEntries(Object.entries(sizes).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(website, 'data/diagram-sizes.json'), `${JSON.stringify(sorted, null, 2)}\n`);
