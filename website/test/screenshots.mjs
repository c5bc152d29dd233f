// Usage: node test/screenshots.mjs FOLDER [PATH...]
//
// Photographs one page of each template, or the paths that are named, at three widths and in both schemes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { samplePages } from './pages.mjs';
import { serveSite } from './serve.mjs';

const [folder, ...paths] = process.argv.slice(2);
if (folder === undefined) {
  console.error('name a folder for the screenshots');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const site = await serveSite();
const browser = await openBrowser();
for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 768, 1440]) {
    const context = await browser.newContext({
      viewport: { width, height: width === 360 ? 760 : 900 },
      colorScheme,
    });
    for (const path of paths.length > 0 ? paths : Object.values(samplePages)) {
      const page = await context.newPage();
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      const name = path.replaceAll('/', '_').replace(/^_|_$/g, '') || 'landing';
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await site.close();
