import { createReadStream } from 'node:fs';
import { UsageError } from '../errors.js';
import { findingKey } from '../fuzz/finding.js';
import { type FuzzEvent, fuzzEventFormatVersion } from '../fuzz/fuzz-events.js';
import { eventFormatVersion, type RunEvent } from '../runner/events.js';
import { splitDigest, startDigest } from './digest.js';
import { fuzzShapeProblem, shapeProblem } from './event-shape.js';

/** What sets the files of runs and of campaigns apart. */
interface Kind<Event extends { readonly type: string }> {
  /** What wrote it. */
  readonly writer: 'run' | 'campaign';
  readonly formatVersion: number;
  /** Why a value is no event; undefined when it is one. */
  problem(value: unknown): string | undefined;
  /** Begins to follow the events of a file; what it gives is told each, and throws for one that cannot follow. */
  follow(refuse: Refuse): (event: Event, line: number) => void;
}

const runKind: Kind<RunEvent> = {
  writer: 'run',
  formatVersion: eventFormatVersion,
  problem: shapeProblem,
  follow(refuse) {
    const seen = new Set<string>();
    const planned = new Set<string>();
    const counts = { pass: 0, fail: 0, error: 0 };
    return (event, line) => {
      if (event.type === 'plan') {
        for (const { checks } of event.requirements) for (const check of checks) planned.add(check.name);
      }
      if (event.type === 'check') {
        if (seen.has(event.name)) throw refuse(`line ${line} is a second event of check ${event.name}`);
        if (!planned.has(event.name))
          throw refuse(`line ${line} is of check ${event.name}, which the plan does not have`);
        seen.add(event.name);
        if (event.outcome in counts) counts[event.outcome as keyof typeof counts]++;
      }
      if (event.type !== 'footer') return;
      for (const outcome of ['pass', 'fail', 'error'] as const) {
        if (event.checks[outcome] === counts[outcome]) continue;
        throw refuse(
          `the footer counts ${event.checks[outcome]} checks as ${outcome}, the lines before it ${counts[outcome]}`,
          truncatedBy('run'),
        );
      }
    };
  },
};

const campaignKind: Kind<FuzzEvent> = {
  writer: 'campaign',
  formatVersion: fuzzEventFormatVersion,
  problem: fuzzShapeProblem,
  follow(refuse) {
    let told = 0;
    const keys = new Set<string>();
    return (event) => {
      // A driver that went away is no finding that the footer counts.
      if (event.type === 'finding' && event.finding.kind === 'breach') {
        told++;
        keys.add(findingKey(event.finding));
      }
      if (event.type !== 'footer') return;
      const { plain, flaky, warnings } = event.findings;
      const counted = plain + flaky + warnings;
      // What failed by chance at first is told again once it fails each time; and two causes may read alike without their values.
      if (counted >= keys.size && counted <= told) return;
      throw refuse(
        `the footer counts ${counted} findings, the lines before it ${told}`,
        truncatedBy('campaign'),
      );
    };
  },
};

/**
 * Reads an event file back, event by event.
 *
 * @param source the file's bytes, or pieces of its text
 * @param name what messages call the file
 * @param onDigest told the digest of the footer once it proved right; without it a file may lack one
 * @throws UsageError, with one line that says which line is at fault, for anything but one whole run: no header, no footer,
 * something after the footer, a broken line, a higher format version, events that are missing, or a digest that does not match
 */
export function readEvents(
  source: Source,
  name: string,
  onDigest?: (digest: string) => void,
): AsyncGenerator<RunEvent> {
  return readKind(runKind, source, name, onDigest);
}

/** Reads the event file of a campaign back, event by event. Parameters and errors are those of {@link readEvents}. */
export function readFuzzEvents(
  source: Source,
  name: string,
  onDigest?: (digest: string) => void,
): AsyncGenerator<FuzzEvent> {
  return readKind(campaignKind, source, name, onDigest);
}

