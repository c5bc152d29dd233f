import { FOLD, type GramTable } from './gram-table.js';

/** The rolling window: its first and its last four bytes, folded. */
export interface Window {
  high: number;
  low: number;
}

/**
 * Rolls the window over bytes [from, limit) to the first one after which it may be in the table; `limit` if there
 * is none. A function of its own with nothing but arguments and locals, which makes it several times as fast as
 * the same loop in the stream.
 */
export function seek(
  table: GramTable,
  window: Window,
  bytes: Uint8Array,
  from: number,
  limit: number,
): number {
  const { bitmap, second, shift } = table;
  const fold = FOLD;
  let high = window.high | 0;
  let low = window.low | 0;
  let i = from;
  for (; i < limit; i++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (fold[bytes[i] as number] as number);
    const mixed = Math.imul(high, -1640531535) ^ Math.imul(low, -2048144789);
    const bit = (mixed ^ (mixed >>> 15)) >>> shift;
    if (((bitmap[bit >>> 5] as number) & (1 << (bit & 31))) === 0) continue;
    const other = Math.imul(low, -1640531535) ^ Math.imul(high, -2048144789);
    const spot = (other ^ (other >>> 15)) >>> shift;
    if (((second[spot >>> 5] as number) & (1 << (spot & 31))) !== 0) break;
  }
  window.high = high;
  window.low = low;
  return i;
}
