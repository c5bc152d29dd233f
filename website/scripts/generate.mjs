// Usage: npm run generate
//
// Writes .generated/: every page as Markdown, the sidebars, the menus, and the code that pages run in the browser.
// Nothing of it is in git: pages are made anew for each build, so they cannot differ from what they are made of.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadData } from './data/load.mjs';
import { landing } from './landing.mjs';
import { generated, website } from './lib/folders.mjs';
import { slugOf } from './lib/markdown.mjs';
import { withNotPublished } from './lib/not-published.mjs';
import { sections } from './sections.mjs';
import { writeBrowserCode } from './write-browser-code.mjs';
import { writeStatic } from './write-static.mjs';

const docs = join(generated, 'docs');
rmSync(generated, { recursive: true, force: true });
mkdirSync(docs, { recursive: true });
const data = await loadData();
const built = sections(data);
for (const { path, text } of built.flatMap(({ pages }) => pages))
  write(join(docs, path), /^(tool\/(index|commands)|results\/)/.test(path) ? withNotPublished(text) : text);
for (const path of byHand())
  write(join(docs, path), withNotPublished(readFileSync(join(website, 'docs', path), 'utf8')));
write(
  join(generated, 'sidebars.json'),
  JSON.stringify(Object.fromEntries(built.map(({ id, sidebar }) => [id, sidebar]))),
);
write(join(generated, 'menu.json'), JSON.stringify(menus(built)));
const written = built.flatMap(({ pages }) => pages.map(({ text }) => slugOf(text)));
write(
  join(generated, 'landing.json'),
  JSON.stringify(landing(data, new Set([...written, ...byHand().map(addressOf), 'pathname:///viewer/']))),
);
await writeBrowserCode(data);
await writeStatic(data);

/** The pages that are written by hand, as paths within `docs/`. */
function byHand() {
  return readdirSync(join(website, 'docs'), { recursive: true }).filter((file) => /\.mdx?$/.test(file));
}

function addressOf(file) {
  return `/${file.replace(/\.mdx?$/, '')}/`;
}

function menus(list) {
  return {
    navbar: list.map(({ id, label }) => ({ type: 'docSidebar', sidebarId: id, label, position: 'left' })),
    footer: list.map(({ label, footer }) => ({ title: label, items: footer })),
  };
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
