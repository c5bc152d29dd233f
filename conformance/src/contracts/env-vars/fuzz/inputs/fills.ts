import { utf8Length } from '../../judge.js';
import { lengthIn, type Unit } from '../model/boundaries-of.js';

/** Characters of one to four bytes; four bytes are two UTF-16 units. */
export const wideCharacters = ['a', '\u00e9', '\u79d8', '\u{1f511}'] as const;

/**
 * A text of so many units, made of one character behind a prefix; undefined where there is none: a text in characters of two units
 * has no odd number of them, for one.
 */
export function textOf(size: number, unit: Unit, character: string, prefix = ''): string | undefined {
  let start = prefix;
  while (lengthIn(unit, start) > size) start = [...start].slice(0, -1).join('');
  const each = lengthIn(unit, character);
  const rest = size - lengthIn(unit, start);
  return `${start}${'a'.repeat(rest % each)}${character.repeat(Math.floor(rest / each))}`;
}

/** A DNS subdomain of exactly so many bytes that nobody has. */
export function subdomainOf(bytes: number): string {
  const labels = 'csi-env-conformance-invented-class.'.padEnd(bytes, `${'a'.repeat(62)}.`).slice(0, bytes);
  return labels.replace(/[.-]$/, 'a');
}

/** Ways to fill a map. */
export const fillings = ['value', 'key', 'entries'] as const;
export type Filling = (typeof fillings)[number];

/** Room that a filling needs. */
export const fillingRoom = 32;

/** Length of an entry of a filling, and of its key. */
const entryLength = 16;
const keyLength = 6;

/** Entries whose keys and values have so many units together. */
export function entriesOf(
  size: number,
  unit: Unit,
  filling: Filling,
  character = 'a',
): Record<string, string> {
  if (size <= 0) return {};
  if (filling === 'value') {
    const key = 'x-conformance'.slice(0, Math.max(1, size - 1));
    return { [key]: textOf(size - key.length, unit, character) ?? '' };
  }
  if (filling === 'key') return { [textOf(size - 1, unit, character, 'x-conformance-') ?? 'x']: 'a' };
  const entries: Record<string, string> = {};
  // All but the last are alike.
  const value = textOf(entryLength - keyLength, unit, character) ?? '';
  for (let left = size, index = 0; left > 0; index++) {
    const key = `x-${String(index).padStart(keyLength - 2, '0')}`;
    const part = left >= fillingRoom ? entryLength : left;
    entries[key] =
      part === entryLength && key.length === keyLength
        ? value
        : (textOf(Math.max(0, part - key.length), unit, character) ?? '');
    left -= Math.max(part, key.length);
  }
  return entries;
}

/** Sum of a map's keys and values in a unit. */
export function mapLength(map: Readonly<Record<string, string>>, unit: Unit): number {
  return Object.entries(map).reduce(
    (sum, [key, value]) => sum + lengthIn(unit, key) + lengthIn(unit, value),
    0,
  );
}

/** Makes a map's own entries and a filling have so many units together; undefined where its own leave no room. */
export function grown(
  map: Readonly<Record<string, string>>,
  size: number,
  unit: Unit,
  filling: Filling,
  character = 'a',
): Record<string, string> | undefined {
  const room = size - mapLength(map, unit);
  return room < fillingRoom ? undefined : { ...entriesOf(room, unit, filling, character), ...map };
}

export { utf8Length };
