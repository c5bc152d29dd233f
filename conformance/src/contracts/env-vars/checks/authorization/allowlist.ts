/** The plain spelling of a key (decision 25): percent-decoded, without dot and empty segments, without outer slashes; case is kept. */
export function normaliseKey(key: string): string {
  // Only compared, never sent: so each byte of an escape may stand for itself.
  const decoded = key.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const segments: string[] = [];
  for (const segment of decoded.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** An escape, an outer slash, an empty segment, or one of dots. */
const notPlain = /%[0-9a-f]{2}|^\/|\/$|\/\/|(?:^|\/)\.\.?(?:\/|$)/i;

/** Whether a key is spelled plainly, which is as {@link normaliseKey} has it, so that a driver may look it up. */
export function isPlain(key: string): boolean {
  return !notPlain.test(key);
}

/**
 * Whether a comma-separated list of globs covers a text as it is written (decision 25).
 *
 * Items are trimmed; an empty list permits nothing; `*` matches within one path segment, `**` across; everything else stands
 * for itself.
 */
export function covers(list: string, text: string): boolean {
  return list
    .split(',')
    .map((item) => item.trim())
    .some((item) => item !== '' && toRegExp(item).test(text));
}

/** Whether a list permits a key: it covers it, and the key is spelled plainly. */
export function permits(list: string, key: string): boolean {
  return isPlain(key) && covers(list, key);
}

function toRegExp(glob: string): RegExp {
  const source = glob.replace(/\*{2,}|\*|[\\^$.+?()[\]{}|]/g, (token) =>
    token.startsWith('**') ? '.*' : token === '*' ? '[^/]*' : `\\${token}`,
  );
  return new RegExp(`^${source}$`, 'su');
}
