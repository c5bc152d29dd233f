import type { Encoded } from './encoded.js';
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

function upperCase(encoded: Encoded): Encoded {
  const text = encoded.text.map((byte, i) =>
    encoded.fold[i] === 1 && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte,
  );
  return { ...encoded, text };
}

function compose(first: Encoded, second: Encoded): Encoded {
  const size = second.text.length + 1;
  const start = new Int32Array(size);
  const end = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const from = second.start[i] as number;
    const to = second.end[i] as number;
    start[i] = (second.backward ? first.end[from >> 3] : first.start[(from + 7) >> 3]) as number;
    end[i] = (second.backward ? first.start[(to + 7) >> 3] : first.end[to >> 3]) as number;
  }
  return { text: second.text, start, end, fold: second.fold, backward: first.backward !== second.backward };
}

function encodeInner(value: Uint8Array, inner: number, upper: boolean): Encoded | undefined {
  const encoded = ENCODERS[inner]?.encode(value, new Uint8Array(value.length));
  return encoded !== undefined && upper ? upperCase(encoded) : encoded;
}

/** Writes a value along a chain; undefined where that is impossible. */
export function write(value: Uint8Array, chain: Chain): Encoded | undefined {
  const first = encodeInner(value, chain.inner, chain.upper);
  if (first === undefined || chain.outer < 0) return first;
  const second = ENCODERS[chain.outer]?.encode(first.text, first.fold);
  return second === undefined ? undefined : compose(first, second);
}

function key(encoded: Encoded): string {
  const text = Buffer.from(encoded.text);
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] as number;
    if (encoded.fold[i] === 1 && byte >= 0x41 && byte <= 0x5a) text[i] = byte + 0x20;
  }
  return text.toString('latin1');
}

/** All distinct writings of a value, each encoding alone and nested once, the simpler before the nested. */
export function* writings(value: Uint8Array): Generator<Writing> {
  const seen = new Set<string>();
  const inners: { inner: number; upper: boolean; encoded: Encoded }[] = [];
  for (let inner = 0; inner < ENCODERS.length; inner++) {
    const encoded = encodeInner(value, inner, false);
    if (encoded === undefined) continue;
    const text = key(encoded);
    if (seen.has(text)) continue;
    seen.add(text);
    yield { chain: chainOf(inner, false, -1), encoded };
    if (ENCODERS[inner]?.nests !== true) continue;
    inners.push({ inner, upper: false, encoded });
    const upper = upperCase(encoded);
    if (Buffer.compare(upper.text, encoded.text) !== 0) inners.push({ inner, upper: true, encoded: upper });
  }
  for (const { inner, upper, encoded: first } of inners) {
    for (let outer = 0; outer < ENCODERS.length; outer++) {
      if (ENCODERS[outer]?.nests !== true) continue;
      const second = ENCODERS[outer]?.encode(first.text, first.fold);
      if (second === undefined) continue;
      const text = key(second);
      if (seen.has(text)) continue;
      seen.add(text);
      yield { chain: chainOf(inner, upper, outer), encoded: compose(first, second) };
    }
  }
}
