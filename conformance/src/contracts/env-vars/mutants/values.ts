import type { Hooks, QueryContext } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { forLaterPods, lastingCache, positionNames, positions, requestMemory } from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

type Change = (text: string, context: QueryContext, bytes: Uint8Array) => string;

const value = (change: Change): Partial<Hooks> => ({ value: change });
const isText = (text: string, bytes: Uint8Array): boolean => Buffer.from(text).equals(bytes);

/** Reformats JSON documents and leaves other texts alone. */
function reformat(text: string): string {
  if (!text.startsWith('{')) return text;
  return JSON.stringify(JSON.parse(text), null, 1);
}

/** Decodes pieces by themselves: characters on a border are lost, and what is short enough stays as long. */
function chunked(bytes: Uint8Array): string {
  const whole = Buffer.from(bytes);
  const pieces = Array.from({ length: Math.ceil(whole.length / 1024) }, (_, index) =>
    whole
      .subarray(index * 1024, (index + 1) * 1024)
      .toString()
      .replace(/^\ufffd+|\ufffd+$/g, ''),
  );
  return pieces.join('');
}

const exact: Mutant[] = (
  [
    ['trimmed', 'trims values', (text) => text.trim()],
    [
      'trailing-line-break',
      'strips a line break from the end of values',
      (text) => text.replace(/\r?\n$/, ''),
    ],
    ['trailing-space', 'strips spaces from the end of values', (text) => text.replace(/ +$/, '')],
    ['line-ends', 'turns CR LF into LF', (text) => text.replaceAll('\r\n', '\n')],
    ['markup', 'escapes markup', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
    ['json-html', 'escapes < in values as JSON encoders of Go do', (text) => text.replaceAll('<', '\\u003c')],
    ['normalised', 'composes characters (NFC)', (text) => text.normalize('NFC')],
    ['byte-order-mark', 'strips the byte order mark', (text) => text.replace(/^\ufeff/, '')],
    ['expanded', 'expands $(HOME)', (text) => text.replaceAll('$(HOME)', '/root')],
    ['percent-decoded', 'decodes %41', (text) => text.replaceAll('%41', 'A')],
    [
      'numbers',
      'reads numbers and writes them again',
      (text) => (/^\d+$/.test(text) ? String(Number(text)) : text),
    ],
    ['null', 'takes null for no value', (text) => (text === 'null' ? '' : text)],
    ['true', 'writes true as 1', (text) => (text === 'true' ? '1' : text)],
    ['json', 'reformats JSON', reformat],
    ['controls', 'strips control characters', (text) => text.replace(/(?![\t\r\n])\p{Cc}/gu, '')],
    [
      'supplementary',
      'replaces characters beyond the basic plane',
      (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'),
    ],
    ['ascii', 'replaces characters outside ASCII', (text) => text.replace(/\P{ASCII}/gu, '?')],
    ['quotes', 'strips quotes around values', (text) => text.replace(/^"(.*)"( |$)/, '$1$2')],
    ['backslashes', 'takes backslashes for escapes', (text) => text.replace(/\\(.)/g, '$1')],
    [
      'cut',
      'cuts values after 4096 bytes',
      (text, _, bytes) =>
        bytes.length <= 4096
          ? text
          : Buffer.from(text)
              .subarray(0, 4096)
              .toString()
              .replace(/\ufffd$/, ''),
    ],
    [
      'chunked',
      'reads values in pieces of 1024 bytes and decodes each by itself',
      (text, _, bytes) => (isText(text, bytes) ? chunked(bytes) : text),
    ],
    [
      'last-byte',
      'loses the last byte of values at the limit',
      (text, { limits }, bytes) =>
        isText(text, bytes) && bytes.length === limits.maxValueLengthBytes ? text.slice(0, -1) : text,
    ],
    [
      'base64url',
      'encodes binary data as base64url',
      (text, _, bytes) => (isText(text, bytes) ? text : Buffer.from(bytes).toString('base64url')),
    ],
    [
      'unpadded',
      'leaves out the padding of base64',
      (text, _, bytes) => (isText(text, bytes) ? text : text.replace(/=+$/, '')),
    ],
    [
      'replacement',
      'replaces what is not UTF-8',
      (text, _, bytes) => (isText(text, bytes) || bytes.includes(0) ? text : Buffer.from(bytes).toString()),
    ],
    [
      'latin-1',
      'reads bytes as Latin-1',
      // Longer ones would grow over the limit.
      (text, _, bytes) =>
        isText(text, bytes) && bytes.length < 1024 && /\P{ASCII}/u.test(text)
          ? Buffer.from(bytes).toString('latin1')
          : text,
    ],
    [
      'own-key',
      'takes a value equal to its key for a reference to nothing',
      (text, { query }) => (text === query.key ? '' : text),
    ],
    ['one-character', 'drops values of one character', (text) => (text.length === 1 ? '' : text)],
    ['cached', 'trims cached values', (text, { hit }) => (hit ? text.trim() : text)],
    ['uncached', 'trims values that it just read', (text, { hit }) => (hit ? text : text.trim())],
    [
      'above-20',
      'upper-cases values of batches of more than 20',
      (text, { size }) => (size > 20 ? text.toUpperCase() : text),
    ],
    [
      'above-49',
      'upper-cases the last value of more than 49',
      (text, { size, position }) => (size > 49 && position === size - 1 ? text.toUpperCase() : text),
    ],
  ] as [string, string, Change][]
).map(([id, description, change]) => mutant(`values/exact/${id}`, description, value(change), facts(id)));

/** What is implied where a served query has an error beside its value, at either stage. */
const besideErrors = ['batch/no-error-in-ok', 'optional/required-fails'].map((id) => ({
  id,
  why: 'an OK response carries an error for a query that is not optional',
}));

/** What is implied where an inexact value also shows elsewhere. */
function facts(id: string): { also?: { id: string; why: string }[] } {
  const cache = [
    'idempotency/repeat',
    'idempotency/concurrent',
    'idempotency/after-cancel',
    'idempotency/after-restart',
    'ordering/permutation',
  ].map((one) => ({ id: one, why: 'what was just read and what is cached differ' }));
  return id === 'cached' || id === 'uncached' ? { also: cache } : {};
}

/** Mutants of the area values. */
export const valuesMutants: readonly Mutant[] = [
  ...exact,
  ...positionNames.map((position) =>
    mutant(
      `values/exact/${position}`,
      `gives the ${position} query of a batch its key instead of its value`,
      {
        oneResult: (result, context) =>
          positions[position](context) && result.error === ''
            ? { ...result, value: context.query.key }
            : result,
      },
      { also: [{ id: 'ordering/permutation', why: 'the value depends on the position' }] },
    ),
  ),
  mutant('values/exact/whole-document', 'gives the whole document where a member is asked for', {
    oneResult: async (result, { query, backend, signal }) => {
      if (query.queryParameters.field === undefined || result.error !== '') return result;
      const document = await backend.read(query.key, signal);
      return { ...result, value: document === undefined ? '' : Buffer.from(document).toString() };
    },
  }),
  mutant('values/exact/member-cached', 'caches the member of a document in place of the document', () => {
    const members = new Map<string, string>();
    return {
      oneResult: (result, { query }) => {
        if (query.key !== 'app/config' || result.error !== '') return result;
        const known = members.get(query.key);
        members.set(query.key, known ?? result.value);
        return { ...result, value: known ?? result.value };
      },
    };
  }),
  mutant(
    'values/value-xor-error/both',
    'says ok in the error of every result',
    { oneResult: (result) => ({ ...result, error: result.error || 'ok' }) },
    { also: besideErrors },
  ),
  mutant(
    'values/value-xor-error/warning-last',
    'puts a warning beside the value at the last position',
    {
      oneResult: (result, context) =>
        positions.last(context) ? { ...result, error: result.error || 'the value is old' } : result,
    },
    { also: besideErrors },
  ),
  mutant(
    'values/value-xor-error/default',
    'gives a missing optional query a default value beside its error',
    { oneResult: (result) => (result.error === '' ? result : { ...result, value: 'default' }) },
    { stage: 'beta' },
  ),
  mutant(
    'values/no-nul/raw',
    'gives values with U+0000 as they are',
    value((text, _, bytes) => (bytes.includes(0) ? Buffer.from(bytes).toString() : text)),
    { also: [{ id: 'values/exact', why: 'a string cannot carry the value so' }] },
  ),
  mutant(
    'values/no-nul/terminated',
    'ends the value at the last position with U+0000, as in C',
    {
      oneResult: (result, context) =>
        positions.last(context) && result.error === '' ? { ...result, value: `${result.value}\0` } : result,
    },
    {
      also: [
        { id: 'values/exact', why: 'the value has one character more' },
        { id: 'ordering/permutation', why: 'the value depends on the position' },
      ],
    },
  ),
  mutant(
    'values/no-nul/cached',
    'gives cached values with U+0000 as they are',
    value((text, { hit }, bytes) => (hit && bytes.includes(0) ? Buffer.from(bytes).toString() : text)),
    {
      ...lastingCache,
      also: [
        { id: 'values/exact', why: 'a string cannot carry the value so' },
        { id: 'idempotency/repeat', why: 'the first answer and the cached one differ' },
      ],
    },
  ),
  mutant(
    'values/size/cached',
    'measures values only when it reads them',
    { tooLong: (tooLong, _, { hit }) => tooLong && !hit },
    {
      ...lastingCache,
      also: [{ id: 'idempotency/repeat', why: 'the second answer has what the first one refused' }],
    },
  ),
  mutant('values/size/truncated', 'cuts values at the limit', {
    value: (text, { limits }) => {
      const bytes = Buffer.from(text);
      return bytes.length <= limits.maxValueLengthBytes
        ? text
        : bytes
            .subarray(0, limits.maxValueLengthBytes)
            .toString()
            .replace(/\ufffd$/, '');
    },
  }),
  mutant('values/size/unlimited', 'gives values of any length', { tooLong: () => false }),
  mutant('values/size/characters', 'measures values in characters', {
    tooLong: (_, text, { limits }) => text.length > limits.maxValueLengthBytes,
  }),
  mutant('values/size/before-encoding', 'measures binary values before it encodes them', {
    tooLong: (tooLong, text) => tooLong && !/^[A-Za-z0-9+/]+={1,2}$/.test(text),
  }),
  mutant('values/size/off-by-one', 'gives values that are one byte too long', {
    tooLong: (tooLong, text, { limits }) =>
      tooLong && Buffer.byteLength(text) !== limits.maxValueLengthBytes + 1,
  }),
  mutant(
    'values/size/wrong-code',
    'answers OUT_OF_RANGE to a value that is too long',
    {
      tooLong: (tooLong) => {
        if (tooLong) throw new StatusError(statusCode.OUT_OF_RANGE, 'the value is too long');
        return false;
      },
    },
    failsToo(
      'the model cannot know that the value of a key with other parameters is too long',
      'request/legal-served',
    ),
  ),
  mutant('values/size/empty', 'gives an empty value for one that is too long', {
    value: (text, { limits }) => (Buffer.byteLength(text) > limits.maxValueLengthBytes ? '' : text),
  }),
  mutant('values/size/above-49', 'does not measure values in batches of more than 49', {
    tooLong: (tooLong, _, { size }) => tooLong && size <= 49,
  }),
  mutant(
    'values/exact/later-pods',
    'gives all but the first pod the value of the query before in a batch',
    () =>
      forLaterPods((later) => ({
        results: (list, context) =>
          later(context)
            ? list.map((result, index) => ({ ...result, value: list.at(index - 1)?.value ?? '' }))
            : list,
      })),
    { also: [{ id: 'ordering/same-order', why: 'values change places' }] },
  ),
  mutant('values/size/last', 'does not measure the value at the last position', {
    tooLong: (tooLong, _, context) => tooLong && !positions.last(context),
  }),
  mutant(
    'values/size/at-limit',
    'refuses values that are exactly at the limit',
    {
      tooLong: (tooLong, text, { limits }) =>
        tooLong || Buffer.byteLength(text) === limits.maxValueLengthBytes,
    },
    { also: [{ id: 'values/exact', why: 'a legal value is not given' }] },
  ),
  mutant('values/response-size/unlimited', 'gives responses of any size', { tooLarge: () => false }),
  mutant(
    'values/response-size/second-call',
    'gives a response of any size when the request was seen before',
    () => {
      const before = requestMemory();
      const again = new WeakSet<object>();
      return {
        messageReceived: (context) => {
          if (before(context) === 1) again.add(context.request);
        },
        tooLarge: (tooLarge, { request }) => tooLarge && !again.has(request),
      };
    },
    { also: [{ id: 'idempotency/repeat', why: 'the repetition gives another answer' }] },
  ),
  mutant('values/response-size/characters', 'measures responses in characters', () => {
    const extra = new WeakMap<object, number>();
    return {
      results: (results, { request }) => {
        extra.set(
          request,
          results.reduce((sum, { value }) => sum + Buffer.byteLength(value) - value.length, 0),
        );
        return results;
      },
      // A value of three bytes a character takes a third of what it should.
      tooLarge: (tooLarge, { request }) => tooLarge && (extra.get(request) ?? 0) < 4096,
    };
  }),
  mutant('values/response-size/values-only', 'counts the values alone', () => {
    const sums = new WeakMap<object, number>();
    return {
      results: (results, { request }) => {
        sums.set(
          request,
          results.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0),
        );
        return results;
      },
      tooLarge: (_, { request, limits }) => (sums.get(request) ?? 0) > limits.maxTotalPayloadBytes,
    };
  }),
  mutant(
    'values/response-size/blanks',
    'gives empty values from where they no longer fit',
    {
      results: (results, { limits }) => {
        let sum = 0;
        return results.map((result) => {
          sum += Buffer.byteLength(result.name + result.value) + 16;
          return sum <= limits.maxTotalPayloadBytes ? result : { ...result, value: '' };
        });
      },
    },
    { also: [{ id: 'values/exact', why: 'values are blanked' }] },
  ),
];
