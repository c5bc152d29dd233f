import { setMaxListeners } from 'node:events';
import type { RunContext } from '../../../contract.js';
import { statusCode } from '../../../driver/answer.js';
import { UnreachableError } from '../../../errors.js';
import type { FuzzInput, FuzzSession, FuzzTarget, Observation } from '../../../fuzz/fuzz-target.js';
import type { Profile } from '../../../profile/profile.js';
import { openSession } from '../open-session.js';
import { decodeResponse, type EnvRequest, encodeRequest, queriesFor } from '../request.js';
import { askedText } from '../trace-call.js';
import { concurrentArbitrary } from './inputs/concurrent.js';
import { fuzzArbitrary } from './inputs/fuzz.js';
import { type EnvInput, readInput } from './inputs/input.js';
import { listedInputs } from './inputs/listed.js';
import { materialOf } from './inputs/material.js';
import { reachableBy } from './inputs/reachable.js';
import { reductionsOf } from './inputs/reductions.js';
import { statefulArbitrary } from './inputs/stateful.js';
import { withoutPhases } from './inputs/without.js';
import { knownOf } from './model/known.js';
import { unshownBy } from './model/sight.js';
import type { Hands, Round } from './play/hands.js';
import { openLeakWatch } from './play/leak-watch.js';
import { openMemory } from './play/memory.js';
import { playCall } from './play/play-call.js';
import { playRace } from './play/play-race.js';
import { playRaw } from './play/play-raw.js';
import { playSequence } from './play/play-sequence.js';
import { tracedCall } from './play/traced-call.js';
import { whyUnplayable } from './play/unplayable.js';

/** Inputs in the making at once, however many calls a driver takes. */
const mostAtOnce = 32;

/** Model and generators of the contract env-vars. */
export const envVarsFuzz: FuzzTarget = { open: openFuzzSession };

async function openFuzzSession(given: RunContext<Profile>): Promise<FuzzSession> {
  const session = await openSession(given);
  const { facts, redact } = session;
  const { shared, request, timeoutMs } = session.tools('fuzz', given.signal);
  const { context, client, journal } = shared;
  const known = knownOf(context.profile);
  const leaks = openLeakWatch(known, facts, journal);
  const learn = (value: string, key: string): void => {
    journal.value(value, key);
    leaks.watch(value);
  };
  const memory = openMemory(known, learn);
  const combined = new WeakMap<AbortSignal, AbortSignal>();
  const grounds = { known, facts };
  const material = materialOf(known, facts, context.options.safe);
  const hands: Hands = {
    grounds,
    shared,
    memory,
    leaks,
    learn,
    timeoutMs,
    redact,
    busyUntil: 0,
    rawClients: [],
    compared: new Map(),
    legal: await findLegal(),
  };

  /** The profile's first key that is served, which has to be served ever after. */
  async function findLegal(): Promise<EnvRequest | undefined> {
    if (!known.servable || !facts.advertised) return undefined;
    for (const key of context.profile.keys.available.slice(0, 3)) {
      const legal = request(queriesFor([key]));
      const answer = await tracedCall(shared, client, askedText(legal), encodeRequest(legal), {
        timeoutMs,
        signal: given.signal,
      });
      if (answer.failure !== undefined || answer.code !== statusCode.OK) continue;
      const results = answer.body === undefined ? undefined : decodeResponse(answer.body);
      if (results !== undefined) memory.measure(answer.body?.length ?? 0, results);
      return legal;
    }
    return undefined;
  }

  async function closeIdle(): Promise<void> {
    await Promise.all(hands.rawClients.splice(0).map((idle) => idle.close().catch(() => {})));
  }

  /** The signal of the session or of an input; made once, since all inputs of a campaign mostly share theirs. */
  function either(signal: AbortSignal): AbortSignal {
    const known = combined.get(signal);
    if (known !== undefined) return known;
    const any = AbortSignal.any([given.signal, signal]);
    // Every call of the campaign listens to it.
    setMaxListeners(0, any);
    combined.set(signal, any);
    return any;
  }

  async function play(
    input: FuzzInput,
    { fresh, signal }: { fresh: boolean; signal: AbortSignal },
  ): Promise<Observation> {
    const known = readInput(input);
    const unplayable = whyUnplayable(known, material);
    if (unplayable !== undefined)
      return {
        calls: 0,
        reached: [],
        boundaries: [],
        breaches: [],
        inconclusive: unplayable,
        unplayed: true,
      };
    const own = fresh ? await context.openClient() : undefined;
    const round: Round = {
      hands,
      client: own ?? client,
      signal: either(signal),
      calls: 0,
      reached: new Set(),
      fresh,
      foreign: false,
      sight: new Set(),
      boundaries: new Set(),
      breaches: [],
      lost: false,
    };
    try {
      // A driver that is restarted need not wait for connections that nobody uses.
      if (known.kind === 'sequence') await closeIdle();
      const inconclusive = await playInput(round, known, fresh);
      if (round.lost && !round.signal.aborted && !(await session.alive()))
        throw new UnreachableError(
          `the driver is gone: it takes no connections after ${redact(input.title)}`,
        );
      return {
        calls: round.calls,
        reached: round.foreign ? [] : [...round.reached],
        ...(fresh ? { unshown: unshownBy(round.sight) } : {}),
        boundaries: [...round.boundaries],
        breaches: inconclusive === undefined ? round.breaches : [],
        ...(inconclusive === undefined ? {} : { inconclusive }),
      };
    } finally {
      await own?.close();
    }
  }

  return {
    driver: session.driver,
    stage: session.stage,
    atOnce: Math.max(1, Math.min(mostAtOnce, facts.limits.inFlight)),
    without: withoutPhases(material),
    reachable: (phases) => reachableBy(material, memory, phases),
    listed: (phase, steer) => listedInputs(material, memory, phase, steer),
    reductions: reductionsOf(known),
    arbitrary(phase, steer) {
      if (phase === 'fuzz') return fuzzArbitrary(material, steer);
      return phase === 'stateful' ? statefulArbitrary(material, steer) : concurrentArbitrary(material);
    },
    play,
    redact,
    alive: () => session.alive(),
    async close() {
      await closeIdle();
      await session.close();
    },
  };
}

async function playInput(round: Round, input: EnvInput, fresh: boolean): Promise<string | undefined> {
  switch (input.kind) {
    case 'call':
      await playCall(round, input, fresh);
      return undefined;
    case 'raw':
      await playRaw(round, input, fresh);
      return undefined;
    case 'race':
      await playRace(round, input);
      return undefined;
    case 'sequence':
      return (await playSequence(round, input))?.reason;
  }
}
