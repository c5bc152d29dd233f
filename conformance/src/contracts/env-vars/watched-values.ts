import { characterStart } from '../../leak/character-start.js';
import { preparedBytes } from '../../leak/patterns.js';
import type { Watched } from '../../leak/scanner.js';
import { isWatchable } from '../../leak/scanner.js';
import type { Profile } from '../../profile/profile.js';
import type { Journal } from './journal.js';

/** How much of a value is watched: all of it up to a size, and of a longer one parts of equal length. */
interface Grain {
  readonly wholeBytes: number;
  readonly parts: number;
  readonly partBytes: number;
  /** Of what is watched, bytes that are looked for in encodings of encodings too. */
  readonly nestedBytes: number;
}

const all: Grain = { wholeBytes: Infinity, parts: 1, partBytes: Infinity, nestedBytes: Infinity };
/** What the contract asks for, and the two ends in encodings of encodings, which take many times as much. */
const whole: Grain = { ...all, nestedBytes: 512 };
/** From fine to coarse; the finest that leaves no value out is taken. A part holds eight characters of up to four bytes. */
const grains: readonly Grain[] = [
  whole,
  { ...whole, wholeBytes: 512, parts: 3, partBytes: 176 },
  { ...whole, wholeBytes: 256, parts: 3, partBytes: 88 },
  { ...whole, wholeBytes: 128, parts: 3, partBytes: 44 },
  { ...whole, wholeBytes: 64, parts: 1, partBytes: 44 },
];
const coarsest = grains.at(-1) as Grain;
/** Bytes that are watched together; their writings in all encodings take a hundred times as much. */
const budgetBytes = 40 * 1024;
/** Bytes up to which the search is prepared within a second on a slow machine, so that no encoding has to be left out. */
const idleBytes = 8 * 1024;

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
  /** Of how many values only parts are watched. */
  readonly inPart: number;
  /** How many others are watched as a whole, but in encodings of encodings only at their ends. */
  readonly nestedInPart: number;
}

/** A value with how much of it is watched. */
interface Planned {
  readonly entry: Watched;
  readonly grain: Grain;
}

/** What counts in the area privacy: the values that the profile names and those that the driver returned. */
export function watchedValues(journal: Journal, profile: Profile): WatchedValues {
  const { needed, later } = valuesOf(journal, profile);
  const common =
    grains.find((grain) => sum(needed.map((entry) => costOf({ entry, grain }))) <= budgetBytes) ?? coarsest;
  const sample = Math.min(budgetBytes / 4, sum(later.map((entry) => costOf({ entry, grain: common }))));
  const first = refined(fitting(needed, common, budgetBytes), budgetBytes - sample);
  const planned = [...first, ...fitting(later, common, budgetBytes - sum(first.map(costOf)))];
  const values = needed.length + later.length;
  const inPart = planned.filter(({ entry, grain }) => entry.value.length > grain.wholeBytes).length;
  const lessNested = planned.filter(({ entry, grain }) => entry.value.length > grain.nestedBytes).length;
  return {
    watched: planned.flatMap(watchedParts),
    values,
    left: values - planned.length,
    unwatched: needed.length - first.length,
    inPart,
    nestedInPart: lessNested - inPart,
  };
}

/** The first values of every key, those of the profile at the head of them, and the later ones of keys that have one. */
function valuesOf(
  journal: Journal,
  profile: Profile,
): { needed: readonly Watched[]; later: readonly Watched[] } {
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
  return { needed, later };
}

/** Those that there is room for. */
function fitting(entries: readonly Watched[], grain: Grain, room: number): readonly Planned[] {
  let left = room;
  return entries.flatMap((entry) => {
    const cost = costOf({ entry, grain });
    if (cost > left) return [];
    left -= cost;
    return [{ entry, grain }];
  });
}

/** The first ones with a finer grain while there is room for that. */
function refined(planned: readonly Planned[], mostBytes: number): readonly Planned[] {
  let cost = sum(planned.map(costOf));
  return planned.map((given) => {
    const others = cost - costOf(given);
    const fits = (grain: Grain, most: number): boolean => others + costOf({ ...given, grain }) <= most;
    const grain = fits(all, idleBytes) ? all : fits(whole, mostBytes) ? whole : given.grain;
    cost = others + costOf({ ...given, grain });
    return { ...given, grain };
  });
}

function costOf({ entry, grain }: Planned): number {
  return sum(partsOf(entry.value, grain).map(({ length }) => preparedBytes(length, grain.nestedBytes)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function watchedParts({ entry, grain }: Planned): readonly Watched[] {
  const { nestedBytes } = grain;
  return partsOf(entry.value, grain).map((value) => ({ ...entry, value, nestedBytes }));
}

/**
 * The parts of a value that are watched: the whole of a short one, of a longer one parts from its beginning to its end, or one from its
 * middle, since what is alike in many values stands at their beginning.
 */
function partsOf(value: Uint8Array, { wholeBytes, parts, partBytes }: Grain): readonly Uint8Array[] {
  if (value.length <= wholeBytes) return [value];
  const rest = value.length - partBytes;
  return Array.from({ length: parts }, (_, index) => {
    const from = Math.floor(parts === 1 ? rest / 2 : (index * rest) / (parts - 1));
    return value.subarray(characterStart(value, from), characterStart(value, from + partBytes));
  });
}

function shorten(key: string): string {
  return key.length <= 80 ? key : `${key.slice(0, 77)}...`;
}
