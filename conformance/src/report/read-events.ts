import { createReadStream } from 'node:fs';
import { UsageError } from '../errors.js';
import { eventFormatVersion, type FooterEvent, type RunEvent } from '../runner/events.js';
import { splitDigest, startDigest } from './digest.js';
import { shapeProblem } from './event-shape.js';

/**
 * Reads an event file back, event by event.
 *
 * @param source the file's bytes, or pieces of its text
 * @param name what messages call the file
 * @param onDigest told the digest of the footer once it proved right; without it a file may lack one
 * @throws UsageError, with one line that says which line is at fault, for anything but one whole run: no header, no footer,
 * something after the footer, a broken line, a higher format version, events that are missing, or a digest that does not match
 */
export async function* readEvents(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  onDigest?: (digest: string) => void,
): AsyncGenerator<RunEvent> {
  const refuse = (why: string, advice?: string): UsageError =>
    new UsageError(`cannot read events from ${name}: ${why}`, advice);
  const truncated = 'the run that wrote it did not end; run it again';
  const changed = 'it was changed after it was written: its digest does not match';
  const runAgain = 'take the file as the run wrote it, or run it again';
  let footer: FooterEvent | undefined;
  let first = true;
  const seen = new Set<string>();
  const planned = new Set<string>();
  const counts = { pass: 0, fail: 0, error: 0 };
  const digest = startDigest();
  for await (const { text, number, whole } of lines(source, refuse)) {
    if (text.trim() === '') continue;
    if (!whole && !isJson(text)) throw refuse(`it is truncated: line ${number} is cut short`, truncated);
    const event = parse(text, number, refuse);
    if (footer !== undefined) throw refuse(`line ${number} comes after the footer`);
    if (first !== (event.type === 'header')) {
      throw refuse(first ? 'it does not begin with a header' : `line ${number} is a second header`);
    }
    first = false;
    if (event.type === 'plan') {
      for (const { checks } of event.requirements) for (const check of checks) planned.add(check.name);
    }
    if (event.type === 'check') {
      if (seen.has(event.name)) throw refuse(`line ${number} is a second event of check ${event.name}`);
      if (!planned.has(event.name))
        throw refuse(`line ${number} is of check ${event.name}, which the plan does not have`);
      seen.add(event.name);
      if (event.outcome in counts) counts[event.outcome as keyof typeof counts]++;
    }
    if (event.type === 'footer') {
      footer = event;
      for (const outcome of ['pass', 'fail', 'error'] as const) {
        if (event.checks[outcome] === counts[outcome]) continue;
        throw refuse(
          `the footer counts ${event.checks[outcome]} checks as ${outcome}, the lines before it ${counts[outcome]}`,
          truncated,
        );
      }
    }
    const split = event.type === 'footer' ? splitDigest(text.trimEnd()) : undefined;
    if (event.type !== 'footer') digest.add(`${text.trimEnd()}\n`);
    else if (split !== undefined) {
      digest.add(split.head);
      if (digest.value() !== split.digest) throw refuse(changed, runAgain);
      onDigest?.(split.digest);
    } else if ('digest' in event) throw refuse(changed, runAgain);
    else if (onDigest !== undefined)
      throw refuse('its footer has no digest, so nothing shows that it is whole');
    yield split === undefined ? event : (JSON.parse(`${split.head}}`) as RunEvent);
  }
  if (first) throw refuse('it is empty');
  if (footer === undefined) throw refuse('it is truncated: there is no footer', truncated);
}

/** Reads an event file by its path; `-` is stdin. Throws what {@link readEvents} throws, and a UsageError for an unreadable file. */
export async function* readEventFile(path: string): AsyncGenerator<RunEvent> {
  yield* readEvents(openSource(path), path === '-' ? 'stdin' : path);
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
async function* lines(source: AsyncIterable<Uint8Array | string>, refuse: Refuse): AsyncGenerator<Line> {
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

function parse(text: string, number: number, refuse: Refuse): RunEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(`line ${number} is not JSON`);
  }
  const { format, formatVersion: version } = (value ?? {}) as { format?: unknown; formatVersion?: unknown };
  if (format === 'csi-env/fuzz-events')
    throw refuse(
      'it holds the events of a campaign, not of a run',
      'fuzz --reporter renders a campaign as it runs',
    );
  if (typeof version === 'number' && version !== eventFormatVersion) {
    throw refuse(`it has format version ${version}, this tool reads ${eventFormatVersion}`);
  }
  const problem = shapeProblem(value);
  if (problem !== undefined) throw refuse(`line ${number} is no event: ${problem}`);
  return value as RunEvent;
}
