import type { Stage } from '../../contract.js';
import type { EnvRequest, EnvResult } from './request.js';

/** A rule that an answer breaks by itself, whatever the backend holds. */
export interface Fault {
  readonly requirement: string;
  /** What is wrong, without any value. */
  readonly text: string;
}

/** What the judge knows beside the request and the answer. */
export interface JudgeInput {
  readonly request: EnvRequest;
  readonly results: readonly EnvResult[];
  /** How many results came, where more came than were read. */
  readonly total?: number;
  /** Size of the serialized response in bytes. */
  readonly responseBytes: number;
  readonly limits: { readonly payloadBytes: number; readonly valueBytes: number };
  readonly stage: Stage;
  /** The value that a query must get, as a string can carry it; undefined where nobody knows or it changes by itself. */
  expected(index: number): string | undefined;
}

/** The judgement of an OK answer. */
export interface Judgement {
  readonly faults: readonly Fault[];
  /** The result that belongs to each query: by position; by name where only the order is broken. Empty when the count is wrong. */
  readonly aligned: readonly EnvResult[];
}

/** Largest error of a result in bytes (contract, section 3). */
export const resultErrorBytes = 1024;

const utf8 = new TextEncoder();

/** Node's own count, which is the faster for long texts; other places have none. */
const { Buffer: native } = globalThis as { Buffer?: { byteLength(text: string): number } };
/** Length from which on the call of it is worth its price. */
const longText = 48;

/** Length of a text in UTF-8 bytes; a surrogate without its other half counts as U+FFFD. */
export function utf8Length(text: string): number {
  if (native !== undefined && text.length >= longText) return native.byteLength(text);
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes++;
      continue;
    }
    bytes += 2;
    if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return bytes;
}

/**
 * Judges an OK answer by itself. Pure, and free of everything that only Node has.
 *
 * A fault is blamed on the one rule that it breaks: where the count is wrong nothing else is judged; results are matched by
 * name where the order is broken, and by position where the names are.
 */
export function judge(input: JudgeInput): Judgement {
  const { request, results, stage, limits } = input;
  const faults: Fault[] = [];
  const add = (requirement: string, text: string): void => {
    if (!faults.some((fault) => fault.requirement === requirement)) faults.push({ requirement, text });
  };
  const sent = request.queries.map((query) => query.name);
  const shared = new Set(sent).size < sent.length;

  // values/response-size
  if (input.responseBytes > limits.payloadBytes) {
    add(
      'values/response-size',
      `the response has ${input.responseBytes} bytes, the limit is ${limits.payloadBytes}`,
    );
  }
  // ordering/one-per-query; merged duplicates are ordering/duplicate-names'
  if (results.length !== sent.length) {
    const distinct = new Set(sent).size;
    const merged = shared && results.length < sent.length && results.length >= distinct;
    add(
      merged ? 'ordering/duplicate-names' : 'ordering/one-per-query',
      `${sent.length} queries got ${input.total ?? results.length} results`,
    );
    return { faults, aligned: [] };
  }
  const aligned = align(sent, results, add);

  for (const [index, result] of aligned.entries()) {
    const where = (): string => `result ${index + 1} of ${aligned.length}`;
    if (result.error !== '' && result.value !== '') {
      add('values/value-xor-error', `${where()} has both a value and an error`);
      continue;
    }
    if (result.error !== '') {
      if (stage === 'alpha') add('batch/no-error-in-ok', `${where()} carries an error in an OK response`);
      else if (request.queries[index]?.optional !== true) {
        add(
          'optional/required-fails',
          `${where()} carries an error in an OK response, and its query is not optional`,
        );
      } else if (utf8Length(result.error) > resultErrorBytes) {
        add(
          'optional/error-size',
          `${where()} has an error of ${utf8Length(result.error)} bytes, the limit is ${resultErrorBytes}`,
        );
      }
      continue;
    }
    if (result.value.includes('\0')) {
      add('values/no-nul', `${where()} has a value with U+0000`);
      continue;
    }
    const bytes = utf8Length(result.value);
    const expected = input.expected(index);
    if (bytes > limits.valueBytes) {
      add('values/size', `${where()} has a value of ${bytes} bytes, the limit is ${limits.valueBytes}`);
    } else if (expected !== undefined && expected !== result.value) {
      // The value of a query that shares the name, or one that is put together of theirs.
      const namesake = sent.findIndex((name, i) => {
        if (i === index || name !== result.name) return false;
        const other = input.expected(i) ?? '';
        return other === result.value || (other.length >= 8 && result.value.includes(other));
      });
      if (namesake >= 0)
        add(
          'ordering/duplicate-names',
          `${where()} has the value of query ${namesake + 1}, which shares its name`,
        );
      // The value may be that of a query with the same name for which the profile gives none: the fault is one of order then.
      else if (
        !sent.some((name, i) => i !== index && name === result.name && input.expected(i) === undefined)
      )
        add('values/exact', `${where()} is not the backend's value: ${difference(expected, result.value)}`);
    }
  }
  return { faults, aligned };
}

function align(
  sent: readonly string[],
  results: readonly EnvResult[],
  add: (requirement: string, text: string) => void,
): readonly EnvResult[] {
  const wrong = sent.findIndex((name, index) => results[index]?.name !== name);
  if (wrong < 0) return results;
  const left = new Map<string, EnvResult[]>();
  for (const result of results) left.set(result.name, [...(left.get(result.name) ?? []), result]);
  const byName = sent.map((name) => left.get(name)?.shift());
  if (byName.every((result) => result !== undefined)) {
    // ordering/same-order
    add(
      'ordering/same-order',
      `result ${wrong + 1} of ${sent.length} answers another query: the results are not in query order`,
    );
    return byName as EnvResult[];
  }
  // ordering/name-echo
  add('ordering/name-echo', `result ${wrong + 1} of ${sent.length} does not carry its query's name`);
  return results;
}

/** Says how two values differ without showing either. */
export function difference(expected: string, got: string): string {
  const a = utf8.encode(expected);
  const b = utf8.encode(got);
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  const lengths =
    a.length === b.length ? `both have ${a.length} bytes` : `${b.length} bytes instead of ${a.length}`;
  return `${lengths}, the first difference is at byte ${at}`;
}

/** A backend's value as a string can carry it: UTF-8 without NUL as it is, everything else as padded standard base64 (decision 9). */
export function asCarried(value: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
    if (!text.includes('\0')) return text;
  } catch {
    // No UTF-8: carried as base64.
  }
  let binary = '';
  for (const byte of value) binary += String.fromCharCode(byte);
  return btoa(binary);
}
