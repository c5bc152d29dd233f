import { createHash } from 'node:crypto';
import { type DescMethod, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Memory } from './answer-operators.js';
import { changeTree } from './change-tree.js';
import type { CallFacts } from './circumstances.js';
import { type Outcome, sameOutcome } from './outcome.js';
import { shapeOf } from './shape.js';
import type { Variant } from './variant.js';
import { readTree, type WireNode, writeTree } from './wire-tree.js';

/** Changes the answers of one driver as a variant says. */
export interface ResponseMutator {
  /** Answers so far that a caller could tell from what the driver answered. */
  readonly changed: number;
  /** A call came in; its answer goes through the returned function. */
  begin(method: DescMethod, request: Uint8Array): (outcome: Outcome) => Promise<Outcome>;
}

/** How long a call waits for another one to exchange answers with. */
const exchangeMs = 30;

/** What is remembered of a method. */
interface Past {
  number: number;
  open: number;
  failed: boolean;
  text: string | undefined;
  readonly requests: Map<string, number>;
  readonly memory: Partial<Record<'first' | 'last' | 'lastOk' | 'lastFailure', Outcome>>;
  /** OK answers, the newest last, with the requests that they belong to. */
  readonly answers: { readonly request: string; readonly elements: number; readonly outcome: Outcome }[];
  waiting: ((outcome: Outcome) => void) | undefined;
  waitingOutcome: Outcome | undefined;
}

/** Makes the mutator of a variant. Its memory is that of one driver. */
export function responseMutator({ move, circumstance }: Variant): ResponseMutator {
  const pasts = new Map<string, Past>();
  let changed = 0;

  async function changedOutcome(
    method: DescMethod,
    past: Past,
    request: string,
    outcome: Outcome,
  ): Promise<Outcome> {
    const { change } = move;
    if (change.of === 'answer') {
      const { on } = change.operator;
      if (on !== 'any' && on !== (outcome.code === 0 ? 'ok' : 'failure')) return outcome;
      return change.operator.apply(outcome, memoryOf(method, past, request, outcome));
    }
    if (change.of === 'status') {
      if (outcome.code === 0 || circumstance.text?.(outcome.message) === false) return outcome;
      const text = change.operator.apply(outcome.message);
      return { ...outcome, message: typeof text === 'string' ? text : Buffer.from(text).toString() };
    }
    if (outcome.body === undefined) return outcome;
    const tree = readTree(outcome.body, shapeOf(method.output));
    changeTree(tree, change.target, change.change, circumstance);
    return { ...outcome, body: writeTree(tree) };
  }

  return {
    get changed() {
      return changed;
    },
    begin(method, bytes) {
      const past = pastOf(pasts, method.name);
      const request = createHash('sha256').update(bytes).digest('base64');
      const before = past.requests.get(request) ?? 0;
      past.requests.set(request, before + 1);
      const number = ++past.number;
      past.open += 1;
      return async (outcome) => {
        const facts: CallFacts = {
          number,
          before,
          bytes: outcome.body?.length ?? 0,
          open: past.open,
          afterFailure: past.failed,
        };
        let answer = outcome;
        if (method.name === move.method && (circumstance.call?.(facts) ?? true)) {
          const started = performance.now();
          answer = await changedOutcome(method, past, request, outcome);
          const waits = move.family === 'delay' && performance.now() - started > 1;
          if (waits || !sameOutcome(plain(method, answer), plain(method, outcome))) changed += 1;
        }
        past.open -= 1;
        remember(method, past, request, outcome);
        return answer;
      };
    },
  };
}

function pastOf(pasts: Map<string, Past>, method: string): Past {
  const known = pasts.get(method);
  if (known !== undefined) return known;
  const past: Past = {
    number: 0,
    open: 0,
    failed: false,
    text: undefined,
    requests: new Map(),
    memory: {},
    answers: [],
    waiting: undefined,
    waitingOutcome: undefined,
  };
  pasts.set(method, past);
  return past;
}

/** Newest answers that are kept for other callers. */
const kept = 50;

function remember(method: DescMethod, past: Past, request: string, outcome: Outcome): void {
  const { memory, answers } = past;
  memory.first ??= outcome;
  memory.last = outcome;
  past.failed = outcome.code !== 0;
  if (outcome.body === undefined) {
    memory.lastFailure = outcome;
    return;
  }
  memory.lastOk = outcome;
  past.text = longestText(method, outcome) ?? past.text;
  const elements = readTree(outcome.body, shapeOf(method.output)).length;
  answers.push({ request, elements, outcome });
  if (answers.length > kept) answers.shift();
}

function memoryOf(method: DescMethod, past: Past, request: string, outcome: Outcome): Memory {
  const others = past.answers.filter((one) => one.request !== request);
  const elements = outcome.body === undefined ? -1 : readTree(outcome.body, shapeOf(method.output)).length;
  const other = others.at(-1)?.outcome;
  const alike = others.findLast((one) => one.elements === elements)?.outcome;
  const text = longestText(method, outcome) ?? past.text;
  return {
    ...past.memory,
    ...(other === undefined ? {} : { other }),
    ...(alike === undefined ? {} : { alike }),
    ...(text === undefined ? {} : { text }),
    exchange: () => exchange(past, outcome),
  };
}

/** Waits for another open call, and for a short time only. */
function exchange(past: Past, outcome: Outcome): Promise<Outcome> {
  const { waiting, waitingOutcome } = past;
  if (waiting !== undefined && waitingOutcome !== undefined) {
    past.waiting = undefined;
    waiting(outcome);
    return Promise.resolve(waitingOutcome);
  }
  if (past.open < 2) return Promise.resolve(outcome);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      past.waiting = undefined;
      resolve(outcome);
    }, exchangeMs);
    past.waitingOutcome = outcome;
    past.waiting = (other) => {
      clearTimeout(timer);
      resolve(other);
    };
  });
}

/** The longest text of an answer. */
function longestText(method: DescMethod, { body }: Outcome): string | undefined {
  if (body === undefined) return undefined;
  const texts = (nodes: readonly WireNode[]): string[] =>
    nodes.flatMap(({ value }) => {
      if (typeof value === 'bigint') return [];
      return Array.isArray(value) ? texts(value) : [Buffer.from(value).toString()];
    });
  return texts(readTree(body, shapeOf(method.output))).reduce<string | undefined>(
    (longest, text) => (text.length > (longest?.length ?? 0) ? text : longest),
    undefined,
  );
}

/** An outcome with its body in the canonical encoding, so that another spelling of the same message is no change. */
function plain(method: DescMethod, outcome: Outcome): Outcome {
  if (outcome.body === undefined) return outcome;
  try {
    return { ...outcome, body: toBinary(method.output, fromBinary(method.output, outcome.body)) };
  } catch {
    // What no caller can read is told by its bytes.
    return outcome;
  }
}
