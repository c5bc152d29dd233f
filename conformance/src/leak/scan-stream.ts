import { beatsChance, LEAST_BITS, type Narrow, narrow, narrowBits, standsAlone } from './chance.js';
import { GRAM_BYTES } from './gram-table.js';
import type { Pattern, PatternSet } from './patterns.js';
import { seek } from './seek.js';
import type { TextIndex } from './text-index.js';
import { foldCase } from './text-index.js';
import { type Match, REACH, verify } from './verify.js';

/** A place where a watched value, or a piece of it, was written. It never carries the value. */
export interface Hit {
  readonly source: string;
  /** Whose value it is: a query, or a line of the profile. */
  readonly label: string;
  readonly encoding: string;
  /** Bytes from the beginning of the source. */
  readonly byteOffset: number;
  /** From 1. */
  readonly line: number;
  /** Bytes of the text that the piece takes. */
  readonly textLength: number;
  /** Bytes of the value that it shows; a long piece is followed for some hundred bytes only. */
  readonly pieceLength: number;
  /** Whether it is the whole value. */
  readonly whole: boolean;
}

/** Where a stream begins and when it has seen enough. */
export interface StreamOptions {
  /** Offset of the first byte; default 0. */
  readonly byteOffset?: number;
  /** Line of the first byte; default 1. */
  readonly line?: number;
  /** Hits after which the rest is not looked at; default 20. */
  readonly maxHits?: number;
  /** Report hits that overlap earlier ones too; default false. */
  readonly overlapping?: boolean;
}

/** Search through one source. */
export interface ScanStream {
  /** Looks through the next bytes; false once there are hits enough, so that the source can be closed. */
  push(chunk: Uint8Array): boolean;
  /** Looks through what was held back and returns all hits in order of their place. */
  end(): readonly Hit[];
}

const BLOCK = 1 << 16;
const HISTORY = REACH + GRAM_BYTES;
const SAMPLE = 64;
const DOUBTFUL_AT_MOST = 200;
const LONG_MATCH = 64;
/** No text is long enough for so many bits to be chance. */
const SURE_BITS = 96;

interface Found {
  readonly candidate: Pattern;
  readonly match: Match;
}

interface Doubtful {
  readonly hit: Hit;
  readonly bits: number;
  readonly kind: Narrow;
}

