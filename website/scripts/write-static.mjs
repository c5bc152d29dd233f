import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { website } from './lib/folders.mjs';

const fonts = {
  'sans-400.woff2': '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2',
  'sans-600.woff2': '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2',
  'mono-400.woff2': '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
};

/** Files that are served as they are: fonts under names that do not change, so that pages can ask for them early. */
export function writeStatic() {
  const folder = join(website, '.generated/static/fonts');
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(fonts)) cpSync(join(website, 'node_modules', source), join(folder, name));
}
