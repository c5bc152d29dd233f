import { specSection } from './sections/spec.mjs';

/** The sections of the site in the order of its menu: pages, sidebar, and what the footer names of each. */
export function sections(data) {
  return [specSection(data)];
}
