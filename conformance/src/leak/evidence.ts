import { PIECE_BYTES } from './chains.js';
import { narrow } from './chance.js';
import { COMMON_WORDS } from './common-text.js';
import { foldCase, type TextIndex } from './text-index.js';

/** How much a value's pieces prove; see {@link weigh} for the rule. */
export interface Evidence {
  readonly length: number;
  /** `telling[i]` counts the telling 8-byte windows before window i. */
  readonly telling: Int32Array;
  /** `foreign[i]` counts the windows before i that are varied and not exempt, telling or not. */
  readonly foreign: Int32Array;
  /** The value as a whole may be written: it was sent, or it is a common phrase or word. */
  readonly exempt: boolean;
  /** The whole value has three distinct bytes or fewer. */
  readonly monotone: boolean;
  /** Nothing but whitespace and NUL. */
  readonly blank: boolean;
  /** Every piece counts that is not exempt: for redaction, where a false alarm costs nothing. */
  readonly strict: boolean;
}

/** What a value is judged against. */
export interface Background {
  /** What the tool sent, the driver's identity, and common phrases. */
  readonly exempt: TextIndex;
  /** Earlier output; undefined for values that the profile names. */
  readonly baseline: TextIndex | undefined;
  readonly strict: boolean;
}

const DISTINCT_AT_LEAST = 4;
/** In half bytes. */
const INFORMATION_AT_LEAST = 11;
const DIGITS_AT_LEAST = 12;
const LONG_BYTES = 24;
const MONOTONE_TEXT = 256;
const MONOTONE_VALUE = 64;
const STRUCTURE = new Set(`"'{}[]:,=/-_.<>() \t\r\n\\|;&?`);
const DATE = /(?<!\d)(?:19|20)\d\d([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])/g;

function distinctBytes(bytes: Uint8Array): number {
  return new Set(bytes).size;
}

/**
 * Information of each byte, in halves: none in common words, what was sent, dates, and punctuation that stands together, as that of
 * JSON and PEM blocks does; a half in punctuation by itself.
 */
function information(folded: Uint8Array, background: Background): Uint8Array {
  const text = Buffer.from(folded).toString('latin1');
  const halves = new Uint8Array(text.length).fill(2);
  const structure = (i: number): boolean => STRUCTURE.has(text[i] ?? ' ');
  for (let i = 0; i < text.length; i++) {
    if (structure(i)) halves[i] = structure(i - 1) || structure(i + 1) ? 0 : 1;
  }
  const cover = (pattern: RegExp, common: (run: string) => boolean): void => {
    for (const match of text.matchAll(pattern)) {
      if (common(match[0])) halves.fill(0, match.index, match.index + match[0].length);
    }
  };
  cover(/[a-z]{2,}/g, (run) => COMMON_WORDS.has(run));
  cover(
    /[a-z0-9]{4,}/g,
    (run) => background.exempt.tokens.has(run) || background.baseline?.tokens.has(run) === true,
  );
  cover(DATE, () => true);
  return halves;
}

function isExempt(folded: Uint8Array, background: Background): boolean {
  return background.exempt.has(folded) || background.baseline?.has(folded) === true;
}

/** `production`, `postgres`, `localhost`: any log has them, whoever wrote it. */
function isCommonWord(folded: Uint8Array): boolean {
  return COMMON_WORDS.has(Buffer.from(folded).toString('latin1'));
}

/** Weighs every 8-byte window of a value, which has at least 8 bytes, against what proves nothing. */
export function assess(value: Uint8Array, background: Background): Evidence {
  const folded = foldCase(value);
  const windows = value.length - PIECE_BYTES + 1;
  const halves = information(folded, background);
  const telling = new Int32Array(windows + 1);
  const foreign = new Int32Array(windows + 1);
  for (let i = 0; i < windows; i++) {
    const window = folded.subarray(i, i + PIECE_BYTES);
    const digits = narrow(value, i, i + PIECE_BYTES) === 'digits';
    let informative = 0;
    for (let j = 0; j < PIECE_BYTES; j++) {
      const here = halves[i + j] as number;
      if (here === 2 || !digits) informative += here;
    }
    const isForeign =
      !isExempt(window, background) &&
      (background.strict || distinctBytes(value.subarray(i, i + PIECE_BYTES)) >= DISTINCT_AT_LEAST);
    // Times of day are everywhere and would send every line of a log to the comparison.
    const least = digits ? DIGITS_AT_LEAST : INFORMATION_AT_LEAST;
    const isTelling = isForeign && (background.strict || informative >= least);
    foreign[i + 1] = (foreign[i] as number) + (isForeign ? 1 : 0);
    telling[i + 1] = (telling[i] as number) + (isTelling ? 1 : 0);
  }
  return {
    length: value.length,
    telling,
    foreign,
    exempt: isExempt(folded, background) || (!background.strict && isCommonWord(folded)),
    monotone: distinctBytes(value) < DISTINCT_AT_LEAST,
    blank: value.every((byte) => byte === 0 || byte === 0x20 || (byte >= 9 && byte <= 13)),
    strict: background.strict,
  };
}

/** What the pieces of a part of the value prove: neither words nor repetitions end where a part does. */
export function within(evidence: Evidence, from: number, to: number): Evidence {
  const windows = to - from - PIECE_BYTES + 1;
  return {
    ...evidence,
    length: to - from,
    telling: evidence.telling.subarray(from, from + windows + 1),
    foreign: evidence.foreign.subarray(from, from + windows + 1),
  };
}

/** A piece of a value that was found in a text. */
export interface Piece {
  /** Bits of the value that it shows. */
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
  readonly textLength: number;
}

/** Whether windows that the piece touches are counted in `sums`. */
export function touches(sums: Int32Array, low: number, high: number): boolean {
  const last = sums.length - 2;
  const from = Math.min(low >> 3, last);
  const to = Math.min(Math.max(from, ((high + 7) >> 3) - PIECE_BYTES), last);
  return (sums[to + 1] as number) > (sums[from] as number);
}

/**
 * Whether a found piece is evidence that the value was written.
 *
 * The rule: a piece counts if one of its 8-byte windows is telling, that is: does not occur in what the tool sent
 * (or, for unnamed values, in earlier output), has four or more distinct bytes, and has information in it: of its eight bytes more
 * than five are neither punctuation nor part of a common word, of a word that was sent, or of a date, where punctuation by itself
 * counts half; of windows of digits and their punctuation, six digits or more.
 * A piece of 24 bytes counts without the last of these. A whole value counts unless it was sent itself or is a
 * common phrase or a common word; one of three distinct bytes or fewer only from 64 bytes on, and pieces of such a value only from
 * 256 characters of text on. Pieces of digits alone are then put to the test of chance (`chance.ts`).
 */
export function weigh(evidence: Evidence, piece: Piece): boolean {
  const bytes = (piece.high - piece.low) / 8;
  if (evidence.strict)
    return touches(evidence.telling, piece.low, piece.high) || (piece.whole && !evidence.exempt);
  if (touches(evidence.telling, piece.low, piece.high)) return true;
  if (bytes >= LONG_BYTES && touches(evidence.foreign, piece.low, piece.high)) return true;
  if (evidence.exempt || evidence.blank) return false;
  if (!evidence.monotone) return piece.whole;
  return bytes >= MONOTONE_VALUE && (piece.whole || piece.textLength >= MONOTONE_TEXT);
}
