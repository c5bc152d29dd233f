import { UsageError } from '../../../../errors.js';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import type { EnvRequest } from '../../request.js';

/** One well-formed message to send, whatever it says. */
export interface CallInput extends FuzzInput {
  readonly phase: 'examples' | 'boundary' | 'fuzz';
  readonly kind: 'call';
  readonly request: EnvRequest;
}

/**
 * What bytes that are not the canonical encoding of a request mean: a legal request beside fields that nobody knows; one that can
 * be read in one way only; nothing that can be a request; or nobody can say.
 */
export const meanings = ['unknown-fields', 'readable', 'unreadable', 'unclear'] as const;
export type Meaning = (typeof meanings)[number];

/** Bytes to send in place of a serialized request (`message`) or of a framed one (`payload`), in base64. */
export interface RawInput extends FuzzInput {
  readonly phase: 'examples' | 'boundary' | 'fuzz';
  readonly kind: 'raw';
  readonly meaning: Meaning;
  readonly message?: string;
  readonly payload?: string;
}

/** A step of a sequence; calls are counted from 0, and one that is not there yet stands for the last. */
export type Step =
  | { readonly do: 'call'; readonly request: EnvRequest }
  | { readonly do: 'repeat'; readonly of: number }
  /** The queries of an earlier call in another order: each number takes one of those left, as a list does. */
  | { readonly do: 'permute'; readonly of: number; readonly picks: readonly number[] }
  | { readonly do: 'cancel'; readonly request: EnvRequest; readonly afterMs: number }
  | { readonly do: 'burst'; readonly request: EnvRequest; readonly times: number }
  | { readonly do: 'reconnect' }
  | { readonly do: 'rotate' }
  | { readonly do: 'restart' }
  | { readonly do: 'down' }
  | { readonly do: 'up' }
  | { readonly do: 'log' };

/** Steps to be done one after the other. */
export interface SequenceInput extends FuzzInput {
  readonly phase: 'stateful';
  readonly kind: 'sequence';
  readonly steps: readonly Step[];
}

/** One move in a race: start a call, cancel one that is under way, wait for one, or let the event loop turn so often. */
export type Move =
  | { readonly move: 'start'; readonly call: number }
  | { readonly move: 'cancel'; readonly call: number }
  | { readonly move: 'await'; readonly call: number }
  | { readonly move: 'turn'; readonly times: number };

/** Calls that overlap as the moves say; what is not started by a move is never sent. */
export interface RaceInput extends FuzzInput {
  readonly phase: 'concurrent';
  readonly kind: 'race';
  readonly calls: readonly EnvRequest[];
  readonly moves: readonly Move[];
}

export type EnvInput = CallInput | RawInput | SequenceInput | RaceInput;

const kindsOfPhase = {
  examples: ['call', 'raw'],
  boundary: ['call', 'raw'],
  fuzz: ['call', 'raw'],
  stateful: ['sequence'],
  concurrent: ['race'],
} as const satisfies Record<FuzzInput['phase'], readonly EnvInput['kind'][]>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextMap = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');
const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isBase64 = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value);

/**
 * Takes an input as one of this contract's.
 *
 * @throws UsageError that says which member is wrong
 */
