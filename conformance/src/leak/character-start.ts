/** Bytes of a character of UTF-8 behind its first, at most. */
const FOLLOWING = 3;

/**
 * The first place from `at` on where a character of UTF-8 begins; in other bytes one close by. A part that begins or ends within a
 * character could not be written by encodings of text, such as JSON and UTF-16.
 */
export function characterStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start < at + FOLLOWING && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}
