import { createPieces, pieceBytes } from './pieces.js';

const depth = 2;
/** Bytes of a value that a text has to show as they are. */
const plainBytes = 8;
/** Values that are also known as a whole. */
const wholeAtMost = { bytes: 512, values: 5000 } as const;
/** Of a longer value, which no limit allows, every piece of the two ends is watched, and of the rest one in so many. */
const wholeBytes = 256 * 1024;
const step = 16;
/** The same once a driver has returned megabytes of ever new values, so that it cannot keep the tool busy with them. */
const crowded = { wholeBytes: 512, ordinaryBytes: 16 * 1024, step: 512 } as const;

/** A quick look whether a short text could hold a piece of a value. */
export interface Glance {
  watch(value: Uint8Array): void;
  /** Whether eight bytes of a watched value are in the text, in an encoding or an encoding of one; what is in `exempt` may be seen. */
  sees(text: string | Uint8Array, exempt: () => readonly Uint8Array[]): boolean;
}

/**
 * Looks from the text's side: decodes it in every way that it could have been encoded in and looks for watched pieces in what comes
 * out. That costs nothing per value, so that it bears thousands of long ones, and sees more than there is rather than less.
 */
export function createGlance(): Glance {
  const pieces = createPieces();
  /** Short values as they are, folded: one that is made of texts that were sent is not sent itself. */
  const whole = new Set<string>();
  let beyondAscii = false;
  return {
    watch(value) {
      if (value.length <= wholeAtMost.bytes && whole.size < wholeAtMost.values)
        whole.add(fold(Buffer.from(value).toString('latin1')));
      beyondAscii ||= value.some((byte) => byte > 0x7f);
      const most = pieces.full ? crowded.wholeBytes : wholeBytes;
      if (value.length <= most) {
        pieces.addAll(value);
        return;
      }
      pieces.addAll(value.subarray(0, most / 2));
      pieces.addAll(value.subarray(-most / 2));
      const sparse = pieces.full && value.length > crowded.ordinaryBytes;
      pieces.addAll(value, { step: sparse ? crowded.step : step, stretch: plainBytes });
    },
    sees(text, exempt) {
      if (pieces.size === 0) return false;
      let sent: string | undefined;
      const isExempt = (seen: string): boolean => {
        sent ??= fold(
          exempt()
            .map((bytes) => Buffer.from(bytes).toString('latin1'))
            .join('\n'),
        );
        return sent.includes(fold(seen));
      };
      const isWhole = (shown: string): boolean => whole.has(fold(shown)) && !isExempt(shown);
      const bytes = typeof text === 'string' ? Buffer.from(text) : Buffer.from(text);
      for (const [view, splitsBytes] of views(bytes.toString('latin1'), depth, beyondAscii)) {
        const wanted = splitsBytes ? pieceBytes : plainBytes;
        for (let i = 0, seen = 0; i + pieceBytes <= view.length; i++) {
          seen = pieces.has(view, i) ? Math.max(seen, pieceBytes - 1) + 1 : 0;
          if (seen >= plainBytes && isWhole(view.slice(i + pieceBytes - seen, i + pieceBytes))) return true;
          // At the ends of a piece that was cut within bytes stand the rests of two more.
          const end = i + pieceBytes;
          const shown = splitsBytes
            ? view.slice(Math.max(i - 1, 0), end + 1)
            : view.slice(end - plainBytes, end);
          if (seen >= wanted && !isExempt(shown)) return true;
        }
      }
      return false;
    },
  };
}

function fold(text: string): string {
  return text.toLowerCase();
}

/**
 * A text of bytes, and everything that it could be the encoding of; of each whether base64 or hex is among its encodings, of which a
 * piece may begin and end within a byte.
 *
 * @param beyondAscii whether a value has characters whose UTF-16 may be printable ASCII, byte by byte
 */
function views(text: string, levels: number, beyondAscii: boolean): Map<string, boolean> {
  const all = new Map<string, boolean>();
  const add = (view: string, splitsBytes: boolean): void => {
    all.set(view, splitsBytes || all.get(view) === true);
  };
  add(text, false);
  if (levels === 0) return all;
  const decodeAll = (decoded: Iterable<string>, splitsBytes: boolean): void => {
    for (const one of decoded)
      for (const [view, inner] of views(one, levels - 1, beyondAscii)) add(view, splitsBytes || inner);
  };
  decodeAll(decodings(text, beyondAscii), false);
  decodeAll(digitDecodings(text), true);
  return all;
}

