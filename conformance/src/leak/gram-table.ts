/** Lower case of ASCII letters, for the rolling window. */
export const FOLD = new Uint8Array(256).map((_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

/** Bytes of the rolling window. */
export const GRAM_BYTES = 8;

/** Slot of a window in the bitmap; its upper bits choose the place in the table. */
export function gramHash(high: number, low: number): number {
  const h = Math.imul(high, -1640531535) ^ Math.imul(low, -2048144789);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Finds the patterns whose text contains an 8-byte window. */
export interface GramTable {
  /** Bits of windows that occur, under `gramHash(high, low)`. */
  readonly bitmap: Int32Array;
  /** The same under `gramHash(low, high)`. */
  readonly second: Int32Array;
  /** Right shift that brings a hash to a bit number. */
  readonly shift: number;
  readonly count: number;
  /** First entry of a window, or -1. */
  find(high: number, low: number): number;
  next(entry: number): number;
  pattern(entry: number): number;
  offset(entry: number): number;
}

/** Collects folded windows and makes the table of them. */
export class GramTableBuilder {
  #size = 1 << 12;
  #count = 0;
  #high = new Int32Array(this.#size);
  #low = new Int32Array(this.#size);
  #pattern = new Int32Array(this.#size);
  #offset = new Int32Array(this.#size);

  /** Adds the window of `text`, already folded, at `offset`. */
  add(text: Uint8Array, offset: number, pattern: number): void {
    if (this.#count === this.#size) this.#grow();
    let high = 0;
    let low = 0;
    for (let i = 0; i < 4; i++) {
      high = (high << 8) | (FOLD[text[offset + i] as number] as number);
      low = (low << 8) | (FOLD[text[offset + 4 + i] as number] as number);
    }
    this.#high[this.#count] = high;
    this.#low[this.#count] = low;
    this.#pattern[this.#count] = pattern;
    this.#offset[this.#count++] = offset;
  }

  #grow(): void {
    this.#size *= 2;
    const grow = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(this.#size);
      to.set(from);
      return to;
    };
    this.#high = grow(this.#high);
    this.#low = grow(this.#low);
    this.#pattern = grow(this.#pattern);
    this.#offset = grow(this.#offset);
  }

  build(): GramTable {
    const count = this.#count;
    const [highs, lows] = [this.#high, this.#low];
    const [patterns, offsets] = [this.#pattern, this.#offset];
    // A denser bitmap sends too many innocent bytes to the table, a larger one leaves the cache.
    const bits = Math.min(27, Math.max(16, Math.ceil(Math.log2(count * 12 + 1))));
    const shift = 32 - bits;
    const bitmap = new Int32Array(1 << (bits - 5));
    const slots = 1 << Math.max(4, Math.ceil(Math.log2(count * 2 + 1)));
    const mask = slots - 1;
    const heads = new Int32Array(slots).fill(-1);
    const nexts = new Int32Array(count).fill(-1);
    // Separates most innocent windows from the table at the price of one more access to memory.
    const second = new Int32Array(bitmap.length);
    const secondBit = (high: number, low: number): number => gramHash(low, high) >>> shift;
    const slotOf = (high: number, low: number): number => {
      let slot = gramHash(low, high) & mask;
      for (let head = heads[slot] as number; head >= 0; head = heads[slot] as number) {
        if (highs[head] === high && lows[head] === low) break;
        slot = (slot + 1) & mask;
      }
      return slot;
    };
    // From the last to the first, so that a chain of entries begins with the likeliest encoding.
    for (let entry = count - 1; entry >= 0; entry--) {
      const high = highs[entry] as number;
      const low = lows[entry] as number;
      const bit = gramHash(high, low) >>> shift;
      bitmap[bit >>> 5] = (bitmap[bit >>> 5] as number) | (1 << (bit & 31));
      const other = secondBit(high, low);
      second[other >>> 5] = (second[other >>> 5] as number) | (1 << (other & 31));
      const slot = slotOf(high, low);
      nexts[entry] = heads[slot] as number;
      heads[slot] = entry;
    }
    return {
      bitmap,
      second,
      shift,
      count,
      find: (high, low) => heads[slotOf(high, low)] as number,
      next: (entry) => nexts[entry] as number,
      pattern: (entry) => patterns[entry] as number,
      offset: (entry) => offsets[entry] as number,
    };
  }
}
