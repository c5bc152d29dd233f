const DEFAULT_BYTES = 1024;

/** Controls, line and paragraph separators, and characters that are invisible or change the direction of text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/u;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(char: string): string {
  const point = char.codePointAt(0) as number;
  return SHORT[char] ?? (point < 0x100 ? `\\x${hex(point, 2)}` : `\\u{${hex(point, 4)}}`);
}

function hex(point: number, width: number): string {
  return point.toString(16).padStart(width, '0');
}

/**
 * Makes text that a driver supplied safe for terminals and logs: one line without control sequences, overrides of
 * direction or invisible characters, cut after `maxBytes` bytes of output (default 1024) with a note of what is
 * missing.
 */
export function printable(text: string, maxBytes: number = DEFAULT_BYTES): string {
  let out = '';
  let bytes = 0;
  let taken = 0;
  for (const char of text) {
    const shown = UNSAFE.test(char) ? escaped(char) : char;
    bytes += Buffer.byteLength(shown);
    if (bytes > maxBytes) return `${out}… (${Buffer.byteLength(text.slice(taken))} more bytes)`;
    out += shown;
    taken += char.length;
  }
  return out;
}
