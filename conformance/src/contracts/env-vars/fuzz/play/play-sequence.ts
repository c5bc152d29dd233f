import { setTimeout as pause } from 'node:timers/promises';
import { statusCode } from '../../../../driver/answer.js';
import type { Client } from '../../../../driver/client.js';
import type { HookName } from '../../../../profile/profile.js';
import { probe } from '../../identity.js';
import type { EnvRequest } from '../../request.js';
import type { SequenceInput, Step } from '../inputs/input.js';
import { type Disturbance, repeatedAfter, ruleOf, valueCauses } from '../model/sight.js';
import { blame } from './attribute.js';
import { brief } from './brief.js';
import { cancelledWith } from './cancelled-with.js';
import { differenceOf } from './compare.js';
import { expectedText, type Made, make, note, type Round, report } from './hands.js';
import { faultOfLegalCall } from './serves.js';
import { tracedCall } from './traced-call.js';

/** Why a sequence says nothing: a hook that failed. */
export interface Inconclusive {
  readonly reason: string;
}

interface Entry {
  readonly made: Made;
  /** Number of the disturbances before it. */
  readonly at: number;
  /** Number of outages and rotations before it: answers from before and after are not compared. */
  readonly era: number;
  /** Whether its values were those of now, and not of before a rotation. */
  readonly settled: boolean;
}

/**
 * Plays steps one after the other on a connection of their own; the profile has every hook that they need. Whatever happens, a backend that was taken down is brought up
 * again, and the driver has recovered or is known not to, before the next input.
 */
export async function playSequence(round: Round, input: SequenceInput): Promise<Inconclusive | undefined> {
  const player = createPlayer(round, await round.hands.shared.context.openClient());
  try {
    for (const step of input.steps) {
      if (round.signal.aborted || player.failed !== undefined) break;
      await player.play(step);
    }
  } finally {
    await player.end();
  }
  return player.failed === undefined ? undefined : { reason: player.failed };
}

