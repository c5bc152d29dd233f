import { COMMON_PHRASES } from './common-text.js';
import { characters } from './encoded.js';
import { buildPatterns, type Subject } from './patterns.js';
import { openStream, type ScanStream, type StreamOptions } from './scan-stream.js';
import { indexTexts, type TextIndex } from './text-index.js';

/** A value that must not be found. */
export interface Watched {
  readonly value: Uint8Array;
  /** What hits are reported under: the query or the line of the profile that the value belongs to. */
  readonly label: string;
  /** Whether the profile names the value, so that earlier output does not excuse it; default false. */
  readonly named?: boolean;
  /** How much of the value is also looked for in encodings of encodings: of a longer one half of that at each end; default 1024. */
  readonly nestedBytes?: number;
}

/** What to look for and what proves nothing. */
export interface ScannerOptions {
  readonly watched: readonly Watched[];
  /** What the tool itself sent (each text of each request) and the driver's identity: never evidence. */
  readonly exempt?: readonly Uint8Array[];
  /** Output from before the first call: no evidence for values that the profile does not name. */
  readonly baseline?: readonly Uint8Array[];
  /** Count every piece that is not exempt, however ordinary: for redaction. Default false. */
  readonly strict?: boolean;
}

/** Finds watched values, whole or in pieces of 8 bytes and more, in every encoding. */
export interface Scanner {
  /** Opens the search through one source. */
  stream(source: string, options?: StreamOptions): ScanStream;
  /** Distinct values that are watched; those under 8 characters are not. */
  readonly watching: number;
}

const NESTED_BYTES = 1024;
const LEAST_CHARACTERS = 8;
/** Of a character in UTF-8. */
const MOST_BYTES = 4;

let phrases: TextIndex | undefined;

function commonPhrases(): TextIndex {
  const encoder = new TextEncoder();
  phrases ??= indexTexts(COMMON_PHRASES.map((phrase) => encoder.encode(phrase)));
  return phrases;
}

/** Whether a value is long enough to be watched. */
export function isWatchable(value: Uint8Array): boolean {
  return (
    value.length >= LEAST_CHARACTERS &&
    characters(value.subarray(0, LEAST_CHARACTERS * MOST_BYTES)).list.length >= LEAST_CHARACTERS
  );
}

function distinct(watched: readonly Watched[]): Watched[] {
  const byValue = new Map<string, Watched>();
  for (const entry of watched) {
    if (!isWatchable(entry.value)) continue;
    const key = Buffer.from(entry.value).toString('latin1');
    const known = byValue.get(key);
    if (known === undefined || (entry.named === true && known.named !== true)) byValue.set(key, entry);
  }
  return [...byValue.values()];
}

/**
 * Prepares the search for values: section 4 of the contract, "privacy". Hashes of values are not searched for.
 * What counts as evidence is described at `weigh` and `beatsChance`.
 */
export function createScanner(options: ScannerOptions): Scanner {
  const { strict = false } = options;
  const sent = indexTexts(options.exempt ?? []);
  const exempt: TextIndex = strict
    ? sent
    : { has: (bytes) => sent.has(bytes) || commonPhrases().has(bytes), tokens: sent.tokens };
  const baseline = options.baseline === undefined ? undefined : indexTexts(options.baseline);
  const subjects = distinct(options.watched).map(
    ({ value, label, named = false, nestedBytes = NESTED_BYTES }): Subject => ({
      // Not slice(): a Buffer's shares its memory.
      value: Uint8Array.from(value),
      label,
      nestedBytes,
      background: { exempt, baseline: named ? undefined : baseline, strict },
    }),
  );
  const patterns = buildPatterns(subjects);
  return {
    stream: (source, streamOptions = {}) => openStream(source, patterns, sent, strict, streamOptions),
    watching: subjects.length,
  };
}
