const GRAM = 8;
const FILTER_BITS = 22;

/** Lower-cases ASCII letters, so that what was sent also covers a driver's own spelling of it. */
export function foldCase(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
}

function hash(bytes: Uint8Array, at: number): number {
  let h = 0;
  for (let i = 0; i < GRAM; i++) h = Math.imul(h ^ (bytes[at + i] as number), 0x9e3779b1) ^ (h >>> 15);
  return h >>> (32 - FILTER_BITS);
}

/** Texts in which a piece may occur without being evidence. */
export interface TextIndex {
  /** Whether `bytes`, at least 8 of them and folded, occur within one of the texts. */
  has(bytes: Uint8Array): boolean;
  /** Folded runs of four and more letters and digits of the texts. */
  readonly tokens: ReadonlySet<string>;
}

/** Indexes texts for substring search without regard to the case of ASCII letters. */
export function indexTexts(texts: readonly Uint8Array[]): TextIndex {
  const distinct = new Set(texts.map((text) => Buffer.from(foldCase(text)).toString('latin1')));
  const arena = Buffer.from([...distinct].join(''), 'latin1');
  const ends = new Float64Array(distinct.size);
  const filter = new Uint8Array(1 << (FILTER_BITS - 3));
  const tokens = new Set<string>();
  let at = 0;
  let count = 0;
  for (const text of distinct) {
    for (let i = at; i + GRAM <= at + text.length; i++) {
      const h = hash(arena, i);
      filter[h >> 3] = (filter[h >> 3] as number) | (1 << (h & 7));
    }
    for (const [token] of text.matchAll(/[a-z0-9]{4,}/g)) tokens.add(token);
    at += text.length;
    ends[count++] = at;
  }
  const endOfTextAt = (position: number): number => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > position) high = middle;
      else low = middle + 1;
    }
    return ends[low] as number;
  };
  const has = (bytes: Uint8Array): boolean => {
    for (const i of [0, bytes.length - GRAM]) {
      const h = hash(bytes, i);
      if (((filter[h >> 3] as number) & (1 << (h & 7))) === 0) return false;
    }
    for (let from = 0; ; ) {
      const found = arena.indexOf(bytes, from);
      if (found < 0) return false;
      if (found + bytes.length <= endOfTextAt(found)) return true;
      from = found + 1;
    }
  };
  return { has, tokens };
}