/** Opens the search through one source. */
export function openStream(
  source: string,
  patterns: PatternSet,
  /** Texts whose literal occurrences are no evidence. */
  sent: TextIndex,
  /** Whether chance is taken into account. */
  strict: boolean,
  options: StreamOptions,
): ScanStream {
  const { find, next, pattern, offset } = patterns.table;
  const { maxHits = 20, overlapping = false } = options;
  // A Buffer, because its indexOf counts lines four times as fast as a loop.
  const bytes = new Uint8Array(BLOCK + 2 * HISTORY);
  const buffer = Buffer.from(bytes.buffer);
  const hits: Hit[] = [];
  const doubtful: Doubtful[] = [];
  const seen = { digits: SAMPLE, hex: SAMPLE };
  const quiet = new Map<number, number>();
  let base = options.byteOffset ?? 0;
  let line = options.line ?? 1;
  let lineCountedTo = 0;
  let filled = 0;
  let scanned = 0;
  let clearFrom = 0;
  let lastValue = -1;
  /** Where the last hit begins, from the beginning of the source. */
  let lastFrom = -1;
  const window = { high: 0, low: 0 };
  let warm = 0;

  function lineAt(position: number): number {
    let found = line;
    for (let i = buffer.indexOf(10, lineCountedTo); i >= 0 && i < position; i = buffer.indexOf(10, i + 1))
      found++;
    lineCountedTo = Math.max(lineCountedTo, position);
    line = found;
    return found;
  }

  function examine(at: number): void {
    let best: Found | undefined;
    for (let entry = find(window.high, window.low); entry >= 0; entry = next(entry)) {
      const index = pattern(entry);
      const until = quiet.get(index);
      if (until !== undefined && base + at < until) continue;
      const candidate = patterns.pattern(index);
      const match = verify(candidate, offset(entry), buffer, at, filled);
      if (match === undefined) continue;
      // A run of equal bytes contains the same window at every place; each match would run to its end.
      if (match.evidence || match.to - match.from > LONG_MATCH)
        quiet.set(index, base + match.to - GRAM_BYTES + 1);
      if (!match.evidence) continue;
      if (overlapping) report({ candidate, match });
      // Values may begin alike: the one that shows most is the one that was written.
      else if (best === undefined || match.to - match.from > best.match.to - best.match.from)
        best = { candidate, match };
    }
    if (best !== undefined) report(best);
  }

  function report({ candidate, match }: Found): void {
    const before = match.from < clearFrom && !overlapping;
    if (before && candidate.value === lastValue) {
      // The rest of a leak that is longer than a match is followed.
      clearFrom = Math.max(clearFrom, match.to);
      return;
    }
    const larger = base + match.from <= lastFrom && match.to > clearFrom;
    if (before && !larger) return;
    const text = buffer.subarray(match.from, match.to);
    if (text.length >= GRAM_BYTES && sent.has(foldCase(text))) return;
    if (before) hits.pop();
    const hit: Hit = {
      source,
      label: candidate.label,
      encoding: candidate.chain.name,
      byteOffset: base + match.from,
      line: match.from >= lineCountedTo ? lineAt(match.from) : lineBefore(match.from),
      textLength: match.to - match.from,
      pieceLength: match.bytes,
      whole: match.whole,
    };
    if (!record(hit, match.from, match.to)) return;
    lastValue = candidate.value;
    lastFrom = hit.byteOffset;
  }

  function lineBefore(position: number): number {
    let found = line;
    for (let i = position; i < lineCountedTo; i++) if (buffer[i] === 10) found--;
    return found;
  }

  /** Whether the hit counts already; one that may be chance is decided on at the end. */
  function record(hit: Hit, from: number, to: number): boolean {
    const kind = strict ? undefined : narrow(buffer, from, to);
    if (kind !== undefined) {
      const bits = narrowBits(buffer.subarray(from, to), kind);
      if (bits < LEAST_BITS) return false;
      if (bits < SURE_BITS && !(hit.whole && standsAlone(buffer, from, to, filled))) {
        doubtful.push({ hit, bits, kind });
        // The weakest go first: they are the likeliest accidents.
        if (doubtful.length > 2 * DOUBTFUL_AT_MOST) {
          doubtful.sort((a, b) => b.bits - a.bits || a.hit.byteOffset - b.hit.byteOffset).length =
            DOUBTFUL_AT_MOST;
        }
        return false;
      }
    }
    hits.push(hit);
    clearFrom = to;
    return true;
  }

  function sample(from: number, to: number): void {
    const phase = (SAMPLE - (base % SAMPLE)) % SAMPLE;
    for (let at = from + ((SAMPLE + phase - (from % SAMPLE)) % SAMPLE); at < to; at += SAMPLE) {
      const kind = at + GRAM_BYTES <= filled ? narrow(buffer, at, at + GRAM_BYTES) : undefined;
      if (kind === 'digits') seen.digits += SAMPLE;
      if (kind !== undefined) seen.hex += SAMPLE;
    }
  }

  const grams = patterns.table.count;

  function scan(limit: number): void {
    if (grams === 0) {
      scanned = limit;
      return;
    }
    sample(scanned, limit);
    const first = GRAM_BYTES - 1 - warm;
    for (let i = scanned; i < limit && hits.length < maxHits; i++) {
      i = seek(patterns.table, window, bytes, i, limit);
      if (i < limit && i >= first) examine(i - GRAM_BYTES + 1);
    }
    scanned = limit;
  }

  function shiftOut(): void {
    const drop = scanned - HISTORY;
    if (drop <= 0) return;
    if (lineCountedTo < drop) lineAt(drop);
    buffer.copyWithin(0, drop, filled);
    base += drop;
    filled -= drop;
    scanned -= drop;
    warm += drop;
    lineCountedTo -= drop;
    clearFrom -= drop;
  }

  return {
    push(chunk) {
      for (let from = 0; from < chunk.length && hits.length < maxHits; ) {
        if (filled + 1 > buffer.length - HISTORY / 2) shiftOut();
        const size = Math.min(chunk.length - from, buffer.length - filled);
        buffer.set(chunk.subarray(from, from + size), filled);
        filled += size;
        from += size;
        if (filled === buffer.length) {
          scan(filled - HISTORY);
          shiftOut();
        }
      }
      return hits.length < maxHits;
    },
    end() {
      scan(filled);
      for (const { hit, bits, kind } of doubtful) {
        if (beatsChance(bits, kind, patterns.exposure, seen)) hits.push(hit);
      }
      doubtful.length = 0;
      return hits.sort((a, b) => a.byteOffset - b.byteOffset).slice(0, overlapping ? undefined : maxHits);
    },
  };
}
