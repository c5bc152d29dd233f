import type { Hit, ScanStream } from './scan-stream.js';
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

/** Where a source begins in the text that is searched. */
interface Beginning {
  readonly source: Source;
  readonly byteOffset: number;
  readonly line: number;
}

/** Looks through one source. */
export function scanSource(scanner: Scanner, source: Source, signal?: AbortSignal): Promise<Findings> {
  return scanInTurn(scanner, [source], signal);
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
  const found = await scanInTurn(scanner, changes.parts, signal);
  if (!changes.truncated) return found;
  const gap = { source: tracked.name, reason: 'it holds more than is searched', supported: true };
  return { ...found, gaps: [gap, ...found.gaps] };
}

/** Looks through sources, one after another. Those that follow each other are one text, as long as each is read to its end. */
async function scanInTurn(
  scanner: Scanner,
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<Findings> {
  const all = { hits: [] as Hit[], gaps: [] as Gap[], bytes: 0 };
  const doubtful = new Set<string>();
  let text = openText(scanner);
  let isWhole = false;
  for (const [i, source] of sources.entries()) {
    if (!isWhole || source.follows !== true) {
      all.hits.push(...text.end());
      text = openText(scanner);
    }
    text.begin(source, sources[i + 1]?.follows === true);
    let stopped = false;
    const result = await source.read((chunk, name) => {
      const more = text.push(chunk, name);
      stopped ||= !more;
      return more;
    }, signal);
    isWhole = result.kind === 'read' && !result.truncated;
    if (result.kind === 'read' && result.mayBeOld === true) doubtful.add(source.name);
    all.gaps.push(...gapOf(source.name, result, stopped));
    all.bytes += result.kind === 'read' ? result.bytes : 0;
  }
  all.hits.push(...text.end());
  return withoutDoubtful(all, doubtful);
}

/** What was found where it may have stood before the run is neither evidence nor nothing. */
function withoutDoubtful(all: Findings, doubtful: ReadonlySet<string>): Findings {
  const reason = 'a value stands in it, and whether it stood there before the run cannot be told';
  const inDoubt = new Set(all.hits.flatMap(({ source }) => (doubtful.has(source) ? [source] : [])));
  return {
    ...all,
    hits: all.hits.filter(({ source }) => !inDoubt.has(source)),
    gaps: [...all.gaps, ...[...inDoubt].map((source) => ({ source, reason, supported: true }))],
  };
}

/** A search through sources that follow each other. A hit stands in the source in which it begins. */
function openText(scanner: Scanner) {
  const streams = new Map<string | undefined, ScanStream>();
  const beginnings: Beginning[] = [];
  let place = { byteOffset: 0, line: 1 };
  let countsLines = false;

  function open(name: string | undefined): ScanStream {
    const { source } = beginnings[0] as Beginning;
    const whole = name === undefined ? source.name : `${source.name} (${name})`;
    const stream = scanner.stream(whole, source.origin ?? {});
    streams.set(name, stream);
    return stream;
  }

  function placed(hit: Hit): Hit {
    const { source, byteOffset, line } = beginnings.findLast(
      (one) => one.byteOffset <= hit.byteOffset,
    ) as Beginning;
    if (source === beginnings[0]?.source) return hit;
    const origin = source.origin ?? { byteOffset: 0, line: 1 };
    return {
      ...hit,
      source: source.name,
      byteOffset: origin.byteOffset + hit.byteOffset - byteOffset,
      line: origin.line + hit.line - line,
    };
  }

  return {
    /** Goes on with a source; places in those that follow it need its lines. */
    begin(source: Source, isFollowed: boolean): void {
      if (beginnings.length === 0) place = source.origin ?? place;
      beginnings.push({ source, ...place });
      countsLines = isFollowed;
    },
    push(chunk: Uint8Array, name?: string): boolean {
      place = {
        byteOffset: place.byteOffset + chunk.length,
        line: place.line + (countsLines ? lineBreaks(chunk) : 0),
      };
      return (streams.get(name) ?? open(name)).push(chunk);
    },
    end: (): readonly Hit[] => [...streams.values()].flatMap((stream) => stream.end()).map(placed),
  };
}

function lineBreaks(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
