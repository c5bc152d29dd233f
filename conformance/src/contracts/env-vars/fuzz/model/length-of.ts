import { utf8Length } from '../../judge.js';

/** Texts that are shorter are counted as fast as they are looked up. */
const worthIt = 256;
const most = 2000;
const known = new Map<string, number>();

/** Length of a value in UTF-8 bytes, remembered: the same few long ones are predicted again and again. */
export function lengthOf(value: string): number {
  if (value.length < worthIt) return utf8Length(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  if (known.size >= most) known.clear();
  const bytes = utf8Length(value);
  known.set(value, bytes);
  return bytes;
}
