import { gramHash } from '../../leak/gram-table.js';

/** Pieces of eight bytes that are known. */
export interface Pieces {
  /** How many are known exactly. */
  readonly size: number;
  /** Whether there is no room for more that are known exactly. */
  readonly full: boolean;
  /** Adds every piece, or one in so many. */
  addAll(bytes: Uint8Array, step?: number): void;
  /** Whether a piece was added; once there are too many, now and then one that was not. */
  has(piece: string): boolean;
}

/** Characters of a piece. */
export const pieceBytes = 8;
/** Pieces that are kept as they are. */
const exactPieces = 1 << 21;
const bits = 28;
const shift = 32 - bits;
/** Bits of the bitmap that are set for a piece. */
const marks = 4;

/**
 * A set of pieces in bounded memory. What comes after the first two million is kept as four bits each of a bitmap of 32 MiB, so a
 * driver with values without end makes more seem known, and never less.
 */
export function createPieces(mostExact = exactPieces): Pieces {
  let slots = 1 << 12;
  // Two numbers for each piece; eight zero bytes would look like an empty slot.
  let table = new Int32Array(2 * slots);
  let zeros = false;
  let size = 0;
  let bitmap: Uint32Array | undefined;

  /** The slot of a piece, or the empty one where it would go. */
  const slotOf = (high: number, low: number): number => {
    let slot = gramHash(high, low) & (slots - 1);
    while (
      (table[2 * slot] !== high || table[2 * slot + 1] !== low) &&
      (table[2 * slot] !== 0 || table[2 * slot + 1] !== 0)
    )
      slot = (slot + 1) & (slots - 1);
    return slot;
  };
  const put = (high: number, low: number): boolean => {
    const slot = slotOf(high, low);
    const fresh = table[2 * slot] === 0 && table[2 * slot + 1] === 0;
    table[2 * slot] = high;
    table[2 * slot + 1] = low;
    return fresh;
  };
  const grow = (): void => {
    const old = table;
    slots *= 2;
    table = new Int32Array(2 * slots);
    for (let i = 0; i < old.length; i += 2)
      if (old[i] !== 0 || old[i + 1] !== 0) put(old[i] as number, old[i + 1] as number);
  };
  const add = (high: number, low: number): void => {
    if (high === 0 && low === 0) {
      zeros = true;
    } else if (size < mostExact) {
      if (put(high, low)) size++;
      if (2 * size > slots) grow();
    } else {
      bitmap ??= new Uint32Array(1 << (bits - 5));
      const step = gramHash(low, high) | 1;
      for (let i = 0, hash = gramHash(high, low); i < marks; i++, hash += step) {
        const bit = hash >>> shift;
        bitmap[bit >>> 5] = (bitmap[bit >>> 5] as number) | (1 << (bit & 31));
      }
    }
  };
  const isMarked = (map: Uint32Array, high: number, low: number): boolean => {
    const step = gramHash(low, high) | 1;
    for (let i = 0, hash = gramHash(high, low); i < marks; i++, hash += step) {
      const bit = hash >>> shift;
      if (((map[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  };

  return {
    get size() {
      return size + (zeros ? 1 : 0);
    },
    get full() {
      return size >= mostExact;
    },
    addAll(bytes, step = 1) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at + pieceBytes <= bytes.length; at += step)
        add(view.getInt32(at), view.getInt32(at + 4));
    },
    has(piece) {
      const [high, low] = [word(piece, 0), word(piece, 4)];
      if (high === 0 && low === 0) return zeros;
      const slot = slotOf(high, low);
      if (table[2 * slot] !== 0 || table[2 * slot + 1] !== 0) return true;
      return bitmap !== undefined && isMarked(bitmap, high, low);
    },
  };
}

function word(text: string, at: number): number {
  return (
    (text.charCodeAt(at) << 24) |
    (text.charCodeAt(at + 1) << 16) |
    (text.charCodeAt(at + 2) << 8) |
    text.charCodeAt(at + 3)
  );
}
