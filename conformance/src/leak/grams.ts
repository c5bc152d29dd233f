import type { Writing } from './chains.js';
import { type Evidence, touches } from './evidence.js';
import { FOLD, GRAM_BYTES } from './gram-table.js';

const LONG_BITS = 24 * 8;
const SAME_GRAM_AT_MOST = 4;
const LONG_TEXT = 512;

function shown(writing: Writing, p: number, q: number): { low: number; high: number } {
  const from = writing.encoded.start[p] as number;
  const to = writing.encoded.end[q] as number;
  return writing.encoded.backward ? { low: to, high: from } : { low: from, high: to };
}

/**
 * Chooses windows of a text so that every piece that could be evidence contains one: the last window of the
 * shortest such piece covers all pieces up to it, so long encodings need few.
 */
export function chooseGrams(writing: Writing, evidence: Evidence): number[] {
  const { text } = writing.encoded;
  const chosen: number[] = [];
  const marked = new Uint8Array(text.length);
  const repeated = text.length > LONG_TEXT ? new Map<string, number>() : undefined;
  const choose = (offset: number): void => {
    marked[offset] = 1;
    if (repeated !== undefined) {
      const gram = Buffer.from(text.subarray(offset, offset + GRAM_BYTES)).toString('latin1');
      const times = (repeated.get(gram) ?? 0) + 1;
      repeated.set(gram, times);
      if (times > SAME_GRAM_AT_MOST) return;
    }
    chosen.push(offset);
  };
  const cover = (need: number, counts: (low: number, high: number) => boolean): void => {
    let q = GRAM_BYTES;
    let last = -1;
    for (let p = 0; ; p++) {
      q = Math.max(q, p + GRAM_BYTES);
      let piece = q <= text.length ? shown(writing, p, q) : undefined;
      while (piece !== undefined && piece.high - piece.low < need) {
        q++;
        piece = q <= text.length ? shown(writing, p, q) : undefined;
      }
      if (piece === undefined) return;
      for (let i = Math.max(last + 1, p); i <= q - GRAM_BYTES; i++) if (marked[i] === 1) last = i;
      if (last >= p || !counts(piece.low, piece.high)) continue;
      choose(q - GRAM_BYTES);
    }
  };
  cover(writing.chain.padded, (low, high) => touches(evidence.telling, low, high));
  if (!evidence.strict) cover(LONG_BITS, (low, high) => touches(evidence.foreign, low, high));
  if (chosen.length === 0 && !evidence.exempt && text.length >= GRAM_BYTES) choose(mostVaried(text));
  return chosen;
}

function mostVaried(text: Uint8Array): number {
  const middle = (text.length - GRAM_BYTES) >> 1;
  let best = middle;
  let most = 0;
  for (let i = 0; i + GRAM_BYTES <= text.length && i < LONG_TEXT; i++) {
    const distinct = new Set(text.subarray(i, i + GRAM_BYTES).map((byte) => FOLD[byte] as number)).size;
    if (distinct > most) {
      most = distinct;
      best = i;
    }
  }
  return most < GRAM_BYTES / 2 && text.length > LONG_TEXT ? middle : best;
}
