import { headingsOf } from './markdown.js';

const pattern = /(<!-- toc -->\n)([\s\S]*?)(<!-- \/toc -->)/;

/** Deepest level of a heading in a table of contents, as kubernetes/enhancements has it. */
export const deepest = 5;

/**
 * The table of contents that fits the headings of a page.
 *
 * @param {string} markdown
 */
export function tocFor(markdown) {
  return headingsOf(markdown)
    .filter(({ level }) => level > 1 && level <= deepest)
    .map(({ level, text, slug }) => `${'  '.repeat(level - 2)}- [${text}](#${slug})\n`)
    .join('');
}

/**
 * The table of contents that a page has.
 *
 * @param {string} markdown
 * @returns {string | undefined} undefined when it has none
 */
export function tocIn(markdown) {
  return pattern.exec(markdown)?.[2];
}

/**
 * Writes the table of contents of a page anew.
 *
 * @param {string} markdown
 */
export function withToc(markdown) {
  return markdown.replace(pattern, (_all, open, _old, close) => `${open}${tocFor(markdown)}${close}`);
}
