/** An encoding as other programs write it, made without the scanner's own code. */
export interface Writer {
  readonly write: (value: Uint8Array) => Buffer;
  /** Bytes of a piece that show 8 bytes, or 11 base64 characters, of the value; 9 where base64 mixes in neighbours. */
  readonly least: number;
  /** Whether it can write ASCII only. */
  readonly asciiOnly?: boolean;
}

const utf8 = (value: Uint8Array): string => Buffer.from(value).toString('utf8');
const text = (make: (value: Uint8Array) => string, least = 8): Writer => ({
  write: (value) => Buffer.from(make(value), 'utf8'),
  least,
});
const raw = (make: (value: Uint8Array) => Buffer, least = 8): Writer => ({ write: make, least });

const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
const base64url = (value: Uint8Array): string => Buffer.from(value).toString('base64url');
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
const all = (value: Uint8Array): string => hex(value).replace(/../g, '%$&');
const little = (value: Uint8Array): Buffer => Buffer.from(utf8(value), 'utf16le');
const big = (value: Uint8Array): Buffer => little(value).swap16();
const json = (value: Uint8Array): string => JSON.stringify(utf8(value));
const ascii = (value: Uint8Array): string =>
  json(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const pairs = (value: Uint8Array): readonly string[] => hex(value).match(/../g) ?? [];
const bytesOf = (string: string): Buffer => Buffer.from(string, 'utf8');
const backwards = (value: Uint8Array): Buffer => Buffer.from(value).reverse();

/** Encodings of the contract, and some of them nested. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  plain: text(utf8),
  base64: text(base64),
  base64url: text(base64url),
  'base64 with one byte before it': text(
    (value) => base64(Buffer.concat([bytesOf('x'), value, bytesOf('yy')])),
    9,
  ),
  'base64 with two bytes before it': text(
    (value) => base64(Buffer.concat([bytesOf('xy'), value, bytesOf('yy')])),
    9,
  ),
  hex: text(hex),
  'upper-case hex': text((value) => hex(value).toUpperCase()),
  percent: text((value) => encodeURIComponent(utf8(value))),
  'lower-case percent': text((value) =>
    encodeURIComponent(utf8(value)).replace(/%../g, (escaped) => escaped.toLowerCase()),
  ),
  'percent of every byte': text(all),
  'a form field': text((value) => new URLSearchParams({ a: utf8(value) }).toString().slice(2)),
  json: text(json),
  'ascii json': text(ascii),
  'utf-16le': raw(little),
  'utf-16be': raw(big),
  reversed: raw(backwards),
  'reversed characters': text((value) => [...utf8(value)].reverse().join('')),
  'a decimal list': text((value) => [...value].join(' ')),
  'a json array': text((value) => JSON.stringify([...value])),
  'a hex list': text((value) => pairs(value).join(' ')),
  'hex with colons': text((value) => pairs(value).join(':').toUpperCase()),
  'hex with hyphens': text((value) => pairs(value).join('-').toUpperCase()),
  'a byte slice of Go': text(
    (value) => `[]byte{${[...value].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`,
  ),
  'escaped bytes': text((value) =>
    pairs(value)
      .map((pair) => `\\x${pair}`)
      .join(''),
  ),
  'escaped characters': {
    ...text((value) =>
      pairs(value)
        .map((pair) => `\\u00${pair}`)
        .join(''),
    ),
    asciiOnly: true,
  },
  'base64 of json': text((value) => base64(bytesOf(json(value))), 9),
  'base64 of hex': text((value) => base64(bytesOf(hex(value)))),
  'base64 of upper-case hex': text((value) => base64(bytesOf(hex(value).toUpperCase()))),
  'base64 of utf-16': text((value) => base64(little(value))),
  'base64 of base64': text((value) => base64(bytesOf(base64(value))), 9),
  'hex of utf-16': text((value) => hex(big(value))),
  'hex of base64': text((value) => hex(bytesOf(base64(value)))),
  'hex of json': text((value) => hex(bytesOf(json(value)))),
  'percent of base64': text((value) => encodeURIComponent(base64(value))),
  'json of utf-16': { ...text((value) => JSON.stringify(little(value).toString('latin1'))), asciiOnly: true },
  'utf-16 of hex': raw((value) => Buffer.from(hex(value), 'utf16le')),
  'reversed base64': raw((value) => backwards(bytesOf(base64(value)))),
  'reversed hex': raw((value) => backwards(bytesOf(hex(value)))),
};