export function readInput(input: FuzzInput): EnvInput {
  const fail = (where: string, what: string): never => {
    throw new UsageError(`cannot play the input: ${where} ${what}`, 'take an input as `fuzz` wrote it');
  };
  if (!isRecord(input)) return fail('it', 'is no object');
  const kinds: readonly string[] | undefined = Object.hasOwn(kindsOfPhase, input.phase)
    ? kindsOfPhase[input.phase]
    : undefined;
  if (kinds === undefined) return fail('phase', `is none of ${Object.keys(kindsOfPhase).join(', ')}`);
  if (!kinds.includes(input.kind as string))
    return fail('kind', `is not ${kinds.join(' or ')}, as the phase ${input.phase} has it`);
  switch (input.kind) {
    case 'call':
      checkRequest(input.request, 'request', fail);
      break;
    case 'raw':
      if (!meanings.includes(input.meaning as Meaning)) fail('meaning', `is none of ${meanings.join(', ')}`);
      if ((input.message === undefined) === (input.payload === undefined))
        fail('it', 'has to have either a message or a payload');
      if (!isBase64(input.message ?? input.payload))
        fail(input.message === undefined ? 'payload' : 'message', 'is no base64');
      break;
    case 'sequence':
      if (!Array.isArray(input.steps)) return fail('steps', 'is no list');
      for (const [index, step] of input.steps.entries()) checkStep(step, `steps[${index}]`, fail);
      break;
    default:
      if (!Array.isArray(input.calls)) return fail('calls', 'is no list');
      for (const [index, request] of input.calls.entries()) checkRequest(request, `calls[${index}]`, fail);
      if (!Array.isArray(input.moves)) return fail('moves', 'is no list');
      for (const [index, move] of input.moves.entries())
        checkMove(move, `moves[${index}]`, input.calls.length, fail);
  }
  return input as unknown as EnvInput;
}

type Fail = (where: string, what: string) => never;

function checkRequest(value: unknown, where: string, fail: Fail): void {
  if (!isRecord(value)) fail(where, 'is no request');
  const { className, classParameters, podContext, version, queries } = value as Record<string, unknown>;
  if (typeof className !== 'string') fail(`${where}.className`, 'is no text');
  if (!isTextMap(classParameters)) fail(`${where}.classParameters`, 'is no map of texts');
  if (!isTextMap(podContext)) fail(`${where}.podContext`, 'is no map of texts');
  if (version !== undefined && typeof version !== 'string') fail(`${where}.version`, 'is no text');
  if (!Array.isArray(queries)) fail(`${where}.queries`, 'is no list');
  for (const [index, query] of (queries as unknown[]).entries()) {
    const at = `${where}.queries[${index}]`;
    if (!isRecord(query)) fail(at, 'is no query');
    const { name, key, parameters, optional } = query as Record<string, unknown>;
    if (typeof name !== 'string') fail(`${at}.name`, 'is no text');
    if (typeof key !== 'string') fail(`${at}.key`, 'is no text');
    if (parameters !== undefined && !isTextMap(parameters)) fail(`${at}.parameters`, 'is no map of texts');
    if (optional !== undefined && typeof optional !== 'boolean')
      fail(`${at}.optional`, 'is neither true nor false');
  }
}

const plainSteps: readonly unknown[] = ['reconnect', 'rotate', 'restart', 'down', 'up', 'log'];

function checkStep(step: unknown, where: string, fail: Fail): void {
  if (!isRecord(step)) fail(where, 'is no step');
  const { do: what, of, picks, afterMs, times, request } = step as Record<string, unknown>;
  if (plainSteps.includes(what)) return;
  if (what === 'repeat' || what === 'permute') {
    if (!isCount(of)) fail(`${where}.of`, 'is no number of a call');
    if (what === 'permute' && !(Array.isArray(picks) && picks.every((pick) => isCount(pick))))
      fail(`${where}.picks`, 'is no list of numbers');
    return;
  }
  if (what !== 'call' && what !== 'cancel' && what !== 'burst')
    fail(`${where}.do`, 'is nothing that can be done');
  if (what === 'cancel' && !isCount(afterMs, 10_000))
    fail(`${where}.afterMs`, 'is no number of milliseconds up to 10,000');
  if (what === 'burst' && !isCount(times, 1000)) fail(`${where}.times`, 'is no number up to 1,000');
  checkRequest(request, `${where}.request`, fail);
}

function checkMove(value: unknown, where: string, calls: number, fail: Fail): void {
  if (!isRecord(value)) fail(where, 'is no move');
  const { move, call, times } = value as Record<string, unknown>;
  if (move === 'turn') {
    if (!isCount(times, 1000)) fail(`${where}.times`, 'is no number up to 1,000');
    return;
  }
  if (move !== 'start' && move !== 'cancel' && move !== 'await') fail(`${where}.move`, 'is no move');
  if (!isCount(call, calls - 1)) fail(`${where}.call`, 'is no index of calls');
}