async function* readKind<Event extends { readonly type: string }>(
  kind: Kind<Event>,
  source: Source,
  name: string,
  onDigest?: (digest: string) => void,
): AsyncGenerator<Event> {
  const refuse = (why: string, advice?: string): UsageError =>
    new UsageError(`cannot read events from ${name}: ${why}`, advice);
  const truncated = truncatedBy(kind.writer);
  const changed = 'it was changed after it was written: its digest does not match';
  const runAgain = `take the file as the ${kind.writer} wrote it, or run it again`;
  const follow = kind.follow(refuse);
  let first = true;
  let ended = false;
  const digest = startDigest();
  for await (const { text, number, whole } of lines(source, refuse)) {
    if (text.trim() === '') continue;
    if (!whole && !isJson(text)) throw refuse(`it is truncated: line ${number} is cut short`, truncated);
    const event = parse(kind, text, number, refuse);
    if (ended) throw refuse(`line ${number} comes after the footer`);
    if (first !== (event.type === 'header')) {
      throw refuse(first ? 'it does not begin with a header' : `line ${number} is a second header`);
    }
    first = false;
    follow(event, number);
    ended = event.type === 'footer';
    const split = ended ? splitDigest(text.trimEnd()) : undefined;
    if (!ended) digest.add(`${text.trimEnd()}\n`);
    else if (split !== undefined) {
      digest.add(split.head);
      if (digest.value() !== split.digest) throw refuse(changed, runAgain);
      onDigest?.(split.digest);
    } else if ('digest' in event) throw refuse(changed, runAgain);
    else if (onDigest !== undefined)
      throw refuse('its footer has no digest, so nothing shows that it is whole');
    yield split === undefined ? event : (JSON.parse(`${split.head}}`) as Event);
  }
  if (first) throw refuse('it is empty');
  if (!ended) throw refuse('it is truncated: there is no footer', truncated);
}

const truncatedBy = (writer: string): string => `the ${writer} that wrote it did not end; run it again`;

/** Bytes of a file, or pieces of its text. */
export type Source = AsyncIterable<Uint8Array | string>;

/** Looks whether a file holds the events of a campaign; `source` gives all of it. */
export async function peek(source: Source): Promise<{ readonly campaign: boolean; readonly source: Source }> {
  const pieces: (Uint8Array | string)[] = [];
  const rest = source[Symbol.asyncIterator]();
  let head = '';
  const decoder = new TextDecoder();
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    pieces.push(next.value);
    head += typeof next.value === 'string' ? next.value : decoder.decode(next.value, { stream: true });
    if (head.includes('\n')) break;
  }
  const all = async function* (): AsyncGenerator<Uint8Array | string> {
    yield* pieces;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  };
  return { campaign: formatOf(head.split('\n', 1)[0] ?? '') === campaignFormat, source: all() };
}

const campaignFormat = 'csi-env/fuzz-events';

function formatOf(line: string): unknown {
  try {
    return (JSON.parse(line.replace(/^\ufeff/, '')) as { format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
}

/** The bytes of a file, or of stdin for `-`. Throws a UsageError for one that cannot be read. */
export function openSource(path: string): AsyncGenerator<Uint8Array | string> {
  return readable(path === '-' ? process.stdin : createReadStream(path), path);
}

async function* readable(
  source: AsyncIterable<Uint8Array | string>,
  path: string,
): AsyncGenerator<Uint8Array | string> {
  try {
    yield* source;
  } catch (reason) {
    const { code, message } = reason as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new UsageError(`cannot read events from ${path}: ${why}`, undefined, { cause: reason });
  }
}

type Refuse = (why: string, advice?: string) => UsageError;

interface Line {
  readonly text: string;
  readonly number: number;
  /** Whether a line break ends it; the last one may lack it. */
  readonly whole: boolean;
}

/** Lines end with a line feed only: `readline` also ends them at separators that may stand inside JSON strings. */
async function* lines(source: Source, refuse: Refuse): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw refuse(`line ${number + 1} or one soon after it is not UTF-8`);
    }
  };
  for await (const piece of source) {
    const parts = (rest + (typeof piece === 'string' ? piece : decode(piece))).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text, number: ++number, whole: true };
  }
  rest += decode();
  if (rest !== '') yield { text: rest, number: number + 1, whole: false };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parse<Event extends { readonly type: string }>(
  { writer, formatVersion, problem }: Kind<Event>,
  text: string,
  number: number,
  refuse: Refuse,
): Event {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (number === 1 && text.trim() === '{')
      throw refuse(
        'it is one JSON document, and events stand on a line each',
        '--reporter ndjson=FILE writes events; conformance validate checks a report.json',
      );
    throw refuse(`line ${number} is not JSON`);
  }
  const { format, formatVersion: version } = (value ?? {}) as { format?: unknown; formatVersion?: unknown };
  if (writer === 'run' && format === campaignFormat)
    throw refuse('it holds the events of a campaign, not of a run', 'conformance report renders it');
  if (typeof version === 'number' && version !== formatVersion) {
    throw refuse(`it has format version ${version}, this tool reads ${formatVersion}`);
  }
  const wrong = problem(value);
  if (wrong !== undefined) throw refuse(`line ${number} is no event: ${wrong}`);
  return value as Event;
}
