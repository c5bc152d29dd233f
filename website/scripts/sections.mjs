import { evidenceSection } from './sections/evidence.mjs';
import { guidesSection } from './sections/guides.mjs';
import { kepSection } from './sections/kep.mjs';
import { specSection } from './sections/spec.mjs';
import { toolSection } from './sections/tool.mjs';

/** The sections of the site in the order of its menu: pages, sidebar, and what the footer names of each. */
export function sections(data) {
  return [
    specSection(data),
    guidesSection(),
    toolSection(data),
    evidenceSection(data),
    kepSection(data),
  ].filter((section) => section !== undefined);
}
