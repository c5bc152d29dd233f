import type { Writing } from './chains.js';
import { type Evidence, touches } from './evidence.js';
import { FOLD, GRAM_BYTES } from './gram-table.js';

const LONG_BITS = 24 * 8;
const SAME_GRAM_AT_MOST = 4;
const LONG_TEXT = 512;

/**
 * Chooses windows of a text so that every piece that could be evidence contains one: the last window of the
 * shortest such piece covers all pieces up to it, so long encodings need few.
 */
export function chooseGrams(writing: Writing, evidence: Evidence): number[] {
  const { text, start: starts, end: ends, backward } = writing.encoded;
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
  const cover = (need: number, sums: Int32Array): void => {
    let q = GRAM_BYTES;
    let seen = 0;
    let last = -1;
    for (let p = 0; ; p++) {
      if (q < p + GRAM_BYTES) q = p + GRAM_BYTES;
      while (q <= text.length && Math.abs((ends[q] as number) - (starts[p] as number)) < need) q++;
      if (q > text.length) return;
      const window = q - GRAM_BYTES;
      for (; seen <= window; seen++) if (marked[seen] === 1) last = seen;
      if (last >= p) continue;
      const from = starts[p] as number;
      const to = ends[q] as number;
      if (!(backward ? touches(sums, to, from) : touches(sums, from, to))) continue;
      choose(window);
      last = window;
    }
  };
  cover(writing.chain.padded, evidence.telling);
  if (!evidence.strict) cover(LONG_BITS, evidence.foreign);
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
