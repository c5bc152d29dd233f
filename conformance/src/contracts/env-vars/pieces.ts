import { gramHash } from '../../leak/gram-table.js';

/** Pieces of eight bytes that are known. */
export interface Pieces {
  /** How many are known exactly. */
  readonly size: number;
  /** Adds every piece of a text of bytes. */
  addAll(text: string): void;
  /** Whether a piece was added; once there are too many, now and then one that was not. */
  has(piece: string): boolean;
}

/** Characters of a piece. */
export const pieceBytes = 8;
/** Pieces that are kept as they are. */
const exactPieces = 1 << 22;
const bits = 27;
const shift = 32 - bits;

/**
 * A set of pieces in bounded memory. What comes after the first four million is kept as two bits each of a bitmap of 16 MiB, so a
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
      for (const bit of [gramHash(high, low) >>> shift, gramHash(low, high) >>> shift])
        bitmap[bit >>> 5] = (bitmap[bit >>> 5] as number) | (1 << (bit & 31));
    }
  };
  const isMarked = (map: Uint32Array, bit: number): boolean =>
    ((map[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;

  return {
    get size() {
      return size + (zeros ? 1 : 0);
    },
    addAll(text) {
      if (text.length < pieceBytes) return;
      let [high, low] = [word(text, 0), word(text, 4)];
      for (let next = pieceBytes; ; next++) {
        add(high, low);
        if (next >= text.length) return;
        high = (high << 8) | (low >>> 24);
        low = (low << 8) | text.charCodeAt(next);
      }
    },
    has(piece) {
      const [high, low] = [word(piece, 0), word(piece, 4)];
      if (high === 0 && low === 0) return zeros;
      const slot = slotOf(high, low);
      if (table[2 * slot] !== 0 || table[2 * slot + 1] !== 0) return true;
      return (
        bitmap !== undefined &&
        isMarked(bitmap, gramHash(high, low) >>> shift) &&
        isMarked(bitmap, gramHash(low, high) >>> shift)
      );
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
