import { codeName, statusCode } from '../../driver/answer.js';
import type { Outcome } from './outcome.js';

/** What a mutator remembers of the answers of one method. */
export interface Memory {
  readonly first?: Outcome;
  readonly last?: Outcome;
  readonly lastOk?: Outcome;
  readonly lastFailure?: Outcome;
  /** Newest OK answer to another request. */
  readonly other?: Outcome;
  /** Newest OK answer to another request with as many elements. */
  readonly alike?: Outcome;
  /** Longest text of this answer, or of the last one that had any. */
  readonly text?: string;
  /** Hands this answer to a call that is open too, and takes that one's. */
  exchange(): Promise<Outcome>;
}

/** Changes an answer as a whole. */
export interface AnswerOperator {
  /** Kind of the change, one of the first words of its name. */
  readonly family: string;
  readonly name: string;
  /** The part of the answer that is changed, the last part of the field. */
  readonly part: string;
  /** What it does, a sentence without subject. */
  readonly says: string;
  readonly on: 'ok' | 'failure' | 'any';
  /** Whether it takes so long that it must stay rare. */
  readonly rare?: true;
  apply(outcome: Outcome, memory: Memory): Outcome | Promise<Outcome>;
}

const recode =
  (to: number) =>
  ({ headers, trailers }: Outcome): Outcome =>
    to === statusCode.OK
      ? { code: to, message: '', body: new Uint8Array(), headers, trailers }
      : { code: to, message: 'the answer was changed', headers, trailers };

const failures = [
  statusCode.CANCELLED,
  statusCode.UNKNOWN,
  statusCode.INVALID_ARGUMENT,
  statusCode.DEADLINE_EXCEEDED,
  statusCode.NOT_FOUND,
  statusCode.ALREADY_EXISTS,
  statusCode.PERMISSION_DENIED,
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.FAILED_PRECONDITION,
  statusCode.ABORTED,
  statusCode.OUT_OF_RANGE,
  statusCode.UNIMPLEMENTED,
  statusCode.INTERNAL,
  statusCode.UNAVAILABLE,
  statusCode.DATA_LOSS,
  statusCode.UNAUTHENTICATED,
  42,
] as const;

const told = [
  statusCode.INVALID_ARGUMENT,
  statusCode.NOT_FOUND,
  statusCode.PERMISSION_DENIED,
  statusCode.INTERNAL,
  statusCode.UNAVAILABLE,
] as const;

const word = (code: number): string => codeName(code).toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');

const codes: readonly AnswerOperator[] = [
  ...failures.map(
    (to): AnswerOperator => ({
      family: 'code',
      name: `code-ok-to-${word(to)}`,
      part: 'status',
      says: `answers ${codeName(to)} in place of OK`,
      on: 'ok',
      apply: recode(to),
    }),
  ),
  ...told.flatMap((from) =>
    [statusCode.OK, ...failures]
      .filter((to) => to !== from)
      .map(
        (to): AnswerOperator => ({
          family: 'code',
          name: `code-${word(from)}-to-${word(to)}`,
          part: 'status',
          says: `answers ${codeName(to)} in place of ${codeName(from)}`,
          on: 'failure',
          apply: (outcome) => (outcome.code === from ? recode(to)(outcome) : outcome),
        }),
      ),
  ),
];

/** What a header can carry of a text. */
const carried = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 4000);

const additions: readonly (readonly [string, string, (memory: Memory) => string | undefined])[] = [
  ['x-request-id', 'a harmless entry', () => '7d1c'],
  ['x-empty', 'an entry without a value', () => ''],
  ['x-trace-bin', 'a harmless binary entry', () => Buffer.from('trace 1').toString('base64')],
  ['x-large', 'an entry of 7000 bytes', () => 'x'.repeat(7000)],
  ['content-language', 'an entry that HTTP knows', () => 'en'],
  // google.rpc.Status with one detail
  [
    'grpc-status-details-bin',
    'details of the status',
    () => Buffer.from('0805120161' + '1a060a0161120162', 'hex').toString('base64'),
  ],
  ['x-debug', 'a text of the answer', ({ text }) => text && carried(text)],
  [
    'x-debug-hex',
    'a text of the answer in hex',
    ({ text }) => text && Buffer.from(text.slice(0, 500)).toString('hex'),
  ],
  [
    'x-debug-bin',
    'a text of the answer as bytes',
    ({ text }) => text && Buffer.from(text.slice(0, 500)).toString('base64'),
  ],
  [
    'x-debug-reversed',
    'a text of the answer, reversed',
    ({ text }) => text && carried([...text].reverse().join('')),
  ],
  [
    'x-debug-piece',
    'eight characters of a text of the answer',
    ({ text }) => text && carried(text).slice(0, 8),
  ],
];

const metadata: readonly AnswerOperator[] = (['headers', 'trailers'] as const).flatMap((part) =>
  additions.map(
    ([name, what, value]): AnswerOperator => ({
      family: 'add',
      name: `add-${name}`,
      part,
      says: `adds ${what} to the ${part}`,
      on: 'any',
      apply(outcome, memory) {
        const text = value(memory);
        if (text === undefined) return outcome;
        return { ...outcome, [part]: new Map([...outcome[part], [name, text]]) };
      },
    }),
  ),
);

const delays: readonly AnswerOperator[] = (
  [
    ['20ms', 20],
    ['200ms', 200],
    ['1s', 1000],
    ['4s', 4000],
    ['8s', 8000],
  ] as const
).map(
  ([slug, ms]): AnswerOperator => ({
    family: 'delay',
    name: `delay-${slug}`,
    part: 'answer',
    says: `waits ${slug} before it answers`,
    on: 'any',
    ...(ms >= 1000 ? { rare: true } : {}),
    apply: (outcome) => new Promise((resolve) => setTimeout(resolve, ms, outcome)),
  }),
);

const repetitions: readonly AnswerOperator[] = [
  ['repeat', 'repeat-last', 'gives the last answer of the method again', 'any', ({ last }: Memory) => last],
  [
    'repeat',
    'repeat-first',
    'gives the first answer of the method again',
    'any',
    ({ first }: Memory) => first,
  ],
  [
    'repeat',
    'repeat-last-ok',
    'gives the last OK answer in place of a failure',
    'failure',
    ({ lastOk }: Memory) => lastOk,
  ],
  [
    'repeat',
    'repeat-last-failure',
    'gives the last failure in place of an OK answer',
    'ok',
    ({ lastFailure }: Memory) => lastFailure,
  ],
  [
    'other-caller',
    'other-caller-last',
    'gives the newest answer to another request',
    'ok',
    ({ other }: Memory) => other,
  ],
  [
    'other-caller',
    'other-caller-alike',
    'gives the newest answer to another request with as many elements',
    'ok',
    ({ alike }: Memory) => alike,
  ],
  [
    'other-caller',
    'other-caller-open',
    'exchanges its answer with that of another call that is open',
    'any',
    ({ exchange }: Memory) => exchange(),
  ],
].map(
  ([family, name, says, on, choose]) =>
    ({
      family,
      name,
      part: 'answer',
      says,
      on,
      apply: async (outcome: Outcome, memory: Memory) =>
        (await (choose as (memory: Memory) => Outcome | undefined)(memory)) ?? outcome,
    }) as AnswerOperator,
);

/** Every way in which an answer as a whole is changed. */
export const answerOperators: readonly AnswerOperator[] = [...codes, ...metadata, ...delays, ...repetitions];
