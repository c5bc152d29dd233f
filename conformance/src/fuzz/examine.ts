import type { Arbitrary, Value } from 'fast-check';
import type { Rate } from './finding.js';
import type { Breach, FuzzInput, Observation } from './fuzz-target.js';
import { shrink } from './shrink.js';

/** Bounds of what is done about one suspicion. */
export const examineLimits = {
  /** Inputs played in search of a smaller one. */
  shrinkPlays: 400,
  /** Milliseconds of that search. */
  shrinkMs: 10_000,
  /** Plays on fresh connections that all have to fail for a plain finding. */
  confirmations: 2,
  /** Plays on fresh connections that measure how often a flaky one fails. */
  ratePlays: 10,
} as const;

/** A failed input, with what it was drawn from where it can be shrunk. */
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
  /** Plays an input on fresh connections. */
  playFresh(input: FuzzInput): Promise<Observation>;
  now(): number;
  readonly signal: AbortSignal;
}

/**
 * Shrinks a failed input and confirms on fresh connections that what is left fails for the same requirement and cause. A shrunk input
 * that does not is dropped for the original; an original that does not is flaky, and its rate is measured.
 */
export async function examine(suspicion: Suspicion, tools: ExamineTools): Promise<Examined> {
  const { input, breach, drawn } = suspicion;
  const again = async (one: FuzzInput): Promise<Breach | undefined> =>
    (await tools.playFresh(one)).breaches.find(
      ({ requirement, cause }) => requirement === breach.requirement && cause === breach.cause,
    );
  const until = tools.now() + examineLimits.shrinkMs;
  const smaller =
    drawn === undefined
      ? { input, plays: 0 }
      : await shrink(drawn.arbitrary, drawn.value, async (one) => (await again(one)) !== undefined, {
          plays: examineLimits.shrinkPlays,
          over: () => tools.signal.aborted || tools.now() >= until,
        });
  const shrunk = JSON.stringify(smaller.input) !== JSON.stringify(input);
  const told = (one: FuzzInput, shown: Shown, flaky: boolean): Examined => ({
    input: one,
    breach: shown.breach ?? breach,
    shrunk: one !== input,
    shrinkPlays: smaller.plays,
    confirmed: { failed: shown.failed, plays: shown.plays },
    flaky,
  });
  const { confirmations, ratePlays } = examineLimits;
  if (shrunk) {
    const shown = await playAgain(smaller.input, again, confirmations, tools.signal);
    if (shown.failed >= confirmations) return told(smaller.input, shown, false);
  }
  const shown = await playAgain(input, again, confirmations, tools.signal);
  if (shown.failed >= confirmations) return told(input, shown, false);
  const more = await playAgain(input, again, ratePlays - confirmations, tools.signal);
  return told(input, sum(shown, more), true);
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
    plays++;
    if (breach === undefined) continue;
    failed++;
    last = breach;
  }
  return { failed, plays, ...(last === undefined ? {} : { breach: last }) };
}
