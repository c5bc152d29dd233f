import type { Hit } from '../../../../leak/scan-stream.js';
import type { Scanner } from '../../../../leak/scanner.js';

/** A text with where it comes from. */
export interface PlacedText {
  readonly source: string;
  readonly text: string | Uint8Array;
}

/** Separates texts that are searched as one; no value is likely to have it. */
const separator = Buffer.from('\n\u0001\u0002\n');

/** Looks through many short texts at once; a search of its own for each would cost more than the looking. */
export function scanTexts(scanner: Scanner, texts: readonly PlacedText[]): readonly Hit[] {
  const stream = scanner.stream('texts');
  const starts: number[] = [];
  let at = 0;
  for (const { text } of texts) {
    const bytes = Buffer.from(text as string);
    starts.push(at);
    at += bytes.length + separator.length;
    if (!stream.push(Buffer.concat([bytes, separator]))) break;
  }
  return stream.end().map((hit) => {
    const index = starts.findLastIndex((start) => start <= hit.byteOffset);
    const { source, text } = texts[index] as PlacedText;
    const byteOffset = hit.byteOffset - (starts[index] as number);
    const before = Buffer.from(text as string).subarray(0, byteOffset);
    return {
      ...hit,
      source,
      byteOffset,
      line: before.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1),
    };
  });
}
