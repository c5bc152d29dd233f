import type { Hit } from './scan-stream.js';
import type { Scanner } from './scanner.js';

/** Looks through one short text: a status message, a result error, a header. */
export function scanText(scanner: Scanner, source: string, text: string | Uint8Array): readonly Hit[] {
  const stream = scanner.stream(source);
  stream.push(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
  return stream.end();
}

/** A header or trailer as it came over the wire. */
export interface MetadataEntry {
  readonly name: string;
  readonly value: string | Uint8Array;
}

/**
 * Looks through headers or trailers, names and values; the values of `-bin` entries, which gRPC writes in
 * base64, also decoded, each of the comma-separated ones by itself.
 */
export function scanMetadata(
  scanner: Scanner,
  source: string,
  entries: Iterable<MetadataEntry>,
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { name, value } of entries) {
    const place = `${source} ${name}`;
    hits.push(...scanText(scanner, `${source} (a name)`, name), ...scanText(scanner, place, value));
    if (!name.toLowerCase().endsWith('-bin') || typeof value !== 'string') continue;
    for (const item of value.split(',')) {
      hits.push(...scanText(scanner, `${place} (decoded)`, Buffer.from(item, 'base64')));
    }
  }
  return hits;
}
