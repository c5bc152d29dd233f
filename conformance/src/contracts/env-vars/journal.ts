import { detached } from '../../detach.js';
import { type Answer, answered, type MetadataEntry } from '../../driver/answer.js';
import { type DeclaredLog, openDeclaredLog } from './declared.js';
import type { Fault } from './judge.js';
import type { EnvRequest } from './request.js';

/** A text that the driver sent outside of values: where a leak would show. */
export interface SeenText {
  readonly source: 'status message' | 'result error' | 'header' | 'trailer';
  readonly name: string;
  readonly text: string;
}

/** A rule seen broken while some check ran. */
export interface SeenFault extends Fault {
  readonly check: string;
  /** The request as protobuf JSON, when it was a well-formed one. */
  readonly request?: unknown;
}

/** A status other than OK that the driver gave to a well-formed call. */
export interface SeenStatus {
  readonly check: string;
  readonly method: string;
  readonly code: number;
  readonly message: string;
  readonly details: number;
  /** Whether the code came over the wire, not through a stock client that may rewrite it. */
  readonly wire: boolean;
  /** Whether the request kept every rule that can be told without the backend. */
  readonly wellFormed: boolean;
  readonly asked: EnvRequest;
  readonly request?: unknown;
}

const maxTexts = 100_000;
const maxTextsLength = 64 * 1024 * 1024;
const maxTextLength = 1024 * 1024;
const maxValues = 5000;
const maxValuesLength = 16 * 1024 * 1024;
/** Characters of the first value of a key that are kept where there is no room left. */
const maxFirstLength = 1024;
/** Of a longer value, which no limit allows, the beginning and the end are kept. */
const maxValueLength = 256 * 1024;
const maxSentTexts = 20_000;
const maxSentText = 16_384;
const maxSentLength = 8 * 1024 * 1024;
const maxStatuses = 20_000;

/**
 * What a run saw, kept for the checks that judge the whole traffic at the end. Bounded: texts are kept once, values once.
 */
export interface Journal {
  readonly texts: ReadonlyMap<string, SeenText>;
  /** Texts that were not kept, or not whole, because there were too many. */
  lostTexts: number;
  readonly faults: readonly SeenFault[];
  readonly statuses: readonly SeenStatus[];
  /** Secret values that the driver returned, as far as there is room, with the key that each first belonged to. */
  readonly values: ReadonlyMap<string, string>;
  /** Everything that the tool itself sent, as texts; no evidence of a leak. */
  readonly sent: ReadonlySet<string>;
  /** What the driver said of itself. */
  readonly declared: DeclaredLog;
  /** OK answers that were judged. */
  okAnswers: number;
  /** Those of them that had one result for each query, so that the results could be judged. */
  answersWithResults: number;
  text(entry: SeenText): void;
  fault(fault: SeenFault): void;
  status(status: SeenStatus): void;
  value(value: string, key: string): void;
  /** Has each value told to a listener as it comes, also those that there is no room for; now and then one again. */
  onValue(listener: (value: string) => void): void;
  send(text: string): void;
  metadata(source: 'header' | 'trailer', entries: readonly MetadataEntry[]): void;
  /** Drops the faults and statuses so far; what was sent and returned stays, for the search for leaks. */
  forget(): void;
}

/** Starts an empty journal. */
export function openJournal(): Journal {
  const texts = new Map<string, SeenText>();
  const faults: SeenFault[] = [];
  const statuses: SeenStatus[] = [];
  const values = new Map<string, string>();
  const sent = new Set<string>();
  let sentLength = 0;
  let valuesLength = 0;
  let textsLength = 0;
  const listeners: ((value: string) => void)[] = [];
  /** Keys with a value that is kept. */
  const keys = new Set<string>();

  function keepValue(value: string, key: string): void {
    if (values.has(value)) return;
    const room = values.size < maxValues && valuesLength + value.length <= maxValuesLength;
    // The beginning of the first value of a key has a place of its own, so that no key is without one.
    if (!room && (keys.has(key) || keys.size >= maxValues)) return;
    keys.add(key);
    if (!room) {
      values.set(detached(value.slice(0, maxFirstLength)), key);
      return;
    }
    valuesLength += value.length;
    values.set(value, key);
  }

  const journal: Journal = {
    texts,
    lostTexts: 0,
    faults,
    statuses,
    values,
    sent,
    declared: openDeclaredLog(),
    okAnswers: 0,
    answersWithResults: 0,
    text(entry) {
      if (entry.text === '') return;
      const text =
        entry.text.length <= maxTextLength ? entry.text : detached(entry.text.slice(0, maxTextLength));
      const id = `${entry.source}\n${entry.name}\n${text}`;
      if (texts.has(id)) return;
      const room = texts.size < maxTexts && textsLength + text.length <= maxTextsLength;
      if (!room || text.length < entry.text.length) journal.lostTexts++;
      if (!room) return;
      textsLength += text.length;
      texts.set(id, { ...entry, text });
    },
    fault(fault) {
      if (faults.length < 1000) faults.push(fault);
    },
    status(status) {
      if (statuses.length < maxStatuses) statuses.push(status);
    },
    value(value, key) {
      if (values.has(value)) return;
      for (const listener of listeners) listener(value);
      for (const part of keptOf(value)) keepValue(part, key);
    },
    onValue(listener) {
      listeners.push(listener);
    },
    send(text) {
      if (text === '' || sent.size >= maxSentTexts || sentLength >= maxSentLength) return;
      // Longer ones are padding, alike from end to end.
      const part = text.slice(0, maxSentText);
      if (!sent.has(part)) sentLength += part.length;
      sent.add(part);
    },
    forget() {
      faults.length = 0;
      statuses.length = 0;
    },
    metadata(source, entries) {
      for (const [name, value] of entries) {
        journal.text({ source, name, text: value });
        journal.text({ source, name: 'name', text: name });
      }
    },
  };
  return journal;
}

/** Keeps the headers, the trailers and the status message of an answer for the search for values; a status of OK may have one, too. */
export function noteAnswer(journal: Journal, path: string, answer: Answer): void {
  journal.metadata('header', answer.headers);
  journal.metadata('trailer', answer.trailers);
  if (answered(answer)) journal.text({ source: 'status message', name: path, text: answer.message });
}

/** What a journal keeps of a value: all of it, or its two ends. */
export function keptOf(value: string): readonly string[] {
  if (value.length <= maxValueLength) return [value];
  const half = maxValueLength / 2;
  return [detached(value.slice(0, half)), detached(value.slice(-half))];
}

/** Number of details in a grpc-status-details-bin trailer; 0 without one, 1 for one that cannot be read. */
export function countDetails(answer: Answer): number {
  const entry = [...answer.trailers, ...answer.headers].find(([name]) => name === 'grpc-status-details-bin');
  if (entry === undefined) return 0;
  const bytes = Buffer.from(entry[1], 'base64');
  let at = 0;
  let details = 0;
  // google.rpc.Status: code 1 varint, message 2 string, details 3 repeated Any.
  while (at < bytes.length) {
    const tag = bytes[at++] ?? 0;
    if ((tag & 7) === 0) {
      while (((bytes[at++] ?? 0) & 0x80) !== 0);
    } else if ((tag & 7) === 2) {
      let length = 0;
      let shift = 0;
      let byte: number;
      do {
        byte = bytes[at++] ?? 0;
        length += (byte & 0x7f) * 2 ** shift;
        shift += 7;
      } while ((byte & 0x80) !== 0 && shift < 35);
      at += length;
      if (tag >> 3 === 3) details++;
    } else {
      return 1;
    }
  }
  return details;
}
