/**
 * Whether one item of a comma-separated list of globs matches a text (D25).
 *
 * `*` stands for any characters within one path segment, `**` for any characters across segments, so `a/**` needs the
 * slash. Everything else stands for itself. Items are trimmed; a list without items permits nothing.
 */
export function matchesGlobList(list: string, text: string): boolean {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .some((item) => toRegExp(item).test(text));
}

/** Lists come from a ProviderClass, of which a node sees few. */
const compiled = new Map<string, RegExp>();
const maxCompiled = 1000;

function toRegExp(glob: string): RegExp {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const source = glob.replace(/\*{2,}|\*|[\\^$.+?()[\]{}|]/g, (token) => {
    if (token.startsWith('**')) return '.*';
    if (token === '*') return '[^/]*';
    return `\\${token}`;
  });
  if (compiled.size >= maxCompiled) compiled.clear();
  const regExp = new RegExp(`^${source}$`, 'su');
  compiled.set(glob, regExp);
  return regExp;
}
