/** What is known of a call when its answer is changed. */
export interface CallFacts {
  /** Number of the call among those of its method, from 1. */
  readonly number: number;
  /** How often the same request came before. */
  readonly before: number;
  /** Size of the answer in bytes, 0 for a failure. */
  readonly bytes: number;
  /** Calls of the method that are open, this one among them. */
  readonly open: number;
  /** Whether the method's last answer was a failure. */
  readonly afterFailure: boolean;
}

/** When an answer is changed; what is absent holds always. */
export interface Circumstance {
  /** Name, the last part of a variant's. */
  readonly name: string;
  /** In words, after "only". */
  readonly says: string;
  call?(facts: CallFacts): boolean;
  /** Which of several elements; never met where there is one alone. */
  element?(index: number, size: number): boolean;
  text?(text: string): boolean;
}

const always: Circumstance = { name: 'always', says: '' };

/** Circumstances of calls: they fit every change. */
export const callCircumstances: readonly Circumstance[] = [
  always,
  { name: 'second-call', says: 'when the same request came once before', call: ({ before }) => before === 1 },
  { name: 'repeated', says: 'when the same request came before', call: ({ before }) => before > 0 },
  { name: 'first-time', says: 'when the request is new', call: ({ before }) => before === 0 },
  { name: 'every-third', says: 'on every third call', call: ({ number }) => number % 3 === 0 },
  { name: 'every-tenth', says: 'on every tenth call', call: ({ number }) => number % 10 === 0 },
  { name: 'fifth-call', says: 'on the fifth call', call: ({ number }) => number === 5 },
  { name: 'later', says: 'from the fiftieth call on', call: ({ number }) => number >= 50 },
  { name: 'concurrent', says: 'while another call is open', call: ({ open }) => open > 1 },
  { name: 'after-failure', says: 'after a failure', call: ({ afterFailure }) => afterFailure },
];

/** Circumstances of answers that carry a message. */
export const sizeCircumstances: readonly Circumstance[] = [
  { name: 'above-200-bytes', says: 'in answers above 200 bytes', call: ({ bytes }) => bytes > 200 },
  { name: 'above-4096-bytes', says: 'in answers above 4096 bytes', call: ({ bytes }) => bytes > 4096 },
];

/** Circumstances of elements of a repeated field, and of what is in them. */
export const elementCircumstances: readonly Circumstance[] = [
  {
    name: 'first',
    says: 'at the first of several positions',
    element: (index, size) => size > 1 && index === 0,
  },
  {
    name: 'middle',
    says: 'at a position in the middle',
    element: (index, size) => size > 2 && index === Math.floor(size / 2),
  },
  {
    name: 'last',
    says: 'at the last of several positions',
    element: (index, size) => size > 1 && index === size - 1,
  },
  { name: 'beyond-16', says: 'beyond the sixteenth position', element: (index) => index >= 16 },
  { name: 'beyond-48', says: 'beyond the forty-eighth position', element: (index) => index >= 48 },
  { name: 'alone', says: 'where it is the only one', element: (_, size) => size === 1 },
];

/** Circumstances of texts. */
export const textCircumstances: readonly Circumstance[] = [
  { name: 'long', says: 'in texts of more than 100 bytes', text: (text) => Buffer.byteLength(text) > 100 },
  {
    name: 'above-1000',
    says: 'in texts of more than 1000 bytes',
    text: (text) => Buffer.byteLength(text) > 1000,
  },
  {
    name: 'short',
    says: 'in texts of one to four characters',
    text: ({ length }) => length > 0 && length < 5,
  },
  { name: 'multi-byte', says: 'in texts beyond ASCII', text: (text) => /\P{ASCII}/u.test(text) },
  { name: 'digits', says: 'in texts of digits alone', text: (text) => /^\d+$/.test(text) },
  { name: 'spaces', says: 'in texts with white space', text: (text) => /\s/.test(text) },
];
