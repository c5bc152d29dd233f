import { SEXTET } from './base64.js';
import { isBase64 } from './chains.js';
import { weigh } from './evidence.js';
import { FOLD, GRAM_BYTES } from './gram-table.js';
import type { Pattern } from './patterns.js';

/** How far a match is followed to either side: longer ones prove nothing more. */
export const REACH = 512;

/** A match of a pattern in a buffer. */
export interface Match {
  /** Place in the buffer. */
  readonly from: number;
  readonly to: number;
  /** Bytes of the value that it shows. */
  readonly bytes: number;
  readonly whole: boolean;
  readonly evidence: boolean;
}

/** Bits that the padded last character of a base64 text adds, if the buffer shows one at `at`; else 0. */
function padding(pattern: Pattern, q: number, buffer: Uint8Array, at: number, end: number): number {
  const { chain, encoded } = pattern;
  if (chain.outer >= 0 || !isBase64(chain.inner) || at >= end) return 0;
  const bits = (8 - ((encoded.end[q] as number) % 8)) % 8;
  if (bits !== 2 && bits !== 4) return 0;
  const mask = bits === 2 ? 0x30 : 0x3c;
  const next = encoded.text[q];
  const sextet = next === undefined ? (encoded.tail ?? 0) : (SEXTET[next] as number);
  if (SEXTET[buffer[at] as number] !== (sextet & mask)) return 0;
  return at + 1 >= end || SEXTET[buffer[at + 1] as number] === 255 ? bits : 0;
}

/**
 * Compares a pattern with the buffer around a window that both share, exactly but for letters of hex digits.
 * Undefined where not even the window is equal or the match shows too little.
 */
export function verify(
  pattern: Pattern,
  offset: number,
  buffer: Uint8Array,
  at: number,
  end: number,
): Match | undefined {
  const { text, fold, start, end: ends, backward } = pattern.encoded;
  const same = (i: number, j: number): boolean => {
    const seen = buffer[i] as number;
    const known = text[j] as number;
    return seen === known || (fold[j] === 1 && FOLD[seen] === FOLD[known]);
  };
  for (let i = 0; i < GRAM_BYTES; i++) if (!same(at + i, offset + i)) return undefined;
  const back = Math.min(offset, at, REACH);
  let left = 0;
  while (left < back && same(at - left - 1, offset - left - 1)) left++;
  const ahead = Math.min(text.length - offset, end - at, GRAM_BYTES + REACH);
  let right = GRAM_BYTES;
  while (right < ahead && same(at + right, offset + right)) right++;
  const p = offset - left;
  const q = offset + right;
  const whole = pattern.isWhole && p === 0 && q === text.length;
  const extra = padding(pattern, q, buffer, at + right, end);
  const low = Math.min(start[p] as number, ends[q] as number);
  const high = Math.max(start[p] as number, ends[q] as number) + (backward ? 0 : extra);
  if (!whole && high - low < pattern.chain.least) return undefined;
  const textLength = q - p;
  return {
    from: at - left,
    to: at + right + (extra > 0 ? 1 : 0),
    bytes: Math.floor((high - low + 7) / 8),
    whole,
    evidence: weigh(pattern.evidence, { low, high, whole, textLength }),
  };
}
