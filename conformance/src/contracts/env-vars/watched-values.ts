import { characterStart } from '../../leak/character-start.js';
import type { Watched } from '../../leak/scanner.js';
import { isWatchable } from '../../leak/scanner.js';
import type { Profile } from '../../profile/profile.js';
import type { Journal } from './journal.js';

/** How much of a value is watched: all of it up to a size, and of a longer one parts of equal length. */
interface Grain {
  readonly wholeBytes: number;
  readonly parts: number;
  readonly partBytes: number;
}

const finest: Grain = { wholeBytes: 512, parts: 3, partBytes: 176 };
/** From fine to coarse; the finest that leaves no value out is taken. A part holds eight characters of up to four bytes. */
const grains: readonly Grain[] = [
  finest,
  { wholeBytes: 256, parts: 3, partBytes: 88 },
  { wholeBytes: 128, parts: 3, partBytes: 44 },
  { wholeBytes: 64, parts: 1, partBytes: 44 },
];
/** Bytes that are watched together; their writings in all encodings take a hundred times as much. */
const budgetBytes = 40 * 1024;

/** The values that must not be found. */
export interface WatchedValues {
  readonly watched: readonly Watched[];
  /** Distinct values of eight characters and more. */
  readonly values: number;
  /** How many of them were too many to be watched. */
  readonly left: number;
  /**
   * How many of those are named by the profile, or are the only ones of their key; of the others, which came later, a sample is
   * watched.
   */
  readonly unwatched: number;
}

/** What counts in the area privacy: the values that the profile names and those that the driver returned. */
export function watchedValues(journal: Journal, profile: Profile): WatchedValues {
  const known = new Set<string>();
  const needed: Watched[] = [];
  const later: Watched[] = [];
  const add = (to: Watched[], text: string | Uint8Array, label: string, named: boolean): void => {
    const value = Buffer.from(text as string);
    if (isWatchable(value)) to.push({ value, label, named });
  };
  for (const [index, { key, value }] of profile.keys.available.entries()) {
    if (value === undefined) continue;
    const id = Buffer.from(value).toString();
    if (!known.has(id)) add(needed, value, `keys.available[${index}] (${shorten(key)})`, true);
    known.add(id);
  }
  const keys = new Set<string>();
  for (const [value, key] of journal.values) {
    if (known.has(value)) continue;
    add(keys.has(key) ? later : needed, value, `the key ${shorten(key)}`, false);
    keys.add(key);
  }
  const grain =
    grains.find((one) => bytesOf(needed.flatMap(({ value }) => partsOf(value, one))) <= budgetBytes) ??
    (grains.at(-1) as Grain);
  let room = budgetBytes;
  const taken = (list: readonly Watched[]): readonly (readonly Watched[])[] =>
    list.flatMap((entry) => {
      const parts = partsOf(entry.value, grain);
      const bytes = bytesOf(parts);
      if (bytes > room || parts.length === 0) return [];
      room -= bytes;
      return [parts.map((value) => ({ ...entry, value }))];
    });
  const first = taken(needed);
  const watched = [...first, ...taken(later)];
  const values = needed.length + later.length;
  return {
    watched: watched.flat(),
    values,
    left: values - watched.length,
    unwatched: needed.length - first.length,
  };
}

function bytesOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/**
 * The parts of a value that are watched: the whole of a short one, of a longer one parts from its beginning to its end, or one from its
 * middle, since what is alike in many values stands at their beginning.
 */
export function partsOf(
  value: Uint8Array,
  { wholeBytes, parts, partBytes }: Grain = finest,
): readonly Uint8Array[] {
  if (value.length <= wholeBytes) return [value];
  const rest = value.length - partBytes;
  return Array.from({ length: parts }, (_, index) =>
    Math.floor(parts === 1 ? rest / 2 : (index * rest) / (parts - 1)),
  )
    .map((from) => value.subarray(characterStart(value, from), characterStart(value, from + partBytes)))
    .filter(isWatchable);
}

function shorten(key: string): string {
  return key.length <= 80 ? key : `${key.slice(0, 77)}...`;
}
