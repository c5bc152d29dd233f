import type { Arbitrary, Value } from 'fast-check';
import { plain } from './draw.js';
import type { FuzzInput } from './fuzz-target.js';

/** What bounds a search for a smaller input. */
export interface ShrinkLimits {
  /** Most inputs that are played. */
  readonly plays: number;
  /** Asked before each play; true ends the search. */
  over(): boolean;
}

/** The smallest input that was found. */
export interface Shrunk {
  readonly input: FuzzInput;
  /** Inputs that were played on the way. */
  readonly plays: number;
}

/**
 * Looks for a smaller input that still fails: takes the first smaller one that does, and begins again from there, until none
 * does or a limit is reached.
 */
export async function shrink(
  arbitrary: Arbitrary<FuzzInput>,
  value: Value<FuzzInput>,
  fails: (input: FuzzInput) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<Shrunk> {
  let smallest = value;
  let plays = 0;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of arbitrary.shrink(smallest.value_, smallest.context)) {
      if (plays >= limits.plays || limits.over()) return { input: plain(smallest.value_), plays };
      plays++;
      if (!(await fails(plain(candidate.value_)))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return { input: plain(smallest.value_), plays };
}
