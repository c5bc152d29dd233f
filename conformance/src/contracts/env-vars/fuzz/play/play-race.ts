import { setImmediate as turn } from 'node:timers/promises';
import { statusCode } from '../../../../driver/answer.js';
import type { RaceInput } from '../inputs/input.js';
import { valueCauses } from '../model/sight.js';
import { blame } from './attribute.js';
import { type Cancel, cancelledWith } from './cancelled-with.js';
import { differenceOf } from './compare.js';
import { expectedText, type Made, make, note, type Round, report } from './hands.js';

interface Running {
  readonly call: number;
  readonly abort: Cancel;
  readonly made: Promise<Made>;
  cancelled: boolean;
}

/**
 * Starts, cancels and awaits calls as the moves say. Never more are open than the driver takes; a cancelled one counts until the
 * end, since its work may go on.
 */
export async function playRace(round: Round, input: RaceInput): Promise<void> {
  const { inFlight } = round.hands.grounds.facts.limits;
  const running: Running[] = [];
  const open = new Set<Running>();
  let most = 0;
  const settled = round.hands.memory.settled();

  const start = (call: number): void => {
    const request = input.calls[call];
    if (request === undefined || open.size >= inFlight) return;
    const abort = cancelledWith(round.signal);
    const one: Running = {
      call,
      abort,
      cancelled: false,
      made: make(round, request, { signal: abort.signal }),
    };
    running.push(one);
    open.add(one);
    most = Math.max(most, open.size);
    one.made.then(
      () => {
        abort.release();
        if (!one.cancelled) open.delete(one);
      },
      () => {},
    );
  };
  const last = (call: number): Running | undefined => running.findLast((one) => one.call === call);

  for (const move of input.moves) {
    if (round.signal.aborted) break;
    if (move.move === 'start') start(move.call);
    else if (move.move === 'turn') for (let i = 0; i < move.times; i++) await turn();
    else if (move.move === 'cancel') {
      const one = last(move.call);
      if (one === undefined || !open.has(one)) continue;
      one.cancelled = true;
      one.abort.abort();
    } else await last(move.call)?.made;
  }
  const all = await Promise.all(running.map(async (one) => ({ ...one, made: await one.made })));
  if (most > 1) round.reached.add('concurrency/isolation');
  if (most === inFlight) {
    round.boundaries.add('in-flight/calls/limit');
    round.reached.add('concurrency/in-flight');
  }
  if (running.some(({ cancelled }) => cancelled)) round.reached.add('idempotency/after-cancel');
  for (const { made } of all) note(round, made);
  const cancelled = running.some((one) => one.cancelled);
  for (const { made, call } of all) {
    if (made.deviations.length > 0) await blameTogether(round, input, made, call, cancelled);
  }
  // Caches may give one call the value from before a rotation and the next one that from after it.
  if (!settled) return;
  compareTwins(
    round,
    all.map(({ made, call }) => ({ made, call })),
  );
}

/** Blames a wrong answer on the company that it was in, where by itself the call is answered as it has to be. */
async function blameTogether(
  round: Round,
  input: RaceInput,
  made: Made,
  call: number,
  cancelled: boolean,
): Promise<void> {
  // How long calls take together is no matter of the contract's, and a stack may end a connection on which calls are cancelled.
  const { failure } = made.answer;
  if (failure === 'deadline' || (failure !== undefined && cancelled)) return;
  for (let time = 0; time < 2; time++) {
    const alone = await make(round, made.request);
    if (alone.deviations.length > 0) return blame(round, alone);
  }
  for (const deviation of made.deviations) {
    if (deviation.requirement.startsWith('privacy/') || deviation.kind === 'form')
      report(round, deviation, expectedText(made.prediction));
    else {
      const text = `${input.title}, call ${call}: ${deviation.text}; by itself it is answered as it has to be`;
      report(
        round,
        { ...deviation, requirement: requirementOf(made, deviation.kind, cancelled), text },
        expectedText(made.prediction),
      );
    }
  }
}

function requirementOf({ answer }: Made, kind: string, cancelled: boolean): string {
  if (kind === 'answer') return 'concurrency/isolation';
  if (answer.failure === undefined && answer.code === statusCode.OK) return 'concurrency/isolation';
  if (cancelled) return 'idempotency/after-cancel';
  return 'concurrency/in-flight';
}

/** idempotency/concurrent: the same request, sent more than once, gets the same results. */
function compareTwins(round: Round, all: readonly { readonly made: Made; readonly call: number }[]): void {
  const first = new Map<number, Made>();
  for (const { made, call } of all) {
    if (made.answer.failure !== undefined || made.deviations.length > 0) continue;
    const earlier = first.get(call);
    if (earlier === undefined) {
      first.set(call, made);
      continue;
    }
    round.reached.add('idempotency/concurrent');
    const difference = differenceOf(earlier, made);
    if (difference !== undefined)
      report(
        round,
        {
          requirement: 'idempotency/concurrent',
          cause: valueCauses.together,
          text: difference,
          kind: 'answer',
        },
        'the same results',
      );
  }
}
