import { createHmac } from 'node:crypto';
import { printable } from './printable.js';
import type { Hit } from './scan-stream.js';
import { createScanner, type Watched } from './scanner.js';

/** Makes values and driver-supplied texts fit for output. */
export interface Redactor {
  /** A value as its length and a hash that means something within one run only: `<27 bytes #a1b2c3>`. */
  value(value: Uint8Array | string): string;
  /** The text with every watched value and piece replaced by such a token, whatever the encoding. */
  text(text: string): string;
  /** `text`, made safe for terminals and cut to about `maxBytes`, default 1024. */
  printable(text: string, maxBytes?: number): string;
}

/** What a redactor knows. */
export interface RedactorOptions {
  /** Random for each run, so that tokens of two runs cannot be compared; 32 bytes. */
  readonly key: Uint8Array;
  readonly watched: readonly Watched[];
  /** What the tool itself sent: stays readable. */
  readonly exempt?: readonly Uint8Array[];
}

const PASSES = 4;
const HASH_DIGITS = 6;
/** Longer texts are cut before they are searched: nobody reads them, and a hostile driver may send 60 MB. */
const TEXT_AT_MOST = 1 << 18;

/** Renders bytes as their length and a keyed hash. */
export function token(key: Uint8Array, bytes: Uint8Array): string {
  const hash = createHmac('sha256', key).update(bytes).digest('hex').slice(0, HASH_DIGITS);
  return `<${bytes.length} bytes #${hash}>`;
}

/** Whether a byte is one of base64, or of a way in which base64 is broken into lines or escaped. */
function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9+/=_\-%\\\r\n]/.test(String.fromCharCode(byte));
}

/**
 * The range of a hit; of one in base64 all that it goes on with. Of a long value only parts are watched, and too little of the rest
 * to be seen by itself may be left behind one of them.
 */
function rangeOf({ byteOffset, textLength, encoding }: Hit, text: Uint8Array): { from: number; to: number } {
  let from = byteOffset;
  let to = byteOffset + textLength;
  if (!encoding.includes('base64')) return { from, to };
  while (isBase64(text[from - 1])) from--;
  while (isBase64(text[to])) to++;
  return { from, to };
}

function union(hits: readonly Hit[], text: Uint8Array): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const range of hits.map((hit) => rangeOf(hit, text)).sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else ranges.push(range);
  }
  return ranges;
}

/** Makes the redactor of a run. The tokens of pieces hash the text that they replace. */
export function createRedactor(options: RedactorOptions): Redactor {
  const { key, watched, exempt = [] } = options;
  const scanner = createScanner({ watched, exempt, strict: true });
  const text = (input: string): string => {
    let bytes = Buffer.from(input, 'utf8');
    const cut = bytes.length > TEXT_AT_MOST;
    // A value across the cut would leave a piece of up to 7 bytes, which is none.
    if (cut) bytes = bytes.subarray(0, TEXT_AT_MOST);
    for (let pass = 0; pass < PASSES; pass++) {
      const stream = scanner.stream('text', { overlapping: true, maxHits: Number.POSITIVE_INFINITY });
      stream.push(bytes);
      const ranges = union(stream.end(), bytes);
      if (ranges.length === 0) return cut ? `${bytes.toString('utf8')}…` : bytes.toString('utf8');
      const parts: Buffer[] = [];
      let at = 0;
      for (const { from, to } of ranges) {
        parts.push(bytes.subarray(at, from), Buffer.from(token(key, bytes.subarray(from, to))));
        at = to;
      }
      bytes = Buffer.concat([...parts, bytes.subarray(at)]);
    }
    return token(key, bytes);
  };
  return {
    value: (value) => token(key, typeof value === 'string' ? Buffer.from(value, 'utf8') : value),
    text,
    // Redacted first: escaping may change a value beyond recognition, but not for a reader.
    printable: (input, maxBytes) => printable(text(input), maxBytes),
  };
}
