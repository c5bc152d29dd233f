/**
 * One heading of a page.
 *
 * @typedef {{level: number, text: string, slug: string, line: number}} Heading
 */

/**
 * The lines of a page without fenced code, in which only code is; each keeps its place.
 *
 * @param {string} markdown
 * @returns {string[]} lines, those of fences empty
 */
export function proseLines(markdown) {
  /** @type {string | undefined} */
  let fence;
  return markdown.split('\n').map((line) => {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined && mark !== undefined) {
      fence = mark;
      return '';
    }
    if (fence === undefined) return line;
    if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    return '';
  });
}

/**
 * The headings of a page with the anchors that GitHub gives them.
 *
 * @param {string} markdown
 * @returns {Heading[]}
 */
export function headingsOf(markdown) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return proseLines(markdown).flatMap((line, index) => {
    const [, marks, text] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line) ?? [];
    if (marks === undefined || text === undefined) return [];
    const base = slugOf(text);
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return [{ level: marks.length, text, slug: count === 0 ? base : `${base}-${count}`, line: index + 1 }];
  });
}

/**
 * The anchor that GitHub gives to a heading that is the first of its text.
 *
 * @param {string} text
 */
export function slugOf(text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * A text with nothing in place of its code spans.
 *
 * @param {string} text
 */
export function withoutCode(text) {
  return text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

const title = /(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?/.source;
const linkForms = [
  // [text](target) and ![text](target), also where the text is a picture.
  new RegExp(`(?:(?<picture>!?)\\[[^[\\]]*)?\\]\\(\\s*<?(?<target>[^)\\s>]*)>?${title}\\s*\\)`, 'g'),
  // [name]: target
  new RegExp(`^[ \\t>]*\\[[^[\\]]+\\]:\\s*<?(?<target>[^\\s>]+)>?${title}[ \\t]*$`, 'gm'),
  // <a href="target"> and <img src="target">
  /<(?<picture>img\b)?[^<>]*?\b(?:href|src)\s*=\s*["']?(?<target>[^"'>\s]*)/gi,
  // An address as it is, without the mark that ends its sentence.
  /\b(?<target>[a-z]+:\/\/[^\s<>()[\]"'|]*[^\s<>()[\]"'|.,;:!?*_])/gi,
];

/**
 * Every link and picture of a page in Markdown or HTML, with what reference links lead to and addresses in the text.
 *
 * @param {string} markdown
 * @returns {{target: string, line: number, picture: boolean}[]}
 */
export function linksOf(markdown) {
  let text = proseLines(markdown).map(withoutCode).join('\n');
  /** @type {{target: string, at: number, picture: boolean}[]} */
  const found = [];
  for (const form of linkForms) {
    for (const { index, groups } of text.matchAll(form)) {
      found.push({ target: groups?.target ?? '', at: index, picture: Boolean(groups?.picture) });
    }
    // What one form has taken is blank for the next, so that no link is told twice.
    text = text.replace(form, (all) => all.replace(/[^\n]/g, ' '));
  }
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ target, at, picture }) => ({ target, line: text.slice(0, at).split('\n').length, picture }));
}

/**
 * Reference links of a page that no line defines, such as `[text][name]`; `[text]` alone may be plain text.
 *
 * @param {string} markdown
 * @returns {{name: string, line: number}[]}
 */
export function undefinedReferences(markdown) {
  const lines = proseLines(markdown);
  const defined = new Set(
    lines.flatMap((line) => /^ {0,3}\[([^\]]+)\]:\s*\S/.exec(line)?.[1]?.toLowerCase() ?? []),
  );
  return lines.flatMap((line, index) =>
    [...withoutCode(line).matchAll(/\[([^[\]]+)\]\[([^\]]*)\]/g)]
      .map(([, text, name]) => ({ name: name || text || '', line: index + 1 }))
      .filter(({ name }) => !defined.has(name.toLowerCase())),
  );
}
