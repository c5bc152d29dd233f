import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run-buf.js';

const website = join(root, 'website');

/**
 * Addresses of the site within its host, known without building it: what the specification keeps for ever with its
 * anchors, the pages that are written by hand, and those whose address stands in the code that makes them.
 *
 * @returns {ReadonlySet<string>}
 */
export function siteAddresses() {
  const kept = readFileSync(join(website, 'permanent-addresses.txt'), 'utf8').trim().split('\n');
  const written = filesOf('docs', /\.mdx?$/).map((file) => `/${file.replace(/\.mdx?$/, '')}/`);
  const made = ['scripts/pages', 'scripts/sections'].flatMap((folder) =>
    filesOf(folder, /\.mjs$/).flatMap((file) =>
      [...readFileSync(join(website, folder, file), 'utf8').matchAll(/\bslug: '([^']+)'/g)].map(
        ([, slug]) => slug ?? '',
      ),
    ),
  );
  return new Set(['/', '/viewer/', ...kept, ...written, ...made]);
}

/**
 * @param {string} folder
 * @param {RegExp} pattern
 */
function filesOf(folder, pattern) {
  return readdirSync(join(website, folder), { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => pattern.test(file));
}
