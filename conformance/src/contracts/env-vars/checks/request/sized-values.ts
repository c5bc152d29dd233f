import { utf8Length } from '../../judge.js';

/** Characters of one to four bytes; four bytes are two UTF-16 units. */
export const widths = [
  { slug: 'ascii', say: 'ASCII', character: 'a' },
  { slug: 'two-byte', say: 'two-byte characters', character: 'é' },
  { slug: 'three-byte', say: 'three-byte characters', character: '秘' },
  { slug: 'four-byte', say: 'four-byte characters', character: '🔑' },
] as const;

export type Width = (typeof widths)[number];

/** A text of exactly so many bytes of UTF-8 that starts with `prefix`, cut where it is too long. */
export function textOf(bytes: number, prefix = '', character = 'a'): string {
  let start = prefix;
  while (utf8Length(start) > bytes) start = start.slice(0, -1);
  const rest = bytes - utf8Length(start);
  const each = utf8Length(character);
  return start + 'a'.repeat(rest % each) + character.repeat(Math.floor(rest / each));
}

/** A DNS subdomain of exactly so many bytes that nobody has. */
export function subdomainOf(bytes: number): string {
  const labels = 'csi-env-conformance-invented-class.'.padEnd(bytes, `${'a'.repeat(62)}.`).slice(0, bytes);
  return labels.replace(/[.-]$/, 'a');
}

/** Sum of the bytes of a map's keys and values. */
export function mapBytes(map: Readonly<Record<string, string>>): number {
  return Object.entries(map).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
}

/** Ways to fill a map: what they add sums up to exactly so many bytes. */
export const fillings = [
  {
    slug: 'big-value',
    say: 'one long value',
    fill: (bytes: number, character = 'a') => {
      const key = 'x-conformance'.slice(0, Math.max(1, bytes - 1));
      return { [key]: textOf(bytes - utf8Length(key), '', character) };
    },
  },
  {
    slug: 'big-key',
    say: 'one long key',
    fill: (bytes: number) => ({ [textOf(bytes - 1, 'x-conformance-')]: 'a' }),
  },
  {
    slug: 'many-entries',
    say: 'many short entries',
    fill: (bytes: number) => {
      const entries: Record<string, string> = {};
      let left = bytes;
      for (let index = 0; left > 0; index++) {
        const key = `x-${String(index).padStart(4, '0')}`;
        const size = left >= 32 ? 16 : left;
        entries[key] = textOf(size - key.length);
        left -= size;
      }
      return entries;
    },
  },
] as const;

export type Filling = (typeof fillings)[number];

/** Room that a map has to leave for {@link fillings}. */
export const fillingRoom = 32;
