import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, statusCode } from '../../../../driver/answer.js';
import type { Client } from '../../../../driver/client.js';
import type { Breach } from '../../../../fuzz/fuzz-target.js';
import { countResults } from '../../first-results.js';
import { decodeResponse, type EnvRequest, type EnvResult, encodeRequest } from '../../request.js';
import type { Shared } from '../../tools.js';
import { askedText } from '../../trace-call.js';
import { asksForeignClass, blamable } from '../model/blamable.js';
import { boundariesOf, boundaryId } from '../model/boundaries-of.js';
import { type Deviation, deviationsOf, expectedText } from '../model/deviations.js';
import { lengthOf } from '../model/length-of.js';
import { type Grounds, type Prediction, predict } from '../model/predict.js';
import { reachedBy } from '../model/reached-by.js';
import { type Sight, sightOf } from '../model/sight.js';
import { brief } from './brief.js';
import type { LeakWatch } from './leak-watch.js';
import type { Memory } from './memory.js';
import { rawText, tracedCall } from './traced-call.js';

/** What all inputs of a session share. */
export interface Hands {
  readonly grounds: Grounds;
  readonly shared: Shared;
  readonly memory: Memory;
  readonly leaks: LeakWatch;
  /** Takes a value that was returned for one that may show up nowhere else. */
  learn(value: string, key: string): void;
  /** Milliseconds that a call may take. */
  readonly timeoutMs: number;
  /** A call that was served before the first input; undefined where there is none, so that Probe has to do. */
  readonly legal: EnvRequest | undefined;
  /** Until when work may go on behind calls that nobody waits for any more, and hold their slots; of `performance.now()`. */
  busyUntil: number;
  /** Connections for raw bytes that are idle; the driver kept them open after the bytes that went over them. */
  readonly rawClients: Client[];
  /** How often which denied keys were compared. */
  readonly compared: Map<string, number>;
  redact(text: string): string;
}

/** A call that was made and judged. Sequences and bursts keep hundreds of them, so nothing large of the answer stays. */
export interface Made {
  readonly request: EnvRequest;
  readonly prediction: Prediction;
  readonly answer: Pick<Answer, 'code' | 'failure' | 'message'>;
  /** The results of status OK with a readable response, one more than the queries at most, each text in brief. */
  readonly results: readonly EnvResult[] | undefined;
  readonly deviations: readonly Deviation[];
}

/** How a call is made other than usual. */
export interface CallSettings {
  /** The bytes to send, where they are not the canonical encoding. */
  readonly bytes?: Uint8Array;
  readonly client?: Client;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Whether RESOURCE_EXHAUSTED is tried again after a backoff, as a CO does; true unless said. */
  readonly retry?: boolean;
}

/** One input being played: what it came to so far. */
export interface Round {
  readonly hands: Hands;
  readonly client: Client;
  readonly signal: AbortSignal;
  calls: number;
  readonly reached: Set<string>;
  /** Whether it is played by itself, so that `reached` has to say what the play could have shown. */
  readonly fresh: boolean;
  /** Set once a call asked for the class of another profile, so that the play shows nothing. */
  foreign: boolean;
  /** What the results of its calls let see; kept where it is played by itself. */
  readonly sight: Set<Sight>;
  readonly boundaries: Set<string>;
  readonly breaches: Breach[];
  /** Set once a call could not be made or was cut off: the driver may be gone. */
  lost: boolean;
}

/** Backoffs after RESOURCE_EXHAUSTED: a slot that was just given back may still be counted by the driver. */
const backoffsMs = [15, 30, 60, 120, 240, 480, 800];

/** Pause while slots may still be held by calls that were cancelled. */
const busyMs = 500;

/** Larger requests are refused by their size, and no waiting helps. */
const retriedBytes = 4_000_000;

