import { gramHash } from '../../leak/gram-table.js';

/** Pieces of eight bytes that are known. */
export interface Pieces {
  readonly size: number;
  /** Adds a piece, a text of bytes. */
  add(piece: string): void;
  /** Whether a piece was added; once there are too many, now and then one that was not. */
  has(piece: string): boolean;
}

/** Pieces that are kept as they are. */
const exactPieces = 1 << 20;
const bits = 27;
const shift = 32 - bits;

/**
 * A set of pieces in bounded memory. What comes after the first million is kept as two bits each of a bitmap of 16 MiB, so a driver
 * with values without end makes more seem known, and never less.
 */
export function createPieces(mostExact = exactPieces): Pieces {
  const exact = new Set<string>();
  let bitmap: Uint32Array | undefined;
  const set = (map: Uint32Array, bit: number): void => {
    map[bit >>> 5] = (map[bit >>> 5] as number) | (1 << (bit & 31));
  };
  const isSet = (map: Uint32Array, bit: number): boolean =>
    ((map[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  return {
    get size() {
      return exact.size;
    },
    add(piece) {
      if (exact.size < mostExact) {
        exact.add(piece);
        return;
      }
      bitmap ??= new Uint32Array(1 << (bits - 5));
      const [high, low] = [word(piece, 0), word(piece, 4)];
      set(bitmap, gramHash(high, low) >>> shift);
      set(bitmap, gramHash(low, high) >>> shift);
    },
    has(piece) {
      if (exact.has(piece)) return true;
      if (bitmap === undefined) return false;
      const [high, low] = [word(piece, 0), word(piece, 4)];
      return isSet(bitmap, gramHash(high, low) >>> shift) && isSet(bitmap, gramHash(low, high) >>> shift);
    },
  };
}

function word(piece: string, at: number): number {
  return (
    (piece.charCodeAt(at) << 24) |
    (piece.charCodeAt(at + 1) << 16) |
    (piece.charCodeAt(at + 2) << 8) |
    piece.charCodeAt(at + 3)
  );
}
