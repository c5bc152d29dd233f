import { type Encoded, type Encoder, roomFor, writtenInRoom } from './encoded.js';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Six-bit value of each character of either alphabet; 255 where it is none. */
export const SEXTET = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) {
  SEXTET[STANDARD.charCodeAt(i)] = i;
  SEXTET[URL_SAFE.charCodeAt(i)] = i;
}

/**
 * Characters of a base64 text that are decided by the input alone when `lead` other bytes (mod 3) stand before
 * it: what any larger base64 text with the input inside shows.
 */
function interior(alphabet: string, lead: number, input: Uint8Array): Encoded | undefined {
  const bits = input.length * 8;
  const skip = (6 - ((lead * 8) % 6)) % 6;
  const count = Math.floor((bits - skip) / 6);
  if (count < 1) return undefined;
  const { text, start, end, fold } = roomFor(count);
  fold.fill(0, 0, count);
  for (let i = 0; i <= count; i++) {
    const bit = skip + i * 6;
    start[i] = bit;
    end[i] = bit;
    if (i === count) break;
    const byte = bit >> 3;
    const pair = ((input[byte] ?? 0) << 8) | (input[byte + 1] ?? 0);
    text[i] = alphabet.charCodeAt((pair >> (10 - (bit & 7))) & 63);
  }
  const left = bits - skip - count * 6;
  const tail = ((input.at(-1) as number) << (6 - left)) & 63;
  return { ...writtenInRoom(count, false), tail };
}

function encoder(name: string, alphabet: string, lead: number): Encoder {
  return { name, nests: true, encode: (input) => interior(alphabet, lead, input) };
}

/** Base64 in both alphabets and all three alignments. */
export const BASE64: readonly Encoder[] = [
  ...[0, 1, 2].map((lead) => encoder('base64', STANDARD, lead)),
  ...[0, 1, 2].map((lead) => encoder('base64url', URL_SAFE, lead)),
];
