// Usage: node scripts/social-card.mjs
//
// Draws static/social-card.png, the picture that other sites show beside a link to this one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../test/browser.mjs';
import { website } from './lib/folders.mjs';

const font = (name) =>
  `url(data:font/woff2;base64,${readFileSync(join(website, 'node_modules/@fontsource', name)).toString('base64')})`;
const stops = ['backend', 'driver', 'kubelet', 'runtime', 'container'];
const page = `<style>
@font-face { font-family: s; src: ${font('ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2')}; font-weight: 400 }
@font-face { font-family: s; src: ${font('ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2')}; font-weight: 600 }
@font-face { font-family: m; src: ${font('ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2')} }
body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 72px; background: #fcfcfa; color: #1b2026; font: 400 34px/1.3 s; display: flex; flex-direction: column; justify-content: space-between }
h1 { font: 600 62px/1.15 s; margin: 24px 0 0; max-width: 980px }
code { font: 34px m; color: #0b5572 }
ol { display: flex; margin: 0; padding: 0; list-style: none; font-size: 27px }
li { border: 2px solid #b9beba; background: #f4f5f3; border-radius: 4px; padding: 14px 22px }
li + li { margin-left: 44px; position: relative }
li + li::before { content: ""; position: absolute; left: -40px; top: 50%; width: 34px; height: 3px; background: #0b5572 }
</style><div><code>csi-env</code><h1>Environment variables from a CSI driver, straight into the container</h1></div>
<ol>${stops.map((stop) => `<li>${stop}</li>`).join('')}</ol><div>Specification, conformance suite, evidence</div>`;

const browser = await openBrowser();
const tab = await browser.newPage({ viewport: { width: 1200, height: 630 } });
await tab.setContent(page);
await tab.evaluate(() => document.fonts.ready);
await tab.screenshot({ path: join(website, 'static/social-card.png') });
await browser.close();