function createPlayer(shared: Round, first: Client) {
  const { hands } = shared;
  const { memory } = hands;
  const { inFlight } = hands.grounds.facts.limits;
  const history: Entry[] = [];
  const disturbances: Disturbance[] = [];
  let round: Round = { ...shared, client: first };
  let era = 0;
  let down = false;
  let logged: number | undefined;
  const player = {
    failed: undefined as string | undefined,
    async play(step: Step): Promise<void> {
      switch (step.do) {
        case 'call':
          return void (await call(step.request));
        case 'repeat':
          return again(step.of);
        case 'permute':
          return permute(step.of, step.picks);
        case 'cancel':
          return cancel(step.request, step.afterMs);
        case 'burst':
          return burst(step.request, step.times);
        case 'reconnect':
          return reconnect();
        case 'rotate':
          if ((await hook('rotate')) === undefined) return;
          memory.rotated();
          era++;
          return;
        case 'restart':
          return restart();
        case 'down':
          if (down) return;
          memory.backend = 'unsure';
          era++;
          down = true;
          await hook('backendDown');
          return;
        case 'up':
          return up();
        case 'log':
          return readLog();
      }
    },
    async end(): Promise<void> {
      try {
        await up();
      } finally {
        shared.calls = round.calls;
        shared.lost ||= round.lost;
        shared.foreign ||= round.foreign;
        await round.client.close();
      }
    },
  };
  return player;

  /** Runs a hook; gives its output, or undefined where it failed. */
  async function hook(name: HookName, signal = round.signal): Promise<string | undefined> {
    const run = hands.grounds.known.profile.hooks[name];
    if (run === undefined) throw new Error(`a sequence is played without hooks.${name}`);
    const result = await run(signal);
    if (result.ok) return result.output;
    player.failed ??= `hook ${name} failed: ${result.reason}`;
    return undefined;
  }

  async function call(request: EnvRequest): Promise<Made> {
    const made = await make(round, request);
    note(round, made);
    const at = disturbances.length;
    if (made.deviations.length > 0) await blameHere(made);
    history.push({ made, at, era, settled: memory.settled() });
    return made;
  }

  /** Blames the last disturbance where the same call is answered well by a driver that nothing was done to, as far as that is known. */
  async function blameHere(made: Made): Promise<void> {
    const before = history.find(
      ({ made: earlier }) => earlier.request === made.request || sameRequest(earlier.request, made.request),
    );
    const last = disturbances.at(-1);
    const status = made.deviations.find(({ kind }) => kind === 'status');
    const other = made.deviations.find(({ requirement }) => requirement === 'values/exact');
    // errors/backend: what is served in an outage is what was served before.
    if (other !== undefined && memory.backend !== 'up')
      return report(round, { ...other, requirement: 'errors/backend' }, expectedText(made.prediction));
    if (
      status === undefined ||
      last === undefined ||
      before === undefined ||
      before.made.deviations.length > 0
    )
      return blame(round, made);
    if (disturbances.length === before.at) return blame(round, made);
    report(round, { ...status, requirement: ruleOf[last] }, expectedText(made.prediction));
  }

  /** Whether a later answer has to be like this one. In an outage that hangs on what is still cached. */
  function isComparable(entry: Entry): boolean {
    return (
      memory.backend === 'up' && entry.settled && entry.era === era && entry.made.deviations.length === 0
    );
  }

  async function again(of: number): Promise<void> {
    const entry = history[of] ?? history.at(-1);
    if (entry === undefined) return;
    const made = await make(round, entry.made.request);
    note(round, made);
    round.reached.add('idempotency/repeat');
    const since = disturbances.slice(entry.at);
    for (const one of since) round.reached.add(ruleOf[one]);
    history.push({ made, at: disturbances.length, era, settled: memory.settled() });
    const difference = isComparable(entry) ? differenceOf(entry.made, made) : undefined;
    if (difference === undefined) {
      if (made.deviations.length > 0) await blame(round, made);
      return;
    }
    const last = since.at(-1);
    const requirement = last === undefined ? 'idempotency/repeat' : ruleOf[last];
    const cause = repeatedAfter(last);
    report(round, { requirement, cause, text: difference, kind: 'answer' }, 'the same results as before');
    await structural(made);
  }

  async function permute(of: number, picks: readonly number[]): Promise<void> {
    const entry = history[of] ?? history.at(-1);
    if (entry === undefined || entry.made.request.queries.length < 2) return;
    const { request } = entry.made;
    const order = orderOf(picks, request.queries.length);
    const made = await make(round, {
      ...request,
      queries: order.map((index) => request.queries[index] as (typeof request.queries)[number]),
    });
    note(round, made);
    history.push({ made, at: disturbances.length, era, settled: memory.settled() });
    const comparable = isComparable(entry);
    if (comparable) round.reached.add('ordering/permutation');
    const difference = comparable ? differenceOf(entry.made, made, order) : undefined;
    if (difference === undefined) {
      if (made.deviations.length > 0) await blame(round, made);
      return;
    }
    // Order, names and number are rules of their own, which a permutation only brings to light; so is a value that is nobody's.
    const others = made.deviations.filter(
      ({ kind, requirement }) => kind === 'answer' && (requirement !== 'values/exact' || !isExchanged(made)),
    );
    for (const deviation of others) report(round, deviation, expectedText(made.prediction));
    if (others.length > 0) return;
    report(
      round,
      {
        requirement: 'ordering/permutation',
        cause: valueCauses.permuted,
        text: difference,
        kind: 'answer',
      },
      'the same results, permuted',
    );
  }

  /** What a differing answer breaks by itself beside: order, names and number. */
  async function structural(made: Made): Promise<void> {
    for (const deviation of made.deviations)
      if (deviation.kind === 'answer' && deviation.requirement !== 'values/exact')
        report(round, deviation, expectedText(made.prediction));
  }

  async function cancel(request: EnvRequest, afterMs: number): Promise<void> {
    const abort = cancelledWith(round.signal);
    const making = make(round, request, {
      signal: abort.signal,
      retry: false,
    });
    if (afterMs > 0) await pause(afterMs, undefined, { signal: round.signal }).catch(() => {});
    abort.abort();
    await making;
    abort.release();
    disturbances.push('cancel');
    round.reached.add('idempotency/after-cancel');
  }

  async function burst(request: EnvRequest, times: number): Promise<void> {
    const over = times > inFlight;
    const all = await Promise.all(
      Array.from({ length: times }, () => make(round, request, over ? { retry: false } : {})),
    );
    const [one] = all;
    if (one === undefined) return;
    note(round, one);
    round.reached.add(over ? 'concurrency/overload' : 'concurrency/in-flight');
    if (Math.abs(times - inFlight) <= 1)
      round.boundaries.add(
        `in-flight/calls/limit${times === inFlight ? '' : times > inFlight ? '+1' : '-1'}`,
      );
    if (!over) round.reached.add('idempotency/concurrent');
    const wrong = all.filter(
      ({ deviations, answer }) =>
        deviations.length > 0 &&
        // How long so many calls take together is no matter of the contract's.
        answer.failure !== 'deadline' &&
        !(over && answer.failure === undefined && answer.code === statusCode.RESOURCE_EXHAUSTED),
    );
    if (over) disturbances.push('overload');
    const [bad] = wrong;
    if (bad === undefined) {
      history.push({ made: one, at: disturbances.length, era, settled: memory.settled() });
      return;
    }
    const alone = await make(round, request);
    if (alone.deviations.length > 0) return blame(round, alone);
    const [deviation] = bad.deviations;
    if (deviation === undefined) return;
    const exhausted = bad.answer.code === statusCode.RESOURCE_EXHAUSTED;
    const requirement = over
      ? 'concurrency/overload'
      : exhausted
        ? 'concurrency/in-flight'
        : 'idempotency/concurrent';
    report(
      round,
      {
        ...deviation,
        requirement,
        text: `${times} calls at once: ${deviation.text}; by itself it is answered as it has to be`,
      },
      expectedText(bad.prediction),
    );
  }

  async function reconnect(): Promise<void> {
    await round.client.close();
    round = { ...round, client: await hands.shared.context.openClient() };
    disturbances.push('reconnect');
    round.reached.add('transport/reconnect');
    await needLegal('transport/reconnect', 'a new connection');
  }

  async function restart(): Promise<void> {
    if ((await hook('restart')) === undefined) return;
    disturbances.push('restart');
    round.reached.add('idempotency/after-restart');
    await round.client.close();
    round = { ...round, client: await hands.shared.context.openClient() };
    const { startupTimeoutMs, timeoutMs } = hands.shared.context.options;
    const until = performance.now() + startupTimeoutMs;
    for (let wait = 20; performance.now() < until && !round.signal.aborted; wait = Math.min(250, wait * 2)) {
      const { answer, message } = await probe((path, bytes) =>
        tracedCall(hands.shared, round.client, 'Probe', bytes, { timeoutMs, signal: round.signal }, path),
      );
      if (answer.failure === undefined && answer.code === statusCode.OK && message?.ready !== false) break;
      await pause(wait);
    }
    await needLegal('idempotency/after-restart', 'a restart');
  }

  async function up(): Promise<void> {
    if (!down) return;
    down = false;
    // The backend comes up again even when the campaign is ended.
    if ((await hook('backendUp', AbortSignal.timeout(40_000))) === undefined) return;
    round.reached.add('errors/backend');
    const fault = await untilServed();
    if (fault !== undefined && !round.signal.aborted)
      report(
        round,
        {
          requirement: 'errors/backend',
          cause: 'no recovery when the backend is back',
          text: `after the backend came up again: ${fault}`,
          kind: 'status',
        },
        'OK once the backend is back',
      );
    memory.backend = 'up';
    era++;
  }

  /** errors/backend: the driver recovers within its time-out and five seconds more. */
  async function untilServed(): Promise<string | undefined> {
    memory.backend = 'up';
    const until = performance.now() + hands.grounds.facts.limits.timeoutMs + 5000;
    for (let wait = 20; ; wait = Math.min(500, wait * 2)) {
      const fault = await legalFault();
      if (fault === undefined || performance.now() > until || round.signal.aborted) return fault;
      await pause(wait);
    }
  }

  async function legalFault(): Promise<string | undefined> {
    // Every key that a call of this sequence was served with, since some may still be cached.
    for (const { made } of history.toReversed().slice(0, 8)) {
      if (
        made.prediction.group !== 1 ||
        made.prediction.queries.some(({ required }) => (required & 1) === 0 || (required & ~9) !== 0)
      )
        continue;
      const { deviations, answer } = await make(round, made.request);
      if (
        answer.code === statusCode.INTERNAL ||
        answer.code === statusCode.UNAVAILABLE ||
        answer.failure !== undefined
      )
        return deviations.find(({ kind }) => kind === 'status')?.text;
    }
    return faultOfLegalCall(round, round.client);
  }

  async function needLegal(requirement: string, what: string): Promise<void> {
    if (memory.backend !== 'up') return;
    const fault = await faultOfLegalCall(round, round.client);
    if (fault !== undefined && !round.signal.aborted)
      report(
        round,
        { requirement, cause: `not served after ${what}`, text: `after ${what}: ${fault}`, kind: 'status' },
        'OK, as before',
      );
  }

  /** idempotency/no-side-effects: `read` and `auth` change nothing, every other verb does. */
  async function readLog(): Promise<void> {
    const output = await hook('backendLog');
    if (output === undefined) return;
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    const from = logged;
    logged = lines.length;
    if (from === undefined) return;
    round.reached.add('idempotency/no-side-effects');
    const changes = lines
      .slice(Math.min(from, lines.length))
      .filter((line) => !/^(read|auth)\b/i.test(line.trim()));
    if (changes.length > 0)
      report(
        round,
        {
          requirement: 'idempotency/no-side-effects',
          cause: 'a change in the backend',
          text: `calls made the driver ask its backend for ${changes.length} things that are no reads, the first is ${JSON.stringify(changes[0]?.slice(0, 80))}`,
          kind: 'answer',
        },
        'nothing but reads',
      );
  }
}

/** Whether each wrong value is that of another query of the same request. */
function isExchanged({ results = [], prediction }: Made): boolean {
  return results.every(({ value }, index) => {
    const own = prediction.queries[index]?.value;
    const isValueOf = (one: string | undefined): boolean => one !== undefined && brief(one) === value;
    return own === undefined || isValueOf(own) || prediction.queries.some((other) => isValueOf(other.value));
  });
}

function sameRequest(a: EnvRequest, b: EnvRequest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** An order of so many things: each pick takes one of those left, and what is not picked follows as it was. */
export function orderOf(picks: readonly number[], length: number): readonly number[] {
  const left = Array.from({ length }, (_, index) => index);
  const order: number[] = [];
  for (const pick of picks) {
    if (left.length === 0) break;
    order.push(...left.splice(pick % left.length, 1));
  }
  return [...order, ...left];
}
