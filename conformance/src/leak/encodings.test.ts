import { describe, expect, it } from 'vitest';
import { ENCODERS } from './encodings.js';

const ascii = Array.from({ length: 128 }, (_, byte) => byte);

describe.each(
  ENCODERS.flatMap((encoder) => (encoder.keeps === undefined ? [] : [[encoder.name, encoder] as const])),
)('the encoding %s', (_, { keeps, encode }) => {
  it('writes as itself what it says that it keeps, and nothing else of ASCII', () => {
    const same = ascii.filter((byte) => {
      const input = Uint8Array.of(0x61, byte, 0x61);
      return Buffer.compare(encode(input, new Uint8Array(3))?.text ?? new Uint8Array(), input) === 0;
    });
    expect(ascii.filter((byte) => keeps?.(byte))).toEqual(same);
  });
});