/** What a text is when runs of base64 or hex in it are decoded, from every place within the first byte. */
function* digitDecodings(text: string): Generator<string> {
  // As long as the shortest pieces that the scanner finds, which are of three characters in UTF-16.
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)) {
    for (const before of ['', 'A', 'AA', 'AAA']) yield Buffer.from(before + run, 'base64').toString('latin1');
  }
  for (const [run] of text.matchAll(/[0-9A-Fa-f]{12,}/g)) {
    for (const before of ['', '0']) yield Buffer.from(before + run, 'hex').toString('latin1');
  }
}

function* decodings(text: string, beyondAscii: boolean): Generator<string> {
  yield Buffer.from(text, 'latin1').reverse().toString('latin1');
  // Only text that is not all ASCII is another one when it is reversed by characters.
  if (/[\x80-\xff]/.test(text)) {
    const characters = [...Buffer.from(text, 'latin1').toString('utf8')];
    if (characters.length < text.length) yield Buffer.from(characters.reverse().join('')).toString('latin1');
  }
  if (beyondAscii || /[^\n -~]/.test(text)) yield* wideDecodings(Buffer.from(text, 'latin1'));
  const unescaped = unescapeText(text);
  if (unescaped !== text) yield unescaped;
  // A byte may be written as if it were a character.
  const bytewise = text.replace(/\\u00([0-9a-f]{2})/gi, '\\x$1');
  if (bytewise !== text) yield unescapeText(bytewise);
  // A plus that is none is escaped.
  if (text.includes('+')) yield unescapeText(text.replaceAll('+', ' '));
  const wide = text
    .replaceAll('\0', '')
    .replaceAll('\\0', '')
    .replaceAll('\\x00', '')
    .replaceAll('\\u0000', '');
  if (wide !== text) yield wide;
  for (const [run] of text.matchAll(/(?:0x)?[0-9a-f]{1,2}(?:[ :,-]+(?:0x)?[0-9a-f]{1,2}){7,}/gi)) {
    yield run
      .split(/[ :,-]+/)
      .map((item) => String.fromCharCode(Number.parseInt(item.replace(/^0x/i, ''), 16) & 255))
      .join('');
  }
  for (const [run] of text.matchAll(/\d{1,3}(?:[ ,]+\d{1,3}){7,}/g)) {
    yield run
      .split(/[ ,]+/)
      .map((number) => String.fromCharCode(Number(number) & 255))
      .join('');
  }
}

/** The text as UTF-16 of either order, from an even and from an odd place. */
function* wideDecodings(bytes: Buffer): Generator<string> {
  for (const from of [0, 1]) {
    const units = Buffer.from(bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)));
    yield Buffer.from(units.toString('utf16le')).toString('latin1');
    yield Buffer.from(units.swap16().toString('utf16le')).toString('latin1');
  }
}

const short: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undoes percent, JSON, Go, octal and markup escapes, whichever there are. */
function unescapeText(text: string): string {
  return text.replace(
    /%([0-9A-Fa-f]{2})|\\u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))|\\U([0-9A-Fa-f]{8})|\\x([0-9A-Fa-f]{2})|\\([0-7]{3})|&#x([0-9A-Fa-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos);|\\(.)/gs,
    (_, percent, high, low, braced, u4, u8, x, octal, entityHex, entityDecimal, named, char) => {
      if (percent ?? x) return String.fromCharCode(Number.parseInt(percent ?? x, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
      if (high !== undefined)
        return utf8(
          0x10000 + ((Number.parseInt(high, 16) & 0x3ff) << 10) + (Number.parseInt(low, 16) & 0x3ff),
        );
      const point = braced ?? u4 ?? u8 ?? entityHex;
      if (point !== undefined) return utf8(Number.parseInt(point, 16));
      if (entityDecimal !== undefined) return utf8(Number(entityDecimal));
      if (named !== undefined) return entities[named] ?? '';
      return short[char] ?? char;
    },
  );
}

/** The UTF-8 bytes of a code point, as a text of bytes. */
function utf8(point: number): string {
  return point > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(point)).toString('latin1');
}
