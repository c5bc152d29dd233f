// Usage: npm run addresses
//
// Adds the addresses of the specification that are new to permanent-addresses.txt. Nothing is ever taken out of it: a page or
// anchor that reports and other documents link to has to stay.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generated, website } from './lib/folders.mjs';

const list = join(website, 'permanent-addresses.txt');

/** Addresses of pages and named anchors of the generated specification. */
export function currentAddresses() {
  const folder = join(generated, 'docs/spec');
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.mdx'))
    .flatMap((file) => addressesOf(readFileSync(join(folder, file), 'utf8')))
    .sort();
}

function addressesOf(text) {
  const slug = /^slug: "(.*)"$/m.exec(text)?.[1];
  if (slug === undefined) return [];
  const headings = [...text.matchAll(/^#+ .*\{\/\* #(\S+) \*\/\}$/gm)].map(([, id]) => id);
  const checks = [...text.matchAll(/\\?"anchor\\?":\\?"([^"\\]+)\\?"/g)].map(([, id]) => id);
  return [slug, ...[...headings, ...checks].map((id) => `${slug}#${id}`)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
  const all = [...new Set([...before, ...currentAddresses()])].sort();
  writeFileSync(list, `${all.join('\n')}\n`);
  console.log(`${all.length - before.length} addresses added, ${all.length} in all`);
}