/** Calls NodeGetEnvVars and judges what comes back; nothing is blamed yet. */
export async function make(round: Round, request: EnvRequest, settings: CallSettings = {}): Promise<Made> {
  const { hands } = round;
  const bytes = settings.bytes ?? encodeRequest(request);
  const client = settings.client ?? round.client;
  const prediction = predict(hands.grounds, hands.memory, request, bytes.length);
  const what = settings.bytes === undefined ? askedText(request) : rawText(bytes);
  let answer: Answer;
  for (let attempt = 0; ; attempt++) {
    round.calls++;
    answer = await tracedCall(hands.shared, client, what, bytes, {
      timeoutMs: settings.timeoutMs ?? hands.timeoutMs,
      signal: settings.signal ?? round.signal,
    });
    // Nothing tells how long; the work behind a call ends with the driver's time-out at the latest.
    const wait = backoffsMs[attempt] ?? (performance.now() < hands.busyUntil ? busyMs : undefined);
    const again =
      answer.code === statusCode.RESOURCE_EXHAUSTED &&
      answer.failure === undefined &&
      settings.retry !== false &&
      bytes.length < retriedBytes &&
      wait !== undefined;
    if (!again || round.signal.aborted) break;
    await pause(wait, undefined, { signal: round.signal }).catch(() => {});
  }
  if (answer.failure === 'cancelled' || answer.failure === 'deadline') leaveBehind(hands);
  if (answer.failure === 'refused' || answer.failure === 'closed' || answer.failure === 'reset')
    round.lost = true;
  const { code, failure, message, body } = answer;
  // One too many tells as much as a million of them.
  const most = request.queries.length + 1;
  const results =
    failure === undefined && code === 0 && body !== undefined ? decodeResponse(body, most) : undefined;
  const deviations = deviationsOf(
    prediction,
    {
      answer,
      results,
      ...(results?.length === most ? { total: countResults(body ?? new Uint8Array()) } : {}),
      wire: client.kind === 'wire',
    },
    hands.grounds.facts,
  );
  if (results !== undefined && body !== undefined && results.length < most)
    hands.memory.measure(body.length, results);
  if (results !== undefined) hands.memory.take(prediction, results, deviations.length === 0);
  return {
    request,
    prediction,
    answer: { code, message, ...(failure === undefined ? {} : { failure }) },
    results: results?.map(({ name, value, error }) => ({
      name: brief(name),
      value: brief(value),
      error: brief(error),
    })),
    deviations: [...deviations, ...hands.leaks.search(request, answer, results)],
  };
}

/** Notes that a call was given up, whose work may go on. */
export function leaveBehind(hands: Hands): void {
  hands.busyUntil = performance.now() + hands.grounds.facts.limits.timeoutMs + 1000;
}

/** Notes what a call could have shown. */
export function note(round: Round, made: Made): void {
  const { prediction } = made;
  const { facts } = round.hands.grounds;
  if (round.fresh) noteBlamable(round, made);
  else for (const id of reachedBy(prediction, facts.stage)) round.reached.add(id);
  for (const id of boundariesOf(prediction.request, prediction.bytes, facts.limits)) round.boundaries.add(id);
  const near = (field: string, size: number, limit: number): void => {
    if (Math.abs(size - limit) <= 1) round.boundaries.add(boundaryId(field, 'bytes', size - limit));
  };
  if (prediction.responseBytes !== undefined)
    near('response', prediction.responseBytes, facts.limits.payloadBytes);
  const { valueBytes } = facts.limits;
  for (const { value } of prediction.queries)
    if (value !== undefined && value.length <= valueBytes + 1 && value.length * 3 >= valueBytes - 1)
      near('value', lengthOf(value), valueBytes);
}

/** Notes what a call could have been blamed for. */
export function noteBlamable(round: Round, { prediction, results }: Made): void {
  const { grounds, memory } = round.hands;
  round.foreign ||= asksForeignClass(grounds, prediction);
  for (const id of blamable(grounds, memory, prediction, results !== undefined)) round.reached.add(id);
  if (results !== undefined) for (const one of sightOf(grounds, prediction)) round.sight.add(one);
}

/** Reports a deviation as a breach. */
export function report(round: Round, deviation: Deviation, expected: string): void {
  const { redact } = round.hands;
  round.reached.add(deviation.requirement);
  if (
    round.breaches.some(
      ({ requirement, cause }) => requirement === deviation.requirement && cause === deviation.cause,
    )
  )
    return;
  round.breaches.push({
    requirement: deviation.requirement,
    cause: deviation.cause,
    mismatches: [redact(deviation.text)],
    expected,
  });
}

export { expectedText };
