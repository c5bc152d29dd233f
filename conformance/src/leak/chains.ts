import { type Encoded, kept } from './encoded.js';
import { ENCODERS } from './encodings.js';

/** A way of writing a value: one encoding, or one inside another. */
export interface Chain {
  readonly name: string;
  readonly inner: number;
  /** Whether the hex digits of the inner encoding are upper case. */
  readonly upper: boolean;
  /** -1: none. */
  readonly outer: number;
  /** Bits of the value that a piece of this writing shows at least. */
  readonly least: number;
  /** Bits that whole characters of such a piece show when it was encoded alone, and its last one is padded. */
  readonly padded: number;
}

/** A value written along a chain. */
export interface Writing {
  readonly chain: Chain;
  readonly encoded: Encoded;
}

/** A piece is 8 bytes of the value. */
export const PIECE_BYTES = 8;
const PIECE_BITS = PIECE_BYTES * 8;
/** Eight bytes alone fill ten base64 characters and a part of the eleventh. */
const PADDED_BASE64_BITS = 60;
/** Nested, the padded character takes bits of its neighbours along. */
const NESTED_BASE64_BITS = 54;

/** Whether an encoder writes base64. */
export function isBase64(index: number): boolean {
  return ENCODERS[index]?.name.startsWith('base64') === true;
}

function chainOf(inner: number, upper: boolean, outer: number): Chain {
  const innerName = ENCODERS[inner]?.name ?? '';
  const outerName = ENCODERS[outer]?.name ?? '';
  const name = outer < 0 ? innerName : innerName === 'plain' ? outerName : `${outerName} of ${innerName}`;
  const nested = outer >= 0 && (isBase64(inner) || isBase64(outer));
  const least = nested ? NESTED_BASE64_BITS : PIECE_BITS;
  const padded = outer < 0 && isBase64(inner) ? PADDED_BASE64_BITS : least;
  return { name, inner, upper, outer, least, padded };
}

/** The text with the hex digits that may be of either case in upper case; undefined where it has none. */
function upperCase(encoded: Encoded): Encoded | undefined {
  const text = encoded.text.map((byte, i) =>
    encoded.fold[i] === 1 && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte,
  );
  return Buffer.compare(text, encoded.text) === 0 ? undefined : { ...encoded, text };
}

let composedStart = new Int32Array(0);
let composedEnd = new Int32Array(0);

/** What holds until the next call, like its second part. */
function compose(first: Encoded, second: Encoded): Encoded {
  const size = second.text.length + 1;
  if (composedStart.length < size) {
    composedStart = new Int32Array(size * 2);
    composedEnd = new Int32Array(size * 2);
  }
  for (let i = 0; i < size; i++) {
    const from = second.start[i] as number;
    const to = second.end[i] as number;
    composedStart[i] = (second.backward ? first.end[from >> 3] : first.start[(from + 7) >> 3]) as number;
    composedEnd[i] = (second.backward ? first.start[(to + 7) >> 3] : first.end[to >> 3]) as number;
  }
  return {
    text: second.text,
    start: composedStart.subarray(0, size),
    end: composedEnd.subarray(0, size),
    fold: second.fold,
    backward: first.backward !== second.backward,
  };
}

function encodeInner(value: Uint8Array, inner: number): Encoded | undefined {
  return ENCODERS[inner]?.encode(value, new Uint8Array(value.length));
}

/** Writes a value along a chain; undefined where that is impossible. */
export function write(value: Uint8Array, chain: Chain): Encoded | undefined {
  const lower = encodeInner(value, chain.inner);
  if (lower === undefined) return undefined;
  const first = kept(chain.upper ? (upperCase(lower) ?? lower) : lower);
  if (chain.outer < 0) return first;
  const second = ENCODERS[chain.outer]?.encode(first.text, first.fold);
  return second === undefined ? undefined : kept(compose(first, second));
}

function key(encoded: Encoded): string {
  const text = Buffer.from(encoded.text);
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] as number;
    if (encoded.fold[i] === 1 && byte >= 0x41 && byte <= 0x5a) text[i] = byte + 0x20;
  }
  return text.toString('latin1');
}

const keptBytes = ENCODERS.map(({ keeps }) => {
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 && keeps?.(byte) === true ? 1 : 0));
});

/** Whether an encoding leaves a text as it is, so that it makes no writing of its own. */
function isKept(text: Uint8Array, outer: number): boolean {
  const kept = keptBytes[outer] as Uint8Array;
  for (const byte of text) if (kept[byte] === 0) return false;
  return true;
}

/**
 * All distinct writings of a value, each encoding alone and nested once, the simpler before the nested. The text of one
 * holds until the next one is asked for: a value has hundreds, and most are looked at once.
 */
export function* writings(value: Uint8Array): Generator<Writing> {
  const seen = new Set<string>();
  const inners: { inner: number; upper: boolean; encoded: Encoded }[] = [];
  for (let inner = 0; inner < ENCODERS.length; inner++) {
    const encoded = encodeInner(value, inner);
    if (encoded === undefined) continue;
    const text = key(encoded);
    if (seen.has(text)) continue;
    seen.add(text);
    if (ENCODERS[inner]?.nests === true) {
      const lower = kept(encoded);
      const upper = upperCase(lower);
      inners.push({ inner, upper: false, encoded: lower });
      if (upper !== undefined) inners.push({ inner, upper: true, encoded: upper });
    }
    yield { chain: chainOf(inner, false, -1), encoded };
  }
  for (const { inner, upper, encoded: first } of inners) {
    for (let outer = 0; outer < ENCODERS.length; outer++) {
      if (ENCODERS[outer]?.nests !== true || isKept(first.text, outer)) continue;
      const second = ENCODERS[outer]?.encode(first.text, first.fold);
      if (second === undefined) continue;
      const text = key(second);
      if (seen.has(text)) continue;
      seen.add(text);
      yield { chain: chainOf(inner, upper, outer), encoded: compose(first, second) };
    }
  }
}
