import { plain } from './draw.js';
import type { FuzzInput, Reduction } from './fuzz-target.js';
import type { ShrinkLimits, Shrunk } from './shrink.js';

/**
 * Looks for a smaller input that still fails, where there is nothing that it was drawn from: takes the first smaller one of a reduction
 * that does, and begins that reduction again from there, until it gives none that fails; then goes on with the next one, and with all
 * of them again as long as one of them helped or until a limit is reached.
 */
export async function reduce(
  input: FuzzInput,
  reductions: readonly Reduction[],
  fails: (input: FuzzInput) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<Shrunk> {
  let smallest = input;
  let plays = 0;
  for (let helped = true; helped; ) {
    helped = false;
    for (const reduction of reductions) {
      for (let found = true; found; ) {
        found = false;
        for (const candidate of reduction(smallest)) {
          if (plays >= limits.plays || limits.over()) return { input: smallest, plays };
          plays++;
          const one = plain(candidate);
          if (!(await fails(one))) continue;
          smallest = one;
          found = true;
          helped = true;
          break;
        }
      }
    }
  }
  return { input: smallest, plays };
}
