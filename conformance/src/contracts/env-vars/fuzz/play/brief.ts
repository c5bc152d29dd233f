import { createHash } from 'node:crypto';

/** Characters up to which a text stands for itself. */
const wholeLength = 256;

/**
 * What a text goes by where it only matters whether it is the same: itself, or the digest of a long one, so that nothing of any
 * size that a driver sends is kept. Empty only for an empty text.
 */
export function brief(text: string): string {
  if (text.length <= wholeLength) return text;
  return `${text.length} characters, ${createHash('sha256').update(text).digest('hex')}`;
}
