/** A value as a driver might have written it, with the way back from each text offset to the value. */
export interface Encoded {
  readonly text: Uint8Array;
  /** `start[p]`: the bit of the input at which a piece that begins at text offset p begins; partial escapes do not count. */
  readonly start: Int32Array;
  /** `end[q]`: the bit of the input at which a piece that ends before text offset q ends. */
  readonly end: Int32Array;
  /** 1 where a letter of the text may be of either case (hex digits). */
  readonly fold: Uint8Array;
  /** True where the text runs against the input, so that `start` falls. */
  readonly backward: boolean;
  /** Of base64: the six-bit value of the character that would end the text, if nothing follows the input. */
  readonly tail?: number;
}

/** One reversible way to write bytes as text. */
export interface Encoder {
  /** Name for the report; encoders that differ only in alignment share it. */
  readonly name: string;
  /** Whether other encodings are applied to its output and it to theirs. */
  readonly nests: boolean;
  /** Whether an ASCII byte is written as itself, wherever it stands; absent where no byte is. */
  readonly keeps?: (byte: number) => boolean;
  /** Undefined where the input cannot be written so. What it returns holds until the next call of any encoder. */
  readonly encode: (input: Uint8Array, fold: Uint8Array) => Encoded | undefined;
}

const HEX = '0123456789abcdef';

/** Room in which a text is written, its arrays of one length but for the last place of `start` and `end`. */
export interface Room {
  text: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  fold: Uint8Array;
}

const room: Room = {
  text: new Uint8Array(0),
  start: new Int32Array(1),
  end: new Int32Array(1),
  fold: new Uint8Array(0),
};

function grow<T extends Uint8Array | Int32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

/** The room that all encoders write in, for at least so many bytes of text; what it held stays. */
export function roomFor(size: number): Room {
  if (size > room.text.length) {
    const larger = size * 2;
    room.text = grow(new Uint8Array(larger), room.text);
    room.fold = grow(new Uint8Array(larger), room.fold);
    room.start = grow(new Int32Array(larger + 1), room.start);
    room.end = grow(new Int32Array(larger + 1), room.end);
  }
  return room;
}

/** The first bytes of the room as a text; it holds until the next one is written. */
export function writtenInRoom(size: number, backward: boolean): Encoded {
  return {
    text: room.text.subarray(0, size),
    start: room.start.subarray(0, size + 1),
    end: room.end.subarray(0, size + 1),
    fold: room.fold.subarray(0, size),
    backward,
  };
}

/** A text with arrays of its own, which outlives the next one that is written. */
export function kept(encoded: Encoded): Encoded {
  return {
    ...encoded,
    text: encoded.text.slice(),
    start: encoded.start.slice(),
    end: encoded.end.slice(),
    fold: encoded.fold.slice(),
  };
}

/** Collects units of text that stand for whole units of input. */
export class UnitWriter {
  #text: Uint8Array;
  #start: Int32Array;
  #end: Int32Array;
  #fold: Uint8Array;
  #length = 0;
  #bits = 0;

  constructor() {
    ({ text: this.#text, start: this.#start, end: this.#end, fold: this.#fold } = roomFor(256));
  }

  #reserve(extra: number): void {
    const need = this.#length + extra;
    if (need <= this.#text.length) return;
    ({ text: this.#text, start: this.#start, end: this.#end, fold: this.#fold } = roomFor(need));
  }

  /** Appends one unit: `text` stands for the next `bits` bits of the input. */
  unit(bits: number, text: ArrayLike<number>, folds: 0 | 1 | ArrayLike<number> = 0): void {
    const size = text.length;
    this.#reserve(size);
    const at = this.#length;
    const after = this.#bits + bits;
    for (let i = 0; i < size; i++) {
      this.#text[at + i] = text[i] as number;
      this.#fold[at + i] = typeof folds === 'number' ? folds : (folds[i] as number);
      this.#start[at + i] = i === 0 ? this.#bits : after;
      this.#end[at + i] = this.#bits;
    }
    this.#length += size;
    this.#bits = after;
  }

  /** Appends the two hex digits of a byte as two units of four bits. */
  digits(byte: number): void {
    this.byte(4, HEX.charCodeAt(byte >> 4), 1);
    this.byte(4, HEX.charCodeAt(byte & 15), 1);
  }

  /** Appends one byte as a unit of its own. */
  byte(bits: number, byte: number, folds: number): void {
    this.#reserve(1);
    const at = this.#length++;
    this.#text[at] = byte;
    this.#fold[at] = folds;
    this.#start[at] = this.#bits;
    this.#end[at] = this.#bits;
    this.#bits += bits;
  }

  done(): Encoded {
    const n = this.#length;
    this.#start[n] = this.#bits;
    this.#end[n] = this.#bits;
    return writtenInRoom(n, false);
  }
}

/** Lower-case hex digits of a number, at least `width` of them. */
export function hexDigits(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

/** Codes of a Latin-1 string. */
export function codes(text: string): number[] {
  const list: number[] = [];
  for (let i = 0; i < text.length; i++) list.push(text.charCodeAt(i));
  return list;
}

/** A character of the input: its code point and the bytes that carry it; -1 for a byte that is no UTF-8. */
export interface Character {
  readonly point: number;
  readonly from: number;
  readonly to: number;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Splits bytes into UTF-8 characters; where they are not UTF-8 as a whole, each byte above 0x7f is one of its own. */
export function characters(input: Uint8Array): { valid: boolean; list: Character[] } {
  const list: Character[] = [];
  if (input.every((byte) => byte < 0x80)) {
    for (let i = 0; i < input.length; i++) list.push({ point: input[i] as number, from: i, to: i + 1 });
    return { valid: true, list };
  }
  try {
    let at = 0;
    for (const char of strict.decode(input)) {
      const point = char.codePointAt(0) as number;
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      list.push({ point, from: at, to: at + size });
      at += size;
    }
    return { valid: true, list };
  } catch {
    for (let i = 0; i < input.length; i++) {
      const byte = input[i] as number;
      list.push({ point: byte < 0x80 ? byte : -1, from: i, to: i + 1 });
    }
    return { valid: false, list };
  }
}
