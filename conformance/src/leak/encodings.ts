import { BASE64 } from './base64.js';
import {
  characters,
  codes,
  type Encoded,
  type Encoder,
  hexDigits,
  roomFor,
  UnitWriter,
  writtenInRoom,
} from './encoded.js';
import { BYTE_QUOTING, QUOTING } from './quoting.js';

const UNRESERVED = /[A-Za-z0-9\-_.~]/;

const ESCAPE_FOLDS = [0, 1, 1];
const escapes = Array.from({ length: 256 }, (_, byte) => codes(`%${hexDigits(byte, 2)}`));

function percent(name: string, keeps: (char: string) => boolean, space = '%20'): Encoder {
  const blank = codes(space);
  const kept = new Set<number>();
  for (let byte = 0; byte < 128; byte++) if (keeps(String.fromCharCode(byte))) kept.add(byte);
  const encode = (input: Uint8Array, fold: Uint8Array): Encoded => {
    const out = new UnitWriter();
    input.forEach((byte, i) => {
      if (kept.has(byte)) out.byte(8, byte, fold[i] as number);
      else if (byte === 0x20) out.unit(8, blank);
      else out.unit(8, escapes[byte] as number[], ESCAPE_FOLDS);
    });
    return out.done();
  };
  return { name, nests: true, keeps: (byte) => kept.has(byte), encode };
}

/** Percent-encoding as URI components, paths, whole URIs and forms have it, and of every byte. */
const PERCENT: readonly Encoder[] = [
  percent('percent', (char) => UNRESERVED.test(char)),
  percent('percent', (char) => UNRESERVED.test(char) || "!'()*".includes(char)),
  percent('percent', (char) => UNRESERVED.test(char) || '$&+=:@'.includes(char)),
  percent('percent', (char) => UNRESERVED.test(char) || "!'()*;/?:@&=+$,#".includes(char)),
  percent('percent', (char) => UNRESERVED.test(char), '+'),
  percent('percent', (char) => /[A-Za-z0-9*\-._]/.test(char), '+'),
  percent('percent-all', () => false),
];

function utf16(name: string, order: 'little' | 'big'): Encoder {
  const encode = (input: Uint8Array, fold: Uint8Array): Encoded => {
    const out = new UnitWriter();
    const { valid, list } = characters(input);
    for (const { point, from, to } of list) {
      if (point >= 0 && point < 0x80) {
        const either = fold[from] as number;
        if (order === 'big') out.unit(8, [0, point], [either, either]);
        else out.unit(8, [point, 0], [either, either]);
        continue;
      }
      const char = valid ? String.fromCodePoint(point) : String.fromCharCode(input[from] as number);
      const text: number[] = [];
      for (let i = 0; i < char.length; i++) {
        const unit = char.charCodeAt(i);
        text.push(...(order === 'little' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]));
      }
      out.unit((to - from) * 8, text);
    }
    return out.done();
  };
  return { name, nests: true, encode };
}

const hex: Encoder = {
  name: 'hex',
  nests: true,
  encode: (input) => {
    const out = new UnitWriter();
    for (const byte of input) out.digits(byte);
    return out.done();
  },
};

const reversed: Encoder = {
  name: 'reversed',
  nests: true,
  encode: (input, fold) => {
    const size = input.length;
    const { text, start, end, fold: folds } = roomFor(size);
    for (let i = 0; i < size; i++) {
      text[i] = input[size - 1 - i] as number;
      folds[i] = fold[size - 1 - i] as number;
      start[i] = end[i] = (size - i) * 8;
    }
    start[size] = end[size] = 0;
    return writtenInRoom(size, true);
  },
};

/** Reversed character by character, which differs from bytes only outside ASCII. */
const reversedCharacters: Encoder = {
  name: 'reversed',
  nests: true,
  encode: (input, fold) => {
    const { valid, list } = characters(input);
    if (!valid) return undefined;
    const { text, start, end, fold: mask } = roomFor(input.length);
    start[0] = end[0] = input.length * 8;
    let at = 0;
    for (const { from, to } of list.reverse()) {
      for (let i = 0; i < to - from; i++) {
        text[at + i] = input[from + i] as number;
        mask[at + i] = fold[from + i] as number;
        start[at + i + 1] = from * 8;
        end[at + i + 1] = i === to - from - 1 ? from * 8 : to * 8;
      }
      at += to - from;
    }
    return writtenInRoom(input.length, true);
  },
};

function list(name: string, separator: string, item: (byte: number) => string, either: 0 | 1): Encoder {
  const encode = (input: Uint8Array): Encoded => {
    const out = new UnitWriter();
    input.forEach((byte, i) => {
      if (i > 0) out.unit(0, codes(separator));
      out.unit(8, codes(item(byte)), either);
    });
    return out.done();
  };
  return { name, nests: false, encode };
}

const digits = (byte: number): string => hexDigits(byte, 2);
const literal = (byte: number): string => `0x${byte.toString(16)}`;

/** Byte slices as formatters print them: Go's `%v`, `% x` and `%#v`, JSON arrays, Rust's `{:?}`, C#'s BitConverter, C's escapes, dumps. */
const LISTS: readonly Encoder[] = [
  list('decimal list', ' ', String, 0),
  list('decimal list', ',', String, 0),
  list('decimal list', ', ', String, 0),
  list('hex list', ' ', digits, 1),
  list('hex list', ':', digits, 1),
  list('hex list', '-', digits, 1),
  list('hex list', ',', digits, 1),
  list('hex list', ', ', literal, 1),
  list('hex list', ' ', literal, 1),
  list('hex list', ',', literal, 1),
  list('escaped bytes', '', (byte) => `\\x${digits(byte)}`, 1),
  list('escaped characters', '', (byte) => `\\u00${digits(byte)}`, 1),
];

const plain: Encoder = {
  name: 'plain',
  nests: true,
  keeps: () => true,
  encode: (input, fold) => {
    const { text, start, end, fold: folds } = roomFor(input.length);
    text.set(input);
    folds.set(fold);
    for (let i = 0; i <= input.length; i++) start[i] = end[i] = i * 8;
    return writtenInRoom(input.length, false);
  },
};

/**
 * Every way of writing a value that the scanner knows, the likelier first: spec section 4, "privacy", and what
 * formatters of byte slices do. The list is open: a new one joins when a driver is seen to use it.
 */
export const ENCODERS: readonly Encoder[] = [
  plain,
  ...QUOTING,
  ...BASE64,
  hex,
  ...PERCENT,
  utf16('utf-16le', 'little'),
  utf16('utf-16be', 'big'),
  reversed,
  reversedCharacters,
  ...BYTE_QUOTING,
  ...LISTS,
];
