import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Chromium of this machine; `CHROMIUM` names another. */
export function chromiumPath() {
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found === undefined)
    throw new Error(
      'there is no Chromium: install it (Debian: apt-get install chromium), or name one in CHROMIUM',
    );
  return found;
}

/** Starts Chromium without a window. */
export function openBrowser() {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
