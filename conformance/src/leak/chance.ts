/** What a text consists of, where that is narrow enough for accidents. */
export type Narrow = 'digits' | 'hex';

const DIGIT = 1;
const HEX_LETTER = 2;
const DIGIT_SEPARATOR = 4;
const HEX_SEPARATOR = 8;

const CLASS = new Uint8Array(256);
for (const char of '0123456789') CLASS[char.charCodeAt(0)] = DIGIT;
for (const char of 'abcdefABCDEF') CLASS[char.charCodeAt(0)] = HEX_LETTER;
for (const char of ' .:,_/+TZ') CLASS[char.charCodeAt(0)] = DIGIT_SEPARATOR;
CLASS['-'.charCodeAt(0)] = DIGIT_SEPARATOR | HEX_SEPARATOR;

/** The narrowest class that covers bytes [from, to), if any. */
export function narrow(bytes: Uint8Array, from: number, to: number): Narrow | undefined {
  let digits = true;
  let hex = true;
  for (let i = from; i < to && (digits || hex); i++) {
    const kind = CLASS[bytes[i] as number] as number;
    if ((kind & (DIGIT | DIGIT_SEPARATOR)) === 0) digits = false;
    if ((kind & (DIGIT | HEX_LETTER | HEX_SEPARATOR)) === 0) hex = false;
  }
  return digits ? 'digits' : hex ? 'hex' : undefined;
}

const DATE = /(?<!\d)(?:19|20)\d\d([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])/g;

/** Bits of information in a narrow text; dates carry none. */
export function narrowBits(text: Uint8Array, kind: Narrow): number {
  const plain = Buffer.from(text).toString('latin1').replace(DATE, '');
  return kind === 'digits'
    ? plain.replace(/\D/g, '').length * Math.log2(10)
    : plain.replace(/[^0-9a-f]/gi, '').length * 4;
}

/** Fewer bits than this never count, however alone they stand: a time of day, a port and an address. */
export const LEAST_BITS = 24;
/** Once in 4096 runs of the same size. */
const MARGIN_BITS = 12;

/** How often narrow windows were met, on either side. */
export interface Exposure {
  readonly digits: number;
  readonly hex: number;
}

/**
 * Whether chance would hardly have put so many bits of a watched value into a text with so many narrow windows:
 * logs are full of nine-digit fractions of seconds, counters and trace ids, and among enough of them any eight
 * digits turn up.
 */
export function beatsChance(bits: number, kind: Narrow, watched: Exposure, text: Exposure): boolean {
  return bits >= Math.log2(watched[kind] + 1) + Math.log2(text[kind] + 1) + MARGIN_BITS;
}

const alphanumeric = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Whether bytes [from, to) stand alone: no longer number, word or fraction contains them. */
export function standsAlone(bytes: Uint8Array, from: number, to: number, end: number): boolean {
  const before = from > 0 ? bytes[from - 1] : undefined;
  const after = to < end ? bytes[to] : undefined;
  return (
    !alphanumeric(before) && before !== 0x2e && before !== 0x2d && !alphanumeric(after) && after !== 0x2d
  );
}
