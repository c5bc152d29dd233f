import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSources } from './data/bundle.mjs';
import { repository, website } from './lib/folders.mjs';

const fonts = {
  'sans-400.woff2': '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2',
  'sans-600.woff2': '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2',
  'mono-400.woff2': '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
};

/** Files that are served as they are: fonts under names that do not change, so that pages can ask for them early; schemas; results. */
export async function writeStatic({ results }) {
  const folder = join(website, '.generated/static/fonts');
  mkdirSync(folder, { recursive: true });
  cpSync(join(repository, 'spec-tests/schemas'), join(website, '.generated/static/schemas'), {
    recursive: true,
  });
  for (const [name, source] of Object.entries(fonts))
    cpSync(join(website, 'node_modules', source), join(folder, name));
  const { badgeText, htmlPage } = await importSources(
    'reports',
    "export { badgeText } from './report/badge.js'; export { htmlPage } from './report/html.js';",
  );
  for (const { driver, version, folder: from, report } of results) {
    const to = join(website, '.generated/static/results', driver, version);
    mkdirSync(to, { recursive: true });
    cpSync(join(from, 'report.json'), join(to, 'report.json'));
    writeFileSync(join(to, 'report.html'), [...htmlPage(report)].join(''));
    writeFileSync(join(to, 'badge.json'), badgeText(report));
  }
}
