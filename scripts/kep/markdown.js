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
 * Every link and picture of a page, with what reference links lead to.
 *
 * @param {string} markdown
 * @returns {{target: string, line: number, picture: boolean}[]}
 */
export function linksOf(markdown) {
  return proseLines(markdown).flatMap((line, index) => {
    const text = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    const inline = [...text.matchAll(/(!?)\[[^\]]*\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)/g)];
    const [, defined] = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s*$/.exec(text) ?? [];
    return [
      ...inline.map(([, mark, target]) => ({
        target: target ?? '',
        line: index + 1,
        picture: mark === '!',
      })),
      ...(defined === undefined ? [] : [{ target: defined, line: index + 1, picture: false }]),
    ];
  });
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
    [...line.replace(/`[^`]*`/g, '').matchAll(/\[[^\]]+\]\[([^\]]+)\]/g)]
      .map(([, name]) => ({ name: name ?? '', line: index + 1 }))
      .filter(({ name }) => !defined.has(name.toLowerCase())),
  );
}
