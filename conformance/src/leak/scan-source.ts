import type { Hit, ScanStream, StreamOptions } from './scan-stream.js';
import type { Scanner } from './scanner.js';
import type { Source, SourceResult, Tracked } from './sources/source.js';

/** What a search through sources found, and what could not be searched. */
export interface Findings {
  readonly hits: readonly Hit[];
  /** Sources that could not be read or not to their end. */
  readonly gaps: readonly { readonly source: string; readonly reason: string; readonly supported: boolean }[];
  readonly bytes: number;
}

type Gap = Findings['gaps'][number];

function gapOf(source: string, result: SourceResult, stopped: boolean): Gap[] {
  if (result.kind === 'unavailable') return [{ source, reason: result.reason, supported: result.supported }];
  // What lies behind enough hits was left out on purpose.
  if (!result.truncated || stopped) return [];
  return [{ source, reason: `only its first ${result.bytes} bytes were searched`, supported: true }];
}

/** Looks through one source. */
export async function scanSource(scanner: Scanner, source: Source, signal?: AbortSignal): Promise<Findings> {
  const options: StreamOptions = source.origin ?? {};
  const streams = new Map<string | undefined, ScanStream>();
  let stopped = false;
  const result = await source.read((chunk, name) => {
    const whole = name === undefined ? source.name : `${source.name} (${name})`;
    const stream = streams.get(name) ?? scanner.stream(whole, options);
    streams.set(name, stream);
    const more = stream.push(chunk);
    stopped ||= !more;
    return more;
  }, signal);
  const bytes = result.kind === 'read' ? result.bytes : 0;
  const hits = [...streams.values()].flatMap((stream) => stream.end());
  return { hits, gaps: gapOf(source.name, result, stopped), bytes };
}

/** Looks through all that came to a file or a directory. */
export async function scanTracked(
  scanner: Scanner,
  tracked: Tracked,
  signal?: AbortSignal,
): Promise<Findings> {
  const changes = await tracked.changes(signal);
  if (changes.kind === 'unavailable') {
    return { hits: [], gaps: gapOf(tracked.name, changes, false), bytes: 0 };
  }
  const all = { hits: [] as Hit[], gaps: [] as Gap[], bytes: 0 };
  if (changes.truncated) {
    all.gaps.push({ source: tracked.name, reason: 'it holds more than is searched', supported: true });
  }
  for (const part of changes.parts) {
    const { hits, gaps, bytes } = await scanSource(scanner, part, signal);
    all.hits.push(...hits);
    all.gaps.push(...gaps);
    all.bytes += bytes;
  }
  return all;
}
