import { gramHash } from './gram-table.js';

/** Pieces of six bytes that are known. */
export interface Pieces {
  /** How many are kept as they are. */
  readonly size: number;
  /** Whether so many are known that more would make too much seem known. */
  readonly full: boolean;
  /** Adds every piece, or those of a stretch of so many bytes at one place in so many. */
  addAll(bytes: Uint8Array, sample?: Sample): void;
  /** Whether the piece at a place of a text of bytes was added; once there are too many, now and then one that was not. */
  has(text: string, at: number): boolean;
}

/** Stretches that stand for a long text. */
export interface Sample {
  /** Bytes from one to the next. */
  readonly step: number;
  /** Bytes of each. */
  readonly stretch: number;
}

/** Bytes of a piece. Eleven characters of base64 that begin within a byte hold seven whole ones, nine of them six. */
export const pieceBytes = 6;
/** Pieces that are kept as they are, in 4 MiB. */
const exactPieces = 1 << 18;
/** Pieces from which on the set is full: of others, one in a million seems known. */
const mostPieces = 1 << 21;
const bits = 28;
const shift = 32 - bits;
/** Bits of the bitmap that are set for a piece. */
const marks = 4;

/**
 * A set of pieces in bounded memory. What comes after those that are kept as they are is four bits each of a bitmap of 32 MiB,
 * so a driver with values without end makes more seem known, and never less.
 */
export function createPieces(mostExact = exactPieces, most = mostPieces): Pieces {
  let slots = 1 << 12;
  // Two numbers for each piece; six zero bytes would look like an empty slot.
  let table = new Int32Array(2 * slots);
  let zeros = false;
  let size = 0;
  let bitmap: Uint32Array | undefined;
  let marked = 0;

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
  const isKept = (high: number, low: number): boolean => {
    const slot = slotOf(high, low);
    return table[2 * slot] !== 0 || table[2 * slot + 1] !== 0;
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
    } else if (!isKept(high, low)) {
      bitmap ??= new Uint32Array(1 << (bits - 5));
      if (isMarked(bitmap, high, low)) return;
      marked++;
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
      return size + marked >= most;
    },
    addAll(bytes, { step, stretch } = { step: bytes.length, stretch: bytes.length }) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let start = 0; start < bytes.length; start += step) {
        const last = Math.min(start + stretch, bytes.length) - pieceBytes;
        for (let at = start; at <= last; at++) add(view.getInt32(at), view.getUint16(at + 4));
      }
    },
    has(text, at) {
      const high = (pair(text, at) << 16) | pair(text, at + 2);
      const low = pair(text, at + 4);
      if (high === 0 && low === 0) return zeros;
      if (isKept(high, low)) return true;
      return bitmap !== undefined && isMarked(bitmap, high, low);
    },
  };
}

function pair(text: string, at: number): number {
  return (text.charCodeAt(at) << 8) | text.charCodeAt(at + 1);
}
