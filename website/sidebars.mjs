import { readFileSync } from 'node:fs';

/** One sidebar a section; `npm run generate` writes them with the pages. */
export default JSON.parse(readFileSync(new URL('.generated/sidebars.json', import.meta.url), 'utf8'));
