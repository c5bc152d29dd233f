/**
 * The plain spelling of a key (D25): percent-decoded, without `.`, `..` and empty segments, without outer slashes.
 *
 * Case is kept. The result only serves to tell whether a key is spelled oddly: such a key is refused, never looked up.
 * So each byte of an escape may stand for itself, without UTF-8.
 */
export function normaliseKey(key: string): string {
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
