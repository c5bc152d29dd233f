const pattern = /(<!-- generated: ([a-z ]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * Fills the generated regions of a page.
 * A region stands between `<!-- generated: NAME -->` and `<!-- /generated -->`.
 *
 * @param {string} page
 * @param {Readonly<Record<string, string>>} texts what goes into the regions, by name
 * @throws {Error} when a region has a name that is not in `texts`, or one of a pair of markers is missing
 */
export function fillRegions(page, texts) {
  const filled = page.replace(pattern, (_all, open, name, close) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`no text is generated for region ${name}`);
    return `${open}${text.trim()}\n${close}`;
  });
  const opened = page.match(/<!-- generated: /g)?.length ?? 0;
  const closed = page.match(/<!-- \/generated -->/g)?.length ?? 0;
  const whole = page.match(pattern)?.length ?? 0;
  if (opened !== whole || closed !== whole) {
    throw new Error(`${opened} regions open and ${closed} close, of which ${whole} are whole`);
  }
  return filled;
}

/**
 * Names of the generated regions of a page.
 *
 * @param {string} page
 * @returns {string[]}
 */
export function regionsOf(page) {
  return [...page.matchAll(pattern)].map(([, , name]) => name ?? '');
}
