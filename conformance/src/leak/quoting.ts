import { characters, codes, type Encoded, type Encoder, hexDigits, UnitWriter } from './encoded.js';

/** Writes one character; undefined leaves it as it is. */
type Escape = (point: number) => string | undefined;

const FOLDED_DIGITS = /\\[ux][0-9a-f]+/g;

function folds(escaped: string): number[] {
  const mask = new Array<number>(escaped.length).fill(0);
  for (const match of escaped.matchAll(FOLDED_DIGITS)) {
    for (let i = match.index + 2; i < match.index + match[0].length; i++) mask[i] = 1;
  }
  return mask;
}

function quote(input: Uint8Array, fold: Uint8Array, write: Escape, rawByte?: (byte: number) => string) {
  const { valid, list } = characters(input);
  if (!valid && rawByte === undefined) return undefined;
  const out = new UnitWriter();
  for (const { point, from, to } of list) {
    const escaped = point < 0 ? rawByte?.(input[from] as number) : write(point);
    if (escaped === undefined && to - from === 1) out.byte(8, input[from] as number, fold[from] as number);
    else if (escaped === undefined)
      out.unit((to - from) * 8, input.subarray(from, to), fold.subarray(from, to));
    else out.unit((to - from) * 8, codes(escaped), folds(escaped));
  }
  return out.done();
}

const SHORT: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };
const GO_SHORT: Readonly<Record<number, string>> = { ...SHORT, 7: '\\a', 11: '\\v' };

/** `\uXXXX`, as a surrogate pair above U+FFFF as JSON demands. */
function utf16Escape(point: number): string {
  return codes16(point)
    .map((unit) => `\\u${hexDigits(unit, 4)}`)
    .join('');
}

function codes16(point: number): number[] {
  const char = String.fromCodePoint(point);
  return Array.from({ length: char.length }, (_, i) => char.charCodeAt(i));
}

const json: Escape = (point) =>
  point === 0x22 || point === 0x5c
    ? `\\${String.fromCharCode(point)}`
    : point < 0x20
      ? (SHORT[point] ?? utf16Escape(point))
      : undefined;
const jsonLong: Escape = (point) =>
  point < 0x20 && !'\n\r\t'.includes(String.fromCharCode(point)) ? utf16Escape(point) : json(point);
const jsonHtml: Escape = (point) =>
  '<>&\u2028\u2029'.includes(String.fromCodePoint(point)) ? utf16Escape(point) : jsonLong(point);
const jsonSlash: Escape = (point) => (point === 0x2f ? '\\/' : json(point));
const jsonAscii: Escape = (point) => (point > 0x7e ? utf16Escape(point) : json(point));

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

function goEscape(point: number): string {
  return point > 0xffff
    ? `\\U${hexDigits(point, 8)}`
    : point >= 0x80
      ? `\\u${hexDigits(point, 4)}`
      : `\\x${hexDigits(point, 2)}`;
}

const goAscii: Escape = (point) =>
  point === 0x22 || point === 0x5c
    ? `\\${String.fromCharCode(point)}`
    : point < 0x20 || point >= 0x7f
      ? (GO_SHORT[point] ?? goEscape(point))
      : undefined;
const go: Escape = (point) =>
  point >= 0x80 && PRINTABLE.test(String.fromCodePoint(point)) ? undefined : goAscii(point);

const rawHex = (byte: number): string => `\\x${hexDigits(byte, 2)}`;

function encoder(name: string, write: Escape, rawByte?: (byte: number) => string): Encoder {
  return {
    name,
    nests: true,
    keeps: (byte) => byte < 0x80 && write(byte) === undefined,
    encode: (input, fold): Encoded | undefined => quote(input, fold, write, rawByte),
  };
}

/** Strings as JSON writers and Go's `%q` put them between quotation marks. */
export const QUOTING: readonly Encoder[] = [
  encoder('json', json),
  encoder('json', jsonLong),
  encoder('json', jsonHtml),
  encoder('json', jsonSlash),
  encoder('json', jsonAscii),
  encoder('go-quoted', go, rawHex),
  encoder('go-quoted', goAscii, rawHex),
];

function bytewise(name: string, write: (byte: number) => string | undefined): Encoder {
  const encode = (input: Uint8Array, fold: Uint8Array): Encoded => {
    const out = new UnitWriter();
    input.forEach((byte, i) => {
      const escaped = write(byte);
      if (escaped === undefined) out.byte(8, byte, fold[i] as number);
      else out.unit(8, codes(escaped), folds(escaped));
    });
    return out.done();
  };
  return { name, nests: false, encode };
}

const cShort = (byte: number): string | undefined =>
  byte === 0x22 || byte === 0x5c || byte === 0x27
    ? `\\${String.fromCharCode(byte)}`
    : byte === 9 || byte === 10 || byte === 13
      ? SHORT[byte]
      : undefined;
const special = (byte: number): boolean => byte < 0x20 || byte > 0x7e;

/** Strings as protobuf's text format and byte-string literals write them. */
export const BYTE_QUOTING: readonly Encoder[] = [
  bytewise(
    'octal-quoted',
    (byte) => cShort(byte) ?? (special(byte) ? `\\${byte.toString(8).padStart(3, '0')}` : undefined),
  ),
  bytewise('byte-quoted', (byte) => cShort(byte) ?? (special(byte) ? rawHex(byte) : undefined)),
];
