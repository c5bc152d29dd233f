import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './serve.mjs';

const files = new Map();

/** Every HTML file of the site by its address, with its text. */
export function htmlFiles() {
  if (files.size === 0)
    for (const file of readdirSync(built, { recursive: true }))
      if (file.endsWith('.html'))
        files.set(`/${file.replace(/index\.html$/, '')}`, readFileSync(join(built, file), 'utf8'));
  return files;
}

/** The ids that a page has. */
export function idsOf(path) {
  const text = htmlFiles().get(path);
  return text === undefined
    ? undefined
    : new Set([...text.matchAll(/\sid="?([^"\s>]+)/g)].map(([, id]) => decoded(id)));
}

/** Why an address within the site leads nowhere; undefined where it leads somewhere. */
export function problemOf(address) {
  const { pathname, hash } = new URL(address, 'http://site');
  const path = decodeURIComponent(pathname);
  const page = htmlFiles().has(path) ? path : htmlFiles().has(`${path}/`) ? `${path}/` : undefined;
  if (page === undefined) return existsSync(join(built, path)) ? undefined : 'there is no such page';
  if (hash === '') return undefined;
  return idsOf(page).has(decodeURIComponent(hash.slice(1))) ? undefined : 'the page has no such anchor';
}

/** The targets of links and files in a page. */
export function targetsOf(text) {
  return [...text.matchAll(/\s(?:href|src)="?([^"\s>]+)/g)].map(([, target]) => decoded(target));
}

function decoded(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&#x27;', "'").replaceAll('&quot;', '"');
}
