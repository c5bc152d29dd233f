import { headingsOf } from '../markdown.js';
import { pagesOf } from '../read-kep.js';
import { deepest, tocFor, tocIn } from '../toc.js';

/**
 * A table of contents lists the headings of its page with the anchors that GitHub gives them; README.md has one.
 * No heading in it has code or other marks, which upstream's mdtoc turns into HTML.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function contents(kep) {
  return pagesOf(kep).flatMap(([file, text]) => {
    const toc = tocIn(text);
    if (toc === undefined) {
      return file === 'README.md'
        ? [{ file, message: 'there is no table of contents between toc marks' }]
        : [];
    }
    const marked = headingsOf(text)
      .filter(({ level, text: heading }) => level > 1 && level <= deepest && /[`*<>]|\]\(/.test(heading))
      .map(({ line, text: heading }) => ({
        file,
        line,
        message: `the heading "${heading}" is no plain text`,
      }));
    const wanted = tocFor(text);
    if (toc === wanted) return marked;
    const has = toc.split('\n');
    const differs = wanted.split('\n').findIndex((line, index) => line !== has[index]);
    const line = text.slice(0, text.indexOf('<!-- toc -->')).split('\n').length + 1 + Math.max(differs, 0);
    return [
      ...marked,
      {
        file,
        line,
        message: `the table of contents is not that of the headings: run \`npm run generate\``,
      },
    ];
  });
}
