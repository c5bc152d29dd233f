import type { Watched } from '../../leak/scanner.js';
import { isWatchable } from '../../leak/scanner.js';
import type { Profile } from '../../profile/profile.js';
import type { Journal } from './journal.js';

/** Values up to this size are watched as a whole, longer ones at their beginning, middle and end. */
const wholeBytes = 512;
const partBytes = 176;
/** Bytes that are watched together; their writings in all encodings take a hundred times as much. */
const budgetBytes = 40 * 1024;

/** The values that must not be found. */
export interface WatchedValues {
  readonly watched: readonly Watched[];
  /** Distinct values of eight characters and more. */
  readonly values: number;
  /** How many of them were too many to be watched. */
  readonly left: number;
}

/** What counts in the area privacy: the values that the profile names and those that the driver returned. */
export function watchedValues(journal: Journal, profile: Profile): WatchedValues {
  const known = new Set<string>();
  const watched: Watched[] = [];
  let values = 0;
  let room = budgetBytes;
  let left = 0;
  const add = (value: Uint8Array, label: string, named: boolean): void => {
    if (!isWatchable(value)) return;
    values++;
    const parts = partsOf(value);
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    if (bytes > room) {
      left++;
      return;
    }
    room -= bytes;
    watched.push(...parts.map((part) => ({ value: part, label, named })));
  };
  for (const [index, { key, value }] of profile.keys.available.entries()) {
    if (value === undefined) continue;
    const id = Buffer.from(value).toString();
    if (!known.has(id)) add(value, `keys.available[${index}] (${shorten(key)})`, true);
    known.add(id);
  }
  // The first value of each key, then those that came later: where there are too many, every key has its turn.
  const keys = new Set<string>();
  const later: [string, string][] = [];
  for (const [value, key] of journal.values) {
    if (known.has(value)) continue;
    if (keys.has(key)) later.push([value, key]);
    else add(Buffer.from(value), `the key ${shorten(key)}`, false);
    keys.add(key);
  }
  for (const [value, key] of later) add(Buffer.from(value), `the key ${shorten(key)}`, false);
  return { watched, values, left };
}

/** The parts of a value that are watched: the whole of a short one. */
export function partsOf(value: Uint8Array): readonly Uint8Array[] {
  if (value.length <= wholeBytes) return [value];
  const middle = Math.floor((value.length - partBytes) / 2);
  return [0, middle, value.length - partBytes]
    .map((from) => value.subarray(from, from + partBytes))
    .filter(isWatchable);
}

function shorten(key: string): string {
  return key.length <= 80 ? key : `${key.slice(0, 77)}...`;
}
