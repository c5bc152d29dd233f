import type { Arbitrary, Value } from 'fast-check';
import type { Rate } from './finding.js';
import type { Breach, FuzzInput, Observation, Reduction } from './fuzz-target.js';
import { reduce } from './reduce.js';
import { shrink } from './shrink.js';

/** Bounds of what is done about one suspicion. */
export const examineLimits = {
  /** Inputs played in search of a smaller one. */
  shrinkPlays: 400,
  /** Milliseconds of that search. */
  shrinkMs: 10_000,
  /** Milliseconds that findings may take before further ones are confirmed as they are; a driver may break everything. */
  allShrinkMs: 60_000,
  /** Plays on fresh connections that all have to fail for a plain finding. */
  confirmations: 2,
  /** Plays on fresh connections that measure how often a flaky one fails. */
  ratePlays: 10,
} as const;

/** A failed input, with what it was drawn from where it is not one of a list. */
export interface Suspicion {
  readonly input: FuzzInput;
  readonly breach: Breach;
  readonly drawn?: { readonly value: Value<FuzzInput>; readonly arbitrary: Arbitrary<FuzzInput> };
}

/** A suspicion after it was played again. */
export interface Examined {
  readonly input: FuzzInput;
  /** What the confirming play showed; that of the first play where none failed. */
  readonly breach: Breach;
  readonly shrunk: boolean;
  readonly shrinkPlays: number;
  readonly confirmed: Rate;
  readonly flaky: boolean;
}

/** What an examination works with. */
export interface ExamineTools {
  /** Ways to make an input of a list smaller. */
  readonly reductions: readonly Reduction[];
  /** Plays an input on fresh connections. */
  playFresh(input: FuzzInput): Promise<Observation>;
  now(): number;
  /** Milliseconds that findings took so far. */
  readonly spentMs: number;
  readonly signal: AbortSignal;
}

/**
 * Plays a failed input again on fresh connections, and shrinks it when it fails each time for the same requirement and cause. A shrunk
 * input has to be confirmed in the same way, or else the original is kept. An original that does not fail each time is flaky, and its
 * rate is measured.
 */
export async function examine(suspicion: Suspicion, tools: ExamineTools): Promise<Examined> {
  const { input, breach, drawn } = suspicion;
  const { signal } = tools;
  const { confirmations, ratePlays, shrinkPlays, shrinkMs, allShrinkMs } = examineLimits;
  const again = async (one: FuzzInput): Promise<Breach | undefined> =>
    (await tools.playFresh(one)).breaches.find(
      ({ requirement, cause }) => requirement === breach.requirement && cause === breach.cause,
    );
  const told = (one: FuzzInput, shown: Shown, plays: number, flaky: boolean): Examined => ({
    input: one,
    breach: shown.breach ?? breach,
    shrunk: one !== input,
    shrinkPlays: plays,
    confirmed: { failed: shown.failed, plays: shown.plays },
    flaky,
  });
  const first = await playAgain(input, again, confirmations, signal);
  if (first.failed < confirmations) {
    const more = await playAgain(input, again, ratePlays - confirmations, signal);
    return told(input, sum(first, more), 0, true);
  }
  const searchMs = Math.min(shrinkMs, allShrinkMs - tools.spentMs);
  if (searchMs <= 0) return told(input, first, 0, false);
  const until = tools.now() + searchMs;
  const fails = async (one: FuzzInput): Promise<boolean> => (await again(one)) !== undefined;
  const limits = { plays: shrinkPlays, over: () => signal.aborted || tools.now() >= until };
  const smaller =
    drawn === undefined
      ? await reduce(input, tools.reductions, fails, limits)
      : await shrink(drawn.arbitrary, drawn.value, fails, limits);
  if (JSON.stringify(smaller.input) === JSON.stringify(input))
    return told(input, first, smaller.plays, false);
  const last = await playAgain(smaller.input, again, confirmations, signal);
  return last.failed < confirmations
    ? told(input, first, smaller.plays, false)
    : told(smaller.input, last, smaller.plays, false);
}

interface Shown extends Rate {
  readonly breach?: Breach;
}

function sum(a: Shown, b: Shown): Shown {
  const breach = b.breach ?? a.breach;
  const rate = { failed: a.failed + b.failed, plays: a.plays + b.plays };
  return breach === undefined ? rate : { ...rate, breach };
}

async function playAgain(
  input: FuzzInput,
  again: (input: FuzzInput) => Promise<Breach | undefined>,
  most: number,
  signal: AbortSignal,
): Promise<Shown> {
  let failed = 0;
  let plays = 0;
  let last: Breach | undefined;
  while (plays < most && !signal.aborted) {
    const breach = await again(input);
    // What came after the end of the campaign says nothing of the driver.
    if (signal.aborted) break;
    plays++;
    if (breach === undefined) continue;
    failed++;
    last = breach;
  }
  return { failed, plays, ...(last === undefined ? {} : { breach: last }) };
}
